# SPDX-License-Identifier: LGPL-2.1-or-later
"""Shapes in one light, rendered without text and without perspective: a length is the same everywhere
across the line of sight, so that a scale bar holds."""

import math

import matplotlib
import numpy as np
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkLookupTable
from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkFiltersCore import vtkPolyDataNormals
from vtkmodules.vtkRenderingCore import (vtkActor, vtkLight, vtkPolyDataMapper, vtkRenderer,
                                         vtkRenderWindow, vtkWindowToImageFilter)
from vtkmodules.vtkRenderingOpenGL2 import vtkRenderStepsPass, vtkSSAOPass

from .field_range import colours_of

_VIEW_FROM = (1.1, -1.9, 1.0)
_CREASE = 40.0  # degrees; rounder edges are shaded smoothly
_MARGIN = 1.04  # of the view around the bounds
_CERAMIC = (0.96, 0.92, 0.84)


class Scene:
    """What is seen of `bounds` (x0, x1, y0, y1, z0, z1 in m) from the front quarter."""

    def __init__(self, bounds: tuple[float, ...]):
        self._bounds = bounds
        self._renderer = vtkRenderer()
        self._renderer.SetBackground(1, 1, 1)
        self._light()
        self._shade_hollows(math.dist(bounds[::2], bounds[1::2]))

    def add(self, surface: vtkPolyData, colour: tuple[float, float, float] = _CERAMIC) -> None:
        """A surface in one colour."""
        mapper = self._add(surface, is_flat=False, colour=colour)
        mapper.ScalarVisibilityOff()

    def add_field(self, surface: vtkPolyData, field: str, low: float, high: float,
                  is_flat: bool = False) -> None:
        """A surface coloured by a field at its points. Flat faces take no shade: their colours are
        those of the legend."""
        mapper = self._add(surface, is_flat, (1.0, 1.0, 1.0))
        mapper.SetScalarModeToUsePointFieldData()
        mapper.SelectColorArray(field)
        mapper.InterpolateScalarsBeforeMappingOn()
        mapper.UseLookupTableScalarRangeOn()
        mapper.SetLookupTable(_table(low, high))

    def image(self, width: int, height: int) -> tuple[np.ndarray, float]:
        """Pixels (height, width, 3) as bytes, and the width of the view in m."""
        view = self._aim(width / height)
        window = vtkRenderWindow()
        window.SetOffScreenRendering(True)
        window.SetSize(width, height)
        window.AddRenderer(self._renderer)
        window.Render()
        taken = vtkWindowToImageFilter()
        taken.SetInput(window)
        taken.ReadFrontBufferOff()
        taken.Update()
        pixels = vtk_to_numpy(taken.GetOutput().GetPointData().GetScalars())
        return pixels.reshape(height, width, -1)[::-1, :, :3].copy(), view

    def _add(self, surface: vtkPolyData, is_flat: bool,
             colour: tuple[float, float, float]) -> vtkPolyDataMapper:
        mapper, actor = vtkPolyDataMapper(), vtkActor()
        if is_flat:
            mapper.SetInputData(surface)
        else:
            normals = vtkPolyDataNormals()
            normals.SetInputData(surface)
            normals.SetFeatureAngle(_CREASE)
            normals.ConsistencyOff()
            mapper.SetInputConnection(normals.GetOutputPort())
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(*colour)
        actor.GetProperty().SetAmbient(1.0 if is_flat else 0.25)
        actor.GetProperty().SetDiffuse(0.0 if is_flat else 0.75)
        self._renderer.AddActor(actor)
        return mapper

    def _aim(self, aspect: float) -> float:
        """Points the camera so that the bounds fill the view; returns its width (m)."""
        camera, centre = self._renderer.GetActiveCamera(), np.reshape(self._bounds, (3, 2)).mean(1)
        camera.SetFocalPoint(*centre)
        length = math.dist(self._bounds[::2], self._bounds[1::2])
        camera.SetPosition(*(centre + length * np.array(_VIEW_FROM)))
        camera.SetViewUp(0, 0, 1)
        camera.ParallelProjectionOn()
        width, height = self._seen()
        half = _MARGIN * max(width / aspect, height) / 2
        camera.SetParallelScale(half)
        self._renderer.ResetCameraClippingRange()
        return 2 * half * aspect

    def _seen(self) -> tuple[float, float]:
        """Width and height of the bounds across the line of sight (m)."""
        width, depth, height = np.diff(np.reshape(self._bounds, (3, 2)))[:, 0]
        azimuth = math.atan2(_VIEW_FROM[1], _VIEW_FROM[0])
        rise = math.atan2(_VIEW_FROM[2], math.hypot(*_VIEW_FROM[:2]))
        across, along = (abs(width * a) + abs(depth * b)
                         for a, b in ((math.sin(azimuth), math.cos(azimuth)),
                                      (math.cos(azimuth), math.sin(azimuth))))
        return across, height * math.cos(rise) + along * math.sin(rise)

    def _light(self) -> None:
        """A strong light from the upper left, a weak one from the right."""
        for position, intensity in (((-0.7, 0.9, 1.1), 1.05), ((1.0, 0.2, 0.5), 0.5)):
            light = vtkLight()
            light.SetLightTypeToCameraLight()
            light.SetPosition(*position)
            light.SetFocalPoint(0, 0, 0)
            light.SetIntensity(intensity)
            self._renderer.AddLight(light)

    def _shade_hollows(self, length: float) -> None:
        """Ambient occlusion: what lies deep between strands is dark."""
        hollows = vtkSSAOPass()
        hollows.SetRadius(0.06 * length)
        hollows.SetBias(0.0015 * length)
        hollows.SetKernelSize(64)
        hollows.BlurOn()
        hollows.SetDelegatePass(vtkRenderStepsPass())
        self._renderer.UseFXAAOn()
        self._renderer.SetPass(hollows)


def _table(low: float, high: float) -> vtkLookupTable:
    table = vtkLookupTable()
    table.SetNumberOfTableValues(256)
    table.SetRange(low, high)
    for index, colour in enumerate(matplotlib.colormaps[colours_of(low, high)](np.linspace(0, 1, 256))):
        table.SetTableValue(index, *colour)
    table.Build()
    return table
