# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calibration as a user runs it: what one material or coating simulates gives it back."""

import json

import numpy as np
import pytest

from conftest import Results
from test_errors import refused

# The same material length (KIC/strength)² as the default's.
STIFFER = [word for override in ("Material/Young's modulus=45 GPa",
                                 "Material/Tensile strength=40 MPa",
                                 "Material/Fracture toughness=0.8 MPa*sqrt(m)")
           for word in ("--set", override)]
CURVE = "Displacement (mm),Load [N]\n" + "".join(f"{i / 100},{10 * i}\n" for i in range(30))


def calibration(folder, name="tiny-calibrate"):
    return json.loads((folder / "results" / name / "calibration.json").read_text())


def simulate_test(path, results, seed=1, noise=0.002):
    """The curve of the one specimen in `results`, with the machine's toe and noise: 0.8 x 0.8 mm,
    0.64 mm high, on a machine that gives way by 0.1 um/N."""
    mechanics = next(iter(results.specimens.values()))["mechanics"]
    modulus, strength = (mechanics[key]["value"] for key in ("youngs_modulus_Pa",
                                                             "compressive_strength_Pa"))
    strain = np.linspace(0, strength / modulus, 300)
    stress = modulus * strain + noise * strength * np.random.default_rng(seed).standard_normal(300)
    toe = np.linspace(0, 0.05, 30)**2 * strength
    force = 0.64e-6 * np.concatenate([toe, stress + toe[-1], [0.2 * strength]])
    displacement = 0.64e-3 * np.concatenate([np.linspace(-8e-4, -1e-5, 30), strain, [strain[-1]]])
    rows = "".join(f"{1e3 * (u + 0.1e-6 * f):.9g};{f:.9g}\n".replace(".", ",")
                   for u, f in zip(displacement, force))
    path.write_text("Prüfung 7\n\nStandardweg in mm;Standardkraft in N\n" + rows)


def test_a_simulated_test_gives_its_material_back(folder, succeed):
    succeed("compress", "tiny.prm", *STIFFER, "--output", "stiffer")
    simulate_test(folder / "curve.csv", Results(folder / "stiffer"))
    out = succeed("calibrate", "tiny.prm", "--curve", "curve.csv", "--compliance", "0.1 um/N",
                  ranks=2)
    assert "Young's modulus" in out and "one specimen" in out
    fitted = calibration(folder)["fitted"]
    assert fitted["youngs_modulus_Pa"]["value"] == pytest.approx(45e9, rel=0.01)
    assert fitted["tensile_strength_Pa"]["value"] == pytest.approx(40e6, rel=0.01)
    assert fitted["youngs_modulus_Pa"]["low"] < 45e9 < fitted["youngs_modulus_Pa"]["high"]

    # The material's file serves a study, which then predicts what was measured.
    (folder / "mine.prm").write_text("include tiny.prm\n"
                                     "include results/tiny-calibrate/material.prm\n")
    succeed("compress", "mine.prm")
    again, = Results(folder / "results" / "mine-compress").specimens.values()
    first, = Results(folder / "stiffer").specimens.values()
    for key in ("youngs_modulus_Pa", "compressive_strength_Pa"):
        assert again["mechanics"][key]["value"] == pytest.approx(first["mechanics"][key]["value"],
                                                                 rel=0.01)


def test_a_held_toughness_takes_several_predictions(folder, succeed):
    tough = ("--set", "Material/Fracture toughness=4 MPa*sqrt(m)")
    succeed("compress", "tiny.prm", *tough, "--set", "Material/Tensile strength=40 MPa",
            "--output", "stronger")
    simulate_test(folder / "curve.csv", Results(folder / "stronger"))
    out = succeed("calibrate", "tiny.prm", "--curve", "curve.csv", "--compliance", "0.1 um/N",
                  "--hold", "toughness", *tough)
    assert out.count("held: Poisson's ratio, fracture toughness") == 1
    found = calibration(folder)
    assert len(found["task"]["trials"]) > 1
    assert found["fitted"]["tensile_strength_Pa"]["value"] == pytest.approx(40e6, rel=0.02)
    assert found["material"]["fracture_toughness_Pa_sqrt_m"] == pytest.approx(4e6)


def test_resume_and_compliance(folder, succeed):
    """30 N on 0.03 mm are 1 um/N; without half of that the modulus doubles."""
    (folder / "curve.csv").write_text(CURVE)
    words = ("calibrate", "tiny.prm", "--curve", "curve.csv")
    assert "is taken from" not in succeed(*words)
    before = calibration(folder)["measured"]["youngs_modulus_Pa"]["mean"]
    out = succeed(*words, "--resume", "--compliance", "0.5 um/N")
    assert "BCP-1 is taken from results/tiny-calibrate/prediction/BCP/BCP-1/" in out
    after = calibration(folder)["measured"]["youngs_modulus_Pa"]["mean"]
    assert after == pytest.approx(2 * before, rel=1e-6)
    assert succeed(*words, "--resume", "--quiet") == ""


