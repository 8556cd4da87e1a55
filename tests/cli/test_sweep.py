# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sweeps as a user runs them: plan, points, resume, and every way to be wrong."""

import csv
import json
import subprocess

import pytest
from conftest import ENVIRONMENT, TINY, command, table
from test_errors import WRONG_INPUT, line_of, refused

SWEEP = """\
subsection Sweep
  set Method  = grid
  set Levels  = 2
  set Command = design
  subsection Variables
    set d = 300 um .. 400 um
    set h = 70 %, 80 %
  end
  subsection Apply
    subsection Scaffold
      set Strand diameter = d
      set Layer height    = h * d
    end
  end
end
subsection Goals
  set porosity = maximise, at least 40 %
end
"""
STUDY = TINY.replace("set Specimens = 2", "set Specimens = 1").replace(
    "  set mig-BCP   = Migrasomes/Enabled = true\n", "")
VALUES = [("0.0003", "0.7"), ("0.0003", "0.8"), ("0.0004", "0.7"), ("0.0004", "0.8")]


@pytest.fixture
def study(folder):
    """Returns write(old, new): space.prm, in which a text is replaced by another one."""
    def write(old="", new=""):
        assert old in STUDY + SWEEP
        (folder / "space.prm").write_text((STUDY + SWEEP).replace(old, new, 1))
        return folder
    write()
    return write


def points(folder):
    return table(folder / "points.csv")


def numbers(rows):
    """Rows without what differs from run to run."""
    return [{key: value for key, value in row.items() if not key.startswith(("time_", "peak_memory_"))}
            for row in rows]


def test_a_plan_checks_all_and_runs_nothing(study, succeed):
    folder = study()
    out = succeed("sweep", "space.prm", "--plan")
    home = folder / "results" / "space-sweep"
    assert "   2" in out and "d = 300 um, h = 80 %" in out
    assert "space.prm: 4 points of 1 specimens, all valid" in out
    with open(home / "plan.csv", newline="", encoding="utf-8") as file:
        assert [(row["d_m"], row["h"]) for row in csv.DictReader(file)] == VALUES
    d, h = json.loads((home / "plan.json").read_text())["variables"]
    assert d == {"name": "d", "column": "d_m", "unit": "um", "low": 300, "high": 400, "log": False, "si": [3e-4, 4e-4]}
    assert h == {"name": "h", "column": "h", "levels": ["70 %", "80 %"], "si": [0.7, 0.8]}
    text = (home / "points" / "0002" / "point.prm").read_text()
    assert text == ("# Point 2 of space: d = 300 um, h = 80 %\n\ninclude ../../study.prm\n\n"
                    "subsection Scaffold\n  set Strand diameter = 300 um\n"
                    "  set Layer height = 240 um\nend\n")
    assert sorted(path.name for path in home.rglob("*") if path.is_file()) == sorted(
        ["plan.csv", "plan.json", "study.prm", *["point.prm"] * 4])


def test_a_study_without_groups_keeps_its_name(study, succeed):
    folder = study("  set BCP       = Migrasomes/Enabled = false\n", "  set Prints    = common\n")
    succeed("sweep", "space.prm", "--plan")
    assert "  set space = \n" in (folder / "results" / "space-sweep" / "study.prm").read_text()


def test_workers_change_no_number_and_points_run_by_hand(study, succeed):
    folder = study()
    succeed("sweep", "space.prm", "--jobs", "1", "--output", "one")
    out = succeed("sweep", "space.prm", "--jobs", "2", "--output", "two")
    assert out.endswith("two/points.csv: 4 done\ntwo/report.html\n") or "infeasible" in out
    rows = points(folder / "one")
    assert numbers(points(folder / "two")) == numbers(rows)
    assert [(row["d_m"], row["h"], row["group"]) for row in rows] == [(*pair, "BCP") for pair in VALUES]
    porosity = [float(row["porosity"]) for row in rows]
    assert porosity[0] < porosity[1] and porosity[2] < porosity[0]
    assert [row["state"] for row in rows] == ["done" if p >= 0.4 else "infeasible" for p in porosity]

    # What happens to stand in the folder can be moved as a whole.
    (folder / "two").rename(folder / "elsewhere")
    succeed("design", "elsewhere/points/0003/point.prm", "--output", "alone", "--tables-only")
    alone, = table(folder / "alone" / "specimens.csv")
    assert float(alone["porosity"]) == pytest.approx(porosity[2], rel=1e-8)
    assert "4 points" in succeed("collect", "elsewhere")
    # A page of its own with a picture of each point, made by the sweep, by collect and by report.
    assert (folder / "one" / "report.html").read_text().count("data:image/png;base64") >= 4
    assert succeed("report", "elsewhere") == "elsewhere/report.html\n"
    asked = succeed("query", "--csv", "elsewhere", "SELECT point FROM wide WHERE d_m > 3.5e-4")
    assert asked == "point\n3\n4\n"


