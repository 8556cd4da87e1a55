# SPDX-License-Identifier: LGPL-2.1-or-later
"""Times that check foresees against what runs of half a minute take, on one rank and on two.

Of the processors, so that other work on the machine does not count; the share of each job is that
of its time in the specimen's. Not among the default tests: ctest -L long -R estimates.
"""

import re
import resource

import pytest

from conftest import CELL, Results, run_in

UNITS = {"h": 3600, "min": 60, "s": 1}
FULL = ["Discretization/Degree=2", "Discretization/Neck refinements=6",
        "Discretization/Max refinements=6", "Discretization/Max unknowns=1e6", "Groups/Specimens=1"]


def settings(overrides):
    return [word for override in overrides for word in ("--set", override)]


def seconds(line):
    words = re.search(r"GB +(.*) a specimen", line)[1].split()
    return sum(float(n) * UNITS[unit] for n, unit in zip(words[::2], words[1::2]))


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


STUDIES = {
    "woodpile": ("compress", ["Envelope/Shape=cylinder", "Envelope/Size=3.2 mm, 3.2 mm"]),
    "gyroid": ("compress", ["Scaffold/Lattice=gyroid", "Envelope/Size=2.4 mm, 2.4 mm, 2.4 mm"]),
    "struts": ("compress", ["Scaffold/Lattice=bcc", "Scaffold/Strand diameter=300 um", "Envelope/Size=2.4 mm, 2.4 mm, 2.4 mm"]),
    "cell": ("homogenize", ["Discretization/Cell size=50 um"]),
    "release": ("release", ["Envelope/Size=3.2 mm, 3.2 mm, 3.2 mm", "Transport/Duration=14 d",
                            "Transport/Time tolerance=0.5 %"]),
}
JOBS = {"compress": ("compression",), "homogenize": ("stiffness", "diffusivity"),
        "release": ("release",)}


@pytest.mark.parametrize("ranks", [1, 2])
@pytest.mark.parametrize("name", STUDIES)
def test_the_time_is_foreseen(folder, name, ranks, monkeypatch):
    command, overrides = STUDIES[name]
    monkeypatch.setattr("conftest.SECONDS", 900)
    words = ["tiny.prm", *settings(FULL + overrides), *(CELL if command == "homogenize" else ())]
    done = run_in(folder, "check", *words, ranks=ranks)
    assert done.code == 0, done
    foreseen = sum(seconds(line) for line in done.out.splitlines()[:-1]
                   if line.split()[1] in JOBS[command]
                   and (line.startswith("mig") == (command == "release")))
    before = processor_time()
    done = run_in(folder, command, *words, ranks=ranks)
    assert done.code == 0, done
    used = (processor_time() - before) / ranks
    specimen, = Results(folder / "results" / f"tiny-{command}").specimens.values()
    times = specimen["numerics"]["time_s"]
    taken = used * sum(times[job] for job in JOBS[command]) / times["total"]
    print(f"{name} on {ranks}: foreseen {foreseen:.0f} s, taken {taken:.1f} s")
    assert foreseen == pytest.approx(taken, rel=0.5, abs=2)
