# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a fit of new bone writes and says, with a formula in the place of runs."""

import json

import numpy as np
import pandas as pd
import pytest

from postprocess import bone_calibration
from postprocess.bone_calibration import calibrate_bone
from postprocess.errors import InputError
from postprocess.units import DAY

GROWTH, MATRIX = 0.02 / DAY, 0.05 / DAY
TABLE = "Group,Week,BV/TV (%),SD (%),n\n"


class Formula:
    """A front that is filled behind, faster by a share of the cell's size, with the same bone in every group
    but twice as much in the coated one. In the place of runs."""

    faster = 0.1  # on cells of 100 um
    n_runs = 0

    def __init__(self, *_):
        pass

    def values(self, measurements, rates, cell_size):
        growth, matrix = (column[:, np.newaxis] for column in rates.T[:2])
        time = np.array([one.time for one in measurements])
        depth = growth * (1 + self.faster * cell_size / 100e-6) * (time - (1 - np.exp(-matrix * time)) / matrix)
        return 0.2 * depth * np.array([2.0 if one.group == "mig" else 1.0 for one in measurements])

    def history(self, group, rates, cell_size, end):
        return pd.DataFrame({"time_s": [0, end], "scanned_bone_fraction": [0.0, 0.1]})


@pytest.fixture(name="fit")
def make_fit(tmp_path, monkeypatch, capsys):
    """Returns fit(table, keys, predict): calibration.json and what is printed."""
    monkeypatch.setattr(bone_calibration, "Trials", Formula)

    def call(table, keys=("growth", "matrix"), predict=()):
        (tmp_path / "bone.csv").write_text(TABLE + table)
        unknowns = [{"key": key, "symbol": "/d", "size": 1 / DAY, "before": before, "start": before,
                     "low": 1e-3 * before, "high": 1e3 * before}
                    for key, before in zip(("growth", "matrix", "death"), (GROWTH, MATRIX, MATRIX)) if key in keys]
        (tmp_path / "task.json").write_text(json.dumps({
            "bone": str(tmp_path / "bone.csv"), "known_groups": ["empty", "mig"], "predict": predict,
            "groups": {}, "cell_size_m": 100e-6, "unknowns": unknowns}))
        calibrate_bone(tmp_path)
        return json.loads((tmp_path / "calibration.json").read_text()), capsys.readouterr().out
    return call


def rows(growth, matrix, group="empty", weeks=(2, 4, 8, 12), factor=1.0, cells=0.0, sd=0.3):
    """Measured without error, on cells of no size."""
    time = 7 * DAY * np.array(weeks)
    bone = 20 * factor * growth * (time - (1 - np.exp(-matrix * time)) / matrix)
    return "".join(f"{group},{week},{one:.6g},{sd},6\n" for week, one in zip(weeks, bone))


def test_rates_are_those_of_finer_cells(fit, tmp_path):
    """Half of 10 % is left on the finer cells; the group that is left out is predicted."""
    found, out = fit(rows(0.03 / DAY, 0.1 / DAY) + rows(0.03 / DAY, 0.1 / DAY, "mig", (8,), 2), predict=["mig"])
    growth, matrix = (found["fitted"][f"Regeneration/{key}"] for key in ("growth", "matrix"))
    assert growth["value"] == pytest.approx(0.03 / DAY / 1.05, rel=0.01)
    assert growth["moved_by_cells"] == pytest.approx(1.1 / 1.05 - 1, rel=0.1)
    assert matrix["value"] == pytest.approx(0.1 / DAY, rel=0.02)
    assert growth["low"] < 0.03 / DAY < growth["high"] < 2 * growth["value"]
    assert "predicted, met" in out and "weighted sum of squares" in out
    table = pd.read_csv(tmp_path / "measured.csv")
    assert table["model"].to_numpy() == pytest.approx(table["measured"].to_numpy(), rel=0.02)
    assert (table["model_low"] < table["model"]).all()
    prm = (tmp_path / "bone.prm").read_text()
    assert "subsection Regeneration\n  set growth = 0.028" in prm and " /d  # 95 %: " in prm
    assert (tmp_path / "calibration.png").stat().st_size > 1000


def test_small_moves_count_where_values_are_sharp(fit, monkeypatch, tmp_path):
    """A hundredth of the rate, which moves values by up to twenty times their errors."""
    monkeypatch.setattr(Formula, "faster", 0.02)
    found = fit(rows(0.03 / DAY, 0.1 / DAY, sd=0.05), keys=("growth", "matrix"))[0]
    assert found["fitted"]["Regeneration/growth"]["moved_by_cells"] == pytest.approx(1.02 / 1.01 - 1, rel=0.1)
    table = pd.read_csv(tmp_path / "measured.csv")
    assert (np.abs(table["model"] - table["measured"]) < table["measured_sd"] / np.sqrt(table["n"])).all()


def test_a_prediction_that_misses_is_told(fit):
    out = fit(rows(0.03 / DAY, 0.1 / DAY) + "mig,8,80,1,6\n", predict=["mig"])[1]
    assert "predicted, missed" in out


def test_what_is_not_determined_gets_no_number(fit, tmp_path):
    """One mean: of growth and matrix one stays as in the study; death does nothing at all."""
    found, out = fit(rows(0.03 / DAY, 0.1 / DAY, weeks=(8,)), keys=("growth", "matrix", "death"))
    assert len(found["fitted"]) == 1 and len(found["not_determined"]) == 2
    assert "death: the data leave any value; it stays as in the study" in out
    assert out.count("not determined") == 2 and "no misfit can show, as many rates as numbers" in out
    assert "twice it: " in out
    assert "  # death: not determined\n" in (tmp_path / "bone.prm").read_text()


def test_a_misfit_is_told(fit):
    """Bone that stops at once after two weeks is no front."""
    out = fit("empty,2,5,0.2,6\nempty,4,5.1,0.2,6\nempty,8,5.2,0.2,6\nempty,12,5,0.2,6\n")[1]
    assert "the model misses the data by more than their scatter" in out


def test_cells_that_are_too_coarse_are_refused(fit, monkeypatch):
    monkeypatch.setattr(Formula, "faster", -0.9)
    with pytest.raises(InputError, match="move a rate by more than a factor of two; expected a smaller --cell-size"):
        fit(rows(0.03 / DAY, 0.1 / DAY), keys=("growth", "matrix"))