def test_what_counts_as_the_strength(folder, succeed):
    """A first maximum of 30 MPa; the rubble then bears 69 MPa."""
    strain = np.concatenate([np.linspace(0, 0.08, 600), np.linspace(0.081, 0.65, 400)])
    stress = np.interp(strain, [0, 0.004, 0.079, 0.085, 0.45, 0.65], [0, 0, 30, 10, 10, 69])
    (folder / "curve.csv").write_text("Strain (%),Stress (MPa)\n" + "".join(
        f"{100 * e:.5f},{s:.5f}\n" for e, s in zip(strain, stress)))
    words = ("calibrate", "tiny.prm", "--curve", "curve.csv")
    out = succeed(*words)
    assert "--strength largest-load" in out
    measured = calibration(folder)["measured"]["tensile_strength_Pa"]
    assert measured["mean"] == pytest.approx(30e6, rel=0.015)
    succeed(*words, "--resume", "--strength", "largest-load")
    measured = calibration(folder)["measured"]["tensile_strength_Pa"]
    assert measured["mean"] == pytest.approx(69e6, rel=0.001)


def test_a_simulated_release_gives_its_coating_back(folder, succeed):
    culture = ("--set", "Culture/Layer=deposited")
    sets = (*culture, "--set", "Transport/Duration=7 d",
            "--set", "Migrasomes/Engulf half-life=0")
    succeed("release", "tiny.prm", *sets, "--set", "Migrasomes/Rupture half-life=3 d",
            "--set", "Migrasomes/Cargo=700", "--output", "released")
    release = folder / "released" / "mig-BCP" / "mig-BCP-1" / "release.csv"
    succeed("calibrate", "tiny.prm", "--release", release, *culture)
    fitted = calibration(folder)["fitted"]
    assert fitted["Migrasomes/Rupture half-life"]["value"] == pytest.approx(3 * 86400, rel=1e-3)
    # The grid's surface is not the morphometry's.
    assert fitted["Migrasomes/Cargo"]["value"] == pytest.approx(700, rel=0.03)
    (folder / "mine.prm").write_text("include tiny.prm\n"
                                     "include results/tiny-calibrate/coating.prm\n")
    succeed("check", "mine.prm")


@pytest.mark.parametrize("text, words", [
    ("", "curve.csv: empty; expected a table"),
    ("Displacement (mm),Time (s)\n1,1\n", "curve.csv: no column of force; expected a header"),
    ("Displacement (ell),Force (N)\n1,1\n",
     "curve.csv: Displacement (ell): unknown unit ell; expected one of m, cm, mm"),
    ("Displacement (mm),Force (N)\n0,0\n1,1\n", "2 points up to the largest load; expected"),
    ("Displacement (mm),Force (N)\n" + "".join(f"{i % 7},{i}\n" for i in range(40)),
     "starts anew; expected one specimen, or a column Specimen"),
])
def test_a_faulty_curve(folder, run, text, words):
    (folder / "curve.csv").write_text(text)
    done = run("calibrate", "tiny.prm", "--curve", "curve.csv", ranks=2 if text == "" else 1)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1 and words in done.err
    assert sorted(path.name for path in folder.iterdir()) == ["curve.csv", "tiny.prm"]


def test_a_faulty_release(folder, run):
    (folder / "elisa.csv").write_text("Day,Released (%)\n" + "".join(
        f"{i},{10 * (i % 3)}\n" for i in range(1, 9)))
    done = run("calibrate", "tiny.prm", "--release", "elisa.csv")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1 and "elisa.csv: Released (%): falls by more" in done.err
    assert sorted(path.name for path in folder.iterdir()) == ["elisa.csv", "tiny.prm"]


@pytest.mark.parametrize("arguments, message", [
    ((), "expected measurements: one of --curve FILE, --release FILE and --bone FILE"),
    (("--curve", "a.csv", "--release", "b.csv"),
     "expected measurements: one of --curve FILE, --release FILE and --bone FILE"),
    (("--curve", "a.csv", "--compliance", "5 mm"),
     "--compliance: 5 mm; expected a displacement over a force, such as 0.05 um/N"),
    (("--curve", "a.csv", "--hold", "strength"),
     "--hold: strength not in {length,toughness}; see lacuna --help"),
    (("--curve", "a.csv", "--strength", "last"),
     "--strength: last not in {first-maximum,largest-load}; see lacuna --help"),
    (("--release", "a.csv", "--factor", "BMP7"), "--factor: BMP7; expected a factor of the study"),
    (("--release", "a.csv", "--molar-mass", "26"),
     "--molar-mass: 26; expected a molar mass with its unit, such as 26 kDa"),
    (("--release", "a.csv", "--set", "Groups/mig-BCP="), "tiny.prm: Kind: none; expected a Coating "
     "that releases in time: migrasomes, adsorbed or exosomes"),
])
def test_faulty_options(folder, run, arguments, message):
    refused(run("calibrate", "tiny.prm", *arguments), message)
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_help(succeed):
    out = succeed("calibrate", "--help")
    assert all(option in out for option in ("--curve", "--release", "--compliance", "--resume"))
