# SPDX-License-Identifier: LGPL-2.1-or-later
"""The tables of a sweep, and questions to them."""

import csv
import sqlite3
import time

import pytest
from sweeps import plan_sweep, table

from postprocess.sweep.store import collect

HEAD = "specimen,group,seed,porosity,youngs_modulus_Pa,youngs_modulus_error_Pa,"


def finish(home, text):
    (home / "specimens.csv").write_text(text)
    (home / "attempts.jsonl").write_text(
        '\n{"begun": "2026-01-31 12:00:00"}\n\n{"ended": "2026-01-31 12:01:00", "state": "done", '
        '"reason": "", "seconds": 60.0, "log": ["all is well"]}\n')


@pytest.fixture
def collected(tmp_path, run):
    """Two groups in point 1, one specimen of one in point 2, nothing in point 3."""
    folder = plan_sweep(tmp_path / "s", 3)
    finish(folder / "points" / "0001", "specimen,group,seed,porosity,BMP2_exposure_mean_mol_s_per_m3\n"
           "BCP-1,BCP,1,0.5,\nBCP-2,BCP,2,0.7,\nmig-BCP-1,mig-BCP,1,0.6,2e-6\n")
    finish(folder / "points" / "0002", "specimen,group,seed,porosity\nBCP-1,BCP,1,0.4\n")
    done = run("collect", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{folder}: points.csv and sweep.sqlite of 3 points\n"
    return folder


def test_a_row_has_a_point_and_group(collected):
    rows = table(collected)
    assert [(row["point"], row["group"], row["state"], row["specimens"], row["porosity"]) for row in rows] == [
        ("1", "BCP", "done", "2", "0.6"), ("1", "mig-BCP", "done", "1", "0.6"),
        ("2", "BCP", "done", "1", "0.4"), ("3", "", "missing", "", "")]
    assert float(rows[0]["porosity_spread"]) == pytest.approx(0.02**0.5)
    assert rows[1]["porosity_spread"] == "" and rows[0]["BMP2_exposure_mean_mol_s_per_m3"] == ""
    assert list(collected.glob(".lacuna-*")) == []


@pytest.mark.parametrize("statement, expected", [
    ("SELECT point, group_name, specimens, porosity, lattice FROM wide WHERE d_m < 2.5e-4",
     "point  group_name  specimens  porosity  lattice\n"
     "1      BCP         2          0.6       gyroid\n"
     "1      mig-BCP     1          0.6       gyroid\n"
     "2      BCP         1          0.4       gyroid\n"),
    ("SELECT quantity, value, n FROM quantities WHERE group_name = 'mig-BCP'",
     "quantity                         value  n\n"
     "porosity                         0.6    1\n"
     "BMP2_exposure_mean_mol_s_per_m3  2e-06  1\n"),
    ("SELECT state, COUNT(*) AS n FROM points GROUP BY state",
     "state    n\ndone     2\nmissing  1\n"),
    ("SELECT point, BMP2_exposure_mean_mol_s_per_m3 AS e FROM wide WHERE point = 2",
     "point  e\n2      –\n"),
    ("SELECT value FROM provenance WHERE key = 'Groups/Seed'", "value\n1\n"),
])
def test_answers(collected, run, statement, expected):
    done = run("query", collected, statement)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == expected


@pytest.mark.parametrize("statement, words", [
    ("SELECT x FROM wide", "no such column: x"),
    ("SELEC 1", "syntax error"),
    ("DROP TABLE points", "not authorized"),
    ("DELETE FROM points", "not authorized"),
    ("ATTACH 'other' AS other", "not authorized"),
    ("SELECT 1; SELECT 2", "one statement at a time"),
])
def test_faulty_questions_change_nothing(collected, run, statement, words):
    before = (collected / "sweep.sqlite").read_bytes()
    done = run("query", collected, statement)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"{statement}: ") and words in done.stderr
    assert (collected / "sweep.sqlite").read_bytes() == before


def test_folders_of_something_else(tmp_path, run):
    for command in (("collect", tmp_path), ("query", tmp_path, "SELECT 1")):
        done = run(*command)
        assert done.returncode == 2 and done.stderr.count("\n") == 1
        assert "expected the folder of a" in done.stderr
    plan_sweep(tmp_path / "s", 1)
    (tmp_path / "s" / "plan.json").write_text("{}")
    done = run("collect", tmp_path / "s")
    assert done.returncode == 2 and "plan.json: damaged; expected what lacuna sweep wrote" in done.stderr


def test_points_are_gathered_about_as_fast_as_they_are_read(tmp_path):
    """Two specimens of 40 numbers a point. Ten thousand such points take 4 s on a core of 2023, of which
    Python's csv takes a tenth to read the tables: a ratio, since machines differ and are shared."""
    folder = plan_sweep(tmp_path / "s", 1000)
    columns = HEAD + ",".join(f"quantity_{i}_m" for i in range(36)) + "\n"
    for point in range(1, 1001):
        values = ",".join(f"{point * i * 1.2345e-7:.9g}" for i in range(39))
        finish(folder / "points" / f"{point:04}",
               columns + "".join(f"BCP-{i},BCP,{i},{values}\n" for i in (1, 2)))

    def read():
        for path in folder.glob("points/*/specimens.csv"):
            with open(path, newline="", encoding="utf-8") as file:
                _, *rows = csv.reader(file)
                for row in rows:
                    assert len(list(map(float, row[2:]))) == 40

    def least_time(work):
        times = []
        for _ in range(3):
            begun = time.process_time()
            work()
            times.append(time.process_time() - begun)
        return min(times)
    assert least_time(lambda: collect(folder)) < 25 * least_time(read)
    with sqlite3.connect(folder / "sweep.sqlite") as database:
        assert database.execute("SELECT COUNT(*) FROM wide").fetchone() == (1000,)
