# SPDX-License-Identifier: LGPL-2.1-or-later
"""New bone beside the range over what is assumed, and what is said where there is none."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from postprocess.assumptions import read_assumptions
from postprocess.errors import InputError
from postprocess.report import write_report

COLUMNS = ("bone_fraction", "trabecular_number_per_m")
GROUPS = ("BCP", "mig-BCP")


def bone_of(group, rate, other):
    """A thousandth of `rate`, and twice as much in the coated group: uniform from 0.01 to 0.03 and its double."""
    return {"bone_fraction": 1e-3 * rate * (1 + (group != "BCP")), "trabecular_number_per_m": 100 + other}


def write_sweep(folder, n=64, groups=GROUPS, columns=COLUMNS):
    folder.mkdir()
    rates = 10 + 20 * qmc.Sobol(2, seed=1).random(n)
    for number, (rate, other) in enumerate(rates, 1):
        home = folder / "points" / f"{number:04}"
        home.mkdir(parents=True)
        (home / "attempts.jsonl").write_text('{"begun": "2026-01-31 12:00:00"}\n{"ended": "2026-01-31 12:01:00", '
                                             '"state": "done", "reason": "", "seconds": 1.0, "log": []}\n')
        (home / "specimens.csv").write_text("specimen,group," + ",".join(columns) + "\n" + "".join(
            f"{group}-1,{group}," + ",".join(f"{bone_of(group, rate, other)[column]:.9g}" for column in columns) + "\n"
            for group in groups))
    (folder / "plan.csv").write_text("point,identity,rate_per_s,other\n" + "".join(
        f"{k},{k:016x},{a:.9g},{b:.9g}\n" for k, (a, b) in enumerate(rates, 1)))
    variables = [{"name": name, "column": column, "unit": "", "low": 10, "high": 30, "log": False, "si": [10, 30]}
                 for name, column in (("rate", "rate_per_s"), ("other", "other"))]
    (folder / "plan.json").write_text(json.dumps({
        "study": "bcp_vs_mig", "lacuna": "0", "group": "BCP", "seed": 1, "variables": variables, "goals": [],
        "points": [{"point": k + 1, "memory_B": 1, "time_s": 1} for k in range(n)], "common": {},
        "executable": "lacuna", "command": ["regenerate"], "time_limit_s": 0, "free_memory_B": 1e9}))
    return folder


@pytest.fixture(name="bones")
def make_bones(study):
    """A study of new bone alone, with scatter of 1 %."""
    folder = study(mechanics=False, factors=())
    table = pd.read_csv(folder / "specimens.csv")
    scatter = 1 + 0.01 * np.random.default_rng(3).standard_normal(len(table))
    for column in COLUMNS:
        table[column] = [bone_of(group, 20, 20)[column] for group in table["group"]] * scatter
    table.to_csv(folder / "specimens.csv", index=False)
    return folder


def page(folder, **more):
    return " ".join(write_report(folder, **more).read_text(encoding="utf-8").split())


def test_without_a_sweep_a_number_stands_for_one_set_of_rates(bones):
    text = page(bones)
    assert "New bone: each number stands for one set of rates, most of them assumed." in text
    assert "lacuna report results/bcp_vs_mig --assumptions results/bcp_vs_mig-sweep" in text
    assert "one set of rates, most of them assumed: no range over them was computed" in text
    assert "over assumptions</small>" not in text


def test_p_of_new_bone_is_of_prints(bones):
    """Beside p in the headline and both tables; not of a quantity of the print."""
    text = page(bones)
    assert re.search(r"p (=|&lt;) 0\.\d+ between prints, not animals", text)
    assert "<small>between prints, not animals</small></td></tr>" in text
    table = pd.read_csv(bones / "statistics.csv").set_index(["quantity", "record"]).sort_index()["note"]
    for record in "comparison", "equivalence":
        assert set(table.loc["bone_fraction", record]) == {"between prints, not animals"}
        assert "prints" not in str(set(table.loc["porosity", record]))


def test_the_range_stands_beside_the_value(bones, tmp_path):
    sweep = write_sweep(tmp_path / "sweep")
    text = page(bones, assumptions=sweep)
    assert "<small>1.1 to 2.9 over assumptions</small>" in text and "<small>2.2 to 5.8 over assumptions</small>" in text
    assert "over 64 sets of assumed rates BCP 1.1 to 2.9 % (mostly by rate, total Sobol&#39; index 1.00)" in text
    assert "mig-BCP is above in 100 % of them" in text
    assert "where 90 % of 64 sets of assumed rates put it, on coarse cells" in text
    found = read_assumptions(bones)
    one = found["bone_fraction", "BCP"]
    assert (one.low, one.high) == pytest.approx((0.011, 0.029), rel=0.02)
    assert one.above_first is None and found["bone_fraction", "mig-BCP"].above_first == 1
    assert found["trabecular_number_per_m", "BCP"].variable == ""
    # It stays with the results.
    assert "over assumptions</small>" in page(bones)


def test_groups_are_compared_where_both_have_the_quantity(bones, tmp_path):
    sweep = write_sweep(tmp_path / "sweep")
    for number in range(1, 65):  # more in the coated group; a plain scaffold without bone has no Tb.N
        file = sweep / "points" / f"{number:04}" / "specimens.csv"
        table = pd.read_csv(file)
        table["trabecular_number_per_m"] = [np.nan if number % 4 == 0 else 100, 200]
        table.to_csv(file, index=False)
    page(bones, assumptions=sweep)
    assert read_assumptions(bones)["trabecular_number_per_m", "mig-BCP"].above_first == 1


@pytest.mark.parametrize("options, message", [
    ({"n": 4}, "4 points are done; expected at least 8"),
    ({"groups": ("BCP",)}, "no group mig-BCP; expected a sweep of bcp_vs_mig, over what is assumed"),
    ({"columns": ()}, "no new bone; expected points by regenerate or compare")])
def test_a_sweep_of_something_else_is_refused(bones, tmp_path, options, message):
    sweep = write_sweep(tmp_path / "sweep", **options)
    with pytest.raises(InputError) as refused:
        write_report(bones, assumptions=sweep)
    assert str(refused.value).startswith(f"{sweep}: {message}")
