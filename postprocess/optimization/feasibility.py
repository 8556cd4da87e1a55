# SPDX-License-Identifier: LGPL-2.1-or-later
"""How probable it is that a design can be computed, and that it keeps its constraints."""

from typing import Optional

import numpy as np
from scipy.special import ndtr

from .front import misses
from .gaussian_process import Model, fit
from .points import Points
from .problem import Constraint, Problem

# Column of 1 for a design that can be computed and −1 for one that cannot.
COMPUTABLE = Constraint("computable", low=0.0)


def within(model: Model, constraint: Constraint, unit: np.ndarray) -> np.ndarray:
    """P(low ≤ quantity ≤ high) by the model."""
    mean, sd = model.predict(unit)
    low, high = model.scale.to_model(np.array([constraint.low, constraint.high]))
    return ndtr((high - mean) / sd) - ndtr((low - mean) / sd)


def classifier(problem: Problem, points: Points) -> Optional[Model]:
    """Of `COMPUTABLE`, by regression on its two values (Rasmussen & Williams 2006, 6.5.1); None where
    no design was refused.

    It learns from rows that are done, and from those infeasible or failed without a number that
    explains it: a row that breaks a constraint by a number is left to that quantity's model. Killed
    rows (time, memory, the user) say nothing of the design.
    """
    explained = misses(problem, points).max(axis=1, initial=0) > 0
    refused = np.isin(points.status, ("infeasible", "failed")) & ~explained
    if not refused.any():
        return None
    computable = np.where(points.status == "done", 1.0, np.where(refused, -1.0, np.nan))
    table = points.table.assign(**{COMPUTABLE.column: computable})
    return fit(problem, Points(table, points.unit), COMPUTABLE.column)
