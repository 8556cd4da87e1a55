# SPDX-License-Identifier: LGPL-2.1-or-later
"""Scans of new bone, seen from above: those of the specimens that stand for their groups."""

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy

from .errors import InputError
from .grids import read_image
from .results import Results

SCAN = "bone_scan.vti"
MATERIAL = "material"
OUTSIDE, OPEN, BONE, STRUT = range(4)  # what it says of voxels
FRACTION = "bone_fraction"


@dataclass
class FromAbove:
    """A defect as it is seen along z; arrays are [y, x]."""

    bone: np.ndarray  # its thickness, m
    strut: np.ndarray  # share of the height that is scaffold and not bone
    is_inside: np.ndarray
    extent: tuple[float, float, float, float]  # from x, to x, from y, to y; m
    height: float  # m

    @property
    def width(self) -> float:
        """The larger one (m)."""
        return max(self.extent[1] - self.extent[0], self.extent[3] - self.extent[2])


@dataclass
class Representative:
    """The specimen whose BV/TV is nearest to the median of its group."""

    group: str
    specimen: str
    fraction: float
    view: FromAbove


def representatives(results: Results) -> list[Representative]:
    """By group; without those that were not scanned. Raises InputError if a scan cannot be read."""
    if FRACTION not in results.specimens:
        return []
    found = (_representative(results, group) for group in results.computed)
    return [one for one in found if one]


def _representative(results: Results, group: str) -> Optional[Representative]:
    rows = results.of_group(group)
    rows = rows[rows[FRACTION].notna()]
    off = (rows[FRACTION] - rows[FRACTION].median()).abs()
    for row in rows.loc[off.sort_values(kind="stable").index].itertuples():
        view = read_scan(results.specimen_folder(group, row.specimen) / SCAN)
        if view:
            return Representative(group, row.specimen, getattr(row, FRACTION), view)
    return None


def read_scan(path: Path) -> Optional[FromAbove]:
    """A scan along z; None if there is no such file. Raises InputError if it cannot be read."""
    image = read_image(path)
    if image is None:
        return None
    array = image.GetCellData().GetArray(MATERIAL)
    if array is None:
        raise InputError(f"{path}: no cells {MATERIAL}; expected a scan of new bone")
    nx, ny, nz = (n - 1 for n in image.GetDimensions())
    material = vtk_to_numpy(array).reshape(nz, ny, nx)
    (dx, dy, dz), (x0, y0, _) = image.GetSpacing(), image.GetOrigin()
    return FromAbove(bone=dz * (material == BONE).sum(axis=0), strut=(material == STRUT).mean(axis=0),
                     is_inside=(material != OUTSIDE).any(axis=0),
                     extent=(x0, x0 + nx * dx, y0, y0 + ny * dy), height=nz * dz)
