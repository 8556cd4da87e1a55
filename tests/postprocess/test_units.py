# SPDX-License-Identifier: LGPL-2.1-or-later
import math

import pytest

from postprocess.units import (choose_scale, label, mean_and_spread, number, probability,
                               split_factor, unit_suffix)


@pytest.mark.parametrize("column, value, symbol, shown", [
    ("youngs_modulus_Pa", 5.2e9, "GPa", 5.2),
    ("compressive_strength_Pa", 31e6, "MPa", 31),
    ("released_mol", 1.1e-15, "fmol", 1.1),
    ("surface_area_m2", 7.6e-4, "mm²", 760),
    ("x_mol_per_m3", 2e-6, "nM", 2),
    ("x_mol_per_m3", 2e-3, "µM", 2),
    ("x_mol_s_per_m3", 7.2e-3, "nM·h", 2),
    ("pore_size_mean_m", 4e-4, "µm", 400),
    ("time_s", 36 * 3600, "h", 36),
    ("time_s", 28 * 86400, "d", 28),
    ("peak_memory_B", 6.1e9, "GB", 6.1),
    ("x_m2_per_s", 1.4e-10, "µm²/s", 140),
    ("connectivity_per_m3", 3e9, "mm⁻³", 3),
    ("porosity", 0.5, "%", 50),
    ("euler_number", -12.0, "", -12.0),
])
def test_a_suffix_becomes_a_human_unit(column, value, symbol, shown):
    scale = choose_scale(column, [value, math.nan, None])
    assert scale.symbol == symbol
    assert scale.of(value) == pytest.approx(shown)


def test_zeros_and_nothing_have_a_usual_unit():
    assert choose_scale("released_mol", [0.0, 0.0]).symbol == "fmol"
    assert choose_scale("released_mol", []).symbol == "fmol"


def test_names_with_factors():
    assert split_factor("BMP2_released_mol") == ("BMP2", "released_mol")
    assert split_factor("my_factor_exposure_mean_mol_s_per_m3")[0] == "my_factor"
    assert split_factor("first_crack_stress_Pa") == (None, "first_crack_stress_Pa")
    assert label("BMP2_peak_concentration_mol_per_m3") == "BMP2 peak concentration"
    assert label("strand_thickness_mean_m") == "Strand thickness"
    assert unit_suffix("exposure_mean_mol_s_per_m3") == "mol_s_per_m3"
    assert unit_suffix("items") is None


def test_digits():
    assert number(0.00995) == "0.00995"
    assert number(9.999) == "10.0"
    assert number(1234567) == "1.23 × 10⁶"
    assert number(-1.5e-7, 2) == "−1.5 × 10⁻⁷"
    assert number(math.nan) == "–"
    assert mean_and_spread(1.2345, 0.0512) == "1.234 ± 0.051"
    assert mean_and_spread(123.4, 31.2) == "123 ± 31"
    assert mean_and_spread(2.0, 0.0) == "2.00"
    assert mean_and_spread(2.0, math.nan) == "2.00"
    assert probability(0.0004).replace("\u00a0", " ") == "p < 0.001"
    assert probability(0.0312).replace("\u00a0", " ") == "p = 0.031"
