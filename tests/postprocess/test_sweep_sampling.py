# SPDX-License-Identifier: LGPL-2.1-or-later
"""Points of design spaces by every method."""

import numpy as np
import pytest
from postprocess.sweep.sampling import table_of_values, unit_points, value

D = {"name": "d", "unit": "um", "low": 250.0, "high": 600.0, "log": False}
RATE = {"name": "k", "unit": "/h", "low": 0.01, "high": 100.0, "log": True}
LATTICE = {"name": "lattice", "levels": ["gyroid", "octet", "woodpile"]}


def rows(method, variables, points=8, levels=3, seed=1):
    text = table_of_values({"method": method, "points": points, "levels": levels, "seed": seed,
                            "variables": [dict(one) for one in variables]})
    head, *lines = text.split("\n")
    assert head == ",".join(one["name"] for one in variables)
    return [line.split(",") for line in lines]


def test_a_sobol_sequence_goes_on():
    short, long = (unit_points("sobol", n, 3, [3] * 4) for n in (24, 128))
    assert np.array_equal(short, long[:24])
    assert not np.array_equal(short, unit_points("sobol", 24, 4, [3] * 4))
    # (t, m, s)-net: each half of each axis has half of the points.
    assert ((long < 0.5).sum(axis=0) == 64).all()


def test_a_latin_hypercube_has_each_part_of_an_axis_once():
    points = unit_points("latin hypercube", 10, 1, [3, 3])
    for axis in range(2):
        assert sorted((10 * points[:, axis]).astype(int)) == list(range(10))


def test_a_grid_has_the_ends_of_ranges_and_all_levels():
    assert rows("grid", [D, LATTICE]) == [
        [d, lattice] for d in ("250 um", "425 um", "600 um") for lattice in LATTICE["levels"]]
    assert [k for k, in rows("grid", [RATE], levels=5)] == ["0.01 /h", "0.1 /h", "1 /h", "10 /h", "100 /h"]


def test_one_variable_changes_at_a_time():
    points = unit_points("one at a time", 13, 1, [3, 3, 3])
    assert len(points) == 12
    for base in range(0, 12, 4):
        for axis in range(3):
            assert list(np.flatnonzero(points[base] != points[base + 1 + axis])) == [axis]


@pytest.mark.parametrize("method", ["sobol", "latin hypercube", "one at a time", "grid"])
def test_points_follow_from_their_seed_and_stay_within_ranges(method):
    found = rows(method, [D, RATE, LATTICE])
    assert found == rows(method, [D, RATE, LATTICE])
    for d, rate, lattice in found:
        assert 250 <= float(d.removesuffix(" um")) <= 600
        assert 0.01 <= float(rate.removesuffix(" /h")) <= 100
        assert lattice in LATTICE["levels"]


def test_values_have_six_digits_and_never_leave_the_range():
    assert value(D, 1 / 3) == "366.667 um"
    assert value(D | {"low": 0.12345678, "high": 0.12345679}, 0.5) == "0.12345679 um"
    assert value(D | {"unit": ""}, 0.0) == "250"
    assert value(LATTICE, 1.0) == "woodpile"
