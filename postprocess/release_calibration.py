# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters of a coating from measured release: load, half-lives or rates, burst, exponent."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np

from .calibration_files import PICTURE, PREDICTION, RESULT, TASK, aligned, read_json, write_json
from .errors import InputError
from .files import write_atomically
from .least_squares import Fit, Interval, Problem, widened
from .release_curve import ReleaseCurve, read_release
from .release_law import Law, Unknown, law_of
from .units import number

COATING = "coating.prm"
AVOGADRO = 6.02214076e23
# kg/mol; usual figures of the mature proteins.
MOLAR_MASSES = {"BMP2": 26.0, "VEGF165": 45.0, "CXCL12": 8.0}
# What the load of each kind of coating is given by, its unit, and its range.
LOADS = {"adsorbed": ("Adsorbed", "Areal density", (1e6, "/mm^2"), (1.0, 1e20)),
         "migrasomes": ("Migrasomes", "Cargo", (1.0, ""), (1e-6, 1e9)),
         "exosomes": ("Exosomes", "Cargo", (1.0, ""), (1e-6, 1e6))}


# From this number on replicates are fitted one by one, too, to see how they scatter.
FEWEST_REPLICATES = 3


@dataclass(frozen=True)
class Release:
    """The law of a coating on a specimen, and its fit to replicates together."""

    law: Law
    unknowns: tuple[Unknown, ...]
    amount_per_load: Optional[float]  # mol by the last unknown; None where shares were measured
    fit: Fit
    n_replicates: int

    def released(self, time: np.ndarray) -> np.ndarray:
        """Of the fit until `time` (s), as measured: share or mol."""
        return _released(self.law, self.unknowns, self.amount_per_load, time, self.fit.values)

    def share(self, time: np.ndarray) -> np.ndarray:
        """Of the load, until `time` (s), by the fit."""
        values = [unknown.from_search(x) for unknown, x in zip(self.unknowns, self.fit.values)]
        return self.law.share(time, np.array(values[:len(self.law.unknowns)]))

    def interval(self, index: int) -> Interval:
        """Of an unknown, in SI units."""
        back, found = self.unknowns[index].from_search, self.fit.intervals[index]
        return Interval(back(found.value), None if found.low is None else back(found.low),
                        None if found.high is None else back(found.high), found.method)


def read_releases(task: dict[str, Any]) -> list[ReleaseCurve]:
    """The measured replicates of a task, masses as mol. Raises InputError."""
    curves = [curve for path in task["releases"] for curve in read_release(Path(path))]
    if {curve.kind for curve in curves} > {"share"}:
        raise InputError("shares in one file, amounts in another; expected one of them in all")
    mass = task["molar_mass_kg_per_mol"] or MOLAR_MASSES.get(task["factor"])
    if mass is None and any(curve.kind == "kg" for curve in curves):
        raise InputError(f"{task['factor']}: no molar mass; expected --molar-mass, such as 26 kDa")
    return [ReleaseCurve(curve.name, "mol", curve.time, curve.released / mass)
            if curve.kind == "kg" else curve for curve in curves]


def calibrate_release(folder: Path, quiet: bool = False) -> None:
    """Do what FOLDER/task.json asks for; the specimen's surface is in FOLDER/prediction.

    Writes coating.prm, calibration.json and calibration.png. Raises InputError.
    """
    task = read_json(folder / TASK)
    curves = read_releases(task)
    specimen = read_json(folder / PREDICTION / "results.json")["specimens"][0]
    release = fit_release(task, curves, specimen["morphometry"]["surface_area_m2"])
    write_atomically(folder / COATING, _prm(task, release))
    write_json(folder / RESULT, {
        "task": task, "law": release.law.name, "r_squared": release.fit.r_squared,
        "residual_sd": release.fit.sd,
        "fitted": {f"{unknown.section}/{unknown.key}": vars(release.interval(i))
                   for i, unknown in enumerate(release.unknowns)}})
    from .calibration_figure import write_release

    write_release(folder / PICTURE, curves, release)
    if not quiet:
        print(_summary(release, curves))
        print(f"written: {folder / COATING}, {RESULT}, {PICTURE}")


