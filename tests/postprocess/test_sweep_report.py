# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the report of a sweep says: which designs it names and why, what it leads to, what it holds of each point."""

import json
import re

import numpy as np
import pytest
from synthetic_sweep import GOALS, write_sweep

from postprocess.optimization import sensitivity
from postprocess.sweep_report import knowledge
from postprocess.sweep_report.design_files import command, links, picture
from postprocess.sweep_report.knowledge import learn_space, slice_through
from postprocess.sweep_report.report import write_sweep_report
from postprocess.sweep_report.shortlist import front_of, shortlist
from postprocess.sweep_report.space import read_space
from postprocess.sweep_report.table import rows, view_data

STRENGTH, EXPOSURE, MODULUS, THROAT = (goal[0] for goal in GOALS)


@pytest.fixture(autouse=True, scope="module")
def rough_indices():
    """Few rows are enough for what is tested of Sobol' indices here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(knowledge, "ROWS_OF_DRAWS", 200)
        patch.setattr(sensitivity, "ROWS_OF_MEAN", 256)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_sweep(tmp_path_factory.mktemp("sweeps") / "sweep", 20, failed=(3,))


@pytest.fixture(scope="module")
def space(folder):
    return read_space(folder)


@pytest.fixture(scope="module")
def learnt(space):
    return learn_space(space)


def page_data(path):
    text = re.search(r'<script type="application/json" id="sweep-data">(.*?)</script>', path.read_text(), re.DOTALL)[1]
    return json.loads(text)


def test_the_shortlist_has_the_best_of_each_goal_and_says_why(space, learnt):
    chosen = {one.name: "; ".join(one.reasons) for one in shortlist(space, front_of(space), learnt.knowledge.is_feasible)}
    table = space.compared
    kept = table[(table["status"] == "done") & (table[MODULUS] <= 9e9) & (table[THROAT] >= 250e-6)]
    assert "highest apparent strength, " in chosen[kept[STRENGTH].idxmax()]
    assert "highest BMP2 mean exposure, " in chosen[kept[EXPOSURE].idxmax()]
    knee, = (name for name, why in chosen.items() if "knee of the front" in why)
    assert not ((kept[STRENGTH] > kept.loc[knee, STRENGTH]) & (kept[EXPOSURE] > kept.loc[knee, EXPOSURE])).any()
    assert len(chosen) >= 4 and front_of(space).loc[list(chosen), "contender"].all()
    assert sum("most robust: with every variable off by up to 5 % of its range it keeps all limits" in why for why in chosen.values()) == 1


def test_where_none_is_feasible_the_nearest_are_listed(tmp_path):
    goals = (GOALS[0], ("youngs_modulus_Pa", "", None, 1e8))
    space = read_space(write_sweep(tmp_path / "s", 8, goals, with_files=False))
    chosen = shortlist(space, front_of(space), None)
    nearest = space.compared[MODULUS].sort_values().index
    assert [one.name for one in chosen] == list(nearest[:3])
    assert re.fullmatch(r"near miss: apparent modulus by [\d.]+ GPa", chosen[0].reasons[0])


def test_a_design_leads_to_its_files_and_to_what_makes_the_missing_ones(space):
    woodpile = next(d for d in space.designs.values() if d.point.values["lattice"] == "woodpile" and d.state != "failed")
    gyroid = next(d for d in space.designs.values() if d.point.values["lattice"] == "gyroid" and d.state != "failed")
    home = f"points/{int(woodpile.name):04}"
    assert links(space, woodpile) == [{"name": "parameters", "href": f"./{home}/point.prm"},
                                      {"name": "STL", "href": f"./{home}/BCP/BCP-1/surface.stl"}]
    assert command(space, woodpile) == (f"lacuna design {space.folder}/{home}/point.prm --output "
                                        f"{space.folder}/{home}/print --tables-only --set Export/Formats=gcode")
    assert command(space, gyroid) is None  # it has no toolpath
    assert picture(space, woodpile).startswith("data:image/png;base64,iVBOR")
    made = woodpile.folder / "print" / "BCP" / "BCP-1" / "toolpath.gcode"
    made.parent.mkdir(parents=True)
    made.write_text("G1\n")
    assert command(space, woodpile) is None
    assert links(space, woodpile)[2]["href"] == f"./{home}/print/BCP/BCP-1/toolpath.gcode"
    assert picture(space, woodpile) is not None  # of the folder that has one


def test_rows_have_means_with_their_standard_errors(space):
    designs = list(space.designs.values())
    found = {row["name"]: row for row in rows(space, designs)}
    assert found["3"]["state"] == "failed" and found["3"]["reason"] == "the solver gave up"
    texts = [cell["text"] for cell in found["1"]["cells"]]
    assert re.fullmatch(r"\d{3}\.\d", texts[0]) and texts[3] in ("woodpile", "gyroid")
    assert re.fullmatch(r"\d+\.\d\d ± 0\.\d\d", texts[4])
    data = view_data(space, designs, front_of(space))
    axis = next(axis for axis in data["axes"] if axis["title"] == "Apparent modulus (GPa)")
    assert axis["limits"] == [None, 9.0] and axis["sense"] == ""
    assert [axis["sense"] for axis in data["axes"]].count("maximise") == 2
    assert data["axes"][2]["log"] and data["axes"][3]["levels"] == ("woodpile", "gyroid")
    assert all(value is None for value in data["points"][2]["values"][4:])


def test_models_find_the_variable_that_matters_and_slices_hold_what_was_computed(space, learnt):
    assert learnt.trust.loc[EXPOSURE, "explained"] > 0.9
    assert learnt.indices[EXPOSURE]["total"].idxmax() == "cargo"
    name = space.compared[EXPOSURE].idxmax()
    quantity = next(axis for axis in space.quantities if axis.column == EXPOSURE)
    design = space.compared.loc[name, space.problem.names].to_numpy(float)
    found = slice_through(space, learnt.models[EXPOSURE], quantity, design, 2)
    here = np.interp(design[2], found.places, found.median)
    assert here == pytest.approx(quantity.scale.of(space.compared.loc[name, EXPOSURE]), rel=0.1)
    assert (found.low <= found.median).all() and (found.median <= found.high).all()


def test_the_page_holds_all_and_needs_no_other_file(folder):
    path = write_sweep_report(folder)
    text = path.read_text()
    assert not re.search(r'(src|href)="(https?:)?//|url\(http|@import', text)
    assert "Designs to look at first" in text and "Sobol" in text and "the solver gave up" in text
    data = page_data(path)
    assert [point["name"] for point in data["points"]] == [str(n) for n in range(1, 21)]
    assert {point["state"] for point in data["points"]} == {"done", "infeasible", "failed"}


@pytest.mark.parametrize("n, goals", [(4, ()), (1, GOALS), (4, GOALS[2:])])
def test_sweeps_with_few_points_or_goals_have_a_report_too(tmp_path, n, goals):
    path = write_sweep_report(write_sweep(tmp_path / "s", n, goals, with_files=False))
    assert f"{n} points" in path.read_text()


def test_a_sweep_that_has_not_begun_says_so(tmp_path, run):
    folder = write_sweep(tmp_path / "s", 4, failed=(1, 2, 3, 4))
    for log in folder.glob("points/*/attempts.jsonl"):
        log.unlink()
    done = run("report", folder)
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"{folder}/report.html\n")
    assert "4 missing" in (folder / "report.html").read_text()


def test_collect_makes_the_report(tmp_path, run):
    folder = write_sweep(tmp_path / "s", 2, with_files=False)
    done = run("collect", "--report", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [f"{folder}: points.csv and sweep.sqlite of 2 points", f"{folder}/report.html"]
