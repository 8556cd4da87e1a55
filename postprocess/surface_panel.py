# SPDX-License-Identifier: LGPL-2.1-or-later
"""A specimen's surface alone: shaded, seen from the front quarter, with a scale bar."""

import math

from vtkmodules.vtkCommonDataModel import vtkPolyData
from vtkmodules.vtkFiltersCore import vtkPolyDataNormals
from vtkmodules.vtkFiltersSources import vtkLineSource
from vtkmodules.vtkRenderingCore import (vtkActor, vtkActor2D, vtkCoordinate, vtkLight,
                                         vtkPolyDataMapper, vtkPolyDataMapper2D, vtkRenderer,
                                         vtkTextActor)
from vtkmodules.vtkRenderingOpenGL2 import vtkRenderStepsPass, vtkSSAOPass

from .field_panel import INK, PAPER, style

_CERAMIC = (0.96, 0.92, 0.84)
_VIEW_FROM = (1.1, -1.9, 1.0)
_CREASE = 40.0  # degrees; rounder edges are shaded smoothly
_MARGIN = 1.2  # height of the view over that of the specimen
_BAR = (0.06, 0.07)  # left end of the scale bar, in parts of the view


class SurfacePanel:
    """A renderer of one surface (m). The view is square and without perspective, so that the
    scale bar holds everywhere across the line of sight."""

    def __init__(self, surface: vtkPolyData, caption: str):
        self._renderer = vtkRenderer()
        self._renderer.SetBackground(*PAPER)
        self._add(surface)
        half_height = self._aim(surface)
        self._light()
        self._shade_hollows(surface.GetLength())
        self._bar(2e3 * half_height)
        self._text(caption, 26, 0.03, 0.94)

    def finished(self) -> vtkRenderer:
        return self._renderer

    def _add(self, surface: vtkPolyData) -> None:
        normals = vtkPolyDataNormals()
        normals.SetInputData(surface)
        normals.SetFeatureAngle(_CREASE)
        normals.ConsistencyOff()
        mapper = vtkPolyDataMapper()
        mapper.SetInputConnection(normals.GetOutputPort())
        mapper.ScalarVisibilityOff()
        actor = vtkActor()
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(*_CERAMIC)
        actor.GetProperty().SetAmbient(0.2)
        actor.GetProperty().SetDiffuse(0.75)
        self._renderer.AddActor(actor)

    def _aim(self, surface: vtkPolyData) -> float:
        """Points the camera; returns half the height of the view (m)."""
        camera = self._renderer.GetActiveCamera()
        center = surface.GetCenter()
        camera.SetFocalPoint(*center)
        camera.SetPosition(*(c + surface.GetLength() * v for c, v in zip(center, _VIEW_FROM)))
        camera.SetViewUp(0, 0, 1)
        camera.ParallelProjectionOn()
        camera.SetWindowCenter(0.0, -0.04)
        x0, x1, y0, y1, z0, z1 = surface.GetBounds()
        azimuth = math.atan2(_VIEW_FROM[1], _VIEW_FROM[0])
        rise = math.atan2(_VIEW_FROM[2], math.hypot(*_VIEW_FROM[:2]))
        width, depth = (abs((x1 - x0) * a) + abs((y1 - y0) * b)
                        for a, b in ((math.sin(azimuth), math.cos(azimuth)),
                                     (math.cos(azimuth), math.sin(azimuth))))
        height = (z1 - z0) * math.cos(rise) + depth * math.sin(rise)
        half_height = _MARGIN * max(width, height) / 2
        camera.SetParallelScale(half_height)
        self._renderer.ResetCameraClippingRange()
        return half_height

    def _light(self) -> None:
        """A strong light from the upper left, a weak one from the right."""
        for position, intensity in (((-0.7, 0.9, 1.1), 1.1), ((1.0, 0.2, 0.5), 0.5)):
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

    def _bar(self, view_height: float) -> None:
        """A line of a round length, at most a quarter of the view, whose height is in mm."""
        length = max(number * 10.0**power for power in range(-4, 4) for number in (1, 2, 5)
                     if number * 10.0**power <= 0.25 * view_height)
        line = vtkLineSource()
        line.SetPoint1(*_BAR, 0)
        line.SetPoint2(_BAR[0] + length / view_height, _BAR[1], 0)
        place = vtkCoordinate()
        place.SetCoordinateSystemToNormalizedViewport()
        mapper = vtkPolyDataMapper2D()
        mapper.SetInputConnection(line.GetOutputPort())
        mapper.SetTransformCoordinate(place)
        actor = vtkActor2D()
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(*INK)
        actor.GetProperty().SetLineWidth(5)
        self._renderer.AddActor2D(actor)
        self._text(f"{length:g} mm", 22, _BAR[0], _BAR[1] - 0.045)

    def _text(self, text: str, size: int, x: float, y: float) -> None:
        actor = vtkTextActor()
        actor.SetInput(text)
        style(actor.GetTextProperty(), size)
        actor.GetPositionCoordinate().SetCoordinateSystemToNormalizedViewport()
        actor.SetPosition(x, y)
        self._renderer.AddActor2D(actor)
