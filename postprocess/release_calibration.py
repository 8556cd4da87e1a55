# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters of a coating from measured release: load, half-lives or rates, burst, exponent."""

from pathlib import Path
from typing import Any, Callable

import numpy as np

from .calibration_files import PICTURE, PREDICTION, RESULT, TASK, aligned, read_json, write_json
from .errors import InputError
from .files import write_atomically
from .least_squares import Interval
from .release_curve import ReleaseCurve, read_release
from .release_fit import FEWEST_REPLICATES, LOADS, Release, fit_release
from .release_law import Unknown
from .units import number

COATING = "coating.prm"
# kg/mol; usual figures of the mature proteins.
MOLAR_MASSES = {"BMP2": 26.0, "VEGF165": 45.0, "CXCL12": 8.0}


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
    from .calibration_figure import write_release  # Matplotlib, which no other command needs

    write_release(folder / PICTURE, curves, release)
    if not quiet:
        print(_summary(release, curves))
        print(f"written: {folder / COATING}, {RESULT}, {PICTURE}")


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
