# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rates of new bone from measured bone volumes, by few evaluations of a model that is dear.

Least squares weighted by the errors of the measured means, over logarithms of the rates, by damped
Gauss–Newton steps (Levenberg 1944, Marquardt 1963) with differences for derivatives. A rate that the data
do not determine beside the others is held at the study's value, the worst first, and the others are
fitted again: it is told, and gets no number.
"""

from dataclasses import dataclass, field
from typing import Callable, Optional, Sequence

import numpy as np
from scipy import stats

# Model: rows of rates (SI) -> a row of values each.
Model = Callable[[np.ndarray], np.ndarray]
# Of logarithms: a difference for derivatives; the longest step; a step that counts as none.
DIFFERENCE, LONGEST, SHORTEST = 0.1, float(np.log(4)), 0.01
# A fall of the weighted sum of squares that no interval notices.
NO_FALL = 0.02
# Half of an interval (of a logarithm: a factor of two either way) from which on a rate is not determined.
WIDE = float(np.log(2))
MOST_STEPS, N_STARTS = 15, 5


@dataclass(frozen=True)
class Held:
    """A rate that is not determined: half of the interval (of its logarithm) that it had beside all that
    were free then, and the rate whose effect is most like its own."""

    index: int
    half: float
    partner: Optional[int]
    correlation: float


@dataclass
class BoneFit:
    """`rates` (SI) of all unknowns, those that are not `free` as the study has them; `values` of the model
    there; `slopes`: derivatives of the values by the logarithms of all rates (NaN of a rate that is 0)."""

    rates: np.ndarray
    free: list[int]
    held: list[Held]
    values: np.ndarray
    slopes: np.ndarray
    chi2: float
    freedom: int
    covariance: np.ndarray  # of logarithms of the free ones
    quantile: float         # of Student's t, for 95 %
    error: np.ndarray = field(repr=False)

    def halves(self) -> np.ndarray:
        """Of the 95 % intervals of the logarithms of the free ones."""
        return self.quantile * np.sqrt(np.diag(self.covariance))

    def correlations(self) -> np.ndarray:
        sd = np.sqrt(np.diag(self.covariance))
        return self.covariance / np.outer(sd, sd)

    def answer(self, change: np.ndarray) -> np.ndarray:
        """By how much the logarithms of the free rates change where the model's values change so."""
        weighted = self.slopes[:, self.free] / self.error[:, np.newaxis]
        return -np.linalg.pinv(weighted) @ (change / self.error)

    def half_of_values(self, slopes: np.ndarray) -> np.ndarray:
        """Of the 95 % intervals of what depends on the rates by these slopes (columns: all rates)."""
        by_free = slopes[:, self.free]
        return self.quantile * np.sqrt(np.einsum("ij,jk,ik->i", by_free, self.covariance, by_free))


