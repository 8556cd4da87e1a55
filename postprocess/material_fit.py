# SPDX-License-Identifier: LGPL-2.1-or-later
"""Young's modulus and tensile strength of the strut that make prediction and measurement agree.

At a fixed Poisson's ratio the apparent modulus is proportional to Young's modulus. At a fixed
material length (KIC/σt)²/(2π) the apparent strength is proportional to the tensile strength; at a
fixed toughness it follows a power below one of it, found from two predictions.
"""

from dataclasses import dataclass
from typing import Any, Optional, Sequence

import numpy as np
from scipy import stats


@dataclass(frozen=True)
class Measured:
    """A quantity of n specimens: mean, sample SD and half of the 95 % interval of the mean, the
    latter two None for one specimen."""

    n: int
    mean: float
    sd: Optional[float]
    half: Optional[float]


@dataclass(frozen=True)
class Predicted:
    """A quantity as a study predicts it, with its numerical error bar (None where unknown)."""

    value: float
    error: Optional[float]


@dataclass(frozen=True)
class Trial:
    """What the study predicts with this tensile strength; no `strength` where it asks for none."""

    tensile_strength: float
    modulus: Predicted
    strength: Optional[Predicted]


@dataclass(frozen=True)
class Fitted:
    """A property of the strut with its 95 % interval, and what the study had."""

    value: float
    low: float
    high: float
    before: float

    @property
    def ratio(self) -> float:
        return self.value / self.before


def measure(values: Sequence[float]) -> Measured:
    """Mean of a non-empty sample with its interval by Student's t."""
    n, mean = len(values), float(np.mean(values))
    if n == 1:
        return Measured(1, mean, None, None)
    sd = float(np.std(values, ddof=1))
    return Measured(n, mean, sd, float(stats.t.ppf(0.975, n - 1) * sd / np.sqrt(n)))


def fit_modulus(measured: Measured, predicted: Predicted, before: float) -> Fitted:
    """Young's modulus; `before` is that of the prediction."""
    return _with_interval(before * measured.mean / predicted.value, before,
                          _uncertainty(measured, predicted))


def fit_strength(measured: Measured, trials: Sequence[Trial], value: float, power: float) -> Fitted:
    """The interval of the tensile strength `value`, which the predicted strength follows by a power;
    `lacuna calibrate` found both."""
    return _with_interval(value, trials[0].tensile_strength,
                          _uncertainty(measured, trials[-1].strength) / power)


def read_trial(tensile_strength: float, results: dict[str, Any]) -> Trial:
    """The one specimen in results.json; of a strength that scatters the mean."""
    mechanics = results["specimens"][0]["mechanics"]
    modulus, strength = mechanics["youngs_modulus_Pa"], mechanics["compressive_strength_Pa"]
    found = None
    if strength["value"] is not None:
        mean = mechanics.get("strength_mean_Pa") or strength["value"]
        share = None if strength["error"] is None else strength["error"] / strength["value"]
        found = Predicted(mean, None if share is None else share * mean)
    return Trial(tensile_strength, Predicted(modulus["value"], modulus["error"]), found)


def _uncertainty(measured: Measured, predicted: Predicted) -> float:
    """Relative half-width: the prediction's error is no chance, so that it adds to the scatter."""
    return (measured.half or 0.0) / measured.mean + (predicted.error or 0.0) / predicted.value


def _with_interval(value: float, before: float, share: float) -> Fitted:
    return Fitted(value, value * max(0.0, 1 - share), value * (1 + share), before)
