# SPDX-License-Identifier: LGPL-2.1-or-later
"""The material of a study from curves of a testing machine: files and what is said of them."""

from dataclasses import asdict
from pathlib import Path
from typing import Any, Optional

import numpy as np
import pandas as pd

from .calibration_files import PICTURE, RESULT, TASK, aligned, read_json, write_json
from .compression_curve import CompressionCurve, read_curves as curves_of_table
from .files import write_atomically
from .material_fit import (Fitted, Measured, Trial, fit_modulus, fit_strength, measure,
                           read_trial)
from .units import Scale, choose_scale, number
from .weibull import weibull_modulus

MATERIAL, TABLE = "material.prm", "measured.csv"
MODULUS, STRENGTH = "youngs_modulus_Pa", "tensile_strength_Pa"


def read_curves(task: dict[str, Any]) -> list[CompressionCurve]:
    """The measured curves of a task. Raises InputError."""
    specimen = task["specimen"]
    return [curve for path in task["curves"] for curve in curves_of_table(
        Path(path), specimen["area_m2"], specimen["height_m"], task["compliance_m_per_N"],
        task["strength"])]


def calibrate_material(folder: Path, quiet: bool = False) -> None:
    """Do what FOLDER/task.json asks for, with the predictions in FOLDER.

    Writes measured.csv, material.prm, calibration.json and calibration.png. Raises InputError.
    """
    task = read_json(folder / TASK)
    curves = read_curves(task)
    trials = [read_trial(trial[STRENGTH], read_json(folder / trial["folder"] / "results.json"))
              for trial in task["trials"]]
    measured = {MODULUS: measure([curve.modulus for curve in curves]),
                STRENGTH: measure([curve.strength for curve in curves])}
    fitted = {MODULUS: fit_modulus(measured[MODULUS], trials[-1].modulus,
                                   task["material"][MODULUS])}
    if trials[-1].strength:
        found = task["tensile_strength"]
        fitted[STRENGTH] = fit_strength(measured[STRENGTH], trials, found["value_Pa"],
                                        found["power"])
    scatter = weibull_modulus(np.array([curve.strength for curve in curves]))
    material = _material(task, fitted)
    _write_table(folder / TABLE, curves)
    write_atomically(folder / MATERIAL, _prm(task, material, fitted))
    write_json(folder / RESULT, {
        "task": task, "measured": {key: asdict(value) for key, value in measured.items()},
        "predicted": [asdict(trial) for trial in trials],
        "fitted": {key: asdict(value) for key, value in fitted.items()},
        "weibull_modulus": scatter and asdict(scatter),
        "material": material})
    from .calibration_figure import write_curves

    write_curves(folder / PICTURE, curves, measured[STRENGTH],
                 _predicted_curve(folder / task["trials"][-1]["folder"], measured, trials[-1]))
    if not quiet:
        print(_summary(task, curves, measured, trials, fitted))
        if scatter:
            print(f"Weibull modulus of the measured strength: {number(scatter.m)}, 95 %: "
                  f"{number(scatter.low)} to {number(scatter.high)}; in the study "
                  f"{number(task['material']['weibull_modulus'])}")
        print(f"written: {folder / MATERIAL}, {RESULT}, {TABLE}, {PICTURE}")


def _summary(task: dict[str, Any], curves: list[CompressionCurve], measured: dict[str, Measured],
             trials: list[Trial], fitted: dict[str, Fitted]) -> str:
    """A table for the terminal, and what the reader has to know of its intervals."""
    n = measured[MODULUS].n
    rows = [("", f"measured, n = {n}", "predicted", "", "fitted", "95 % interval", "in the study")]
    notes = []
    for key, apparent, strut, predicted in (
            (MODULUS, "apparent modulus", "Young's modulus", trials[-1].modulus),
            (STRENGTH, "apparent strength", "tensile strength", trials[-1].strength)):
        found = measured[key]
        scale = choose_scale(key, [found.mean])
        rows.append((apparent, _with_error(found.mean, found.sd, scale),
                     _with_error(predicted.value, predicted.error, scale) if predicted else "–",
                     *(_cells(strut, fitted[key]) if key in fitted else ())))
        if predicted and predicted.error is None:
            notes.append(f"{apparent}: the prediction has no numerical error bar, nor the interval")
    if STRENGTH in fitted and not task["tensile_strength"]["is_determined"]:
        notes.append("at this toughness the strength does not tell the tensile strength")
    if STRENGTH not in fitted:
        notes.append("the study predicts no strength: the tensile strength stays as it is")
    scale = choose_scale(STRENGTH, [measured[STRENGTH].mean])
    for curve in curves:
        if curve.rises_again:
            notes.append(f"{curve.name}: after its first maximum of {number(scale.of(curve.strength))} "
                         f"the load rises to {number(scale.of(curve.largest))} {scale.symbol}, as of "
                         "densified rubble; --strength largest-load would take that")
    if n == 1:
        notes.append("one specimen: the intervals hold the numerical error only, no scatter")
    if task["compliance_m_per_N"] == 0:
        notes.append("the testing machine counts as rigid: displacement of its crosshead asks for "
                     "--compliance")
    notes.append("held: Poisson's ratio, " + (
        "fracture toughness" if task["hold"] == "toughness" else
        "material length (the fracture toughness changes with the tensile strength)"))
    return "\n".join(aligned(rows) + notes)


