# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cumulative release in time as an ELISA gives it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .errors import InputError
from .measured_table import Column, Quantity, read_tables
from .units import DAY, HOUR

_SHARES = {"%": 1e-2, "": 1.0, "1": 1.0}
_MASSES = {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "ug": 1e-9, "ng": 1e-12, "pg": 1e-15}
_AMOUNTS = {"mol": 1.0, "umol": 1e-6, "nmol": 1e-9, "pmol": 1e-12, "fmol": 1e-15, "amol": 1e-18}
QUANTITIES = (
    Quantity("time", ("time", "zeit", "day", "hour"),
             {"s": 1.0, "min": 60.0, "h": HOUR, "d": DAY, "hours": HOUR, "Hours": HOUR,
              "Hour": HOUR, "hour": HOUR, "Day": DAY, "day": DAY, "Days": DAY, "days": DAY,
              "weeks": 7 * DAY, "week": 7 * DAY}),
    Quantity("release", ("release", "cumul", "amount", "replicate"),
             _SHARES | _MASSES | _AMOUNTS),
)
NEEDED = (("time", "release"),)
EXAMPLE = "a header such as Time (d), Released (%) or Time (h), Replicate 1 (ng), Replicate 2 (ng)"

# Two more than any law has unknowns.
FEWEST_TIMES = 6
# A cumulative release may seem to fall by this share of its largest value, and a share may seem to
# pass 100 % by it: the scatter of the assay.
SCATTER = 0.1


@dataclass(frozen=True)
class ReleaseCurve:
    """One replicate: released until `time` (s), as a share of the load, in mol or in kg."""

    name: str
    kind: str  # share, mol or kg
    time: np.ndarray
    released: np.ndarray


def read_release(path: Path) -> list[ReleaseCurve]:
    """The replicates of a table, a column each, or rows by a column Sample. Raises InputError in one line."""
    curves = [curve for label, columns in read_tables(path, QUANTITIES, NEEDED, EXAMPLE).items()
              for curve in _curves(f"{path}: {label}" if label else str(path), columns)]
    if len({curve.kind for curve in curves}) > 1:
        raise InputError(f"{path}: shares, masses or amounts side by side; expected one of them")
    return curves


def _curves(name: str, columns: list[Column]) -> list[ReleaseCurve]:
    times = [column for column in columns if column.quantity.name == "time"]
    if len(times) > 1:
        raise InputError(f"{name}: {len(times)} columns of time; expected one")
    time, curves = times[0].values, []
    for column in columns:
        if column.quantity.name != "release":
            continue
        known = np.isfinite(time) & np.isfinite(column.values)
        kind = ("share" if column.unit in _SHARES else "kg" if column.unit in _MASSES else "mol")
        curve = ReleaseCurve(f"{name}: {column.title}", kind, time[known], column.values[known])
        _check(curve)
        curves.append(curve)
    return curves


def _check(curve: ReleaseCurve) -> None:
    n = len(np.unique(curve.time[curve.time > 0]))
    if n < FEWEST_TIMES:
        raise InputError(f"{curve.name}: {n} times after the start; expected at least "
                         f"{FEWEST_TIMES}")
    if curve.time.min() < 0 or np.any(np.diff(curve.time) < 0):
        raise InputError(f"{curve.name}: times go back; expected them in order, from 0 on")
    largest = curve.released.max()
    if not largest > 0 or curve.released.min() < -SCATTER * largest:
        raise InputError(f"{curve.name}: nothing or less is released; expected positive numbers")
    if np.any(np.maximum.accumulate(curve.released) - curve.released > SCATTER * largest):
        raise InputError(f"{curve.name}: falls by more than {SCATTER:.0%} of its largest value; "
                         "expected what is released in all until each time")
    if curve.kind == "share" and largest > 1 + SCATTER:
        raise InputError(f"{curve.name}: {largest:.3g} times the load; expected at most 100 %")
