# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rounds in the folder of a sweep, whose points are computed by the analytic scaffold."""

import csv
import json

import design_toy as toy
import numpy as np
import pytest

from postprocess.errors import InputError
from postprocess.sweep.attempts import begin, end
from postprocess.sweep.conclusion import conclude
from postprocess.sweep.rounds import growth_of_front, next_round
from postprocess.sweep_report.figures import growth

GOALS = [("strength", "maximise", None, None), ("exposure", "maximise", None, None),
         ("pore", "", 0.3, None), ("modulus", "", None, 3.0)]


def task_of(budget, refused=(), refine=0, confirm=0):
    variables = [{"name": one.name, "column": f"{one.name}_m", "unit": "mm", "low": one.low, "high": one.high,
                  "log": False, "si": [1e-3 * one.low, 1e-3 * one.high]} for one in toy.PROBLEM.variables]
    return {"seed": 3, "budget": budget, "batch": 4, "refine": refine, "confirm": confirm,
            "variables": variables, "refused": list(refused),
            "goals": [dict(zip(("column", "sense", "low", "high"), goal)) for goal in GOALS]}


def read_rows(path):
    return list(csv.DictReader(path.read_text().splitlines()))


def millimetres(text):
    number, unit = text.split()
    assert unit == "mm"
    return float(number)


def run(folder, task, one, only=None, seed=0):
    """Plans a round as lacuna does, and computes its points, or the first of them."""
    table = folder / "plan.csv"
    columns = [variable["column"] for variable in task["variables"]]
    rows = read_rows(table) if table.exists() else []
    valid = [texts for row, texts in enumerate(one["points"]) if row not in one["refused"]]
    numbers = []
    for texts in valid:
        values = {name: f"{1e-3 * millimetres(text):.12g}" for name, text in zip(columns, texts)}
        known = [row["point"] for row in rows if all(row[name] == values[name] for name in columns)]
        numbers.append(int(known[0]) if known else len(rows) + 1)
        if not known:
            rows.append({"point": len(rows) + 1, "identity": str(len(rows) + 1), **values})
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, ["point", "identity", *columns])
        writer.writeheader()
        writer.writerows(rows)
    document = {"study": "toy", "group": "G", "goals": task["goals"], "variables": task["variables"],
                "points": [{"point": number, "memory_B": 0, "time_s": 0} for number in numbers],
                "round": one["round"]}
    (folder / "plan.json").write_text(json.dumps(document))
    designs = np.array([[millimetres(text) for text in texts] for texts in valid]).reshape(-1, 4)
    for number, design in list(zip(numbers, designs))[:only]:
        compute(folder / "points" / f"{number:04}", design, [seed, number])


def compute(folder, design, seed):
    folder.mkdir(parents=True, exist_ok=True)
    begin(folder)
    found = toy.compute([design, design], np.random.default_rng(seed))
    lines = ["specimen,group,strength,exposure,modulus,pore"]
    lines += [",".join([name, "G", *(f"{row[column]:.9g}" for column in ("strength", "exposure", "modulus", "pore"))])
              for name, (_, row) in zip("12", found.iterrows())]
    (folder / "specimens.csv").write_text("\n".join(lines) + "\n")
    end(folder, "done", "", 1.0, [])


def finish(folder, budget, refine=0):
    while (one := next_round(folder, task_of(budget, refine=refine)))["points"]:
        home = folder / one["home"]
        home.mkdir(exist_ok=True)
        run(home, task_of(budget), one)


def rounds_of(folder):
    return {path.name: path.read_text() for path in sorted((folder / "rounds").iterdir())}


