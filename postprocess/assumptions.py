# SPDX-License-Identifier: LGPL-2.1-or-later
"""How far new bone hangs on what is assumed: quantities of a study over a sweep of its assumed rates.

The sweep has the study's groups at points of ranges of assumptions; the table made of it stands in the
study's results, and its report shows it beside every value.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Optional

import numpy as np
import pandas as pd

from .errors import InputError
from .files import write_atomically
from .optimization.sensitivity import sobol_indices
from .quantities import BONE, quantity_of
from .results import Results
from .sweep.gathered import Gathered
from .sweep.plan import Plan, read_plan
from .sweep.search_task import numbers_of, problem_of
from .sweep.store import gather
from .units import Scale, number

FILE = "assumptions.csv"
COLUMNS = ("quantity", "group", "points", "low", "high", "above_first", "variable", "total", "total_low", "total_high")
# Shares of the points between which a range lies: ends of all would widen with their number.
ENDS = (0.05, 0.95)
FEWEST = 8
# Of which indices are computed, too.
INDEXED = ("bone_fraction", "bone_grown_fraction", "bone_mineral_density_kg_per_m3")


@dataclass(frozen=True)
class Range:
    """Of a quantity of a group (SI) over `points` sets of assumptions. `above_first`: in what share of them
    it is above the first group, where both have it. `variable`: of the largest total Sobol' index, if there are any."""

    low: float
    high: float
    points: int
    above_first: Optional[float]
    variable: str
    total: Optional[float]

    def text(self, scale: Scale) -> str:
        return f"{number(scale.of(self.low), 2)} to {number(scale.of(self.high), 2)}"


Ranges = dict[tuple[str, str], Range]


def keep_assumptions(results: Results, sweep: Path) -> None:
    """Make the table of a sweep for the report of `results`. Raises InputError where it is none of it."""
    plan = read_plan(sweep)
    done = [point for point in gather(plan) if point.means]
    groups = [group for group in results.groups if group not in results.measured]
    if len(done) < FEWEST:
        raise InputError(f"{sweep}: {len(done)} points are done; expected at least {FEWEST}")
    missing = [group for group in groups if group not in done[0].means]
    if missing:
        raise InputError(f"{sweep}: no group {missing[0]}; expected a sweep of {results.study}, over what is assumed")
    columns = [column for column in results.quantities() if quantity_of(column).section == BONE
               and column in done[0].means[groups[0]]]
    if not columns:
        raise InputError(f"{sweep}: no new bone; expected points by regenerate or compare")
    rows = [row for column in columns for row in _rows(plan, done, column, groups)]
    write_atomically(results.folder / FILE, pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(index=False))


def read_assumptions(folder: Path) -> Ranges:
    """By column and group; none where no sweep was told. Raises InputError."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        table = pd.read_csv(path, dtype={"quantity": str, "group": str, "variable": str}).replace({np.nan: None})
        return {(row.quantity, row.group): Range(float(row.low), float(row.high), int(row.points), row.above_first,
                                                 row.variable or "", row.total) for row in table.itertuples()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: damaged; expected what lacuna report --assumptions wrote") from error


def _rows(plan: Plan, done: list[Gathered], column: str, groups: list[str]) -> Iterator[dict[str, Any]]:
    values = {group: np.array([_value(point, group, column) for point in done]) for group in groups}
    for group in groups:
        known = values[group][np.isfinite(values[group])]
        if len(known) < FEWEST:
            continue
        low, high = np.quantile(known, ENDS)
        row = {"quantity": column, "group": group, "points": len(known), "low": low, "high": high}
        both = np.isfinite(values[group]) & np.isfinite(values[groups[0]])
        if group != groups[0] and both.any():
            row["above_first"] = float(np.mean(values[group][both] > values[groups[0]][both]))
        yield row | _largest_index(plan, done, column, values[group])


def _value(point: Gathered, group: str, column: str) -> float:
    mean = point.means.get(group, {}).get(column)
    return np.nan if mean is None else mean.value


def _largest_index(plan: Plan, done: list[Gathered], column: str, values: np.ndarray) -> dict[str, Any]:
    if column not in INDEXED:
        return {}
    table = pd.DataFrame([numbers_of(plan.document, point.values) for point in done])
    indices = sobol_indices(problem_of(plan.document), table.assign(status="done", **{column: values}), column,
                            plan.document["seed"])
    if indices is None:
        return {}
    column_of = {one["column"]: one["name"] for one in plan.document["variables"]}
    name = indices["total"].idxmax()
    return {"variable": column_of[name]} | {key: indices.loc[name, key] for key in ("total", "total_low", "total_high")}
