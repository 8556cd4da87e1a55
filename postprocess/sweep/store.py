# SPDX-License-Identifier: LGPL-2.1-or-later
"""Gathers the points of a sweep in points.csv and sweep.sqlite, which are made anew from the files of
the points each time."""

import csv
import io
import math
from itertools import groupby
from pathlib import Path
from typing import Optional

from ..files import write_atomically
from .attempts import DONE, MISSING, Attempt, read_attempts
from .database import write_database
from .gathered import Gathered
from .judgement import INFEASIBLE, Judged, misses_of
from .plan import Plan, read_plan
from .rows import CHEAP, Mean, Specimen, error_column, means_of, read_specimens, with_word

POINTS, DATABASE = "points.csv", "sweep.sqlite"


def collect(folder: Path) -> list[Gathered]:
    """Write the tables of a sweep; returns what they have of each point. Raises InputError where the
    folder is not that of one."""
    plan = read_plan(folder)
    points = gather(plan)
    write_atomically(folder / POINTS, points_table(plan, points))
    write_database(folder / DATABASE, plan, points)
    return points


def gather(plan: Plan) -> list[Gathered]:
    """All points that there are, in the order of their numbers."""
    return [_gather(plan, point) for point in plan.values]


def _gather(plan: Plan, point: int) -> Gathered:
    folder = plan.point_folder(point)
    attempts = read_attempts(folder)
    specimens = _specimens(point, folder) if attempts else []
    done = bool(attempts) and attempts[-1].state == DONE
    means = {}
    if done:
        ordered = sorted(specimens, key=lambda one: one.group)
        means = {group: means_of(list(own)) for group, own in groupby(ordered, lambda one: one.group)}
    return Gathered(_judge(plan, point, attempts, means), plan.values[point],
                    plan.identities[point], attempts, specimens, means)


def _specimens(point: int, folder: Path) -> list[Specimen]:
    """Of a point; those of its cheap command where it went no further."""
    return read_specimens(point, folder) or read_specimens(point, folder / CHEAP)


def _judge(plan: Plan, point: int, attempts: list[Attempt],
           means: dict[str, dict[str, Mean]]) -> Judged:
    if not attempts:
        return Judged(point, MISSING)
    last = attempts[-1]
    if last.state != DONE:
        return Judged(point, last.state, last.reason)
    of_goals = means.get(plan.group, {})
    misses = misses_of({column: mean.value for column, mean in of_goals.items()}, plan.goals)
    if misses:
        return Judged(point, INFEASIBLE, "; ".join(map(str, misses)))
    return Judged(point, DONE)


def points_table(plan: Plan, points: list[Gathered]) -> str:
    """As CSV: a row a point and group: variables, then means, each with its spread and error if any."""
    found = [(column, mean) for point in points for means in point.means.values()
             for column, mean in means.items()]
    columns = {column: [column] for column, _ in found}
    for column in {column for column, mean in found if not math.isnan(mean.spread)}:
        columns[column].append(with_word(column, "spread"))
    for column in {column for column, mean in found if not math.isnan(mean.error)}:
        columns[column].append(error_column(column))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["point", "group", "state", "reason", *plan.variables, "specimens",
                     *(name for names in columns.values() for name in names)])
    for point in points:
        for group, means in (point.means or {"": {}}).items():
            row = [point.judged.point, group, point.judged.state, point.judged.reason,
                   *point.values.values(), max((mean.n for mean in means.values()), default="")]
            for column, names in columns.items():
                row += _cells(means.get(column), column, names)
            writer.writerow(row)
    return text.getvalue()


def _cells(mean: Optional[Mean], column: str, names: list[str]) -> list[str]:
    """The mean of a column, and its spread and error where those have columns."""
    if mean is None:
        return [""] * len(names)
    cells = [f"{mean.value:.9g}"]
    if with_word(column, "spread") in names:
        cells.append(_cell(mean.spread))
    if error_column(column) in names:
        cells.append(_cell(mean.error))
    return cells


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.9g}"
