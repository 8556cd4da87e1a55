# SPDX-License-Identifier: LGPL-2.1-or-later
"""The points of a sweep so far: a table, checked and brought into one order.

Columns: the variables, `status`, and, where they are computed, the quantities. A quantity q is the
mean over the `specimens` of a point (1 where there is no such column), `q_sd` their sample standard
deviation, `q_error` its numerical error bar. `fidelity` is 0 for the cheap computation and 1 for the
dear one; without the column there is one kind. An empty cell was not computed.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError
from .problem import Problem

STATUSES = ("done", "infeasible", "failed", "killed", "pending")

# A standard deviation of few specimens says little: it is averaged with that of all points, which
# counts as this many degrees of freedom.
SHARED_FREEDOM = 4.0


@dataclass(frozen=True)
class Points:
    """Rows of `table` in an order that does not depend on when they came, with the index they had;
    `unit` holds their place in the unit cube."""

    table: pd.DataFrame
    unit: np.ndarray

    def __len__(self) -> int:
        return len(self.table)

    @property
    def status(self) -> np.ndarray:
        return self.table["status"].to_numpy(str)

    @property
    def fidelity(self) -> np.ndarray:
        return self.numbers("fidelity", 0.0)

    def numbers(self, column: str, otherwise: float = np.nan) -> np.ndarray:
        """A column as numbers; `otherwise` where it is missing or empty."""
        if column not in self.table:
            return np.full(len(self), otherwise)
        return self.table[column].fillna(otherwise).to_numpy(float)

    def values(self, columns: list[str]) -> np.ndarray:
        return np.array([self.numbers(column) for column in columns]).reshape(len(columns), len(self)).T

    def variances(self, column: str, relative: bool) -> np.ndarray:
        """Of the mean of each row: SD²/n + (numerical error)²; `relative` to the mean squared.

        SD² is weighed with the average over all rows by degrees of freedom, n − 1 against
        SHARED_FREEDOM. Where no row has two specimens, nothing is known of their scatter, and it
        counts as 0: the model learns it as what its rows do not have in common.
        """
        scale = np.abs(self.numbers(column)) if relative else 1.0
        count = np.maximum(self.numbers("specimens", 1.0), 1.0)
        squares = (self.numbers(f"{column}_sd") / scale) ** 2
        freedom = np.where(np.isfinite(squares), count - 1, 0)
        squares = np.where(freedom > 0, squares, 0)
        shared = np.sum(freedom * squares) / max(np.sum(freedom), 1)
        scatter = (SHARED_FREEDOM * shared + freedom * squares) / (SHARED_FREEDOM + freedom)
        return scatter / count + (self.numbers(f"{column}_error", 0.0) / scale) ** 2

    def standard_errors(self, columns: list[str]) -> np.ndarray:
        """Of the means, in their units."""
        return np.sqrt(np.array([self.variances(column, False) for column in columns]).reshape(len(columns), len(self)).T)

    def chosen(self, rows: np.ndarray) -> "Points":
        return Points(self.table[rows], self.unit[rows])


def read_points(problem: Problem, finished: pd.DataFrame) -> Points:
    """Raises InputError where a column is missing or holds what it may not."""
    for name in (*problem.names, "status"):
        if name not in finished:
            raise InputError(f"points: column {name} is missing")
    unknown = set(finished["status"]) - set(STATUSES)
    if unknown:
        raise InputError(f"points: status {min(map(str, unknown))}; expected {', '.join(STATUSES)}")
    for column in problem.columns:
        if column not in finished and (finished["status"] == "done").any():
            raise InputError(f"points: column {column} is missing")
    read = [name for column in problem.columns for name in (column, f"{column}_sd", f"{column}_error")]
    read = [*problem.names, *(name for name in (*read, "specimens", "fidelity") if name in finished)]
    table = finished.copy()
    for column in read:
        table[column] = _numbers(finished[column], column in problem.names)
    if "fidelity" in table and not table["fidelity"].dropna().isin([0, 1]).all():
        raise InputError("points: fidelity; expected 0 or 1")
    order = np.lexsort([table["status"].to_numpy(str), *table[read[::-1]].to_numpy(float).T])
    table = table.iloc[order]
    return Points(table, problem.to_unit(table[problem.names].to_numpy(float)))


def _numbers(values: pd.Series, complete: bool) -> pd.Series:
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    wrong = np.isinf(numbers) | (numbers.isna() & (values.notna() | complete))
    if wrong.any():
        raise InputError(f"points: {values.name}: {values[wrong].iloc[0]}; expected a number")
    return numbers
