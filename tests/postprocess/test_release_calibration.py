# SPDX-License-Identifier: LGPL-2.1-or-later
"""Coatings out of synthetic releases whose parameters are known."""

import json

import numpy as np
import pytest

from postprocess.errors import InputError
from postprocess.release_calibration import calibrate_release, read_releases
from postprocess.release_curve import ReleaseCurve
from postprocess.release_fit import AVOGADRO, fit_release
from postprocess.units import DAY, HOUR

DAYS = np.array([0.05, 0.1, 0.25, 0.5, 1, 2, 4, 7, 10, 14, 21, 28])
SURFACE = 7.6e-5
ADSORBED = {"kind": "adsorbed", "law": "first order", "burst": 0.3, "burst_half_life_s": 2 * HOUR,
            "release_rate_per_s": 0.1 / DAY, "exponent": 0.45, "whole_time_s": 28 * DAY,
            "areal_density_per_m2": 1e13, "coverage": 1.0, "relative_load": 1.0}
POWER = ADSORBED | {"law": "power law"}
MIGRASOMES = {"kind": "migrasomes", "areal_density_per_m2": 1e10, "cargo": 1e3,
              "half_life_s": 10 * DAY, "leaks": [[1.0, 0.0]], "coverage": 0.8, "relative_load": 2.0}
EXOSOMES = {"kind": "exosomes", "areal_density_per_m2": 1e12, "cargo": 10.0, "half_life_s": 2 * DAY,
            "coverage": 1.0, "relative_load": 1.0}


def first_order(days, half_life):
    return 1 - 0.5 ** (days / half_life)


def burst(days):
    """18 % with a half-life of 5 h, the rest 0.04 a day."""
    return 0.18 * first_order(days, 5 / 24) + 0.82 * (1 - np.exp(-0.04 * days))


def fitted(coating, share, kind="share", noise=0.0, replicates=1, size=1.0, seed=0, days=DAYS):
    """{key: interval in SI units} of replicates that release `size` times `share(days)`."""
    random = np.random.default_rng(seed)
    curves = [ReleaseCurve("x", kind, days * DAY,
                           size * (share(days) + noise * random.standard_normal(len(days))))
              for _ in range(replicates)]
    release = fit_release({"coating": coating}, curves, SURFACE)
    return {unknown.key: release.interval(i) for i, unknown in enumerate(release.unknowns)}


def test_exact_data_give_the_law_back():
    found = fitted(ADSORBED, burst)
    assert found["Burst"].value == pytest.approx(0.18, rel=1e-5)
    assert found["Burst half-life"].value == pytest.approx(5 * HOUR, rel=1e-5)
    assert found["Release rate"].value == pytest.approx(0.04 / DAY, rel=1e-5)
    found = fitted(POWER, lambda days: (days / 60) ** 0.6)
    assert found["Exponent"].value == pytest.approx(0.6, rel=1e-6)
    assert found["Whole time"].value == pytest.approx(60 * DAY, rel=1e-6)
    found = fitted(EXOSOMES, lambda days: first_order(days, 3.3))
    assert found["Release half-life"].value == pytest.approx(3.3 * DAY, rel=1e-6)


def test_the_burst_is_the_faster_part_wherever_the_study_begins():
    study = ADSORBED | {"burst": 0.8, "burst_half_life_s": 9 * DAY, "release_rate_per_s": 2 / DAY}
    found = fitted(study, burst)
    assert found["Burst"].value == pytest.approx(0.18, rel=1e-4)
    assert found["Release rate"].value == pytest.approx(0.04 / DAY, rel=1e-4)


def test_amounts_give_the_load_too():
    """40 fmol on 0.8 of 76 mm², with 1e4 migrasomes/mm² and a relative load of two."""
    found = fitted(MIGRASOMES, lambda days: first_order(days, 6), "mol", size=40e-15)
    assert found["Rupture half-life"].value == pytest.approx(6 * DAY, rel=1e-5)
    cargo = 40e-15 * AVOGADRO / (2 * 0.8 * SURFACE * 1e10)
    assert found["Cargo"].value == pytest.approx(cargo, rel=1e-5)
    found = fitted(POWER, lambda days: (days / 60) ** 0.6, "mol", size=40e-15, noise=0.002)
    load = found["Areal density"]  # before T the data tell n and L/T^n only
    assert load.method == "profile" and load.high > 10 * load.low
    found = fitted(ADSORBED, burst, "mol", size=40e-15)
    assert found["Areal density"].value == pytest.approx(40e-15 * AVOGADRO / SURFACE, rel=1e-4)


