# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rates of new bone of a study from measured bone volumes: files and what is said of them."""

import shutil
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pandas as pd
from scipy import stats

from .bone_fit import WIDE, BoneFit, BoneProblem
from .bone_measurements import BoneMeasurement, read_bone
from .bone_trials import TRIALS, Trials
from .calibration_files import PICTURE, RESULT, TASK, aligned, read_json, write_json
from .errors import InputError
from .files import write_atomically
from .units import DAY, number

RATES, TABLE = "bone.prm", "measured.csv"
FITTED, PREDICTED = "fitted", "predicted"
# By finer cells; of a logarithm, below which a rate stays as it is if no value moves by more than its error.
MOST_CORRECTIONS, NO_CORRECTION = 3, 0.03


def read_task(task: dict[str, Any]) -> list[BoneMeasurement]:
    """The measurements of a task. Raises InputError."""
    found = read_bone(Path(task["bone"]), task["known_groups"])
    measured = {one.group for one in found}
    for group in task["predict"]:
        if group not in measured:
            raise InputError(f"--predict: {group}; expected a group of {task['bone']}: {' or '.join(measured)}")
    if measured <= set(task["predict"]):
        raise InputError(f"--predict: {', '.join(task['predict'])}; expected at least one group to fit to")
    return found


def calibrate_bone(folder: Path, quiet: bool = False, keeps: bool = False) -> None:
    """Do what FOLDER/task.json asks for, by runs of lacuna below FOLDER/trials, which `keeps` reads again.

    Writes bone.prm, measured.csv, calibration.json and calibration.png. Raises InputError.
    """
    task = read_json(folder / TASK)
    say: Callable[[str], None] = (lambda text: None) if quiet else (lambda text: print(text, flush=True))
    if not keeps and (folder / TRIALS).exists():
        shutil.rmtree(folder / TRIALS)
    for group, known in task["groups"].items():
        (folder / TRIALS).mkdir(exist_ok=True)
        write_atomically(folder / TRIALS / f"{group}.prm", known["study"])
    done = _Calibration(folder, task, read_task(task), say)
    write_atomically(folder / RATES, done.prm())
    write_atomically(folder / TABLE, done.table().to_csv(index=False))
    write_json(folder / RESULT, done.document())
    from .calibration_figure import write_bone  # Matplotlib, which no other command needs

    write_bone(folder / PICTURE, done.table(), done.histories())
    say(done.summary())
    say(f"written: {folder / RATES}, {RESULT}, {TABLE}, {PICTURE}")


