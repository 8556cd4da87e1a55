# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which points are best: the Pareto front of what was computed, within its error bars."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.special import ndtr

from .hypervolume import hypervolume, non_dominated
from .points import Points, read_points
from .problem import Problem

# A point is out when it is dominated, or breaks a constraint, with at least this probability.
SURE = 0.95
# The reference lies below the worst value by this share of the range of all.
BELOW_WORST = 0.1


def reference(goals: np.ndarray) -> np.ndarray:
    """A point that all rows of `goals`, to be maximised, dominate."""
    return goals.min(axis=0) - BELOW_WORST * np.ptp(goals, axis=0)


def pareto(problem: Problem, finished: pd.DataFrame) -> pd.DataFrame:
    """Of each point whose goals are computed, with the index it has in `finished`:

    feasible   P(constraints are kept), by the values and their standard errors
    dominated  the largest P(another point that is rather feasible is better in all goals)
    front      keeps all constraints and is dominated by none that does, error bars aside
    contender  neither dominated nor infeasible with a probability of SURE: on the front within error

    Where some points are computed dearly, only these are compared. Raises InputError.
    """
    points = _comparable(problem, read_points(problem, finished))
    goals, errors = _goals(problem, points)
    feasible = _probability_of_keeping(problem, points)
    kept = feasible_by_value(problem, points)
    dominated = np.zeros(len(points))
    if len(points):
        by = _probability_of_dominating(goals, errors) * (feasible > 0.5)
        dominated = by.max(axis=1)
    front = np.zeros(len(points), bool)
    front[kept] = non_dominated(goals[kept])
    table = pd.DataFrame({"feasible": feasible, "dominated": dominated, "front": front,
                          "contender": (dominated < SURE) & (feasible > 1 - SURE)}, index=points.table.index)
    return table.loc[[index for index in finished.index if index in table.index]]


def with_references(problem: Problem, finished: pd.DataFrame) -> Problem:
    """With the `reference` of these points in goals that state none, so that hypervolumes of other
    tables can be compared. Raises InputError."""
    points = _comparable(problem, read_points(problem, finished))
    if not len(points):
        return problem
    worst = problem.signs * reference(_goals(problem, points)[0])
    return replace(problem, goals=tuple(
        replace(goal, reference=float(own) if goal.reference is None else goal.reference)
        for goal, own in zip(problem.goals, worst)))


def dominated_volume(problem: Problem, finished: pd.DataFrame) -> float:
    """Hypervolume of the feasible points between the goals' references and their values, in the units
    of the goals multiplied. A goal without a reference is counted from `reference` of all points, so
    that volumes of two tables can be compared only where all goals state one."""
    points = _comparable(problem, read_points(problem, finished))
    if not len(points):
        return 0.0
    goals, _ = _goals(problem, points)
    stated = np.array([np.nan if goal.reference is None else goal.reference for goal in problem.goals])
    stated = problem.signs * stated
    below = np.where(np.isfinite(stated), stated, reference(goals))
    return hypervolume(goals[feasible_by_value(problem, points)], below)


def feasible_by_value(problem: Problem, points: Points) -> np.ndarray:
    """Whether every constraint is computed and kept, error bars aside."""
    kept = np.ones(len(points), bool)
    for constraint in problem.constraints:
        kept &= constraint.excess(points.numbers(constraint.column)) == 0
    return kept


def misses(problem: Problem, points: Points) -> np.ndarray:
    """By how much each row (row) lies outside each constraint (column), in its units; NaN where the
    quantity was not computed counts as 0."""
    excess = [constraint.excess(points.numbers(constraint.column)) for constraint in problem.constraints]
    return np.nan_to_num(np.array(excess).T.reshape(len(points), len(problem.constraints)))


def _comparable(problem: Problem, points: Points) -> Points:
    """Those done whose goals are computed, the dear ones where there are some."""
    columns = [goal.column for goal in problem.goals]
    points = points.chosen((points.status == "done") & np.isfinite(points.values(columns)).all(axis=1))
    return points.chosen(points.fidelity == points.fidelity.max(initial=0))


def _goals(problem: Problem, points: Points) -> tuple[np.ndarray, np.ndarray]:
    """Values, turned so that more is better, and their standard errors."""
    columns = [goal.column for goal in problem.goals]
    return problem.signs * points.values(columns), points.standard_errors(columns)


def _probability_of_dominating(goals: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """P(point j is at least as good as i in all goals), at row i and column j; 0 for equal points."""
    ahead = goals - goals[:, np.newaxis]
    error = np.hypot(errors, errors[:, np.newaxis])
    probability = np.where(error > 0, ndtr(ahead / np.where(error > 0, error, 1)), ahead >= 0)
    equal = (ahead == 0).all(axis=2)
    return np.where(equal, 0.0, probability.prod(axis=2))


def _probability_of_keeping(problem: Problem, points: Points) -> np.ndarray:
    probability = np.ones(len(points))
    for constraint in problem.constraints:
        value = points.numbers(constraint.column)
        error = points.standard_errors([constraint.column])[:, 0]
        scale = np.where(error > 0, error, 1)
        by_error = ndtr((constraint.high - value) / scale) - ndtr((constraint.low - value) / scale)
        probability *= np.where(error > 0, by_error, constraint.excess(value) == 0)
    return np.nan_to_num(probability)