def test_leaks_of_the_study_are_held():
    leaks = [[0.5, 0.02 / DAY], [0.5, 0.05 / DAY]]
    rupture = np.log(2) / 8

    def share(days):
        return 1 - 0.5 * np.exp(-(rupture + 0.02) * days) - 0.5 * np.exp(-(rupture + 0.05) * days)

    found = fitted(MIGRASOMES | {"leaks": leaks}, share)
    assert found["Rupture half-life"].value == pytest.approx(8 * DAY, rel=1e-5)


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    truth = {"Burst": 0.18, "Burst half-life": 5 * HOUR, "Release rate": 0.04 / DAY}
    hits = dict.fromkeys(truth, 0)
    n = 50
    for seed in range(n):
        found = fitted(ADSORBED, burst, noise=0.01, replicates=2, seed=seed)
        for key, value in truth.items():
            interval = found[key]
            hits[key] += (interval.low or 0) <= value <= (interval.high or np.inf)
    assert all(0.86 * n <= count <= n for count in hits.values()), hits


def test_replicates_that_differ_as_a_whole_widen_the_interval():
    """Loads with an SD of 20 %: the interval of the mean load holds it in most assays."""
    hits = 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        curves = [ReleaseCurve("x", "mol", DAYS * DAY, 4e-14 * random.normal(1, 0.2)
                               * first_order(DAYS, 6) + 1e-16 * random.standard_normal(len(DAYS)))
                  for _ in range(4)]
        release = fit_release({"coating": MIGRASOMES}, curves, SURFACE)
        load = release.interval(1)
        assert release.unknowns[1].key == "Cargo" and load.method == "replicates"
        cargo = 4e-14 * AVOGADRO / (2 * 0.8 * SURFACE * 1e10)
        hits += load.low < cargo < load.high
    assert hits >= 17


def test_what_was_sampled_too_late_is_said_to_be_unknown():
    """A burst of hours seen from day 2 on: its share is known, its half-life has no lower end."""
    found = fitted(ADSORBED, burst, noise=0.005, replicates=3, days=DAYS[5:])
    assert found["Burst half-life"].method == "profile"
    assert found["Burst half-life"].low is None
    assert found["Burst"].low < 0.18 < found["Burst"].high


def write_task(folder, text, coating, mass=None, factor="BMP2"):
    (folder / "elisa.csv").write_text(text)
    (folder / "prediction").mkdir()
    (folder / "prediction" / "results.json").write_text(
        json.dumps({"specimens": [{"morphometry": {"surface_area_m2": SURFACE}}]}))
    task = {"releases": [str(folder / "elisa.csv")], "factor": factor, "coating": coating,
            "molar_mass_kg_per_mol": mass}
    (folder / "task.json").write_text(json.dumps(task))
    return task


def test_files(tmp_path, capsys):
    """5 ng of 26 kDa in the end, by a half-life of 6 days."""
    rows = "".join(f"{t:g};{5 * first_order(t, 6):.9g};{5 * first_order(t, 6):.9g}\n" for t in DAYS)
    write_task(tmp_path, "Day;Replicate 1 (ng);Replicate 2 (ng)\n" + rows, MIGRASOMES)
    calibrate_release(tmp_path)
    found = json.loads((tmp_path / "calibration.json").read_text())
    cargo = 5e-12 / 26 * AVOGADRO / (2 * 0.8 * SURFACE * 1e10)
    assert found["fitted"]["Migrasomes/Cargo"]["value"] == pytest.approx(cargo, rel=1e-4)
    assert found["r_squared"] == pytest.approx(1)
    text = (tmp_path / "coating.prm").read_text()
    assert "set Kind = migrasomes" in text and "set Rupture half-life = 6 d  # 95 %: " in text
    assert (tmp_path / "calibration.png").read_bytes().startswith(b"\x89PNG")
    assert "Migrasomes/Rupture half-life" in capsys.readouterr().out


def test_what_carries_nothing(tmp_path):
    rows = "".join(f"{t:g},{first_order(t, 6):.9g}\n" for t in DAYS)
    write_task(tmp_path, "Time (d),Released (ng)\n" + rows, MIGRASOMES | {"relative_load": 0.0})
    with pytest.raises(InputError, match="Migrasomes: carries nothing of BMP2"):
        calibrate_release(tmp_path)


def test_a_mass_needs_a_molar_mass(tmp_path):
    rows = "".join(f"{t:g},{first_order(t, 6):.9g}\n" for t in DAYS)
    task = write_task(tmp_path, "Time (d),Released (ng)\n" + rows, MIGRASOMES, factor="BMP7")
    with pytest.raises(InputError, match="BMP7: no molar mass; expected --molar-mass"):
        read_releases(task)
    curve, = read_releases(task | {"molar_mass_kg_per_mol": 49.0})
    assert curve.released[-1] == pytest.approx(1e-12 * first_order(28, 6) / 49)


def test_the_limit_of_korsmeyer_and_peppas_is_said(tmp_path, capsys):
    """(t/28 d)^0.5 passes 60 % at 10.1 d: 2 of 7 points."""
    rows = "".join(f"{day},{100 * (day / 28)**0.5}\n" for day in (0.5, 1, 2, 4, 8, 14, 21))
    write_task(tmp_path, "Time (d),Released (%)\n" + rows, POWER)
    calibrate_release(tmp_path)
    assert ("Korsmeyer–Peppas holds for the first 60% of the release; 2 of 7 points lie beyond it"
            in capsys.readouterr().out)
