# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nonlinear least squares with 95 % intervals that are honest where data say little."""

from dataclasses import dataclass, replace
from typing import Callable, Optional, Sequence

import numpy as np
from scipy import optimize, stats

# Half-widths of an interval (of a logarithm: a factor of two; of a share) from which on all are
# taken from the profile of the residuals.
WIDE = {True: float(np.log(2)), False: 0.2}
# Starts beside the given one, spread evenly: within two decades of it for what is fitted by its
# logarithm, within its bounds for a share.
N_STARTS, REACH = 16, float(np.log(100))
# Of an end of an interval by the profile, in search coordinates.
PRECISION = 1e-3
# Of a sum of squares relative to the spread of the data.
ROUNDING = 1e-20


@dataclass(frozen=True)
class Interval:
    """A fitted number; None where the data do not bound it. `method`: covariance, profile or
    replicates."""

    value: float
    low: Optional[float]
    high: Optional[float]
    method: str


@dataclass(frozen=True)
class Fit:
    """`intervals` in the order of the unknowns, in search coordinates; SD of the residuals."""

    intervals: tuple[Interval, ...]
    sd: float
    r_squared: float

    @property
    def values(self) -> np.ndarray:
        return np.array([interval.value for interval in self.intervals])


def widened(fit: Fit, replicates: np.ndarray) -> Fit:
    """`fit` with intervals at least as wide as the scatter of fits to single replicates asks for.

    Residuals of one replicate go together (a cumulated error stays, a load differs), which the
    covariance does not see; Student's t of the replicates' values does. Rows: replicates.
    """
    n = len(replicates)
    halves = stats.t.ppf(0.975, n - 1) * np.std(replicates, axis=0, ddof=1) / np.sqrt(n)
    return replace(fit, intervals=tuple(
        Interval(found.value, found.value - half, found.value + half, "replicates")
        if half > found.high - found.value else found
        for found, half in zip(fit.intervals, halves)))


class Problem:
    """min |model(x) − data|² within bounds; `logarithmic` tells which x are logarithms."""

    def __init__(self, model: Callable[[np.ndarray], np.ndarray], data: np.ndarray,
                 bounds: Sequence[tuple[float, float]], logarithmic: Sequence[bool]):
        self.model, self.data = model, data
        self.low, self.high = np.array(bounds, float).T
        self.logarithmic = logarithmic
        self.scale = float(np.ptp(data)) or 1.0
        self.freedom = len(data) - len(bounds)

    def fit(self, start: np.ndarray) -> Fit:
        """The best of several starts, with intervals by Student's t from the covariance; where
        one of them is wide or meets a bound, from the profile."""
        best = min(map(self._solve, self._starts(start)), key=lambda result: result.cost)
        variance = 2 * best.cost / self.freedom
        t = stats.t.ppf(0.975, self.freedom)
        information = best.jac.T @ best.jac
        halves = t * np.sqrt(np.maximum(np.diag(np.linalg.pinv(information)), 0) * variance)
        if np.linalg.cond(information) > 1e14:
            halves[:] = np.inf
        narrow = [half < WIDE[self.logarithmic[i]] for i, half in enumerate(halves)]
        inside = (best.x - halves > self.low) & (best.x + halves < self.high)
        if all(narrow) and all(inside):
            intervals = [Interval(float(x), float(x - half), float(x + half), "covariance")
                         for x, half in zip(best.x, halves)]
        else:
            intervals = [Interval(float(best.x[i]), self._profile_end(best, i, self.low[i]),
                                  self._profile_end(best, i, self.high[i]), "profile")
                         for i in range(len(start))]
        spread = np.sum((self.data - self.data.mean()) ** 2) / self.scale**2
        return Fit(tuple(intervals), self.scale * float(np.sqrt(variance)),
                   1 - 2 * best.cost / spread)

    def _residuals(self, x: np.ndarray) -> np.ndarray:
        return (self.model(x) - self.data) / self.scale

    def _solve(self, start: np.ndarray):
        return optimize.least_squares(self._residuals, start, bounds=(self.low, self.high),
                                      x_scale="jac", xtol=1e-12, ftol=1e-12, gtol=1e-12)

    def _starts(self, start: np.ndarray) -> np.ndarray:
        points = stats.qmc.Halton(len(start), scramble=False).random(N_STARTS)
        low = np.where(self.logarithmic, np.maximum(self.low, start - REACH), self.low)
        high = np.where(self.logarithmic, np.minimum(self.high, start + REACH), self.high)
        inside = 1e-3 * (self.high - self.low)
        starts = np.vstack([start, low + points * (high - low)])
        return np.clip(starts, self.low + inside, self.high - inside)

    def _profile_end(self, best, index: int, bound: float) -> Optional[float]:
        """Where the least sum of squares at a fixed x of this index has risen by F(1, n − p) at
        95 %; None where it has not at the bound."""
        limit = best.cost * (1 + stats.f.ppf(0.95, 1, self.freedom) / self.freedom) + ROUNDING
        rest = np.arange(len(best.x)) != index
        others = best.x[rest]

        def is_beyond(value: float) -> bool:
            """Follows the others from where they were; those of a rejected value are forgotten."""
            nonlocal others
            cost, found = self._cost_at(index, value, others)
            if cost <= limit:
                others = found
            return cost > limit

        inner = float(best.x[index])
        for share in np.linspace(0, 1, 41)[1:] ** 2:
            outer = best.x[index] + share * (bound - best.x[index])
            if is_beyond(outer):
                break
            inner = outer
        else:
            return None
        while abs(outer - inner) > PRECISION:
            middle = 0.5 * (inner + outer)
            inner, outer = (inner, middle) if is_beyond(middle) else (middle, outer)
        return float(inner)

    def _cost_at(self, index: int, value: float,
                 others: np.ndarray) -> tuple[float, np.ndarray]:
        """Half of the least sum of squares with x of this index held, and where the others are."""
        rest = np.arange(len(self.low)) != index

        def residuals(others: np.ndarray) -> np.ndarray:
            x = np.empty(len(rest))
            x[index], x[rest] = value, others
            return self._residuals(x)

        if not rest.any():
            return 0.5 * float(np.sum(residuals(others) ** 2)), others
        found = optimize.least_squares(residuals, others, x_scale="jac",
                                       bounds=(self.low[rest], self.high[rest]))
        return float(found.cost), found.x
