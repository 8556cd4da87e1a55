# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fields of the solver's grids, carried over to the true surface of a specimen.

The solver cuts its cells along planes, so that a grid's own boundary has facets. surface.stl is finer
and passes the grid's points by, on either side, so that values there are drawn from the nearest points.
"""

import numpy as np
from scipy.spatial import cKDTree
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkDataSet, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkTriangleFilter
from vtkmodules.vtkFiltersGeneral import vtkReflectionFilter
from vtkmodules.vtkFiltersGeometry import vtkDataSetSurfaceFilter

_NEIGHBOURS = 16
_RIDGE = 1e-4
_AT_ONCE = 50_000  # points, for memory
_AT_MIDDLE = 0.02  # of the width


class Neighbours:
    """Which points of `grid` give values to `points` (m, one a row), and how much each.

    Moving least squares (Lancaster & Salkauskas 1981, 10.1090/S0025-5718-1981-0616367-1): a linear
    function through the nearest points, weighted by Wendland's function of their distance. Linear fields
    are met, other ones smooth; no value is beyond those that it is taken of.
    """

    def __init__(self, grid: vtkDataSet, points: np.ndarray):
        places = vtk_to_numpy(grid.GetPoints().GetData()).astype(float)
        count = min(_NEIGHBOURS, len(places))
        distance, index = cKDTree(places).query(points, k=count)
        distance, self._index = distance.reshape(-1, count), index.reshape(-1, count)
        self._weight = np.empty_like(distance)
        for first in range(0, len(points), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            away = places[self._index[some]] - points[some, np.newaxis]
            self._weight[some] = _weights(away, distance[some])

    def of(self, values: np.ndarray) -> np.ndarray:
        """`values` at the grid's points, at `points`."""
        near = values[self._index]
        return np.clip(np.einsum("nk,nk->n", self._weight, near), near.min(axis=1), near.max(axis=1))


def _weights(away: np.ndarray, distance: np.ndarray) -> np.ndarray:
    """Of neighbours that are `away` (point, neighbour, axis) from their points."""
    radius = np.maximum(1.01 * distance[:, -1:], np.finfo(float).tiny)
    near = (1 - distance / radius) ** 4 * (4 * distance / radius + 1)
    basis = np.concatenate([np.ones((*near.shape, 1)), away / radius[..., np.newaxis]], axis=2)
    weighted = near[..., np.newaxis] * basis
    moments = np.einsum("nki,nkj->nij", weighted, basis)
    # Neighbours in one plane leave the slope across it free: then it is none.
    moments[:, [1, 2, 3], [1, 2, 3]] += _RIDGE * moments[:, :1, 0]
    constant = np.zeros((len(near), 4, 1))
    constant[:, 0] = 1
    return np.einsum("nki,ni->nk", weighted, np.linalg.solve(moments, constant)[..., 0])


def whole(grid: vtkDataSet, bounds: tuple[float, ...]) -> vtkDataSet:
    """`grid`, mirrored about the middle of `bounds` (x0, x1, y0, y1, …) where it ends there: of a
    symmetric specimen a half or quarter is solved."""
    for axis in (0, 1):
        low, high = bounds[2 * axis:2 * axis + 2]
        ends = [abs(end - (low + high) / 2) < _AT_MIDDLE * (high - low)
                for end in grid.GetBounds()[2 * axis:2 * axis + 2]]
        if any(ends):
            mirror = vtkReflectionFilter()
            mirror.SetInputData(grid)
            mirror.SetPlane(axis + (0 if ends[0] else 3))  # USE_X_MIN …, USE_X_MAX …
            mirror.Update()
            grid = mirror.GetOutput()
    return grid


def boundary(grid: vtkDataSet) -> vtkPolyData:
    """The triangles around `grid`."""
    outside, triangles = vtkDataSetSurfaceFilter(), vtkTriangleFilter()
    outside.SetInputData(grid)
    triangles.SetInputConnection(outside.GetOutputPort())
    triangles.Update()
    return triangles.GetOutput()
