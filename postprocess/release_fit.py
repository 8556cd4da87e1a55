# SPDX-License-Identifier: LGPL-2.1-or-later
"""The law of a coating, fitted to measured replicates of its release."""

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .errors import InputError
from .least_squares import Fit, Interval, Problem, widened
from .release_curve import ReleaseCurve
from .release_law import Law, Unknown, law_of

AVOGADRO = 6.02214076e23
# What the load of each kind of coating is given by, its unit, and its range.
LOADS = {"adsorbed": ("Adsorbed", "Areal density", (1e6, "/mm^2"), (1.0, 1e20)),
         "migrasomes": ("Migrasomes", "Cargo", (1.0, ""), (1e-6, 1e9)),
         "exosomes": ("Exosomes", "Cargo", (1.0, ""), (1e-6, 1e6))}

# From this number on replicates are fitted one by one, too, to see how they scatter.
FEWEST_REPLICATES = 3


@dataclass(frozen=True)
class Release:
    """The law of a coating on a specimen, and its fit to replicates together."""

    law: Law
    unknowns: tuple[Unknown, ...]
    amount_per_load: Optional[float]  # mol by the last unknown; None where shares were measured
    fit: Fit
    n_replicates: int

    def released(self, time: np.ndarray) -> np.ndarray:
        """Of the fit until `time` (s), as measured: share or mol."""
        return _released(self.law, self.unknowns, self.amount_per_load, time, self.fit.values)

    def share(self, time: np.ndarray) -> np.ndarray:
        """Of the load, until `time` (s), by the fit."""
        values = [unknown.from_search(x) for unknown, x in zip(self.unknowns, self.fit.values)]
        return self.law.share(time, np.array(values[:len(self.law.unknowns)]))

    def interval(self, index: int) -> Interval:
        """Of an unknown, in SI units."""
        back, found = self.unknowns[index].from_search, self.fit.intervals[index]
        return Interval(back(found.value), None if found.low is None else back(found.low),
                        None if found.high is None else back(found.high), found.method)


def fit_release(task: dict[str, Any], curves: list[ReleaseCurve], surface: float) -> Release:
    """All replicates at once; `surface`: of the scaffold (m²). Raises InputError."""
    coating = task["coating"]
    law = law_of(coating)
    unknowns, amount = law.unknowns, None
    if curves[0].kind == "mol":
        section, key, unit, bounds = LOADS[coating["kind"]]
        carriers, before = coating["areal_density_per_m2"], coating.get("cargo")
        if key == "Areal density":
            carriers, before = 1.0, carriers
        amount = surface * coating["coverage"] * coating["relative_load"] * carriers / AVOGADRO
        if amount == 0:
            raise InputError(f"{section}: carries nothing of {task['factor']}; expected a Relative "
                             "load and an Areal density above 0")
        unknowns += (Unknown(section, key, max(before, bounds[0]), bounds, unit),)
    pooled = _fit(law, unknowns, amount, curves)
    if len(curves) >= FEWEST_REPLICATES and pooled.intervals[0].method == "covariance":
        single = [_fit(law, unknowns, amount, [curve]) for curve in curves]
        pooled = widened(pooled, np.array([fit.values for fit in single]))
    return Release(law, unknowns, amount, pooled, len(curves))


def _fit(law: Law, unknowns: tuple[Unknown, ...], amount: Optional[float],
         curves: list[ReleaseCurve]) -> Fit:
    time = np.concatenate([curve.time for curve in curves])
    data = np.concatenate([curve.released for curve in curves])
    problem = Problem(lambda x: _released(law, unknowns, amount, time, x), data,
                      [tuple(map(unknown.to_search, unknown.bounds)) for unknown in unknowns],
                      [unknown.logarithmic for unknown in unknowns])
    start = np.array([unknown.to_search(unknown.before) for unknown in unknowns])
    if amount is not None:
        start[-1] = np.log(data.max() / amount)
    return problem.fit(start)


def _released(law: Law, unknowns: tuple[Unknown, ...], amount: Optional[float], time: np.ndarray,
              x: np.ndarray) -> np.ndarray:
    values = np.array([unknown.from_search(at) for unknown, at in zip(unknowns, x)])
    if amount is None:
        return law.share(time, values)
    return amount * values[-1] * law.share(time, values[:-1])
