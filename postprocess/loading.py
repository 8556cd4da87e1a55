# SPDX-License-Identifier: LGPL-2.1-or-later
"""Results as pandas frames and meshes, for scripts and notebooks: `import lacuna`."""

import io
import os
from pathlib import Path
from typing import Callable, Optional, Union

import pandas as pd

from . import results
from .errors import InputError
from .grids import read_snapshot, read_surface
from .mesh import Mesh
from .sweep.plan import PLAN, read_plan
from .sweep.store import gather, points_table


def load(folder: Union[str, os.PathLike]) -> Union["Study", "Sweep"]:
    """What a command wrote: a sweep or an optimization as Sweep, all else as Study. Raises InputError,
    whose message is one line, where a folder or file is not as it was written."""
    path = Path(folder)
    return Sweep(path) if (path / PLAN).is_file() else Study(path)


class Study:
    """The results of a study, in SI units; NaN is what was not computed."""

    def __init__(self, folder: Path) -> None:
        self._results = results.load(folder)
        self.folder = folder
        self.name = self._results.study
        self.groups = list(self._results.groups)
        self.specimens = self._results.specimens

    @property
    def curves(self) -> pd.DataFrame:
        """Columns group, specimen, strain, stress_Pa of all that were compressed."""
        return self._series(self._results.curve, results.CURVE_COLUMNS)

    @property
    def release(self) -> pd.DataFrame:
        """Columns group, specimen, time_s, factor, … of all that released, as in release.csv."""
        return self._series(self._results.release, results.RELEASE_COLUMNS)

    def surface(self, group: str, specimen: str) -> Mesh:
        """The triangles of a specimen."""
        return Mesh(read_surface(self._path(group, specimen, "surface.stl")))

    def solid(self, group: str, specimen: str) -> Mesh:
        """Displacement and stresses in the solid of a specimen."""
        return self._fields(group, specimen, "solid.pvd", None)

    def pore(self, group: str, specimen: str, time: Optional[float] = None) -> Mesh:
        """Concentrations in the pore space, stored nearest to `time` (s) or last."""
        return self._fields(group, specimen, "pore.pvd", time)

    def _fields(self, group: str, specimen: str, name: str, time: Optional[float]) -> Mesh:
        snapshot = read_snapshot(self._path(group, specimen, name), time)
        return Mesh(snapshot.grid, snapshot.time)

    def _path(self, group: str, specimen: str, name: str) -> Path:
        path = self._results.specimen_folder(group, specimen) / name
        if not path.is_file():
            raise InputError(f"{path}: no such file; expected that of a specimen, one of "
                             + ", ".join("/".join(pair) for pair in self._pairs()[:12]))
        return path

    def _pairs(self) -> list[tuple[str, str]]:
        return list(zip(self.specimens["group"], self.specimens["specimen"]))

    def _series(self, read: Callable[[str, str], Optional[pd.DataFrame]],
                columns: tuple[str, ...]) -> pd.DataFrame:
        """What `read` has of each specimen, below each other."""
        found = {pair: table for pair in self._pairs() if (table := read(*pair)) is not None}
        if not found:
            return pd.DataFrame(columns=["group", "specimen", *columns])
        return pd.concat(found, names=["group", "specimen"]).reset_index(["group", "specimen"]) \
            .reset_index(drop=True)


class Sweep:
    """The points of a sweep or an optimization, as far as they are there."""

    def __init__(self, folder: Path) -> None:
        self._plan = read_plan(folder)
        self.folder = folder
        self.name = self._plan.study
        self.variables = list(self._plan.variables)
        self.points = pd.read_csv(io.StringIO(points_table(self._plan, gather(self._plan))))

    def point(self, number: int) -> Study:
        """The results of one point."""
        return Study(self._plan.point_folder(number))
