# SPDX-License-Identifier: LGPL-2.1-or-later
"""What check foresees against what runs take."""

import re
import time

import pytest

from conftest import ROOT, Results

MAIN_STUDY = ROOT / "params/studies/bcp_vs_mig.prm"


def foreseen(line):
    """Unknowns and memory (B) of a line of check."""
    unknowns, gigabytes = re.search(r"(\S+) unknowns +(\S+) GB", line).groups()
    return float(unknowns), 1e9 * float(gigabytes)


def settings(*overrides):
    return [word for override in overrides for word in ("--set", override)]


def test_the_main_study_is_foreseen(succeed):
    start = time.monotonic()
    lines = succeed("check", MAIN_STUDY).splitlines()
    assert time.monotonic() - start < 20
    assert lines[0].split()[:2] == ["BCP", "compression"]
    unknowns, memory = foreseen(lines[0])
    # Its run took so much.
    assert unknowns == pytest.approx(22.9e6, rel=0.3)
    assert memory == pytest.approx(6.4e9, rel=0.3)
    release = next(line for line in lines if line.split()[1] == "release")
    assert foreseen(release)[0] == pytest.approx(268958, rel=0.1)


@pytest.mark.parametrize("overrides", [
    ("Discretization/Degree=2", "Envelope/Size=1.6 mm, 0.8 mm, 1.28 mm"),
    ("Envelope/Shape=cylinder", "Envelope/Size=2.4 mm, 2.4 mm"),
    ("Scaffold/Lattice=gyroid", "Envelope/Size=2.4 mm, 2.4 mm, 2.4 mm"),
], ids=["box", "cylinder", "gyroid"])
def test_small_studies_are_foreseen(folder, succeed, overrides):
    words = settings("Discretization/Cell size=160 um", "Discretization/Neck refinements=2",
                     "Discretization/Max refinements=2", "Output/Fields=false",
                     "Mechanics/Strength=none", *overrides)
    unknowns, _ = foreseen(succeed("check", "tiny.prm", *words).splitlines()[0])
    succeed("compress", "tiny.prm", *words)
    record = Results(folder / "results" / "tiny-compress").specimens["BCP-1"]
    assert unknowns == pytest.approx(record["numerics"]["unknowns"], rel=0.3)


@pytest.mark.parametrize("override", ["Discretization/Cell size=5 um", "Transport/Cell size=10 um"])
def test_what_is_far_too_large_is_foreseen_soon(succeed, override):
    start = time.monotonic()
    lines = succeed("check", MAIN_STUDY, *settings(override)).splitlines()
    assert time.monotonic() - start < 20
    assert max(foreseen(line)[1] for line in lines[:-1]) > 1e11


@pytest.mark.parametrize("command, override, key", [
    ("compress", "Discretization/Cell size=1 um", "Cell size: 1 um; expected larger cells"),
    ("release", "Transport/Cell size=1 um", "Cell size: 1 um; expected larger cells"),
])
def test_what_the_machine_cannot_hold_is_refused(run, command, override, key):
    start = time.monotonic()
    done = run(command, "tiny.prm", *settings(override))
    assert time.monotonic() - start < 20
    assert done.code == 2
    assert re.fullmatch(rf"lacuna: (mig-)?BCP-1: {key}: \S+ unknowns take \S+ GB, and \S+ GB are free\n",
                        done.err)
