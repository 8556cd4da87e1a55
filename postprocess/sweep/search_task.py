# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a sweep or `lacuna optimize` asks for, in terms of postprocess/optimization, and its answers as texts.

The task has seed, goals and variables as plan.json has them, and of a search budget, batch, refine. Each
variable has its name and column, and either unit, low, high, log and `si`, the SI values of low and high, or
`levels` (texts) with their `si`, which words have none of.
"""

from typing import Any, Iterator, Sequence

import numpy as np
import pandas as pd

from ..optimization.problem import Constraint, Goal, Problem, Variable
from .attempts import DONE
from .plan import Plan
from .sampling import value
from .gathered import Gathered

Task = dict[str, Any]

SD, ERROR = "_sd", "_error"  # after a column's name: see postprocess/optimization/points.py


def problem_of(task: Task) -> Problem:
    """In SI units."""
    goals = task["goals"]
    return Problem(
        tuple(map(_variable, task["variables"])),
        tuple(Goal(goal["column"], goal["sense"] == "maximise") for goal in goals if goal["sense"]),
        tuple(Constraint(goal["column"], _bound(goal["low"], -np.inf), _bound(goal["high"], np.inf))
              for goal in goals if goal["low"] is not None or goal["high"] is not None))


def _variable(one: dict[str, Any]) -> Variable:
    if "levels" not in one:
        return Variable(one["column"], *one["si"], log=one["log"])
    if "si" in one:
        return Variable(one["column"], choices=tuple(sorted(one["si"])))
    return Variable(one["column"], choices=tuple(range(len(one["levels"]))), words=True)


def _bound(bound, otherwise: float) -> float:
    return otherwise if bound is None else bound


def texts_of(task: Task, designs: pd.DataFrame) -> list[list[str]]:
    """A row each design, a text each variable, as a study would have it."""
    problem = problem_of(task)
    unit = problem.to_unit(designs[problem.names].to_numpy(float)) if len(designs) else np.empty((0, 0))
    return [[_text(one, number, u) for one, number, u in zip(task["variables"], numbers, place)]
            for numbers, place in zip(designs[problem.names].to_numpy(float), unit)]


def _text(one: dict[str, Any], number: float, u: float) -> str:
    if "levels" not in one:
        return value(one, float(u))
    numbers = one.get("si", range(len(one["levels"])))
    return one["levels"][int(np.argmin(np.abs(np.subtract(numbers, number))))]


def numbers_of(task: Task, cells: dict[str, str]) -> dict[str, float]:
    """The values of a point in plan.csv, SI numbers or words."""
    return {one["column"]: float(one["levels"].index(cells[one["column"]])) if "levels" in one and "si" not in one
            else float(cells[one["column"]]) for one in task["variables"]}


def finished_points(task: Task, plan: Plan, points: list[Gathered], more: Sequence[str] = ()) -> pd.DataFrame:
    """The table that proposals are made from; its index has the numbers of the points. Those that
    were never begun are left out. `more`: columns beside those of goals."""
    rows = {point.judged.point: _row(task, plan, point, more) for point in points if point.attempts}
    columns = [*problem_of(task).names, "status"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=None if rows else columns)


def _row(task: Task, plan: Plan, point: Gathered, more: Sequence[str]) -> dict[str, Any]:
    means = point.means.get(plan.group, {})
    wanted = [goal.column for goal in plan.goals]
    found = [column for column in dict.fromkeys([*wanted, *more]) if column in means]
    row = numbers_of(task, point.values) | dict(_quantities(means, found))
    ran = point.attempts[-1].state
    computed = means.keys() >= set(wanted)
    return row | {"status": ran if ran != DONE or computed else "infeasible"}


def _quantities(means, columns: list[str]) -> Iterator[tuple[str, float]]:
    for column in columns:
        mean = means[column]
        yield column, mean.value
        yield column + SD, mean.spread
        yield column + ERROR, mean.error
        yield "specimens", float(mean.n)
