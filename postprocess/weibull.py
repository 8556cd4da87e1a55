# SPDX-License-Identifier: LGPL-2.1-or-later
"""How the strength of a group scatters: Weibull's modulus with its confidence interval.

Strengths S with P(S < s) = 1 − exp(−(s/s₀)^m). The maximum-likelihood m of a small sample is too
large on average, but m̂/m has one distribution whatever m and s₀ (Thoman, Bain & Antle 1969,
10.1080/00401706.1969.10490706), here found from samples of known m. Its mean removes the bias, its
quantiles give an exact interval.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np

FEWEST = 4
SETS = 20000


@dataclass(frozen=True)
class Modulus:
    """Unbiased modulus m with its 95 % confidence interval."""

    m: float
    low: float
    high: float


def weibull_modulus(values: np.ndarray) -> Optional[Modulus]:
    """Of positive values that scatter, at least FEWEST of them; else None."""
    if len(values) < FEWEST or np.min(values) <= 0 or np.ptp(values) < 1e-9 * np.max(values):
        return None
    found = float(most_likely(np.log(np.asarray(values, float))[np.newaxis])[0])
    ratios = _ratios(len(values))
    return Modulus(found / float(np.mean(ratios)), found / float(np.quantile(ratios, 0.975)),
                   found / float(np.quantile(ratios, 0.025)))


def most_likely(logarithms: np.ndarray) -> np.ndarray:
    """m of maximum likelihood of each row: Σ sᵐ ln s / Σ sᵐ − 1/m = mean of ln s."""
    shifted = logarithms - logarithms.max(axis=1, keepdims=True)
    mean, spread = shifted.mean(axis=1), shifted.std(axis=1)

    def excess(m: np.ndarray) -> np.ndarray:
        powers = np.exp(m[:, np.newaxis] * shifted)
        return (powers * shifted).sum(axis=1) / powers.sum(axis=1) - 1 / m - mean

    # The excess rises with m; π/√6 over the spread is the moment estimate.
    low, high = 0.01 * 1.2825 / spread, 100 * 1.2825 / spread
    for _ in range(40):
        middle = np.sqrt(low * high)
        above = excess(middle) > 0
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    return np.sqrt(low * high)


@lru_cache(maxsize=None)
def _ratios(n: int) -> np.ndarray:
    """m̂/m of samples of n, from a fixed seed."""
    return most_likely(np.log(np.random.default_rng(1).standard_exponential((SETS, n))))
