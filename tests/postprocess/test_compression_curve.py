# SPDX-License-Identifier: LGPL-2.1-or-later
"""Modulus and strength out of synthetic curves whose answers are known."""

import numpy as np
import pytest

from postprocess.compression_curve import LARGEST_LOAD, evaluate, read_curves
from postprocess.errors import InputError

MODULUS, STRENGTH, TOE = 7.5e9, 40e6, 1.2e-3


def curve(n=600, noise=0.0, seed=0, toe=TOE):
    """Strain and stress: a parabolic toe, which the line of the modulus meets at strain zero + toe
    and leaves at twice that; the line up to the strength; then a fall."""
    strain = np.linspace(0, toe + 1.3 * STRENGTH / MODULUS, n)
    line = MODULUS * (strain - toe)
    stress = np.where(strain < 2 * toe, MODULUS * strain**2 / (4 * max(toe, 1e-12)), line)
    stress = np.where(line > STRENGTH, STRENGTH * np.exp(-10 * (line / STRENGTH - 1)), stress)
    return strain, stress + noise * STRENGTH * np.random.default_rng(seed).standard_normal(n)


def test_a_toe_is_taken_off():
    found = evaluate("x", *curve())
    assert found.modulus == pytest.approx(MODULUS, rel=1e-4)
    assert found.toe_strain == pytest.approx(TOE, rel=1e-3)
    assert found.strength == pytest.approx(STRENGTH, rel=2e-3)
    assert found.strain_at_peak == pytest.approx(STRENGTH / MODULUS, rel=3e-3)


@pytest.mark.parametrize("seed", range(8))
def test_noise_of_half_a_percent(seed):
    found = evaluate("x", *curve(noise=0.005, seed=seed))
    assert found.modulus == pytest.approx(MODULUS, rel=0.01)
    assert found.toe_strain == pytest.approx(TOE, rel=0.05)
    assert found.strength == pytest.approx(STRENGTH, rel=0.015)


def test_single_wild_points_do_not_matter():
    strain, stress = curve()
    stress[50:400:25] *= 0.6
    assert evaluate("x", strain, stress).modulus == pytest.approx(MODULUS, rel=0.01)


def test_the_steepest_part_counts():
    """From a line of half the slope into the line, which then yields."""
    strain = np.linspace(0, 1, 400)
    stress = np.interp(strain, [0, 0.4, 0.7, 1], [0, 0.2, 0.5, 0.6])
    found = evaluate("x", strain, 1e6 * stress)
    assert found.modulus == pytest.approx(1e6, rel=0.01)
    assert found.toe_strain == pytest.approx(0.2, rel=0.03)


def read_curve(*arguments):
    single, = read_curves(*arguments)
    return single


def write(path, displacement, force, sign=1):
    rows = "".join(f"{1e3 * sign * u:.9g},{sign * f:.9g}\n" for u, f in zip(displacement, force))
    path.write_text("Displacement (mm),Force (N)\n" + rows)


@pytest.mark.parametrize("sign", [1, -1])
def test_the_machine_gives_way(tmp_path, sign):
    """Springs in a row: with C = 0.05 µm/N a specimen of E A/H = 7.5e9 · 3e-5 / 6e-3 N/m seems to
    have 1/(1 + C E A/H) = 0.348 of its modulus."""
    area, height, compliance = 3e-5, 6e-3, 0.05e-6
    strain, stress = curve()
    write(tmp_path / "c.csv", strain * height + compliance * stress * area, stress * area, sign)
    corrected = read_curve(tmp_path / "c.csv", area, height, compliance)
    assert corrected.modulus == pytest.approx(MODULUS, rel=1e-3)
    assert corrected.strain_at_peak == pytest.approx(STRENGTH / MODULUS, rel=5e-3)
    raw = read_curve(tmp_path / "c.csv", area, height)
    assert raw.modulus / MODULUS == pytest.approx(1 / (1 + compliance * MODULUS * area / height),
                                                  rel=1e-3)
    assert raw.strength == pytest.approx(corrected.strength)


def test_more_compliance_than_there_is(tmp_path):
    strain, stress = curve()
    write(tmp_path / "c.csv", strain * 6e-3, stress * 3e-5)
    with pytest.raises(InputError, match="goes back and forth|no straight rise"):
        read_curve(tmp_path / "c.csv", 3e-5, 6e-3, 1e-6)


