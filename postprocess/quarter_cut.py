# SPDX-License-Identifier: LGPL-2.1-or-later
"""A specimen with its front quarter cut away: what is left of it, and fields on the two faces of the cut."""

import math
from typing import Iterator

from vtkmodules.vtkCommonDataModel import (vtkBox, vtkDataSet, vtkPlane, vtkPlaneCollection,
                                           vtkPolyData)
from vtkmodules.vtkFiltersCore import vtkClipPolyData, vtkCutter
from vtkmodules.vtkFiltersGeneral import vtkClipClosedSurface

# The cut misses the exact middle, where faces of strands and cells often lie.
_OFF_MIDDLE = 0.007
# Faces lie this much before those of the closed solid, so that each place has one colour.
_BEFORE = 2e-4


class QuarterCut:
    """Through the middle of `bounds` (m); the quarter of large x and small y is gone."""

    def __init__(self, bounds: tuple[float, ...]):
        self._bounds = bounds
        low, high = bounds[::2], bounds[1::2]
        self._middle = [(a + b) / 2 + _OFF_MIDDLE * (b - a) for a, b in zip(low, high)]

    def solid(self, surface: vtkPolyData) -> Iterator[vtkPolyData]:
        """The closed `surface` without the quarter, closed again: the half behind, the quarter beside."""
        for normals in (((0, 1, 0),), ((0, -1, 0), (-1, 0, 0))):
            planes = vtkPlaneCollection()
            for normal in normals:
                planes.AddItem(self._plane(normal, 0.0))
            clip = vtkClipClosedSurface()
            clip.SetInputData(surface)
            clip.SetClippingPlanes(planes)
            clip.PassPointDataOff()
            clip.Update()
            yield clip.GetOutput()

    def faces(self, grid: vtkDataSet) -> Iterator[vtkPolyData]:
        """Where the two faces of the cut meet `grid`, with its fields, within the bounds."""
        x, y, _ = self._middle
        x0, x1, y0, y1, z0, z1 = self._bounds
        for normal, box in (((0, -1, 0), (x, x1, y0, y1, z0, z1)), ((1, 0, 0), (x0, x1, y0, y, z0, z1))):
            cut, inside, clip = vtkCutter(), vtkBox(), vtkClipPolyData()
            cut.SetInputData(grid)
            cut.SetCutFunction(self._plane(normal, _BEFORE))
            inside.SetBounds(box)
            clip.SetInputConnection(cut.GetOutputPort())
            clip.SetClipFunction(inside)
            clip.InsideOutOn()
            clip.Update()
            yield clip.GetOutput()

    def _plane(self, normal: tuple[int, int, int], before: float) -> vtkPlane:
        """Moved by a part of the bounds' length along its normal."""
        step = before * math.dist(self._bounds[::2], self._bounds[1::2])
        plane = vtkPlane()
        plane.SetOrigin(*(m + step * n for m, n in zip(self._middle, normal)))
        plane.SetNormal(*normal)
        return plane
