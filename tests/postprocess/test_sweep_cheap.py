# SPDX-License-Identifier: LGPL-2.1-or-later
"""A cheap command before that of the points: what it refuses goes no further."""

import json

import pytest
from sweeps import plan_sweep, table

from postprocess.sweep.driver import run_sweep

PROGRAM = """\
#!/bin/sh
number=$(basename "$(dirname "$2")" | sed 's/^0*//')
mkdir -p "$4"
echo "$1" >> "$(dirname "$2")/ran"
case $1 in
  design) columns=porosity values=0.$number ;;
  *) columns=porosity,youngs_modulus_Pa values=0.$number,1e9 ;;
esac
printf 'specimen,group,seed,%s\\nBCP-1,BCP,1,%s\\n' "$columns" "$values" > "$4/specimens.csv"
"""
GOALS = [{"column": "porosity", "sense": "", "low": 0.25, "high": None},
         {"column": "youngs_modulus_Pa", "sense": "maximise", "low": None, "high": 5e9}]


@pytest.fixture
def folder(tmp_path):
    folder = plan_sweep(tmp_path / "sweep", 3, goals=GOALS)
    (folder / "program").write_text(PROGRAM)
    plan = json.loads((folder / "plan.json").read_text())
    (folder / "plan.json").write_text(json.dumps(plan | {"cheap_command": ["design", "--tables-only"]}))
    return folder


def test_what_geometry_refuses_is_not_compressed(folder):
    assert run_sweep(folder, 1, 1, True, None) == 0
    ran = {path.parent.name: path.read_text().split() for path in folder.glob("points/*/ran")}
    assert ran == {"0001": ["design"], "0002": ["design"], "0003": ["design", "compress"]}
    rows = {row["point"]: row for row in table(folder)}
    assert [rows[point]["state"] for point in "123"] == ["infeasible", "infeasible", "done"]
    assert [float(rows[point]["porosity"]) for point in "123"] == [0.1, 0.2, 0.3]
    assert [rows[point]["youngs_modulus_Pa"] for point in "123"] == ["", "", "1e+09"]


def test_a_cheap_command_that_fails_ends_the_point(folder):
    (folder / "program").write_text("#!/bin/sh\necho lacuna: no solid\nexit 1\n")
    assert run_sweep(folder, 1, 1, True, None) == 1
    assert {(row["state"], row["reason"]) for row in table(folder)} == {("failed", "no solid")}
