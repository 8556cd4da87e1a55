# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measured specimens beside computed ones: RESULTS/measured/NAME.csv is a group NAME.

One row a specimen, columns of modulus, strength, … with their units in the header, as instruments and
spreadsheets write them (measured_table). A column of specimens' names is optional; specimens named as
those of a computed group are the same prints as these.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from .errors import InputError
from .measured_table import Quantity, read_tables

FOLDER = "measured"
_PRESSURES = {"Pa": 1.0, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "N/mm2": 1e6, "psi": 6894.757}
_LENGTHS = {"m": 1.0, "mm": 1e-3, "um": 1e-6}
_SHARES = {"": 1.0, "%": 1e-2}
# By column of specimens.csv; where words clash the earlier one takes the column.
QUANTITIES = {
    "youngs_modulus_Pa": Quantity("modulus", ("modul",), _PRESSURES),
    "strain_at_peak": Quantity("strain at peak", ("strain at peak", "strain_at_peak", "peak strain",
                                                 "failure strain", "bruchdehnung", "bruchstauchung"), _SHARES),
    "compressive_strength_Pa": Quantity("strength", ("strength", "festigkeit", "peak stress"), _PRESSURES),
    "open_porosity": Quantity("open porosity", ("open poros",), _SHARES),
    "porosity": Quantity("porosity", ("poros",), _SHARES),
    "strand_thickness_mean_m": Quantity("strand thickness", ("tb.th", "strand", "strut"), _LENGTHS),
    "pore_size_mean_m": Quantity("pore size", ("tb.sp", "pore size", "pore width"), _LENGTHS),
}
_EXAMPLE = "a header such as Specimen, Modulus (GPa), Strength (MPa), Porosity (%)"


def read_measured(folder: Path, computed: pd.DataFrame) -> pd.DataFrame:
    """Rows as in specimens.csv, a group each file; empty without any. Raises InputError."""
    files = sorted((folder / FOLDER).glob("*.csv"))
    parts = [_read_group(path, computed) for path in files]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def check_table(path: Path) -> None:
    """Raises InputError where `path` is no table of measured specimens."""
    _read_group(path, pd.DataFrame({"specimen": [], "group": []}))


def _read_group(path: Path, computed: pd.DataFrame) -> pd.DataFrame:
    group = path.stem
    if group in set(computed["group"]):
        raise InputError(f"{path}: {group} is a computed group; expected another name")
    needed = [(quantity.name,) for quantity in QUANTITIES.values()]
    rows = []
    for label, columns in read_tables(path, list(QUANTITIES.values()), needed, _EXAMPLE).items():
        values: dict[str, np.ndarray] = {}
        for column in columns:
            if values.setdefault(_column(column.quantity), column.values) is not column.values:
                raise InputError(f"{path}: {column.title}: a second column of {column.quantity.name}; "
                                 "expected one")
        count = max(map(len, values.values()))
        if label and count > 1:
            raise InputError(f"{path}: {label} has {count} rows; expected one row a specimen")
        rows += [{"specimen": label or f"{group}-{i + 1}", "group": group}
                 | {name: numbers[i] for name, numbers in values.items()} for i in range(count)]
    table = pd.DataFrame(rows)
    for name in table.columns.drop(["specimen", "group"]):
        wrong = table[name] <= 0
        if wrong.any():
            raise InputError(f"{path}: {table['specimen'][wrong].iloc[0]}: {QUANTITIES[name].name} "
                             f"{table[name][wrong].iloc[0]:g}; expected a number above 0")
    return table.assign(seed=_seeds(table["specimen"], computed))


def _column(quantity: Quantity) -> str:
    return next(column for column, known in QUANTITIES.items() if known == quantity)


def _seeds(names: pd.Series, computed: pd.DataFrame) -> np.ndarray:
    """Those of the prints that the names are of; NaN where a name is of none."""
    if "seed" not in computed:
        return np.full(len(names), np.nan)
    return names.map(computed.drop_duplicates("specimen").set_index("specimen")["seed"]).to_numpy(float)
