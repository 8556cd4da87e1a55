# SPDX-License-Identifier: LGPL-2.1-or-later
"""Nonlinear least squares with 95 % intervals that are honest where data say little."""

from dataclasses import dataclass
from typing import Callable, Optional, Sequence

import numpy as np
from scipy import optimize, stats

# Half-widths of an interval (of a logarithm: a factor of two; of a share) from which on it is taken
# from the profile of the residuals.
WIDE = {True: float(np.log(2)), False: 0.2}
# Starts beside the given one, times as many decades for what is fitted by its logarithm.
SHIFTS = (0.0, -1.0, 1.0)
# Of a sum of squares relative to the spread of the data.
ROUNDING = 1e-20


@dataclass(frozen=True)
class Interval:
    """A fitted number; None where the data do not bound it. `method`: covariance or profile."""

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
        these are wide or meet a bound, from the profile."""
        best = min((self._solve(self._moved(start, i, shift)) for i in range(len(start))
                    for shift in SHIFTS), key=lambda result: result.cost)
        variance = 2 * best.cost / self.freedom
        t = stats.t.ppf(0.975, self.freedom)
        information = best.jac.T @ best.jac
        halves = t * np.sqrt(np.maximum(np.diag(np.linalg.pinv(information)), 0) * variance)
        if np.linalg.cond(information) > 1e14:
            halves[:] = np.inf
        intervals = tuple(self._interval(best, i, half) for i, half in enumerate(halves))
        spread = np.sum((self.data - self.data.mean()) ** 2) / self.scale**2
        return Fit(intervals, self.scale * float(np.sqrt(variance)), 1 - 2 * best.cost / spread)

    def _residuals(self, x: np.ndarray) -> np.ndarray:
        return (self.model(x) - self.data) / self.scale

    def _solve(self, start: np.ndarray):
        return optimize.least_squares(self._residuals, start, bounds=(self.low, self.high),
                                      x_scale="jac", xtol=1e-12, ftol=1e-12, gtol=1e-12)

    def _moved(self, start: np.ndarray, index: int, shift: float) -> np.ndarray:
        moved = start.copy()
        moved[index] += shift * (np.log(10) if self.logarithmic[index] else 0.2)
        inside = 1e-3 * (self.high - self.low)
        return np.clip(moved, self.low + inside, self.high - inside)

    def _interval(self, best, index: int, half: float) -> Interval:
        value = float(best.x[index])
        low, high = value - half, value + half
        if half < WIDE[self.logarithmic[index]] and low > self.low[index] \
                and high < self.high[index]:
            return Interval(value, low, high, "covariance")
        return Interval(value, self._profile_end(best, index, self.low[index]),
                        self._profile_end(best, index, self.high[index]), "profile")

    def _profile_end(self, best, index: int, bound: float) -> Optional[float]:
        """Where the least sum of squares at a fixed x of this index has risen by F(1, n − p) at
        95 %; None where it has not at the bound."""
        limit = best.cost * (1 + stats.f.ppf(0.95, 1, self.freedom) / self.freedom) + ROUNDING
        rest = np.arange(len(best.x)) != index
        position = best.x[rest]

        def excess(value: float) -> float:
            nonlocal position
            def residuals(others: np.ndarray) -> np.ndarray:
                x = best.x.copy()
                x[index], x[rest] = value, others
                return self._residuals(x)

            if not rest.any():
                return 0.5 * float(np.sum(residuals(position) ** 2)) - limit
            result = optimize.least_squares(residuals, position, x_scale="jac",
                                            bounds=(self.low[rest], self.high[rest]))
            position = result.x
            return float(result.cost) - limit

        inner, value = float(best.x[index]), float(best.x[index])
        for share in np.linspace(0, 1, 41)[1:] ** 2:
            value = best.x[index] + share * (bound - best.x[index])
            if excess(value) > 0:
                return float(optimize.brentq(excess, inner, value, xtol=1e-4))
            inner = value
        return None