def fit_release(task: dict[str, Any], curves: list[ReleaseCurve], surface: float) -> Release:
    """All replicates at once; `surface`: of the scaffold (m²). Raises InputError."""
    coating = task["coating"]
    law = law_of(coating)
    unknowns, amount = law.unknowns, None
    if curves[0].kind == "mol":
        section, key, unit, bounds = LOADS[coating["kind"]]
        carriers, before = coating["areal_density_per_m2"], coating.get("cargo")
        if key == "Areal density":
            carriers, before = 1.0, carriers
        amount = surface * coating["coverage"] * coating["relative_load"] * carriers / AVOGADRO
        if amount == 0:
            raise InputError(f"{section}: carries nothing of {task['factor']}; expected a Relative "
                             "load and an Areal density above 0")
        unknowns += (Unknown(section, key, max(before, bounds[0]), bounds, unit),)
    pooled = _fit(law, unknowns, amount, curves)
    if len(curves) >= FEWEST_REPLICATES and pooled.intervals[0].method == "covariance":
        single = [_fit(law, unknowns, amount, [curve]) for curve in curves]
        pooled = widened(pooled, np.array([fit.values for fit in single]))
    return Release(law, unknowns, amount, pooled, len(curves))


def _fit(law: Law, unknowns: tuple[Unknown, ...], amount: Optional[float],
         curves: list[ReleaseCurve]) -> Fit:
    time = np.concatenate([curve.time for curve in curves])
    data = np.concatenate([curve.released for curve in curves])
    problem = Problem(lambda x: _released(law, unknowns, amount, time, x), data,
                      [tuple(map(unknown.to_search, unknown.bounds)) for unknown in unknowns],
                      [unknown.logarithmic for unknown in unknowns])
    start = np.array([unknown.to_search(unknown.before) for unknown in unknowns])
    if amount is not None:
        start[-1] = np.log(data.max() / amount)
    return problem.fit(start)


def _released(law: Law, unknowns: tuple[Unknown, ...], amount: Optional[float], time: np.ndarray,
              x: np.ndarray) -> np.ndarray:
    values = np.array([unknown.from_search(at) for unknown, at in zip(unknowns, x)])
    if amount is None:
        return law.share(time, values)
    return amount * values[-1] * law.share(time, values[:-1])


def _range(unknown: Unknown, interval: Interval, digits: Callable[[float], str] = number) -> str:
    low, high = ("unbounded" if end is None else digits(end / unknown.unit[0])
                 for end in (interval.low, interval.high))
    return f"{low} to {high}"


def _summary(release: Release, curves: list[ReleaseCurve]) -> str:
    rows = [(f"law: {release.law.name}", "fitted", "95 % interval", "in the study", "by")]
    for index, unknown in enumerate(release.unknowns):
        interval, (size, symbol) = release.interval(index), unknown.unit
        rows.append((f"{unknown.section}/{unknown.key}",
                     f"{number(interval.value / size, 4)} {symbol}", _range(unknown, interval),
                     f"{number(unknown.before / size)}", interval.method))
    notes = [f"R² = {release.fit.r_squared:.4f}"]
    if release.law.holds_until < 1:
        beyond = sum(int(np.sum(release.share(curve.time) > release.law.holds_until))
                     for curve in curves)
        notes.append(f"{release.law.name} holds for the first {release.law.holds_until:.0%} of the "
                     f"release; {beyond} of {sum(len(curve.time) for curve in curves)} points lie "
                     "beyond it" + (", where it is an empirical fit" if beyond else ""))
    if release.n_replicates < FEWEST_REPLICATES:
        notes.append(f"fewer than {FEWEST_REPLICATES} replicates: points of one count as independent")
    if any(interval.method == "profile" for interval in release.fit.intervals):
        notes.append("the data determine some of these badly: each interval is where the sum of "
                     "squares stays below its 95 % limit, whatever the others are (profile)")
    return "\n".join(aligned(rows) + notes)


def _prm(task: dict[str, Any], release: Release) -> str:
    kind = task["coating"]["kind"]
    text = f"# Coating, calibrated on {', '.join(task['releases'])}\n"
    text += f"subsection Coating\n  set Kind = {kind}\nend\n"
    text += f"subsection {LOADS[kind][0]}\n"
    if kind == "adsorbed":
        text += f"  set Law = {task['coating']['law']}\n"
    for index, unknown in enumerate(release.unknowns):
        interval, (size, symbol) = release.interval(index), unknown.unit
        value = f"{interval.value / size:.6g} {symbol}".strip()
        text += (f"  set {unknown.key} = {value}  "
                 f"# 95 %: {_range(unknown, interval, '{:.4g}'.format)}, {interval.method}\n")
    return text + "end\n"