class BoneProblem:
    """`before`: the rates as the study has them; `start`: the same, above 0; `low`, `high`: bounds of the
    search. All in SI units. `error`: of each datum, with `quantile` of Student's t for it."""

    def __init__(self, model: Model, data: np.ndarray, error: np.ndarray, quantile: float,
                 say: Callable[[str], None] = lambda text: None):
        self.model, self.data, self.error, self.quantile, self.say = model, data, error, quantile, say

    def fit(self, before: np.ndarray, start: np.ndarray, low: np.ndarray, high: np.ndarray) -> BoneFit:
        self.low, self.high = low, high
        free, held = list(range(len(start))), []
        rates, values = self._solve(start.copy(), free)
        if self._chi2(values) > stats.chi2.ppf(0.95, max(1, len(self.data) - len(free))):
            other, other_values = self._solve(self._other_start(start), free)
            if self._chi2(other_values) < self._chi2(values):
                rates, values = other, other_values
        while True:
            chi2 = self._chi2(values)
            slopes = self.slopes(rates, values, free)
            freedom = len(self.data) - len(free)
            covariance = self._covariance(slopes[:, free], chi2, freedom)
            halves = self.quantile * np.sqrt(np.diag(covariance))
            at_end = (np.log(rates[free] / low[free]) < halves) | (np.log(high[free] / rates[free]) < halves)
            bad = np.flatnonzero((halves > WIDE) | at_end)
            if not len(bad):
                break
            worst = max(bad, key=lambda i: halves[i])
            held.append(self._held(free, worst, covariance, halves[worst]))
            rates[free[worst]] = before[free[worst]]
            del free[worst]
            if not free:
                values = self.model(rates[np.newaxis])[0]
                chi2, freedom, covariance = self._chi2(values), len(self.data), np.zeros((0, 0))
                break
            rates, values = self._solve(rates, free)
        slopes = self.slopes(rates, values, [i for i in range(len(rates)) if rates[i] > 0])
        return BoneFit(rates, free, held, values, slopes, chi2, freedom, covariance, self.quantile, self.error)

    def slopes(self, rates: np.ndarray, values: np.ndarray, of: Sequence[int]) -> np.ndarray:
        """Derivatives of the values by the logarithms of some rates; NaN in the columns of others."""
        signs = np.array([1.0 if rates[i] * np.exp(DIFFERENCE) <= self.high[i] else -1.0 for i in of])
        rows = np.repeat(rates[np.newaxis], len(of), axis=0)
        for row, (index, sign) in enumerate(zip(of, signs)):
            rows[row, index] *= np.exp(sign * DIFFERENCE)
        result = np.full((len(values), len(rates)), np.nan)
        if len(of):
            result[:, list(of)] = ((self.model(rows) - values) / (signs[:, np.newaxis] * DIFFERENCE)).T
        return result

    def _other_start(self, start: np.ndarray) -> np.ndarray:
        """The best of some, where the fit from the study's rates misses the data."""
        points = stats.qmc.Halton(len(start), scramble=False).random(N_STARTS + 1)[1:]
        rows = np.clip(start * np.exp(LONGEST * (2 * points - 1)), self.low, self.high)
        self.say(f"the data are missed: {len(rows)} other sets of rates to start from")
        costs = [self._chi2(values) for values in self.model(rows)]
        return rows[int(np.argmin(costs))]

    def _chi2(self, values: np.ndarray) -> float:
        return float(np.sum(((values - self.data) / self.error) ** 2))

    def _solve(self, rates: np.ndarray, free: list[int]) -> tuple[np.ndarray, np.ndarray]:
        """The best rates, and the model's values there."""
        values, damping, slopes = self.model(rates[np.newaxis])[0], 1e-3, None
        chi2 = self._chi2(values)
        for number in range(1, MOST_STEPS + 1):
            self.say(f"{len(free)} rates free, step {number}: weighted sum of squares {chi2:.3g}")
            if slopes is None:
                slopes = self.slopes(rates, values, free)[:, free] / self.error[:, np.newaxis]
            step = self._step(slopes, (values - self.data) / self.error, damping)
            trial = rates.copy()
            trial[free] = np.clip(rates[free] * np.exp(step), self.low[free], self.high[free])
            moved = np.abs(np.log(trial[free] / rates[free])).max()
            if moved < SHORTEST:
                break
            found = self.model(trial[np.newaxis])[0]
            fall = chi2 - self._chi2(found)
            if fall > 0:
                rates, values, chi2, slopes, damping = trial, found, chi2 - fall, None, 0.1 * damping
                if fall < NO_FALL:
                    break
            else:
                damping *= 30
        return rates, values

    @staticmethod
    def _step(slopes: np.ndarray, residuals: np.ndarray, damping: float) -> np.ndarray:
        information = slopes.T @ slopes
        largest = np.diag(information).max()
        if largest == 0:
            return np.zeros(len(information))
        damped = information + damping * np.diag(np.maximum(np.diag(information), 1e-6 * largest))
        step = -np.linalg.solve(damped, slopes.T @ residuals)
        return step * min(1.0, LONGEST / max(np.abs(step).max(), 1e-300))

    def _covariance(self, slopes: np.ndarray, chi2: float, freedom: int) -> np.ndarray:
        """Of the logarithms of the free rates; a misfit beyond the errors of the data widens it."""
        weighted = slopes / self.error[:, np.newaxis]
        _, sizes, directions = np.linalg.svd(weighted, full_matrices=True)
        inverse = np.full(len(directions), 1e12)  # of directions that the data do not see
        seen = sizes > 1e-6
        inverse[:len(sizes)][seen] = 1 / sizes[seen] ** 2
        wider = max(1.0, chi2 / freedom) if freedom > 0 else 1.0
        return wider * (directions.T * inverse) @ directions

    def _held(self, free: list[int], worst: int, covariance: np.ndarray, half: float) -> Held:
        sd = np.sqrt(np.diag(covariance))
        correlation = covariance[worst] / (sd[worst] * sd)
        correlation[worst] = 0
        partner = int(np.argmax(np.abs(correlation)))
        return Held(free[worst], float(half), free[partner] if len(free) > 1 else None, float(correlation[partner]))