@pytest.mark.parametrize("noise", [0, 0.003])
def test_the_first_maximum_is_the_strength_whatever_the_rubble_bears(noise):
    """400 MPa up to 30 MPa, a fall to a plateau of 10 MPa, then densification to 69 MPa."""
    strain = np.concatenate([np.linspace(0, 0.08, 600), np.linspace(0.081, 0.65, 400)])
    stress = np.interp(strain, [0, 0.004, 0.079, 0.085, 0.45, 0.65],
                       [0, 0, 30e6, 10e6, 10e6, 69e6])
    stress += noise * 30e6 * np.random.default_rng(2).standard_normal(len(stress))
    found = evaluate("x", strain, stress)
    assert found.strength == pytest.approx(30e6, rel=0.015)
    assert found.modulus == pytest.approx(400e6, rel=0.01)
    assert found.toe_strain == pytest.approx(0.004, rel=0.1)
    assert found.strain_at_peak == pytest.approx(0.075, rel=0.02)
    assert found.rises_again and found.largest == pytest.approx(69e6, rel=0.01)
    assert evaluate("x", strain, stress, LARGEST_LOAD).strength == found.largest


def test_no_later_rise_no_word():
    assert not evaluate("x", *curve(noise=0.005)).rises_again


def side_by_side(curves):
    """Pairs of columns, as Bluehill and testXpert export a series of tests."""
    rows = ["Probe 1;;Probe 2;", ";".join(["Standardweg in mm;Standardkraft in N"] * len(curves))]
    for values in zip(*(zip(*pair) for pair in curves)):
        rows.append(";".join(f"{6 * e:.6f};{30e-6 * s:.6f}" for e, s in values))
    return "\n".join(rows).replace(".", ",")


def by_column(curves):
    return "Specimen,Displacement (mm),Force (N)\n" + "".join(
        f"P{i},{6 * e:.6f},{30e-6 * s:.6f}\n" for i, pair in enumerate(curves, 1)
        for e, s in zip(*pair))


@pytest.mark.parametrize("spelling", [side_by_side, by_column])
def test_all_specimens_of_a_table_count(tmp_path, spelling):
    strain, stress = curve()
    (tmp_path / "c.csv").write_text(spelling([(strain, stress), (strain, 1.5 * stress)]))
    first, second = read_curves(tmp_path / "c.csv", 30e-6, 6e-3)
    assert first.strength == pytest.approx(STRENGTH, rel=2e-3)
    assert second.strength == pytest.approx(1.5 * STRENGTH, rel=2e-3)
    assert second.modulus == pytest.approx(1.5 * MODULUS, rel=1e-3)
    assert first.name != second.name


def test_specimens_below_each_other_need_a_name(tmp_path):
    strain, stress = curve()
    write(tmp_path / "c.csv", np.tile(strain, 2), np.tile(stress, 2))
    with pytest.raises(InputError, match="starts anew; expected one specimen, or a column Specimen"):
        read_curves(tmp_path / "c.csv", 30e-6, 6e-3)


def test_columns_that_do_not_pair_are_refused(tmp_path):
    (tmp_path / "c.csv").write_text("Extension (mm),Crosshead (mm),Load (N)\n0,0,0\n1,1,1\n")
    with pytest.raises(InputError, match="2 columns of displacement, 1 of force; expected one of "
                                         "each, or a pair each specimen"):
        read_curves(tmp_path / "c.csv", 30e-6, 6e-3)


GROWING = np.linspace(0, 1, 60)


@pytest.mark.parametrize("strain, stress, message", [
    ([], [], "0 points up to the largest load; expected at least 10"),
    (GROWING[:9], GROWING[:9], "9 points up to the largest load; expected at least 10"),
    (GROWING, -GROWING, "1 points up to the largest load; expected at least 10"),
    (GROWING, 1 - GROWING, "1 points up to the largest load; expected at least 10"),
    (GROWING[::-1], GROWING, "displacement or strain goes back and forth before the largest load; "
     "expected one that grows"),
    (np.sin(9 * GROWING), GROWING, "displacement or strain goes back and forth before the largest "
     "load; expected one that grows"),
    (GROWING, np.random.default_rng(1).random(60) + 2 * (GROWING == 1),
     "no straight rise of the load; expected a compression test"),
])
def test_what_is_no_compression_test(strain, stress, message):
    with pytest.raises(InputError) as error:
        evaluate("x", np.array(strain), np.array(stress))
    assert str(error.value) == f"x: {message}"
