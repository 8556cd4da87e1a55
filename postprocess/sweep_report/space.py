# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a report of a sweep is about: its designs, with all that their files hold."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

import numpy as np
import pandas as pd

from ..optimization.points import Points, read_points
from ..optimization.problem import Problem
from ..quantities import is_numerical, quantity_of
from ..sweep.gathered import Gathered
from ..sweep.known import CONFIRMED, REFINED, known_points, read_rounds, with_confirmed
from ..sweep.plan import PLAN, Plan, read_plan
from ..sweep.search_task import problem_of
from ..sweep.store import gather
from ..units import Scale, choose_scale, label

MOST_DESIGNS = 1000   # that a page shows
MOST_PICTURES = 400   # of them, so that a page has a few megabytes
MOST_ROWS = 256       # that models are made from
MOST_QUANTITIES = 8   # columns beside the variables


@dataclass(frozen=True)
class Design:
    """A point under the name that it has in the report: "7", "confirmed/2"."""

    name: str
    folder: Path
    point: Gathered

    @property
    def state(self) -> str:
        return self.point.judged.state


@dataclass(frozen=True)
class Axis:
    """A variable or a quantity: its column, what a person calls it, and the unit that is shown. `levels`:
    the words or texts of a variable that has no range."""

    column: str
    name: str
    scale: Scale
    levels: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.name + self.scale.in_brackets()


@dataclass(frozen=True)
class Space:
    """`known`: the rows that models are made from; `compared`: those that the front is made from, their
    index the names of designs; `points`: the same with standard errors."""

    folder: Path
    plan: Plan
    problem: Problem
    designs: dict[str, Design]
    variables: tuple[Axis, ...]
    quantities: tuple[Axis, ...]
    known: pd.DataFrame
    compared: pd.DataFrame

    @property
    def points(self) -> Points:
        return read_points(self.problem, self.compared)

    @property
    def columns(self) -> list[str]:
        return [axis.column for axis in self.quantities]


def read_space(folder: Path) -> Space:
    """Raises InputError where the folder is not that of a sweep."""
    plan = read_plan(folder)
    task, problem = plan.document, problem_of(plan.document)
    designs = dict(_designs(folder, plan))
    columns = _columns(problem, plan, designs)
    known = known_points(folder, task, read_rounds(folder), columns)
    compared = with_confirmed(folder, task, known, columns)
    compared.index = [str(index) for index in compared.index]
    quantities = tuple(Axis(column, label(column), choose_scale(column, compared.get(column, pd.Series(dtype=float))))
                       for column in columns)
    return Space(folder, plan, problem, designs, tuple(_variables(plan)), quantities, _thinned(known), compared)


def _designs(folder: Path, plan: Plan) -> Iterator[tuple[str, Design]]:
    for part in ("", REFINED, CONFIRMED):
        home = folder / part
        if part and not (home / PLAN).exists():
            continue
        of_part = read_plan(home) if part else plan
        for point in gather(of_part):
            name = f"{part}/{point.judged.point}".lstrip("/")
            yield name, Design(name, of_part.point_folder(point.judged.point), point)


def _columns(problem: Problem, plan: Plan, designs: dict[str, Design]) -> list[str]:
    """Those of goals, then the main ones that differ between designs."""
    found: dict[str, set[float]] = {}
    for design in designs.values():
        for column, mean in design.point.means.get(plan.group, {}).items():
            found.setdefault(column, set()).add(mean.value)
    wanted = [column for column in problem.columns if column in found]
    others = [column for column, values in found.items() if column not in wanted and len(values) > 1
              and quantity_of(column).is_main and not is_numerical(column)]
    return (wanted + others)[:max(MOST_QUANTITIES, len(wanted))]


def _variables(plan: Plan) -> Iterator[Axis]:
    for one in plan.document["variables"]:
        ends = one.get("si", [])
        words = tuple(one["levels"]) if "levels" in one and not ends else ()
        yield Axis(one["column"], one["name"], choose_scale(one["column"], ends), words)


def _thinned(table: pd.DataFrame) -> pd.DataFrame:
    """At most MOST_ROWS of a table, evenly from all of it."""
    if len(table) <= MOST_ROWS:
        return table
    return table.iloc[np.linspace(0, len(table) - 1, MOST_ROWS).round().astype(int)]


def number_of(axis: Axis, text: str) -> float:
    """What stands in plan.csv in the unit that is shown; of a word its place."""
    return float(axis.levels.index(text)) if axis.levels else axis.scale.of(float(text)) if text else math.nan
