# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measured bone volume of groups of animals at some weeks, as papers tabulate it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from .errors import InputError
from .measured_table import Column, Quantity, read_tables
from .units import DAY

_WEEK = 7 * DAY
_SHARE = {"%": 1e-2}
QUANTITIES = (
    Quantity("BV/TV", ("bv", "bone"), _SHARE),
    Quantity("SD", ("sd", "std", "deviation"), _SHARE, is_scatter=True),
    Quantity("time", ("week", "time", "day"),
             {"d": DAY, "Day": DAY, "day": DAY, "Days": DAY, "days": DAY,
              "Week": _WEEK, "week": _WEEK, "Weeks": _WEEK, "weeks": _WEEK}),
    Quantity("n", ("n", "animals"), {"": 1.0}),
)
NEEDED = (tuple(quantity.name for quantity in QUANTITIES),)
EXAMPLE = "a header such as Group, Week, BV/TV (%), SD (%), n"


@dataclass(frozen=True)
class BoneMeasurement:
    """Mean and SD over n animals of bone in parts of the defect, at a time (s)."""

    group: str
    time: float
    mean: float
    sd: float
    n: int

    @property
    def error(self) -> float:
        """Of the mean."""
        return self.sd / np.sqrt(self.n)


def read_bone(path: Path, groups: Sequence[str]) -> list[BoneMeasurement]:
    """The rows of a table, by group and time; `groups` of the study are known. Raises InputError."""
    found: list[BoneMeasurement] = []
    for group, columns in read_tables(path, QUANTITIES, NEEDED, EXAMPLE, rows_of="group").items():
        if not group:
            raise InputError(f"{path}: no column of group; expected {EXAMPLE}")
        if group not in groups:
            raise InputError(f"{path}: {group}: no group of the study; expected {' or '.join(groups)}")
        rows = zip(*(_column(path, columns, quantity.name) for quantity in QUANTITIES))
        found += [_measurement(path, group, *row) for row in rows]
    found.sort(key=lambda one: (groups.index(one.group), one.time))
    for first, second in zip(found, found[1:]):
        if (first.group, first.time) == (second.group, second.time):
            raise InputError(f"{path}: {first.group}: week {first.time / _WEEK:g} twice; expected one mean a week")
    return found


def _column(path: Path, columns: list[Column], name: str) -> np.ndarray:
    members = [column for column in columns if column.quantity.name == name]
    if len(members) > 1:
        raise InputError(f"{path}: {members[1].title}: a second column of {name}; expected one")
    return members[0].values


def _measurement(path: Path, group: str, mean: float, sd: float, time: float, n: float) -> BoneMeasurement:
    for name, value, is_right, expected in (
            ("week", time, time > 0, "a time after the operation"),
            ("BV/TV", mean, 0 <= mean <= 1, "a share from 0 to 100 %"),
            ("SD", sd, sd > 0, "one above 0 %: it weighs the mean"),
            ("n", n, n >= 2 and n == round(n), "a whole number of animals, at least 2")):
        if not is_right:  # an empty cell, too
            said = "empty" if np.isnan(value) else f"{value / {'week': _WEEK, 'n': 1.0}.get(name, 0.01):g}"
            raise InputError(f"{path}: {group}: {name} {said}; expected {expected}")
    return BoneMeasurement(group, float(time), float(mean), float(sd), int(n))