def _cells(name: str, fitted: Fitted) -> tuple[str, ...]:
    scale = choose_scale(MODULUS, [fitted.value])
    low, high, before = (number(scale.of(value)) for value in (fitted.low, fitted.high,
                                                               fitted.before))
    return name, f"{number(scale.of(fitted.value), 4)} {scale.symbol}", f"{low} to {high}", before


def _with_error(value: float, error: Optional[float], scale: Scale) -> str:
    bar = f" ± {number(scale.of(error), 2)}" if error else ""
    return f"{number(scale.of(value), 4)}{bar} {scale.symbol}"


def _material(task: dict[str, Any], fitted: dict[str, Fitted]) -> dict[str, float]:
    material = task["material"] | {key: value.value for key, value in fitted.items()}
    if STRENGTH in fitted and task["hold"] == "length":
        material["fracture_toughness_Pa_sqrt_m"] *= fitted[STRENGTH].ratio
    if STRENGTH in fitted:
        material["compressive_strength_Pa"] *= fitted[STRENGTH].ratio
    return material


def _prm(task: dict[str, Any], material: dict[str, float], fitted: dict[str, Fitted]) -> str:
    def note(key: str, size: float) -> str:
        found = fitted.get(key)
        return f"95 %: {found.low / size:.4g} to {found.high / size:.4g}" if found else held

    held = "as in the study"
    follows = STRENGTH in fitted and task["hold"] == "length"
    lines = [("Young's modulus", f"{material[MODULUS] / 1e9:.6g} GPa", note(MODULUS, 1e9)),
             ("Poisson's ratio", f"{material['poissons_ratio']:.6g}", held),
             ("Tensile strength", f"{material[STRENGTH] / 1e6:.6g} MPa", note(STRENGTH, 1e6)),
             ("Compressive strength", f"{material['compressive_strength_Pa'] / 1e6:.6g} MPa",
              "in proportion" if STRENGTH in fitted else held),
             ("Fracture toughness",
              f"{material['fracture_toughness_Pa_sqrt_m'] / 1e6:.6g} MPa*sqrt(m)",
              "for the study's material length" if follows else held),
             ("Weibull modulus", f"{material['weibull_modulus']:.6g}", held),
             ("Reference volume", f"{material['reference_volume_m3'] * 1e9:.6g} mm^3", held)]
    text = f"# Strut material, calibrated on {', '.join(task['curves'])}\nsubsection Material\n"
    for key, value, remark in lines:
        text += f"  {f'set {key}':<22} = {value:<20} # {remark}\n"
    return text + "end\n"


def _write_table(path: Path, curves: list[CompressionCurve]) -> None:
    table = pd.DataFrame([{
        "curve": curve.name, "modulus_Pa": curve.modulus, "strength_Pa": curve.strength,
        "strain_at_peak": curve.strain_at_peak, "toe_strain": curve.toe_strain,
        "largest_stress_Pa": curve.largest, "straight_from_Pa": curve.straight[0], "straight_to_Pa": curve.straight[1],
    } for curve in curves])
    write_atomically(path, table.to_csv(index=False, float_format="%.6g"))


def _predicted_curve(folder: Path, measured: dict[str, Measured],
                     trial: Trial) -> Optional[pd.DataFrame]:
    """The curve of the study, stretched to the measured modulus and strength."""
    found = sorted(folder.glob("*/*/curve.csv"))
    if not found:
        return None
    curve = pd.read_csv(found[0])
    stiffer = measured[MODULUS].mean / trial.modulus.value
    stronger = measured[STRENGTH].mean / trial.strength.value if trial.strength else stiffer
    return pd.DataFrame({"strain": curve["strain"] * stronger / stiffer,
                         "stress_Pa": curve["stress_Pa"] * stronger})