def test_resuming_runs_what_is_missing_and_keeps_what_is_there(study, succeed, run):
    folder = study()
    home = folder / "results" / "space-sweep"
    succeed("sweep", "space.prm")
    before = points(home)
    refused(run("sweep", "space.prm"),
            "results/space-sweep: a sweep that was begun; expected --resume to go on with it, or "
            "another folder by --output")
    # Another limit computes nothing.
    study("at least 40 %", "at least 99 %")
    out = succeed("sweep", "space.prm", "--resume")
    assert out.startswith("space.prm: 4 points") and "4 of 4 points are done already" in out
    assert "none feasible; nearest misses: " in out
    assert {row["state"] for row in points(home)} == {"infeasible"}
    # A wider list has the points before, and two more.
    study("70 %, 80 %", "70 %, 80 %, 90 %")
    out = succeed("sweep", "space.prm", "--resume")
    assert "4 of 6 points are done already" in out
    rows = points(home)
    assert numbers(rows[:4]) == numbers(before)
    assert [(row["point"], row["h"]) for row in rows[4:]] == [("5", "0.9"), ("6", "0.9")]
    # What all points have in common has changed: a point is another one.
    study("Layer height    = 320 um", "Neck fillet = 10 um")
    done = run("sweep", "space.prm", "--resume")
    assert done.code == 0
    assert "no point that is there is kept: Scaffold/Neck fillet is 10 um, was 20 um" in done.out + done.err
    assert [row["point"] for row in points(home)] == ["7", "8", "9", "10"]


def test_a_copy_of_an_imported_file_is_the_same_file(folder, succeed):
    (folder / "list.csv").write_text("h,d (um)\n80 %,300\n")
    (folder / "body.stl").write_text(CUBE)
    (folder / "space.prm").write_text(
        STUDY.replace("Lattice         = woodpile", "Lattice = surface")
        + "subsection Surface\n  set File = body.stl\nend\n"
        + SWEEP.replace("Method  = grid", "Method = list\n  set List = list.csv"))
    succeed("sweep", "space.prm")
    (folder / "other").mkdir()
    (folder / "other" / "body.stl").write_text(CUBE)
    (folder / "space.prm").write_text((folder / "space.prm").read_text().replace("= body", "= other/body"))
    out = succeed("sweep", "space.prm", "--resume")
    assert "1 of 1 points are done already" in out


def test_a_sweep_of_another_study_is_not_mixed_in(study, run, succeed):
    folder = study()
    succeed("sweep", "space.prm", "--plan")
    (folder / "space.prm").rename(folder / "other.prm")
    refused(run("sweep", "other.prm", "--output", "results/space-sweep", "--resume"),
            "results/space-sweep: the sweep of space; expected that of other, or another folder by "
            "--output")


def test_points_that_fail_end_no_other(study, run):
    """A body in pieces between its platens, by a gap between layers that only drawing it shows."""
    folder = study("set Command = design", "set Command = compress\n  set Time limit = 0.01 s")
    done = run("sweep", "space.prm", "--jobs", "2")
    assert done.code == 1
    assert done.err == ("lacuna: 4 killed; point 1 killed: took longer than the time limit of 0.01 s\n")
    assert {row["state"] for row in points(folder / "results" / "space-sweep")} == {"killed"}


def test_a_point_may_have_several_ranks(study, succeed):
    folder = study("70 %, 80 %", "70 %, 75 %")
    succeed("sweep", "space.prm", "--ranks", "2", "--set", "Sweep/Levels=2")
    rows = points(folder / "results" / "space-sweep")
    assert [row["state"] in ("done", "infeasible") for row in rows] == [True] * 4


def test_no_sweep_under_mpirun(study, run):
    study()
    refused(run("sweep", "space.prm", ranks=2),
            "expected one process, without mpirun: the command starts those of its points, see --jobs "
            "and --ranks")


def test_other_commands_pass_a_sweep_over(study, succeed):
    study()
    assert "space.prm: valid; 1 groups of 1" in succeed("check", "space.prm")