class _Calibration:
    """A fit on coarse cells, what cells half as large change of it, and what it predicts."""

    def __init__(self, folder: Path, task: dict[str, Any], measurements: list[BoneMeasurement],
                 say: Callable[[str], None]) -> None:
        self.task, self.unknowns = task, task["unknowns"]
        self.names = [f"Regeneration/{unknown['key']}" for unknown in self.unknowns]
        self.trials = Trials(folder, task, self.names, say)
        self.cell, self.finer = task["cell_size_m"], 0.5 * task["cell_size_m"]
        self.fitted = [one for one in measurements if one.group not in task["predict"]]
        self.predicted = [one for one in measurements if one.group in task["predict"]]
        self.problem = BoneProblem(lambda rates: self.trials.values(self.fitted, rates, self.cell),
                                   np.array([one.mean for one in self.fitted]),
                                   np.array([one.error for one in self.fitted]),
                                   float(stats.t.ppf(0.975, sum(one.n - 1 for one in self.fitted))), say)
        before, start, low, high = (np.array([unknown[key] for unknown in self.unknowns])
                                    for key in ("before", "start", "low", "high"))
        self.fit: BoneFit = self.problem.fit(before, start, low, high)
        say(f"cells half as large: {1e6 * self.finer:.3g} um")
        self._refine()

    def _refine(self) -> None:
        """Moves the rates until finer cells give what the coarse ones gave at the fit, whose slopes serve for
        both (space mapping, Bandler et al. 1994, 10.1109/22.339794); `finest`: all values there."""
        free = self.fit.free
        self.rates, self.shift = self.fit.rates.copy(), np.zeros(len(free))  # of logarithms
        for _ in range(MOST_CORRECTIONS):
            finer = self.trials.values(self.fitted, self.rates[np.newaxis], self.finer)[0]
            step = self.fit.answer(finer - self.fit.values)
            moved = self.fit.slopes[:, free] @ step
            if np.all(np.abs(step) <= NO_CORRECTION) and np.all(np.abs(moved) <= self.fit.error):
                break
            self.shift += step
            self.rates[free] *= np.exp(step)
            if np.any(np.abs(self.shift) > WIDE):
                raise InputError(f"{self.task['bone']}: cells half as large move a rate by more than a factor of two; "
                                 "expected a smaller --cell-size")
        self.finest = self.trials.values(self.fitted + self.predicted, self.rates[np.newaxis], self.finer)[0]
        slopes = self._slopes_of_predicted()
        self.half = np.concatenate([self.fit.half_of_values(self.fit.slopes), self.fit.half_of_values(slopes)])
        self.halves = self.fit.halves() + np.abs(self.shift)

    def _slopes_of_predicted(self) -> np.ndarray:
        if not self.predicted:
            return np.zeros((0, len(self.names)))
        predict = BoneProblem(lambda rates: self.trials.values(self.predicted, rates, self.cell),
                              np.array([]), np.array([]), 0.0)
        predict.high = self.problem.high
        values = predict.model(self.fit.rates[np.newaxis])[0]
        return predict.slopes(self.fit.rates, values, self.fit.free)

    def table(self) -> pd.DataFrame:
        """A row a measurement, shares of the defect; of the model with its 95 % interval by the fit."""
        rows = self.fitted + self.predicted
        return pd.DataFrame({
            "group": [one.group for one in rows], "time_s": [one.time for one in rows],
            "use": [FITTED] * len(self.fitted) + [PREDICTED] * len(self.predicted),
            "measured": [one.mean for one in rows], "measured_sd": [one.sd for one in rows],
            "n": [one.n for one in rows], "model": self.finest,
            "model_low": np.maximum(self.finest - self.half, 0), "model_high": self.finest + self.half})

    def histories(self) -> dict[str, pd.DataFrame]:
        """Of each group, week by week."""
        rows = self.fitted + self.predicted
        return {group: self.trials.history(group, self.rates, self.finer,
                                           max(one.time for one in rows if one.group == group))
                for group in dict.fromkeys(one.group for one in rows)}

    def document(self) -> dict[str, Any]:
        fitted = {self.names[i]: self._interval(place) for place, i in enumerate(self.fit.free)}
        held = {self.names[one.index]: {"half_of_logarithm": one.half, "correlation": one.correlation,
                                        "with": None if one.partner is None else self.names[one.partner]}
                for one in self.fit.held}
        return {"task": {key: value for key, value in self.task.items() if key != "groups"},
                "fitted": fitted, "not_determined": held,
                "correlations": self.fit.correlations().tolist(), "chi_squared": self.fit.chi2,
                "degrees_of_freedom": self.fit.freedom, "cell_size_m": self.finer, "runs": self.trials.n_runs}

    def _interval(self, place: int) -> dict[str, Any]:
        value, half = float(self.rates[self.fit.free[place]]), float(self.halves[place])
        return {"value": value, "low": value * np.exp(-half), "high": value * np.exp(half),
                "moved_by_cells": float(np.expm1(self.shift[place])), "method": "covariance"}

    def prm(self) -> str:
        """A file to include; what is not determined stands in comments."""
        text = f"# New bone, calibrated on {self.task['bone']}\nsubsection Regeneration\n"
        for place, index in enumerate(self.fit.free):
            found, unknown = self._interval(place), self.unknowns[index]
            value, low, high = (found[key] / unknown["size"] for key in ("value", "low", "high"))
            text += f"  set {unknown['key']} = {value:.5g} {unknown['symbol']}  # 95 %: {low:.3g} to {high:.3g}\n"
        text += "".join(f"  # {self.unknowns[one.index]['key']}: not determined\n" for one in self.fit.held)
        return text + "end\n"

    def summary(self) -> str:
        rows = [("", "fitted", "95 % interval", "in the study", "moved by finer cells")]
        for index, unknown in enumerate(self.unknowns):
            before = f"{number(unknown['before'] / unknown['size'])} {unknown['symbol']}"
            if index not in self.fit.free:
                rows.append((self.names[index], "not determined", "–", before))
                continue
            found = self._interval(self.fit.free.index(index))
            value, low, high = (number(found[key] / unknown["size"]) for key in ("value", "low", "high"))
            rows.append((self.names[index], f"{value} {unknown['symbol']}", f"{low} to {high}", before,
                         f"{100 * found['moved_by_cells']:+.0f} %".replace("-", "−")))
        return "\n".join(aligned(rows) + self._notes() + [""] + aligned(self._comparison()))

    def _notes(self) -> list[str]:
        notes = []
        for one in self.fit.held:
            range_ = f"a factor of {np.exp(one.half):.2g} either way" if one.half < 10 else "any value"
            like = (f", correlation {one.correlation:.2f} with {self.unknowns[one.partner]['key']}".replace("-", "−")
                    if one.partner is not None and abs(one.correlation) > 0.5 else "")
            notes.append(f"{self.unknowns[one.index]['key']}: the data leave {range_}{like}; it stays as in the "
                         "study, and the others hold for that value" + self._moved_by(one.index))
        for a, b in zip(*np.triu_indices(len(self.fit.free), 1)):
            if abs(r := self.fit.correlations()[a, b]) > 0.9:
                notes.append(f"{self.unknowns[self.fit.free[a]]['key']} and {self.unknowns[self.fit.free[b]]['key']}: "
                             f"correlation {r:.2f}; they are known together rather than each".replace("-", "−"))
        freedom = self.fit.freedom
        notes.append(f"weighted sum of squares {number(self.fit.chi2)} at {freedom} degrees of freedom" + (
            ": no misfit can show, as many rates as numbers" if freedom == 0 else
            "; the model misses the data by more than their scatter" if stats.chi2.sf(self.fit.chi2, freedom) < 0.05
            else ""))
        return notes

    def _moved_by(self, index: int) -> str:
        """What twice a rate that is held does to the fitted ones."""
        if not self.fit.free or not np.all(np.isfinite(self.fit.slopes[:, index])):
            return ""
        factors = np.exp(np.log(2) * self.fit.answer(self.fit.slopes[:, index]))
        return "; twice it: " + ", ".join(f"{self.unknowns[i]['key']} × {number(factor, 2)}"
                                          for i, factor in zip(self.fit.free, factors))

    def _comparison(self) -> list[tuple[str, ...]]:
        rows: list[tuple[str, ...]] = [("group", "week", "measured (%)", "n", "model (%)", "95 %", "")]
        for row in self.table().itertuples():
            rows.append((row.group, f"{row.time_s / (7 * DAY):.3g}", f"{100 * row.measured:.1f} ± {100 * row.measured_sd:.1f}",
                         str(row.n), f"{100 * row.model:.1f}", f"{100 * row.model_low:.1f} to {100 * row.model_high:.1f}",
                         row.use + (f", {_verdict(row)}" if row.use == PREDICTED else "")))
        return rows


def _verdict(row: Any) -> str:
    """Whether the 95 % intervals of the measured mean and of the prediction meet."""
    half = stats.t.ppf(0.975, row.n - 1) * row.measured_sd / np.sqrt(row.n)
    return "met" if row.model_low <= row.measured + half and row.measured - half <= row.model_high else "missed"
