# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the specimens of points found: one row a specimen, and one row a point and group."""

import csv
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Sequence

from ..units import unit_suffix

# Folder in that of a point for what is found cheaply.
CHEAP = "geometry"
TABLE = "specimens.csv"
NAMES = ("specimen", "group")
# What tells a run from another one, not a design: without a spread.
OF_A_RUN = ("seed", "ranks")


@dataclass(frozen=True)
class Specimen:
    """A row of a specimens.csv; `values` in SI units, without what was not found."""

    point: int
    name: str
    group: str
    values: dict[str, float]


def read_specimens(point: int, folder: Path) -> list[Specimen]:
    """The specimens of a point; none where it has not come so far."""
    try:
        with open(folder / TABLE, newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            head = next(rows, [])
            name, group = (head.index(column) for column in NAMES)
            return [Specimen(point, row[name], row[group],
                             {column: float(cell) for column, cell in zip(head, row)
                              if cell and column not in NAMES})
                    for row in rows]
    except (OSError, ValueError):  # never half a table: this one is of someone else
        return []


class Mean(NamedTuple):
    """A quantity over the specimens of a group: mean, standard deviation (none of one specimen), and
    the mean of their numerical error bars (none where they have none)."""

    value: float
    spread: float
    error: float
    n: int


def means_of(specimens: Sequence[Specimen]) -> dict[str, Mean]:
    """Quantities by column, of specimens of one group."""
    columns = dict.fromkeys(column for specimen in specimens for column in specimen.values
                            if column not in OF_A_RUN)
    found = {column: [specimen.values[column] for specimen in specimens if column in specimen.values]
             for column in columns}
    means = {}
    for column, values in found.items():
        if error_of(column) not in found:
            mean = _mean(values)
            errors = found.get(error_column(column))
            means[column] = Mean(mean, _standard_deviation(values, mean),
                                 _mean(errors) if errors else math.nan, len(values))
    return means


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _standard_deviation(values: Sequence[float], mean: float) -> float:
    if len(values) < 2:
        return math.nan
    return math.sqrt(sum([(value - mean)**2 for value in values]) / (len(values) - 1))


@lru_cache(maxsize=None)
def error_column(column: str) -> str:
    return with_word(column, "error")


@lru_cache(maxsize=None)
def with_word(column: str, word: str) -> str:
    """The column of a quantity's error bar or spread: the word comes before the unit."""
    suffix = unit_suffix(column)
    return f"{column[:-len(suffix)]}{word}_{suffix}" if suffix else f"{column}_{word}"


@lru_cache(maxsize=None)
def error_of(column: str) -> str:
    """The quantity that a column of error bars belongs to; empty for any other column."""
    stem, found, rest = column.rpartition("_error")
    return stem + rest if found and column == with_word(stem + rest, "error") else ""
