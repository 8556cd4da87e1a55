# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rates of new bone from measured bone volumes, as a user fits them."""

import pytest

from conftest import table
from test_errors import refused
from test_regenerate import DEFECT

# An empty box, a plain scaffold; cells as coarse as scans allow.
STUDY = DEFECT.replace("set BCP       = Migrasomes/Enabled = false", """\
set empty     = Migrasomes/Enabled = false; Regeneration/Filling = none
  set BCP       = Migrasomes/Enabled = false""").replace("Specimens = 2", "Specimens = 1").replace(
    "subsection Transport", "subsection Transport\n  set Enabled        = false")
MEASURED = "Group,Time (d),BV/TV (%),SD (%),n\nempty,14,{},1,6\nempty,20,{},1,6\n"
CELLS = ("--cell-size", "160 um")


@pytest.fixture(name="defect")
def make_defect(folder):
    (folder / "defect.prm").write_text(STUDY)
    (folder / "bone.csv").write_text(MEASURED.format(10, 20))
    return folder


@pytest.mark.long
def test_the_fitted_rate_gives_what_was_measured(defect, succeed):
    """On the finer cells, whose runs are then kept; the rates serve a study."""
    (defect / "bone.csv").write_text("Group,Time (d),BV/TV (%),SD (%),n\nempty,20,46.4,3,6\n")
    words = ("calibrate", "defect.prm", "--bone", "bone.csv", "--fit", "Matrix rate", *CELLS)
    out = succeed(*words)
    assert "cells half as large: 80 um" in out and "no misfit can show, as many rates as numbers" in out
    home = defect / "results" / "defect-calibrate"
    row, = table(home / "measured.csv")
    assert (row["group"], row["use"]) == ("empty", "fitted")
    assert float(row["model"]) == pytest.approx(0.464, rel=0.08)
    assert (home / "calibration.png").stat().st_size > 1000
    (defect / "mine.prm").write_text("include defect.prm\ninclude results/defect-calibrate/bone.prm\n")
    succeed("check", "mine.prm")
    assert "runs;" not in succeed(*words, "--resume")


@pytest.mark.parametrize("words, message", [
    (("--fit", "Matrx rate"), "--fit: Matrx rate; expected a rate, or another quantity of what lives, of section "
     "Regeneration; did you mean Matrix rate"),
    (("--fit", "Matrix rate", "--fit", "Matrix rate"), "--fit: Matrix rate; expected each once"),
    (("--cell-size", "100"), "--cell-size: 100; expected a length with its unit, such as 400 um"),
    (("--set", "Regeneration/Enabled=false"),
     "defect.prm: Enabled: false; expected true in a group whose bone is to be computed"),
    (("--set", "Groups/BCP=Regeneration/Model = front", "--set", "Regeneration/Front width=400 um"),
     "defect.prm: Model: front; expected cells in a group whose bone was measured"),
    (("--set", "Groups/BCP=Regeneration/Matrix rate = 1 /d", "--fit", "Matrix rate"),
     "defect.prm: Matrix rate: 1 /d; expected 0.05 /d as in the other groups that it is fitted to")])
def test_what_is_refused(defect, run, words, message):
    (defect / "bone.csv").write_text(MEASURED.format(10, 20) + "BCP,20,10,1,6\n")
    refused(run("calibrate", "defect.prm", "--bone", "bone.csv", *words), message)
    assert not (defect / "results").exists()


@pytest.mark.parametrize("text, words, message", [
    (None, (), "bone.csv: cannot read: No such file or directory"),
    ("Group,Week\n", (), "bone.csv: no column of BV/TV or SD or n; expected a header such as Group, Week, BV/TV (%), "
     "SD (%), n"),
    (MEASURED.format(-1, 20), (), "bone.csv: empty: BV/TV -1; expected a share from 0 to 100 %"),
    (MEASURED.format(1, 20), ("--predict", "mig-BCP"), "--predict: mig-BCP; expected a group of bone.csv: empty"),
    (MEASURED.format(1, 20), ("--predict", "empty"), "--predict: empty; expected at least one group to fit to")])
def test_a_faulty_table(defect, run, text, words, message):
    (defect / "bone.csv").unlink() if text is None else (defect / "bone.csv").write_text(text)
    done = run("calibrate", "defect.prm", "--bone", "bone.csv", *words)
    assert (done.code, done.out, done.err) == (2, "", f"{message}\n")
    assert not (defect / "results").exists()


def test_it_starts_its_runs_itself(defect, run):
    done = run("calibrate", "defect.prm", "--bone", "bone.csv", ranks=2)
    assert done.code == 2 and done.err.startswith("lacuna: expected one process, without mpirun")
