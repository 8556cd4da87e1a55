# SPDX-License-Identifier: LGPL-2.1-or-later
"""Grids and surfaces as NumPy arrays."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import VTK_TRIANGLE, vtkDataSet, vtkPolyData


@dataclass(frozen=True)
class Mesh:
    """A mesh as VTK has it, and views of its arrays, which nothing is copied for. `time` (s) is that
    of its fields, None of a surface."""

    vtk: vtkDataSet
    time: Optional[float] = None

    @property
    def points(self) -> np.ndarray:
        """Coordinates (m), shape (points, 3)."""
        return vtk_to_numpy(self.vtk.GetPoints().GetData())

    @property
    def fields(self) -> dict[str, np.ndarray]:
        """By name, at the points, SI: shape (points,) or (points, components)."""
        return _arrays(self.vtk.GetPointData())

    @property
    def cell_fields(self) -> dict[str, np.ndarray]:
        """The same by cell, in VTK's order."""
        return _arrays(self.vtk.GetCellData())

    @property
    def cells(self) -> dict[int, np.ndarray]:
        """Points of the cells by VTK's number of their type (5: triangle, 12: hexahedron, 72: Lagrange
        hexahedron), shape (cells, points a cell)."""
        is_surface = isinstance(self.vtk, vtkPolyData)
        cells = self.vtk.GetPolys() if is_surface else self.vtk.GetCells()
        corners = vtk_to_numpy(cells.GetConnectivityArray())
        first = vtk_to_numpy(cells.GetOffsetsArray())[:-1]
        kinds = (np.full(len(first), VTK_TRIANGLE) if is_surface
                 else vtk_to_numpy(self.vtk.GetCellTypesArray()))
        sizes = np.diff(np.append(first, len(corners)))
        return {int(kind): np.stack([corners[first[kinds == kind] + i]
                                     for i in range(sizes[kinds == kind][0])], axis=1)
                for kind in np.unique(kinds)}


def _arrays(data) -> dict[str, np.ndarray]:
    return {data.GetArrayName(i): vtk_to_numpy(data.GetArray(i)) for i in range(data.GetNumberOfArrays())}