def test_every_column_can_be_a_goal(folder, compared, succeed):
    """What specimens.csv has of a comparison is known before there is any."""
    _, results = compared
    row = results.rows["mig-BCP-1"]
    columns = [name for name, value in row.items()
               if value and name not in ("specimen", "group", "seed", "ranks", "peak_memory_B")
               and "_error_" not in name]
    goals = "".join(f"  set {name} = maximise\n" for name in columns)
    text = SWEEP.replace("Command = design", "Command = compare").replace(
        "  set porosity = maximise, at least 40 %\n", goals)
    (folder / "space.prm").write_text(TINY + text)
    succeed("sweep", "space.prm", "--plan", "--set", "Sweep/Group=mig-BCP")
    plan = json.loads((folder / "results" / "space-sweep" / "plan.json").read_text())
    assert [goal["column"] for goal in plan["goals"]] == columns


@pytest.mark.long
def test_kills_of_the_command(study, succeed, tmp_path_factory):
    """lacuna itself killed while points run: what is left is taken up."""
    folder = study("set Specimens = 1", "set Specimens = 2")
    home = folder / "results" / "space-sweep"
    with subprocess.Popen(command(["sweep", "space.prm", "--jobs", "1"]), cwd=folder, env=ENVIRONMENT,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout:
            if "point 1: done" in line or "point 1: infeasible" in line:
                break
        process.kill()
    succeed("sweep", "space.prm", "--resume", "--jobs", "1")
    succeed("sweep", "space.prm", "--output", "whole")
    assert numbers(points(home)) == numbers(points(folder / "whole"))


CUBE = "solid cube\n" + "".join(
    "facet normal 0 0 0\nouter loop\n" + "".join(f"vertex {corner}\n" for corner in facet)
    + "endloop\nendfacet\n" for facet in [
        ("0 0 0", "0 1 0", "1 1 0"), ("0 0 0", "1 1 0", "1 0 0"),
        ("0 0 1", "1 1 1", "0 1 1"), ("0 0 1", "1 0 1", "1 1 1"),
        ("0 0 0", "1 0 0", "1 0 1"), ("0 0 0", "1 0 1", "0 0 1"),
        ("0 1 0", "1 1 1", "1 1 0"), ("0 1 0", "0 1 1", "1 1 1"),
        ("0 0 0", "0 0 1", "0 1 1"), ("0 0 0", "0 1 1", "0 1 0"),
        ("1 0 0", "1 1 0", "1 1 1"), ("1 0 0", "1 1 1", "1 0 1")]) + "endsolid cube\n"

# In the study, `old` is replaced by `new`; the message points to the line of `at`.
SWEEP_ERRORS = {
    "misspelled key": (
        "set Levels ", "set Level ", "set Level ",
        "Level: 2; expected a key of subsection Sweep; did you mean Levels"),
    "unknown method": (
        "= grid", "= halton", "set Method",
        "Method: halton; expected sobol, latin hypercube, grid, one at a time or list"),
    "list without its table": (
        "= grid", "= list", "set Method", None),
    "empty range": (
        "300 um .. 400 um", "400 um .. 400 um", "set d =",
        "d: 400 um .. 400 um; expected a range from a smaller to a larger value"),
    "unknown parameter": (
        "set Strand diameter = d", "set Strand diametre = d", "set Strand diametre",
        "Strand diametre: d; expected a key of subsection Scaffold; did you mean Strand diameter"),
    "unknown section": (
        "    subsection Scaffold\n", "    subsection Scafold\n", "set Strand diameter = d",
        "Strand diameter: d; expected a subsection of Sweep/Apply named as that of the parameter; "
        "did you mean Scaffold"),
    "number of specimens": (
        "    subsection Scaffold\n      set Strand diameter = d",
        "    subsection Groups\n      set Specimens = 3*h\n    end\n    subsection Scaffold\n      "
        "set Strand diameter = d", "set Specimens = 3*h",
        "Specimens: 3*h; expected a subsection of Sweep/Apply named as that of the parameter"),
    "formula that ends": (
        "= h * d", "= h *", "= h *",
        'Layer height: h *; expected a formula of the variables: Unexpected end of expression at '
        "position 4"),
    "formula of something else": (
        "= h * d", "= h * spacing", "= h * spacing",
        'Layer height: h * spacing; expected a formula of the variables: Unexpected token "spacing" '
        "found at position 4."),
    "formula of another kind": (
        "= h * d", "= h + d", "= h + d",
        "point 1 (d = 300 um, h = 70 %): space.prm:LINE: Layer height: h + d; expected a length, "
        "whatever the units"),
    "word for a quantity": (
        "set h = 70 %, 80 %", "set h = low, high", "= h * d",
        "Layer height: h * d; expected no words in a formula: h is one of low or high"),
    "formula for a word": (
        "set Strand diameter = d", "set Strand diameter = d\n      set Lattice = 2*d",
        "set Lattice = 2*d",
        "Lattice: 2*d; expected the name of a variable alone: this parameter is no quantity"),
    "no such column": (
        "set porosity =", "set porosty =", "set porosty",
        "porosty: maximise, at least 40 %; expected a column of specimens.csv that the points will "
        "have; did you mean porosity"),
    "column of another command": (
        "set porosity =", "set youngs_modulus =", "set youngs_modulus",
        "youngs_modulus: maximise, at least 40 %; expected a column of specimens.csv that the points "
        "will have"),
    "goal of another kind": (
        "at least 40 %", "above 40 %", "set porosity",
        "porosity: maximise, above 40 %; expected maximise, minimise, at least A, at most A or within "
        "A .. B"),
    "point beyond the parameter's range": (
        "300 um .. 400 um", "5 um .. 400 um", "set Strand diameter = d",
        "point 1 (d = 5 um, h = 70 %): space.prm:LINE: Strand diameter: 5 um; expected a length from "
        "10 um to 10 mm"),
    "point that is no valid study": (
        "70 %, 80 %", "70 %, 110 %", "set Layer height    = h",
        "point 2 (d = 300 um, h = 110 %): space.prm:LINE: Layer height: 330 um; expected at most the "
        "strand diameter, or the layers do not touch"),
    "overridden in every group": (
        "Migrasomes/Enabled = false", "Scaffold/Layer height = 250 um", "set Layer height    = h",
        "Layer height: h * d; expected a parameter that not every group overrides: it sets nothing"),
    "group that is none": (
        "set Levels  = 2", "set Levels = 2\n  set Group = mig-BCP", "set Group",
        "Group: mig-BCP; expected the group that Goals are about: BCP"),
}


@pytest.mark.parametrize("old, new, at, message", SWEEP_ERRORS.values(), ids=SWEEP_ERRORS.keys())
def test_faulty_sweeps(study, run, old, new, at, message):
    folder = study(old, new)
    line = line_of((folder / "space.prm").read_text(), at)
    if message is None:
        expected = "default: List; expected a table of points where Method is list"
    elif "LINE" in message:
        expected = message.replace("LINE", str(line))
    else:
        expected = f"space.prm:{line}: {message}"
    done = run("sweep", "space.prm")
    refused(done, expected)
    assert not (folder / "results").exists()


@pytest.mark.parametrize("old, new, message", [
    ("      set Layer height    = h * d\n", "", "variable h; expected a parameter in Sweep/Apply that "
     "follows from it: it sets nothing"),
    (SWEEP, "", "no variable; expected a subsection Variables in subsection Sweep, with lines such as "
     "set d = 250 um .. 600 um"),
])
def test_what_no_line_says(study, run, old, new, message):
    study(old, new)
    refused(run("sweep", "space.prm"), f"space.prm: {message}")


@pytest.mark.parametrize("text, message", [
    ("d,h\n", "list.csv: no points; expected a line with the variables, and a line a point"),
    ("d\n300 um\n", "list.csv:1: no column h; expected a column a variable"),
    ("d,h,gap\n", "list.csv:1: column gap; expected the variables d or h"),
    ("d,h,d\n", "list.csv:1: column d twice; expected each column once"),
    ("d,h\n300 um\n", "list.csv:2: 300 um; expected 2 values separated by commas"),
    ("d,h\n300,0.8\n", "list.csv:2: d: 300; expected a length with its unit, such as 400 um"),
    ("d (um),h\n300,0.8\n500,0.8\n",
     "list.csv:3: d: 500 um; expected a length from 300 um to 400 um"),
])
def test_faulty_lists(study, run, text, message):
    folder = study("= grid", "= list\n  set List = list.csv")
    (folder / "list.csv").write_text(text)
    refused(run("sweep", "space.prm"), f"{folder}/{message}")
    assert not (folder / "results").exists()


@pytest.mark.parametrize("method, options, message", [
    ("one at a time", ("--points", "2"), "--set Sweep/Points=2: 2; expected at least 3: a random point, "
     "and one more a variable"),
    ("grid", ("--set", "Sweep/Levels=1"), "--set Sweep/Levels=1: 1; expected a whole number from 2 to 1000"),
])
def test_too_few_points(study, run, method, options, message):
    study("= grid", f"= {method}")
    refused(run("sweep", "space.prm", *options), message)


@pytest.mark.parametrize("arguments", [("--points", "0"), ("--jobs", "-1"), ("--ranks", "none")])
def test_faulty_options(study, run, arguments):
    study()
    done = run("sweep", "space.prm", *arguments)
    assert done.code == WRONG_INPUT and done.out == "" and done.err.count("\n") == 1
