# SPDX-License-Identifier: LGPL-2.1-or-later
"""Against SciPy's fit, published factors and samples of known modulus."""

import numpy as np
import pytest
from scipy import stats

from postprocess.weibull import most_likely, weibull_modulus

STRENGTHS = np.array([61.0, 70.2, 74.9, 79.1, 83.3, 90.4])


def test_the_most_likely_modulus_is_scipys():
    m, _, _ = stats.weibull_min.fit(STRENGTHS, floc=0)
    assert most_likely(np.log(STRENGTHS)[np.newaxis])[0] == pytest.approx(m, rel=1e-4)


@pytest.mark.parametrize("n", [5, 6, 10, 20])
def test_the_bias_is_known(n):
    """Ross 1994, 10.1109/94.300256: m̂ is too large by (n − 0.68)/(n − 2)."""
    found = weibull_modulus(np.arange(1.0, n + 1))
    biased = most_likely(np.log(np.arange(1.0, n + 1))[np.newaxis])[0]
    assert found.m / biased == pytest.approx((n - 2) / (n - 0.68), rel=0.015)


def test_the_interval_holds_the_modulus_in_95_of_100_samples():
    samples = 30 * np.random.default_rng(7).weibull(8.0, (400, 6))
    found = [weibull_modulus(sample) for sample in samples]
    assert np.mean([m.m for m in found]) == pytest.approx(8.0, rel=0.05)
    assert 0.92 < np.mean([m.low < 8.0 < m.high for m in found]) < 0.98


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [5.0] * 6, [0.0, 1.0, 2.0, 3.0]])
def test_no_modulus_without_scatter_or_with_few_specimens(values):
    assert weibull_modulus(np.array(values)) is None
