# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads what `lacuna compare` wrote, and says in one line what is wrong with it."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd

from .errors import InputError
from .measured_groups import read_measured
from .multiplicity import CORRECTIONS
from .units import Scale, choose_scale, split_factor, stem_of, unit_suffix

CURVE_COLUMNS = ("strain", "stress_Pa")
RELEASE_COLUMNS = (
    "time_s", "factor", "released_mol", "fluid_mol", "degraded_mol", "cleared_mol", "bound_mol",
    "taken_up_mol", "concentration_mean_mol_per_m3", "concentration_max_mol_per_m3",
    "volume_fraction_above_threshold",
)
PURE_NUMBERS = (
    "seed", "porosity", "open_porosity", "closed_porosity", "strain_at_peak", "unknowns", "iterations",
    "solid_parts", "euler_number", "degree_of_anisotropy",
    *(f"{phase}_through_share_{axis}" for phase in ("solid", "pore") for axis in "xyz"),
)


@dataclass(frozen=True)
class StatisticsOptions:
    """Section Statistics of the study; margins are relative."""

    margin: float = 0.1
    margins: dict[str, float] = field(default_factory=dict)
    correction: str = "none"

    def margin_of(self, column: str) -> float:
        """By quantity, named without factor and unit, where the study has one."""
        return self.margins.get(stem_of(split_factor(column)[1]), self.margin)


@dataclass
class Results:
    """One study on disk. Every quantity in `specimens` is in SI units, NaN where not computed."""

    folder: Path
    study: str
    specimens: pd.DataFrame
    groups: list[str]
    overrides: dict[str, str] = field(default_factory=dict)
    nested: list[dict[str, Any]] = field(default_factory=list)
    provenance: dict[str, Any] = field(default_factory=dict)
    timings: dict[str, Any] = field(default_factory=dict)
    statistics: StatisticsOptions = StatisticsOptions()
    measured: list[str] = field(default_factory=list)

    def quantities(self) -> list[str]:
        """Columns with at least one computed number."""
        numeric = self.specimens.select_dtypes("number")
        return [column for column in numeric if numeric[column].notna().any()]

    @property
    def computed(self) -> list[str]:
        """The groups that have folders of specimens."""
        return [group for group in self.groups if group not in self.measured]

    def factors(self) -> list[str]:
        """Factors with at least one computed quantity, in the order of the columns."""
        found = (split_factor(column)[0] for column in self.quantities())
        return list(dict.fromkeys(factor for factor in found if factor))

    def samples(self, column: str) -> dict[str, np.ndarray]:
        """The computed values of `column` (SI) by group; a group without any is left out."""
        by_group = {g: self.of_group(g)[column].dropna().to_numpy(float) for g in self.groups}
        return {group: values for group, values in by_group.items() if values.size}

    def shares_prints(self) -> bool:
        """Whether all of several groups were printed from the same seeds, each once."""
        if "seed" not in self.specimens:
            return False
        seeds = [self.of_group(group)["seed"].tolist() for group in self.groups]
        return len(seeds) > 1 and all(len(set(own)) == len(own) and set(own) == set(seeds[0])
                                      for own in seeds) and not self.specimens["seed"].isna().any()

    def samples_by_print(self, column: str) -> dict[str, np.ndarray]:
        """The values of `column` (SI) by group, in the same order of prints: those of which every
        group with a value has one."""
        table = self.specimens.pivot(index="seed", columns="group", values=column)
        table = table[[group for group in self.groups if table[group].notna().any()]].dropna()
        return {group: table[group].to_numpy(float) for group in table}

    def error_column(self, column: str) -> Optional[str]:
        """The column of the numerical error of `column`; None where it has none."""
        suffix = unit_suffix(column)
        name = f"{stem_of(column)}_error_{suffix}" if suffix else f"{column}_error"
        known = name in self.specimens and self.specimens[name].notna().any()
        return name if known else None

    def scale(self, column: str) -> Scale:
        """The human unit of `column`: an error bar has that of its quantity, and all amounts of
        a factor that of the released amount."""
        factor, quantity = split_factor(column)
        suffix = unit_suffix(column)
        owner = column.replace(f"_error_{suffix}", f"_{suffix}")
        if factor and suffix == "mol":
            owner = f"{factor}_released_mol"
        values = self.specimens[owner if owner in self.specimens else column]
        return choose_scale(quantity, values)

    def of_group(self, group: str) -> pd.DataFrame:
        """The rows of `group`."""
        return self.specimens[self.specimens["group"] == group]

    def specimen_folder(self, group: str, specimen: str) -> Path:
        return self.folder / group / specimen

    def curve(self, group: str, specimen: str) -> Optional[pd.DataFrame]:
        """Strain and stress (Pa) of one specimen; None if it was not compressed."""
        return _read_series(self.specimen_folder(group, specimen) / "curve.csv", CURVE_COLUMNS)

    def release(self, group: str, specimen: str) -> Optional[pd.DataFrame]:
        """Amounts and concentrations in time (s, mol, mol/m³); None without transport."""
        path = self.specimen_folder(group, specimen) / "release.csv"
        return _read_series(path, RELEASE_COLUMNS, text=("factor",))


