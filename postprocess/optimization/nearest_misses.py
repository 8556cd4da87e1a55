# SPDX-License-Identifier: LGPL-2.1-or-later
"""What to say where no point keeps all constraints: by how much the nearest ones miss."""

from dataclasses import dataclass
from typing import Hashable, Optional

import numpy as np
import pandas as pd

from ..units import Scale, choose_scale, label, number
from .front import feasible_by_value, misses
from .points import read_points
from .problem import Constraint, Problem


@dataclass(frozen=True)
class Miss:
    """A point, by its index, and by how much it lies outside each constraint that it breaks; SI."""

    point: Hashable
    excess: dict[str, float]


def nearest_misses(problem: Problem, finished: pd.DataFrame, count: int = 3) -> list[Miss]:
    """Empty where a point that is done keeps all constraints, or no point has any of their quantities;
    else the `count` nearest of those that have most of them. Excesses are added up as shares of the
    range of values of their quantity. Raises InputError."""
    points = read_points(problem, finished)
    columns = [constraint.column for constraint in problem.constraints]
    if not columns or (feasible_by_value(problem, points) & (points.status == "done")).any():
        return []
    known = np.isfinite(points.values(columns)).sum(axis=1)
    points = points.chosen((known > 0) & (known == known.max(initial=0)))
    if not len(points):
        return []
    excess = misses(problem, points)
    total = (excess / _ranges(points.values(columns))).sum(axis=1)
    return [Miss(points.table.index[row], {column: float(by) for column, by in zip(columns, excess[row]) if by > 0})
            for row in np.argsort(total, kind="stable")[:count]]


def _ranges(values: np.ndarray) -> np.ndarray:
    """Of the numbers in each column, 1 where they do not differ."""
    known = np.isfinite(values)
    spread = np.where(known, values, -np.inf).max(axis=0) - np.where(known, values, np.inf).min(axis=0)
    return np.where(np.isfinite(spread) & (spread > 0), spread, 1)


def describe(problem: Problem, finished: pd.DataFrame) -> Optional[str]:
    """One line, such as "none feasible; nearest misses: 0007 by 0.31 GPa (Apparent modulus at most
    2 GPa)"; None where a point is feasible. Raises InputError."""
    found = nearest_misses(problem, finished)
    if not found:
        points = read_points(problem, finished)
        feasible = (feasible_by_value(problem, points) & (points.status == "done")).any()
        columns = [constraint.column for constraint in problem.constraints]
        return None if feasible else f"none feasible; no point has {' or '.join(columns)}"
    constraints = {constraint.column: constraint for constraint in problem.constraints}
    return "none feasible; nearest misses: " + "; ".join(
        f"{miss.point} by " + " and ".join(_missed(constraints[column], by) for column, by in miss.excess.items())
        for miss in found)


def _missed(constraint: Constraint, by: float) -> str:
    limits = [limit for limit in (constraint.low, constraint.high) if np.isfinite(limit)]
    scale = choose_scale(constraint.column, limits)
    if len(limits) == 2:
        limit = f"within {number(scale.of(limits[0]))} .. {_quantity(limits[1], scale)}"
    else:
        limit = f"at {'least' if np.isfinite(constraint.low) else 'most'} {_quantity(limits[0], scale)}"
    return f"{_quantity(by, choose_scale(constraint.column, [by]), 2)} ({label(constraint.column)} {limit})"


def _quantity(value: float, scale: Scale, digits: int = 3) -> str:
    return f"{number(scale.of(value), digits)} {scale.symbol}".rstrip()