def test_an_interrupted_optimisation_goes_on_with_the_same_points(tmp_path):
    """Interrupted within the start design, within a round and between rounds, against one that is not."""
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    finish(whole, 24)
    assert sorted(rounds_of(whole)) == ["001.json", "002.json", "003.json"]
    for only in (3, None, 2, None, None):
        one = next_round(parts, task_of(24))
        run(parts, task_of(24), one, only)
    assert not next_round(parts, task_of(24))["points"]
    assert rounds_of(parts) == rounds_of(whole)
    last = json.loads(rounds_of(whole)["003.json"])
    assert last["hypervolume"] > 0 and {row["column"] for row in last["models"]} == {goal[0] for goal in GOALS}
    history = growth_of_front(whole, task_of(24))
    assert [n for n, _ in history] == [16, 20, 24] and history[1][1] == last["hypervolume"]
    assert history[0][1] <= history[1][1] <= history[2][1]
    assert "24 points 100 %" in growth(history)


def test_a_larger_budget_goes_on(tmp_path):
    finish(tmp_path, 20)
    before = rounds_of(tmp_path)
    finish(tmp_path, 23)
    after = rounds_of(tmp_path)
    assert {name: after[name] for name in before} == before
    assert len(json.loads(after["003.json"])["points"]) == 3


def test_a_point_that_is_no_study_is_infeasible(tmp_path):
    """It is told by the call after, and again where that was lost."""
    first = next_round(tmp_path, task_of(24))
    run(tmp_path, task_of(24), first | {"refused": [1, 5]})
    second = next_round(tmp_path, task_of(24, refused=[1, 5]))
    assert second["round"] == 2
    assert json.loads(rounds_of(tmp_path)["001.json"])["refused"] == [1, 5]


def test_the_end_names_the_front_and_what_the_models_are_worth(tmp_path):
    finish(tmp_path, 24)
    lines = conclude(tmp_path)
    assert lines[0].startswith("Strength: left-out points are predicted within ")
    assert "on the front within error bars, " in lines[4]
    rows = read_rows(tmp_path / "front.csv")
    assert len(rows) == len(lines) - 5 and all(float(row["strength_se"]) > 0 for row in rows)


def test_the_best_are_confirmed_in_the_end(tmp_path):
    finish(tmp_path, 24)
    task, before = task_of(24, confirm=3), rounds_of(tmp_path)
    best = next_round(tmp_path, task)
    assert (best["home"], best["round"]) == ("confirmed", 4) and 1 <= len(best["points"]) == best["found"] <= 3
    (tmp_path / "confirmed").mkdir()
    run(tmp_path / "confirmed", task, best, only=1, seed=1)
    assert next_round(tmp_path, task) == best
    run(tmp_path / "confirmed", task, best, seed=1)
    assert next_round(tmp_path, task)["points"] == []
    assert rounds_of(tmp_path) == before
    conclude(tmp_path)
    assert {row["point"].split("/")[0] for row in read_rows(tmp_path / "front.csv")} == {"confirmed"}


def test_a_budget_that_ends_with_the_start_design_is_refused(tmp_path):
    with pytest.raises(InputError) as error:
        next_round(tmp_path, task_of(16))
    assert str(error.value) == ("--budget: 16; expected more than the 16 points of the start design of 4 variables")


def test_some_points_are_refined_and_the_models_have_both(tmp_path):
    """After the start design and after four more rounds; refined points are no part of the budget."""
    finish(tmp_path, 36, refine=2)
    found = [json.loads(text) for text in rounds_of(tmp_path).values()]
    assert [(one["fidelity"], len(one["points"])) for one in found] == [
        (0, 16), (1, 2), (0, 4), (0, 4), (0, 4), (0, 4), (1, 2), (0, 4)]
    assert [row["points"] for row in found[2]["models"]] == [18] * 4
    start = {tuple(texts) for texts in found[0]["points"]}
    assert all(tuple(texts) in start for texts in found[1]["points"])


def test_a_damaged_round_is_one_line(tmp_path):
    finish(tmp_path, 20)
    (tmp_path / "rounds/001.json").unlink()
    with pytest.raises(InputError) as error:
        next_round(tmp_path, task_of(24))
    assert str(error.value).endswith("002.json: damaged; expected round 1, as lacuna optimize wrote it")
