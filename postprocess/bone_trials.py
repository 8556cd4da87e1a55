# SPDX-License-Identifier: LGPL-2.1-or-later
"""New bone of a study's groups at other rates: each a run of lacuna, known by what it computes."""

import hashlib
import json
from pathlib import Path
from typing import Any, Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from .bone_measurements import BoneMeasurement
from .sweep.attempts import read_attempts
from .sweep.driver import Driver, duration
from .sweep.point_units import is_done
from .sweep.unit import Unit

TRIALS = "trials"
# Voxels of the scan go by the cells, but are not smaller than the study's.
VOXELS_A_CELL = 3
# Memory (B) of a run: of the program, a cell, a voxel; measured in solver/regeneration/evidence.md.
OF_PROGRAM, OF_CELL, OF_VOXEL = 0.2e9, 1200.0, 40.0


class Interrupted(Exception):
    """Ctrl-C, or the end of the process that waits for this one."""


class Trials:
    """Runs in the folder of a calibration; what was run with the same input is read again.

    `task`: as lacuna calibrate writes it; `names`: of what is varied, Section/Key.
    """

    def __init__(self, folder: Path, task: dict[str, Any], names: Sequence[str],
                 say: Callable[[str], None] = lambda text: None) -> None:
        self.folder, self.task, self.names, self.say = folder / TRIALS, task, names, say
        self.n_runs, self.seconds = 0, 0.0

    def values(self, measurements: Sequence[BoneMeasurement], rates: np.ndarray, cell_size: float) -> np.ndarray:
        """Bone in parts of the defect that a scan at the time of each measurement shows, by rows of rates
        (SI). Raises Interrupted, RuntimeError."""
        return np.array([[np.interp(one.time, history["time_s"], history["scanned_bone_fraction"])
                          for one, history in zip(measurements, histories)]
                         for histories in self._histories(measurements, rates, cell_size)])

    def history(self, group: str, rates: np.ndarray, cell_size: float, end: float) -> pd.DataFrame:
        """time_s and scanned_bone_fraction of a group week by week."""
        one = BoneMeasurement(group, end, 0.0, 0.0, 1)
        return self._histories([one], rates[np.newaxis], cell_size)[0][0]

    def _histories(self, measurements: Sequence[BoneMeasurement], rates: np.ndarray,
                   cell_size: float) -> list[list[pd.DataFrame]]:
        groups = dict.fromkeys(one.group for one in measurements)
        ends = {group: max(one.time for one in measurements if one.group == group) for group in groups}
        units = [{group: self._unit(group, row, cell_size, ends[group]) for group in groups} for row in rates]
        self._run({unit.folder: unit for row in units for unit in row.values()}.values())
        tables = {unit.folder: _read_history(unit.folder) for row in units for unit in row.values()}
        return [[tables[row[one.group].folder] for one in measurements] for row in units]

    def _unit(self, group: str, rates: np.ndarray, cell_size: float, end: float) -> Unit:
        known = self.task["groups"][group]
        voxel = max(known["voxel_size_m"], cell_size / VOXELS_A_CELL)
        memory = OF_PROGRAM + known["volume_m3"] * (OF_CELL / cell_size**3 + OF_VOXEL / voxel**3)
        settings = {name: f"{rate / unknown['size']:.8g} {unknown['symbol']}" for name, rate, unknown in
                    zip(self.names, rates, self.task["unknowns"]) if unknown["key"] not in known["own"]}
        settings |= {"Regeneration/Cell size": f"{cell_size:.6g} m",
                     "Regeneration/Voxel size": f"{voxel:.6g} m",
                     "Regeneration/Duration": f"{end:.9g} s", "Output/Fields": "false"}
        content = json.dumps([known["study"], settings, self.task["version"]], sort_keys=True)
        folder = self.folder / hashlib.sha256(content.encode()).hexdigest()[:16]
        words = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
        command = (self.task["executable"], "regenerate", str(self.folder / f"{group}.prm"), *words,
                   "--output", str(folder), "--resume", "--quiet", "--tables-only")
        return Unit(group, folder, folder, (command,), memory, proof="specimens.csv")

    def _run(self, units: Iterable[Unit]) -> None:
        missing = [unit for unit in units if not is_done(unit)]
        if not missing:
            return
        for unit in missing:
            unit.folder.mkdir(parents=True, exist_ok=True)
        driver = Driver(missing, self.task["free_memory_B"], None, 1, [], quiet=True)
        if not driver.run():
            raise Interrupted
        for unit in missing:
            last = read_attempts(unit.folder)[-1]
            if last.state != "done":
                raise RuntimeError(f"{unit.name}: {last.reason}")
            self.seconds += last.seconds or 0.0
        self.n_runs += len(missing)
        self.say(f"  {len(missing)} runs; {self.n_runs} until now, {duration(self.seconds)} of work")


def _read_history(folder: Path) -> pd.DataFrame:
    """The rows at which the defect was scanned."""
    path, = folder.glob("*/*/regeneration.csv")
    return pd.read_csv(path)[["time_s", "scanned_bone_fraction"]].dropna()
