# SPDX-License-Identifier: LGPL-2.1-or-later
"""The strut's modulus and strength from curves and a prediction."""

import json
import re

import numpy as np
import pytest

from postprocess.errors import InputError
from postprocess.material_calibration import calibrate_material
from postprocess.material_fit import (Measured, Predicted, Trial, fit_modulus, fit_strength,
                                      measure)
from postprocess.weibull import weibull_modulus
from test_compression_curve import MODULUS, STRENGTH, curve

AREA, HEIGHT = 2.8e-5, 6e-3
MATERIAL = {"youngs_modulus_Pa": 36e9, "poissons_ratio": 0.27, "tensile_strength_Pa": 25e6,
            "fracture_toughness_Pa_sqrt_m": 0.5e6, "weibull_modulus": 8.0,
            "reference_volume_m3": 1e-9, "compressive_strength_Pa": 300e6}


def write_task(folder, scales=(1.0,), strength=30e6, modulus=6e9, error=0.01, mean=None,
               hold="length", power=1.0):
    """Curves of specimens `scales` times as stiff and strong, and a prediction."""
    paths = []
    for index, scale in enumerate(scales):
        strain, stress = curve()
        path = folder / f"specimen{index}.csv"
        path.write_text("strain,stress (MPa)\n" + "".join(
            f"{e:.9g},{1e-6 * scale * s:.9g}\n" for e, s in zip(strain, stress)))
        paths.append(str(path))
    (folder / "task.json").write_text(json.dumps({
        "curves": paths, "specimen": {"area_m2": AREA, "height_m": HEIGHT},
        "compliance_m_per_N": 0.0, "hold": hold, "strength": "first-maximum", "material": MATERIAL,
        "trials": [{"tensile_strength_Pa": 25e6, "folder": "prediction"}],
        "tensile_strength": strength and {
            "value_Pa": 25e6 * STRENGTH * np.mean(scales) / (mean or strength), "power": power,
            "is_determined": power > 0.1}}))
    home = folder / "prediction" / "BCP" / "BCP-1"
    home.mkdir(parents=True)
    (home / "curve.csv").write_text(f"strain,stress_Pa\n0,0\n{(strength or 1) / modulus},"
                                    f"{strength or 1}\n")
    bar = {"value": strength, "error": strength and error and strength * error}
    mechanics = {"youngs_modulus_Pa": {"value": modulus, "error": error and modulus * error},
                 "compressive_strength_Pa": bar, "strength_mean_Pa": mean}
    (folder / "prediction" / "results.json").write_text(
        json.dumps({"specimens": [{"mechanics": mechanics}]}))
    return folder


def results(folder):
    return json.loads((folder / "calibration.json").read_text())


def test_the_mean_has_students_interval():
    """t(0.975, 2) = 4.3027."""
    found = measure([1.0, 2.0, 3.0])
    assert (found.mean, found.sd) == (2.0, 1.0)
    assert found.half == pytest.approx(4.3027 / np.sqrt(3), rel=1e-4)


def test_the_numerical_error_is_added():
    found = fit_modulus(Measured(3, 2.0, 1.0, 0.2), Predicted(1.0, 0.03), 10.0)
    assert (found.value, found.low, found.high) == pytest.approx((20, 20 * 0.87, 20 * 1.13))


def test_the_interval_of_the_strength_is_wider_by_its_power():
    trials = [Trial(1e6 * tensile, Predicted(1.0, 0.0), Predicted(strength, 0.01 * strength))
              for tensile, strength in ((25, 20e6), (50, 20e6 * 2**0.4))]
    found = fit_strength(Measured(4, 30e6, 1e6, 0.6e6), trials, 25e6 * 1.5**2.5, 0.4)
    assert found.high / found.value - 1 == pytest.approx((0.02 + 0.01) / 0.4)
    assert found.before == 25e6


