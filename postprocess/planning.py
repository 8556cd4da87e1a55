# SPDX-License-Identifier: LGPL-2.1-or-later
"""What specimens can decide: the power of those at hand, and how many it would take.

Power is that of t tests with the scatter that was seen, over the distribution of the standard error
(χ²); exact for groups alike in size and scatter, else with Welch's degrees of freedom. A rank test
takes at most 1/0.864 times as many specimens, whatever the distribution (Hodges & Lehmann 1956,
10.1214/aoms/1177728261); it is planned with that bound.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np
from scipy import stats

from .ratio_tests import MeansRatio

WANTED = 0.8
RANK_EFFICIENCY = 0.864
FEWEST, MOST = 3, 100_000
# Specimens below which p of ranks reaches 5 % with neither side; of pairs.
FEWEST_RANKS, FEWEST_SIGNED_RANKS = 4, 6
_SHARES = (np.arange(400) + 0.5) / 400


@dataclass(frozen=True)
class Plan:
    """Two groups with their scatter, and the limits of the ratio between which they count as alike."""

    means: MeansRatio
    low: float
    high: float
    level: float
    by_ranks: bool

    def power_if_alike(self, n: Optional[float] = None) -> float:
        """Chance to show equivalence with `n` specimens a group where the ratio is 1."""
        counts = self._counts(n)
        (error_low, freedom), (error_high, _) = (self.means.contrast(limit, counts)
                                                 for limit in (self.low, self.high))
        spread, size = _spread(freedom), abs(self.means.means[0])
        t = stats.t.ppf(1 - self.level, freedom) * spread
        both = (stats.norm.cdf(size * (1 - self.low) / error_low - t)
                + stats.norm.cdf(size * (self.high - 1) / error_high - t) - 1)
        return float(np.mean(np.maximum(both, 0))) if self._can(n) else 0.0

    def power_if_apart(self, n: Optional[float] = None) -> float:
        """Chance to show a difference where the ratio is the nearer of the two limits."""
        error, freedom = self.means.contrast(1.0, self._counts(n))
        t = stats.t.ppf(1 - self.level / 2, freedom) * _spread(freedom)
        shift = abs(self.means.means[0]) * min(1 - self.low, self.high - 1) / error
        power = stats.norm.sf(t - shift) + stats.norm.cdf(-t - shift)
        return float(np.mean(power)) if self._can(n) else 0.0

    def specimens(self) -> Optional[int]:
        """The fewest a group with which both powers are at least 80 %; None if none are enough."""
        if not self.low < 1 < self.high or not self._decides(MOST):
            return None
        enough, few = MOST, FEWEST - 1
        while enough - few > 1:
            middle = (enough + few) // 2
            enough, few = (middle, few) if self._decides(middle) else (enough, middle)
        return enough

    def _decides(self, n: int) -> bool:
        return min(self.power_if_alike(n), self.power_if_apart(n)) >= WANTED

    def _counts(self, n: Optional[float]) -> tuple[float, float]:
        counts = self.means.counts if n is None else (n, n)
        return tuple(RANK_EFFICIENCY * count for count in counts) if self.by_ranks else counts

    def _can(self, n: Optional[float]) -> bool:
        few = FEWEST_RANKS if self.means.covariance is None else FEWEST_SIGNED_RANKS
        return not self.by_ranks or min(self.means.counts if n is None else (n,)) >= few


def _spread(freedom: float) -> np.ndarray:
    """Quantiles of the estimated standard error over the true one."""
    return np.sqrt(stats.chi2.ppf(_SHARES, freedom) / freedom)
