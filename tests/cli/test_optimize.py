# SPDX-License-Identifier: LGPL-2.1-or-later
"""lacuna optimize on a small woodpile: rounds, cheap refusals, the front, resuming, one-line errors."""

import json

import pytest
from conftest import SEARCH, table


def rounds(folder):
    return [json.loads(path.read_text()) for path in sorted((folder / "rounds").iterdir())]


@pytest.mark.long
def test_a_search_ends_with_a_front_and_goes_on(run, folder):
    (folder / "small.prm").write_text(SEARCH)
    words = ["optimize", "small.prm", "--output", "out", "--batch", "2", "--confirm", "2"]
    first = run(*words, "--budget", "10")
    assert first.code == 0, first
    assert [len(one["points"]) for one in rounds(folder / "out")] == [8, 2]
    points = table(folder / "out/points.csv")
    assert len(points) == 10 and {point["state"] for point in points} == {"done", "infeasible"}
    for point in points:
        feasible = point["state"] == "done"
        assert (float(point["porosity"]) >= 0.55) == (point["youngs_modulus_Pa"] != "") == feasible
    assert "on the front within error bars, " in first.out
    assert {row["point"].split("/")[0] for row in table(folder / "out/front.csv")} == {"confirmed"}
    assert "Diamonds: confirmed with other prints" in (folder / "out/report.html").read_text()
    assert "set Seed = 200001\n" in (folder / "out/confirmed/study.prm").read_text()

    again = run(*words, "--budget", "12")
    assert again.code == 2 and again.err.count("\n") == 1
    assert "a sweep that was begun; expected --resume to go on with it" in again.err
    before = rounds(folder / "out")
    longer = run(*words, "--budget", "12", "--resume")
    assert longer.code == 0, longer
    assert rounds(folder / "out")[:2] == before and len(rounds(folder / "out")[2]["points"]) == 2


@pytest.mark.parametrize("old, new, budget, message", [
    ("= maximise", "= at least 0", 20, "small.prm: 0 to maximise or minimise; expected 1 to 3 columns to maximise or minimise"),
    ("youngs_modulus", "youngs_modulos", 20, "expected a column of specimens.csv that the points will have"),
    ("", "", 8, "--budget: 8; expected more than the 8 points of the start design of 2 variables")])
def test_what_cannot_be_searched_is_one_line(run, folder, old, new, budget, message):
    (folder / "small.prm").write_text(SEARCH.replace(old, new) if old else SEARCH)
    failed = run("optimize", "small.prm", "--output", "out", "--budget", str(budget))
    assert failed.code == 2 and message in failed.err and failed.err.count("\n") == 1, failed
    assert not (folder / "out/points").exists()