def load(folder: Path) -> Results:
    """Read and check RESULTS_DIR. Raises InputError with one line."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; expected the results of a study")
    document = _read_json(folder / "results.json")
    specimens = _read_specimens(folder / "specimens.csv")
    described = _mapping(document, "groups", folder)
    present = list(dict.fromkeys(specimens["group"]))
    groups = [g for g in described if g in present] + [g for g in present if g not in described]
    nested = document.get("specimens") or []
    _check_same_specimens(nested, specimens, folder)
    added = read_measured(folder, specimens)
    measured = list(dict.fromkeys(added["group"])) if len(added) else []
    if measured:
        specimens = pd.concat([specimens, added], ignore_index=True)
    return Results(
        folder=folder,
        study=str(document.get("study") or folder.resolve().name),
        specimens=specimens,
        groups=groups + measured,
        measured=measured,
        overrides={group: _overrides(described.get(group)) for group in groups},
        nested=nested,
        provenance=_mapping(document, "provenance", folder),
        timings=_mapping(document, "timings", folder),
        statistics=_statistics(_mapping(document, "statistics", folder), folder),
    )


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: not valid JSON: {error.msg}") from error
    if not isinstance(document, dict):
        raise InputError(f"{path}: expected an object with study, specimens and groups")
    return document


def _mapping(document: dict[str, Any], key: str, folder: Path) -> dict[str, Any]:
    value = document.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InputError(f"{folder / 'results.json'}: {key}: expected an object")
    return value


def _statistics(section: dict[str, Any], folder: Path) -> StatisticsOptions:
    margins = section.get("margins_by_quantity") or {}
    options = StatisticsOptions(section.get("equivalence_margin", 0.1), margins,
                                section.get("correction", "none"))
    shares = isinstance(margins, dict) and all(
        isinstance(margin, (int, float)) and 0 < margin < 1
        for margin in (options.margin, *margins.values()))
    if not shares or options.correction not in CORRECTIONS:
        raise InputError(f"{folder / 'results.json'}: statistics: expected margins between 0 and 1 and "
                         f"a correction of {', '.join(CORRECTIONS)}")
    return options


def _overrides(group: Any) -> str:
    text = group.get("overrides") if isinstance(group, dict) else group
    return str(text) if text else ""


def _read_csv(path: Path, text: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_csv(path, dtype={name: str for name in text}, skipinitialspace=True,
                            na_values=["null"], keep_default_na=True)
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text") from error
    except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{path}: not a table: {reason}") from error
    return table.rename(columns=str.strip)


def _require(path: Path, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table]
    if missing:
        raise InputError(f"{path}: column {missing[0]} is missing")


def _to_numbers(path: Path, values: pd.Series) -> pd.Series:
    """`values` as floats; an entry that is neither empty nor a finite number is an error."""
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    wrong = (numbers.isna() & values.notna()) | np.isinf(numbers)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(f"{path}:{row + 2}: {values.name}: {values.iloc[row]}; expected a number")
    return numbers


def _read_specimens(path: Path) -> pd.DataFrame:
    table = _read_csv(path, text=("specimen", "group"))
    _require(path, table, ("specimen", "group"))
    if table.empty:
        raise InputError(f"{path}: no specimens")
    for name in ("specimen", "group"):
        for row, value in enumerate(table[name]):
            if not isinstance(value, str) or value in (".", "..") or set(value) & set("/\\"):
                raise InputError(f"{path}:{row + 2}: {name}: {value}; expected a name")
    twice = table.duplicated(["group", "specimen"])
    if twice.any():
        row = int(np.flatnonzero(twice)[0])
        names = table.loc[twice, ["group", "specimen"]].iloc[0]
        raise InputError(f"{path}:{row + 2}: specimen {'/'.join(names)} appears twice")
    for column in table.columns.drop(["specimen", "group"]):
        if _is_quantity(column) or table[column].isna().all():
            table[column] = _to_numbers(path, table[column])
    return table


def _is_quantity(column: str) -> bool:
    factor, _ = split_factor(column)
    return bool(factor or unit_suffix(column)) or column in PURE_NUMBERS


def _check_same_specimens(nested: Any, table: pd.DataFrame, folder: Path) -> None:
    path = folder / "results.json"
    if not isinstance(nested, list) or not all(isinstance(entry, dict) for entry in nested):
        raise InputError(f"{path}: specimens: expected a list of objects")
    in_json = {(entry.get("group"), entry.get("specimen")) for entry in nested}
    in_csv = set(zip(table["group"], table["specimen"]))
    if nested and in_json != in_csv:
        group, specimen = sorted(in_json ^ in_csv, key=str)[0]
        raise InputError(f"{path}: specimen {group}/{specimen} is not in both this file and "
                         "specimens.csv")


def _read_series(path: Path, columns: tuple[str, ...],
                 text: tuple[str, ...] = ()) -> Optional[pd.DataFrame]:
    if not path.is_file():
        return None
    table = _read_csv(path, text)
    _require(path, table, columns)
    for column in columns:
        if column not in text:
            table[column] = _to_numbers(path, table[column])
    return table if len(table) else None
