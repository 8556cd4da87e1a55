# SPDX-License-Identifier: LGPL-2.1-or-later
"""The end of an optimisation: the front that is left."""

import csv
import io
from pathlib import Path
from typing import Iterator

import numpy as np
import pandas as pd

from ..files import write_atomically
from ..optimization.front import pareto
from ..optimization.model_table import model_table
from ..optimization.nearest_misses import describe
from ..optimization.points import read_points
from ..optimization.problem import Problem
from ..units import choose_scale, label, mean_and_spread
from .known import known_points, read_rounds, with_confirmed
from .plan import read_plan
from .search_task import Task, problem_of, texts_of

FRONT = "front.csv"


def conclude(folder: Path) -> list[str]:
    """Write front.csv; returns what to say. Raises InputError."""
    task = read_plan(folder).document
    problem = problem_of(task)
    known = known_points(folder, task, read_rounds(folder))
    lines = list(_trust(problem, known))
    finished = with_confirmed(folder, task, known)
    found = pareto(problem, finished)
    best = finished.loc[found.index[found["contender"]]]
    write_atomically(folder / FRONT, _table(problem, task, best, found))
    missed = describe(problem, finished)
    if missed:
        return [*lines, missed]
    return [*lines, *_front(problem, task, best)]


def _trust(problem: Problem, finished: pd.DataFrame) -> Iterator[str]:
    """What each model is worth."""
    for column, row in model_table(problem, finished).iterrows():
        scale = choose_scale(column, [row["error"]])
        yield (f"{label(column)}: left-out points are predicted within {scale.of(row['error']):.2g} {scale.symbol}".rstrip()
               + f", {max(row['explained'], 0):.0%} of the variance"
               + (f"; {row['warning']}" if row["warning"] else ""))


def _front(problem: Problem, task: Task, best: pd.DataFrame) -> Iterator[str]:
    yield f"on the front within error bars, {len(best)} in all:"
    points = read_points(problem, best)
    columns = [goal.column for goal in problem.goals]
    values, errors = points.values(columns), points.standard_errors(columns)
    for row in np.argsort(-problem.signs[0] * values[:, 0], kind="stable"):
        texts = texts_of(task, points.table.iloc[[row]])[0]
        design = ", ".join(f"{one['name']} = {text}" for one, text in zip(task["variables"], texts))
        said = []
        for column, value, error in zip(columns, values[row], errors[row]):
            scale = choose_scale(column, [value])
            said.append(f"{label(column)} {mean_and_spread(scale.of(value), scale.of(error))} {scale.symbol}".rstrip())
        yield f"  {points.table.index[row]}: {design}: {', '.join(said)}"


def _table(problem: Problem, task: Task, best: pd.DataFrame, found: pd.DataFrame) -> str:
    """A row each contender, in SI units, with standard errors."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    columns = problem.columns
    writer.writerow(["point", *problem.names, *(name for column in columns for name in (column, f"{column}_se")),
                     "front", "feasible", "dominated"])
    points = read_points(problem, best)
    values, errors = points.values(columns), points.standard_errors(columns)
    for index, place, value, error in zip(points.table.index, points.table[problem.names].to_numpy(), values, errors):
        pairs = (f"{number:.9g}" for pair in zip(value, error) for number in pair)
        writer.writerow([index, *(f"{number:.9g}" for number in place), *pairs, int(found.loc[index, "front"]),
                         f"{found.loc[index, 'feasible']:.3f}", f"{found.loc[index, 'dominated']:.3f}"])
    return text.getvalue()
