# SPDX-License-Identifier: LGPL-2.1-or-later
"""The ratio of a second group to the first: one-sided tests against a limit θ, and its interval.

Means (Welch): t of x̄₂ − θ x̄₁ with the standard error of that contrast, or, print by print, of
x₂ − θ x₁; a margin in parts of the first group's mean so counts as what it is, an estimate, and the
interval is Fieller's (1954, 10.1111/j.2517-6161.1954.tb00159.x). Ranks: Mann and Whitney's test of
x₂ against θ x₁, or Wilcoxon's signed ranks of ln (x₂/x₁) against ln θ; interval and estimate are
Hodges and Lehmann's (1963, 10.1214/aoms/1177704172), of all ratios between the groups or of Walsh
averages. The interval holds the limits that no test rejects: it lies within two limits exactly
where both one-sided tests reject them (Schuirmann 1987, 10.1007/BF01068419).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np
from scipy import optimize, stats

# Beyond this number of pairs the distribution of U is taken as normal.
MOST_PAIRS = 2500


@dataclass(frozen=True)
class MeansRatio:
    """Means, sample variances and (of pairs) the covariance of two groups."""

    means: tuple[float, float]
    variances: tuple[float, float]
    counts: tuple[float, float]
    covariance: Optional[float] = None  # None: independent groups

    @property
    def estimate(self) -> float:
        return self.means[1] / self.means[0]

    def contrast(self, theta: float, counts: Optional[tuple[float, float]] = None) -> tuple[float, float]:
        """Standard error of x̄₂ − θ x̄₁ and its degrees of freedom, with these or other counts."""
        (n1, n2), (s1, s2) = counts or self.counts, self.variances
        if self.covariance is not None:
            return np.sqrt((s2 - 2 * theta * self.covariance + theta**2 * s1) / n2), n2 - 1
        a, b = theta**2 * s1 / n1, s2 / n2
        return np.sqrt(a + b), (a + b)**2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1))

    def p_above(self, theta: float) -> float:
        """p of the hypothesis that the ratio is at most `theta`."""
        return float(stats.t.sf(*self._t(theta)))

    def p_below(self, theta: float) -> float:
        """p of the hypothesis that the ratio is at least `theta`."""
        return float(stats.t.cdf(*self._t(theta)))

    def interval(self, level: float) -> tuple[float, float]:
        """The ratios that neither test rejects at `level`; an end may be infinite."""
        return self._end(self.p_above, -1.0, level), self._end(self.p_below, 1.0, level)

    def _t(self, theta: float) -> tuple[float, float]:
        error, freedom = self.contrast(theta)
        return (self.means[1] - theta * self.means[0]) * np.sign(self.means[0]) / error, freedom

    def _end(self, p_of, direction: float, level: float) -> float:
        size = abs(self.estimate) + 1
        for reach in size * 1e-3 * 2.0**np.arange(24):
            if p_of(self.estimate + direction * reach) < level:
                return float(optimize.brentq(lambda theta: p_of(theta) - level, self.estimate,
                                             self.estimate + direction * reach, xtol=1e-12))
        return direction * np.inf


@dataclass(frozen=True)
class RanksRatio:
    """Sorted ratios whose number below θ is the statistic; `tail[k]` = P(statistic ≤ k) where θ is
    the ratio."""

    ratios: np.ndarray
    tail: np.ndarray

    @property
    def estimate(self) -> float:
        return float(np.median(self.ratios))

    def p_above(self, theta: float) -> float:
        return float(self.tail[np.count_nonzero(self.ratios <= theta)])

    def p_below(self, theta: float) -> float:
        return float(self.tail[np.count_nonzero(self.ratios >= theta)])

    def interval(self, level: float) -> tuple[float, float]:
        beyond = int(np.count_nonzero(self.tail < level))  # so many statistics are rejected
        if beyond == 0:
            return 0.0, np.inf
        return float(self.ratios[beyond - 1]), float(self.ratios[-beyond])


def of_means(first: np.ndarray, second: np.ndarray, paired: bool) -> MeansRatio:
    """Of two samples, at least two values each; of as many in the same order where `paired`."""
    return MeansRatio((float(np.mean(first)), float(np.mean(second))),
                      (float(np.var(first, ddof=1)), float(np.var(second, ddof=1))),
                      (len(first), len(second)),
                      float(np.cov(first, second)[0, 1]) if paired else None)


def of_ranks(first: np.ndarray, second: np.ndarray, paired: bool) -> RanksRatio:
    """Of two samples of positive values."""
    if paired:
        logarithms = np.log(second / first)
        i, j = np.triu_indices(len(logarithms))
        walsh = (logarithms[i] + logarithms[j]) / 2
        return RanksRatio(np.sort(np.exp(walsh)), signed_rank_tail(len(logarithms)))
    return RanksRatio(np.sort(np.divide.outer(second, first).ravel()),
                      rank_sum_tail(len(first), len(second)))


@lru_cache(maxsize=64)
def rank_sum_tail(n1: int, n2: int) -> np.ndarray:
    """P(U ≤ k) of Mann and Whitney's U without ties, k = 0 … n1·n2.

    With probability n1/(n1 + n2) the largest value is one of the first group's, and exceeds all of
    the second. Ties make the variance smaller, so that p is never too small for them.
    """
    pairs = n1 * n2
    if pairs > MOST_PAIRS:
        spread = np.sqrt(pairs * (n1 + n2 + 1) / 12)
        return stats.norm.cdf((np.arange(pairs + 1) + 0.5 - pairs / 2) / spread)
    shares = {(0, j): np.eye(1, pairs + 1)[0] for j in range(n2 + 1)}
    for i in range(1, n1 + 1):
        shares[i, 0] = shares[0, 0]
        for j in range(1, n2 + 1):
            moved = np.concatenate([np.zeros(j), shares[i - 1, j][:-j]])
            shares[i, j] = (i * moved + j * shares[i, j - 1]) / (i + j)
    return np.cumsum(shares[n1, n2])


@lru_cache(maxsize=64)
def signed_rank_tail(n: int) -> np.ndarray:
    """P(W ≤ k) of Wilcoxon's sum of the positive ranks without ties, k = 0 … n(n + 1)/2."""
    return np.cumsum(sign_sums(tuple(range(1, n + 1))))


@lru_cache(maxsize=64)
def sign_sums(ranks: tuple[int, ...]) -> np.ndarray:
    """The share of all ways to choose signs in which the positive `ranks` have each sum."""
    shares = np.eye(1, sum(ranks) + 1)[0]
    for rank in ranks:
        shares = (shares + np.concatenate([np.zeros(rank), shares[:-rank]])) / 2
    return shares
