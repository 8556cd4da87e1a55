# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rates from a few measured means: what comes back, what is told not to be determined, and at what price."""

import numpy as np
import pytest

from postprocess.bone_fit import BoneProblem

TIMES = np.array([2.0, 4.0, 8.0, 12.0])
QUANTILE = 2.0


class Growth:
    """Bone of a rim that a front goes through, filled at a rate: rates are front, filling, and one that
    divides the front. Counts its rows."""

    def __init__(self):
        self.rows = 0

    def __call__(self, rates):
        self.rows += len(rates)
        front, filling, slowing = rates.T[:, :, np.newaxis]
        front = front / slowing
        return front * (TIMES - (1 - np.exp(-filling * TIMES)) / filling)


def fit(truth, before, error=0.002, data=None, low=1e-4, high=1e2):
    model = Growth()
    data = model(np.array([truth]))[0] if data is None else data
    model.rows = 0
    before = np.array(before)
    problem = BoneProblem(model, data, np.full(len(data), error), QUANTILE)
    ends = np.full(3, low), np.full(3, high)
    return problem.fit(before, np.maximum(before, 0.01), *ends), model


def test_what_is_determined_comes_back():
    """Front and filling from four times; that the third divides the first is told."""
    found, model = fit((0.02, 0.3, 1.0), before=(0.01, 1.0, 1.0))
    assert [one.index for one in found.held] in ([0], [2])
    assert found.free == [0, 1] or found.free == [1, 2]
    front = found.rates[0] / found.rates[2]
    assert front == pytest.approx(0.02, rel=0.05)
    assert found.rates[1] == pytest.approx(0.3, rel=0.1)
    assert np.all(np.abs(np.log(found.rates[1] / 0.3)) < found.halves()[found.free.index(1)])
    held, = found.held
    assert held.partner == 2 - held.index and abs(held.correlation) == pytest.approx(1, abs=1e-3)
    assert model.rows < 60


def test_one_mean_does_not_determine_two_rates():
    found, _ = fit((0.02, 0.3, 1.0), before=(0.02, 0.3, 1.0), error=np.inf, low=1e-3)
    assert not found.free and len(found.held) == 3
    np.testing.assert_array_equal(found.rates, (0.02, 0.3, 1.0))
    assert found.half_of_values(found.slopes) == pytest.approx(0)


def test_a_rate_that_is_held_at_zero_has_no_slope():
    """What the study has at 0 begins above it, and goes back when it is not determined."""
    class Blind(Growth):
        def __call__(self, rates):
            return super().__call__(np.column_stack([rates[:, :2], np.ones(len(rates))]))
    model = Blind()
    data = model(np.array([[0.02, 0.3, 0.0]]))[0]
    problem = BoneProblem(model, data, np.full(4, 0.002), QUANTILE)
    found = problem.fit(np.array([0.01, 1.0, 0.0]), np.array([0.01, 1.0, 0.01]), np.full(3, 1e-4), np.full(3, 1e2))
    assert found.free == [0, 1] and found.rates[2] == 0
    assert np.all(np.isnan(found.slopes[:, 2])) and np.all(np.isfinite(found.slopes[:, :2]))


def test_intervals_hold_what_scatters():
    """Of 60 sets of noisy data the intervals of the front hold it in about 95 of 100."""
    rng = np.random.default_rng(1)
    exact, inside = Growth()(np.array([[0.02, 0.3, 1.0]]))[0], 0
    for _ in range(60):
        data = exact + 0.002 * rng.standard_normal(4)
        problem = BoneProblem(lambda rates: Growth()(np.column_stack([rates, np.ones(len(rates))])), data,
                              np.full(4, 0.002), 1.96)
        found = problem.fit(np.array([0.02, 0.3]), np.array([0.02, 0.3]), np.full(2, 1e-4), np.full(2, 1e2))
        assert 0 in found.free
        inside += abs(np.log(found.rates[0] / 0.02)) < found.halves()[0]
    assert inside >= 53


def test_answer_is_what_the_data_would_ask_for():
    """A model that gives a tenth more everywhere asks for a front a tenth slower."""
    found, _ = fit((0.02, 0.3, 1.0), before=(0.01, 1.0, 1.0), error=1e-4)
    change = found.answer(0.1 * found.values)
    assert change[[i for i in range(2) if found.free[i] != 1]].sum() == pytest.approx(
        -0.1 if 0 in found.free else 0.1, abs=0.01)
    assert change[found.free.index(1)] == pytest.approx(0, abs=0.02)