def test_a_held_toughness_stays(tmp_path, capsys):
    calibrate_material(write_task(tmp_path, hold="toughness", power=0.05))
    assert results(tmp_path)["material"]["fracture_toughness_Pa_sqrt_m"] == 0.5e6
    assert ("at this toughness the strength does not tell the tensile strength"
            in capsys.readouterr().out)


def test_the_interval_holds_the_truth_in_95_of_100():
    random = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        found = measure(random.normal(10, 1, 5))
        hits += abs(found.mean - 10) < found.half
    assert 0.92 < hits / 400 < 0.98


def test_files(tmp_path):
    calibrate_material(write_task(tmp_path, scales=(0.9, 1.0, 1.1)))
    found = results(tmp_path)
    modulus, strength = (found["fitted"][key] for key in ("youngs_modulus_Pa",
                                                          "tensile_strength_Pa"))
    assert modulus["value"] == pytest.approx(36e9 * MODULUS / 6e9, rel=1e-3)
    assert strength["value"] == pytest.approx(25e6 * STRENGTH / 30e6, rel=3e-3)
    assert modulus["high"] / modulus["value"] == pytest.approx(1.01 + 0.1 * 4.3027 / np.sqrt(3),
                                                               rel=1e-3)
    material = found["material"]
    assert (material["compressive_strength_Pa"] / material["tensile_strength_Pa"]
            == pytest.approx(300 / 25))
    length = [m["fracture_toughness_Pa_sqrt_m"] / m["tensile_strength_Pa"]
              for m in (material, MATERIAL)]
    assert length[0] == pytest.approx(length[1])
    text = (tmp_path / "material.prm").read_text()
    assert "subsection Material\n" in text and text.endswith("end\n")
    written = re.search(r"set Young's modulus +=  *(.*) GPa +# 95 %: (.*) to (.*)\n", text)
    assert [float(part) for part in written.groups()] == pytest.approx(
        [1e-9 * modulus[key] for key in ("value", "low", "high")], rel=1e-3)
    assert (tmp_path / "measured.csv").read_text().count("\n") == 4
    assert (tmp_path / "calibration.png").read_bytes().startswith(b"\x89PNG")


def test_from_four_specimens_on_their_scatter_is_said(tmp_path, capsys):
    scales = (0.92, 0.97, 1.0, 1.05, 1.1)
    calibrate_material(write_task(tmp_path, scales=scales))
    expected = weibull_modulus(np.array(scales))
    assert results(tmp_path)["weibull_modulus"] == pytest.approx(vars(expected), rel=1e-3)
    assert "Weibull modulus of the measured strength: " in capsys.readouterr().out


def test_one_specimen_without_error_bar(tmp_path, capsys):
    calibrate_material(write_task(tmp_path, error=None))
    modulus = results(tmp_path)["fitted"]["youngs_modulus_Pa"]
    assert modulus["low"] == modulus["value"] == modulus["high"]
    said = capsys.readouterr().out
    assert "one specimen: the intervals hold the numerical error only" in said
    assert "the prediction has no numerical error bar" in said


def test_a_study_without_strength_gives_the_modulus_only(tmp_path, capsys):
    calibrate_material(write_task(tmp_path, strength=None))
    found = results(tmp_path)
    assert list(found["fitted"]) == ["youngs_modulus_Pa"]
    assert found["material"]["tensile_strength_Pa"] == MATERIAL["tensile_strength_Pa"]
    assert "the study predicts no strength" in capsys.readouterr().out


def test_a_strength_that_scatters_is_compared_by_its_mean(tmp_path):
    calibrate_material(write_task(tmp_path, mean=32e6), quiet=True)
    strength = results(tmp_path)["fitted"]["tensile_strength_Pa"]
    assert strength["value"] == pytest.approx(25e6 * STRENGTH / 32e6, rel=3e-3)


def test_a_folder_without_a_task(tmp_path):
    with pytest.raises(InputError, match="task.json: cannot be read"):
        calibrate_material(tmp_path)
