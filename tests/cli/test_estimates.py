# SPDX-License-Identifier: LGPL-2.1-or-later
"""What check foresees against what runs take."""

import json
import re
import resource
from pathlib import Path

import pytest

from conftest import CACHE, CELL, ENVIRONMENT, ROOT, Results

MAIN_STUDY = ROOT / "params/studies/bcp_vs_mig.prm"

# Of a processor like the one that the built-in rates are of, with what starts the program; a tenth of what finer
# grids would take.
SECONDS_OF_MAIN_STUDY, SECONDS_OF_ANY = 8., 25.


def foreseen(line):
    """Unknowns and memory (B) of a line of check."""
    unknowns, gigabytes = re.search(r"(\S+) unknowns +(\S+) GB", line).groups()
    return float(unknowns), 1e9 * float(gigabytes)


def settings(*overrides):
    return [word for override in overrides for word in ("--set", override)]


def processor_time():
    """Of all processes that were started and have ended (s); others on the machine do not count."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def slowness():
    """What this machine takes for what the one of the built-in rates does in a second (s), as `check` measured."""
    known = json.loads((Path(CACHE.name) / "lacuna" / "rates.json").read_text())
    return max(max(rates["elasticity"], rates["transport"]) for machine, rates in known.items()
               if machine.endswith(", 1 ranks"))


@pytest.fixture
def check(succeed):
    """Returns check(study, *words): its lines and its processor time in those seconds, rates being known."""
    succeed("check", "tiny.prm")

    def call(study, *words):
        before = processor_time()
        return succeed("check", study, *words).splitlines(), (processor_time() - before) / slowness()
    return call


def test_the_main_study_is_foreseen(check):
    """Its run took so much: lacuna compare params/studies/bcp_vs_mig.prm, specimens.csv."""
    lines, seconds = check(MAIN_STUDY)
    assert seconds < SECONDS_OF_MAIN_STUDY
    assert lines[0].split()[:2] == ["BCP", "compression"]
    unknowns, memory = foreseen(lines[0])
    assert unknowns == pytest.approx(22.9e6, rel=0.3)
    assert memory == pytest.approx(7.9e9, rel=0.3)
    release = next(line for line in lines if line.split()[1] == "release")
    assert foreseen(release)[0] == pytest.approx(268958, rel=0.1)


NECKS = ["Discretization/Neck refinements=2", "Discretization/Max refinements=2"]
DEFAULT = ["Discretization/Neck refinements=6", "Discretization/Max refinements=6"]


@pytest.mark.parametrize("overrides", [
    NECKS + ["Discretization/Degree=2", "Envelope/Size=1.6 mm, 0.8 mm, 1.28 mm"],
    pytest.param(NECKS + ["Envelope/Shape=cylinder", "Envelope/Size=2 mm, 2 mm"], marks=pytest.mark.long),
    NECKS + ["Scaffold/Lattice=gyroid", "Envelope/Size=1.6 mm, 1.6 mm, 1.6 mm"],
    pytest.param(DEFAULT + ["Scaffold/Lattice=gyroid", "Envelope/Size=1.6 mm, 1.6 mm, 1.6 mm",
                            "Discretization/Degree=2", "Discretization/Accuracy=3 %"], marks=pytest.mark.long),
], ids=["box", "cylinder", "gyroid", "gyroid by its accuracy"])
def test_small_studies_are_foreseen(folder, succeed, check, overrides):
    words = settings("Discretization/Cell size=160 um", "Output/Fields=false",
                     "Mechanics/Strength=none", *overrides)
    unknowns, _ = foreseen(check("tiny.prm", *words)[0][0])
    succeed("compress", "tiny.prm", *words)
    record = Results(folder / "results" / "tiny-compress").specimens["BCP-1"]
    assert unknowns == pytest.approx(record["numerics"]["unknowns"], rel=0.3)


@pytest.mark.long
def test_a_cell_is_foreseen(folder, succeed, check):
    words = [*CELL, *settings("Scaffold/Lattice=gyroid", *DEFAULT)]
    unknowns, _ = foreseen(check("tiny.prm", *words)[0][0])
    succeed("homogenize", "tiny.prm", *words)
    record = Results(folder / "results" / "tiny-homogenize").specimens["BCP-1"]
    assert unknowns == pytest.approx(record["numerics"]["unknowns"], rel=0.3)


@pytest.mark.parametrize("overrides", [
    ["Discretization/Cell size=5 um"],
    ["Transport/Cell size=10 um"],
    ["Transport/Cell size=10 um", "Transport/Margin=100 mm"],
    ["Mechanics/Strength=collapse", "Collapse/Cell size=1 um", "Collapse/Length scale=2 um"],
], ids=["cells", "pores", "margin", "collapse"])
def test_what_is_far_too_large_is_foreseen_soon(check, overrides):
    lines, seconds = check(MAIN_STUDY, *settings(*overrides))
    assert seconds < SECONDS_OF_ANY
    assert max(foreseen(line)[1] for line in lines[:-1]) > 1e11


def test_a_large_cell_is_foreseen_soon(check):
    lines, seconds = check("tiny.prm", *CELL, *settings("Discretization/Cell size=1 um"))
    assert seconds < SECONDS_OF_ANY
    assert max(foreseen(line)[1] for line in lines[:-1]) > 1e11


def test_rates_are_measured_once_and_kept(folder, run, monkeypatch):
    """A damaged file is replaced; where none can be written, they are measured each time."""
    def last_line(cache):
        monkeypatch.setitem(ENVIRONMENT, "XDG_CACHE_HOME", str(cache))
        done = run("check", "tiny.prm")
        assert (done.code, done.err) == (0, "")
        return done.out.splitlines()[-1]

    kept = folder / "cache" / "lacuna" / "rates.json"
    assert last_line(folder / "cache").endswith("measured on this machine just now")
    (machine, rates), = json.loads(kept.read_text()).items()
    assert machine.endswith("1 ranks")
    assert last_line(folder / "cache").endswith(f"measured on this machine on {rates['measured']}")
    kept.write_text(kept.read_text()[:40])
    assert last_line(folder / "cache").endswith("just now")
    assert list(json.loads(kept.read_text())) == [machine]
    (folder / "file").write_text("mine")
    assert last_line(folder / "file").endswith("just now")
    assert (folder / "file").read_text() == "mine"


@pytest.mark.parametrize("ranks", [1, 2])
@pytest.mark.parametrize("command, override, key", [
    ("compress", "Discretization/Cell size=1 um", "Cell size: 1 um; expected larger cells"),
    ("release", "Transport/Cell size=1 um", "Cell size: 1 um; expected larger cells"),
])
def test_what_the_machine_cannot_hold_is_refused(folder, run, command, override, key, ranks):
    """With nothing left behind."""
    before = processor_time()
    done = run(command, "tiny.prm", *settings(override), ranks=ranks)
    assert processor_time() - before < ranks * SECONDS_OF_ANY
    assert done.code == 2
    assert re.fullmatch(rf"lacuna: (mig-)?BCP-1: {key}: \S+ unknowns take \S+ GB, and \S+ GB are free\n",
                        done.err)
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]
