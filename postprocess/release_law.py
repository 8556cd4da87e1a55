# SPDX-License-Identifier: LGPL-2.1-or-later
"""The laws by which coatings release, as solver/transport has them, and what of them is fitted.

Nothing is engulfed: an assay of release has no cells.
"""

from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

from .units import DAY

YEARS = 3650 * DAY


@dataclass(frozen=True)
class Unknown:
    """A property to be fitted: its place in a parameter file, the study's value (where the search
    starts) and bounds in SI units.

    What spans decades is fitted by its logarithm. `unit` is (size in SI, name in the file).
    """

    section: str
    key: str
    before: float
    bounds: tuple[float, float]
    unit: tuple[float, str]
    logarithmic: bool = True

    def to_search(self, value: float) -> float:
        return float(np.log(value)) if self.logarithmic else value

    def from_search(self, x: float) -> float:
        return float(np.exp(x)) if self.logarithmic else float(x)


@dataclass(frozen=True)
class Law:
    """Share of the load released until t: `share(time, values of the unknowns)`."""

    name: str
    unknowns: tuple[Unknown, ...]
    share: Callable[[np.ndarray, np.ndarray], np.ndarray]
    holds_until: float = 1.0  # the share released; an extrapolation beyond


def law_of(coating: dict[str, Any]) -> Law:
    """The law of a coating as in task.json: migrasomes, exosomes, or adsorbed by either law."""
    kind = coating["kind"]
    if kind == "migrasomes":
        return _migrasomes(coating)
    if kind == "exosomes":
        half_life = Unknown("Exosomes", "Release half-life", coating["half_life_s"] or 2 * DAY,
                            (1.0, YEARS), (DAY, "d"))
        return Law("first order", (half_life,), lambda t, p: first_order(t, np.log(2) / p[0]))
    return _power_law(coating) if coating["law"] == "power law" else _burst(coating)


def first_order(time: np.ndarray, rate) -> np.ndarray:
    """1 − e^(−kt)"""
    return -np.expm1(-rate * time)


def _migrasomes(coating: dict[str, Any]) -> Law:
    """Rupture; leaks of migrasomes of each size ([share of the cargo, rate]) stay as they are."""
    leaks = np.array(coating["leaks"])
    half_life = Unknown("Migrasomes", "Rupture half-life", coating["half_life_s"] or 10 * DAY,
                        (1.0, YEARS), (DAY, "d"))

    def share(time: np.ndarray, values: np.ndarray) -> np.ndarray:
        rates = np.log(2) / values[0] + leaks[:, 1]
        return first_order(time[:, None], rates) @ leaks[:, 0]

    return Law("rupture, with leaks as in the study" if np.any(leaks[:, 1]) else "rupture",
               (half_life,), share)


def _burst(coating: dict[str, Any]) -> Law:
    unknowns = (
        Unknown("Adsorbed", "Burst", coating["burst"], (0.0, 1.0), (1e-2, "%"), False),
        Unknown("Adsorbed", "Burst half-life", coating["burst_half_life_s"], (1.0, 30 * DAY),
                (3600.0, "h")),
        Unknown("Adsorbed", "Release rate", coating["release_rate_per_s"] or 0.1 / DAY,
                (1e-4 / DAY, 1.0), (1 / DAY, "/d")))

    def share(time: np.ndarray, values: np.ndarray) -> np.ndarray:
        burst, half_life, rate = values
        fast = np.log(2) / half_life
        # The rest is the slower part, or the two could change places.
        return burst * first_order(time, fast) + (1 - burst) * first_order(time, min(rate, fast))

    return Law("burst and first order", unknowns, share)


def _power_law(coating: dict[str, Any]) -> Law:
    unknowns = (
        Unknown("Adsorbed", "Exponent", coating["exponent"], (0.05, 1.0), (1.0, ""), False),
        Unknown("Adsorbed", "Whole time", coating["whole_time_s"], (60.0, YEARS), (DAY, "d")))
    return Law("Korsmeyer–Peppas", unknowns,
               lambda time, p: np.minimum(time / p[1], 1.0) ** p[0], holds_until=0.6)
