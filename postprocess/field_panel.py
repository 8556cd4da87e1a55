# SPDX-License-Identifier: LGPL-2.1-or-later
"""One half of a picture: fields on shapes, light, camera, caption and a scalar bar in human units."""

from typing import Optional

import matplotlib
import numpy as np
from matplotlib.ticker import MaxNLocator
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkLookupTable
from vtkmodules.vtkCommonDataModel import vtkDataSet, vtkPlane
from vtkmodules.vtkFiltersGeneral import vtkTableBasedClipDataSet
from vtkmodules.vtkFiltersGeometry import vtkDataSetSurfaceFilter
from vtkmodules.vtkRenderingAnnotation import vtkScalarBarActor
from vtkmodules.vtkRenderingCore import (vtkActor, vtkDataSetMapper, vtkLightKit, vtkRenderer,
                                         vtkTextActor, vtkTextProperty)

from .units import choose_scale

STRAND = (0.72, 0.72, 0.72)
PAPER, INK = (1.0, 1.0, 1.0), (0.12, 0.14, 0.19)
_VIEW_FROM = (0.85, -2.0, 0.95)
_CUT_FROM = (0.5, -2.0, 0.7)
# The cut misses the exact middle, where faces of strands and cells often lie.
_OFF_MIDDLE = 0.004
_SHOWN = "shown"


class FieldPanel:
    """A renderer that is filled with shapes and then finished."""

    def __init__(self, caption: str):
        self._renderer = vtkRenderer()
        self._renderer.SetBackground(*PAPER)
        self._plane: Optional[vtkPlane] = None
        self._caption(caption)

    def cut_through(self, grid: vtkDataSet) -> None:
        """From now on shapes lose the half in front of the middle of `grid`."""
        x, y, z = grid.GetCenter()
        self._plane = vtkPlane()
        self._plane.SetOrigin(x, y + _OFF_MIDDLE * grid.GetLength(), z)
        self._plane.SetNormal(0, 1, 0)

    def add_field(self, grid: vtkDataSet, field: str, title: str, column: str) -> None:
        """Add `grid` coloured by the scalar `field` (SI), its bar in a human unit of `column`.

        Colours span the 1st to the 99th percentile, so that single peaks do not hide the rest.
        """
        surface = self._surface(grid)
        at_points = surface.GetPointData().HasArray(field)
        data = surface.GetPointData() if at_points else surface.GetCellData()
        values = vtk_to_numpy(data.GetArray(field)).astype(float)
        low, high = np.percentile(values, [1, 99])
        scale = choose_scale(column, [low, high])
        shown = numpy_to_vtk(scale.of(values), deep=True)
        shown.SetName(_SHOWN)
        data.AddArray(shown)
        mapper = self._add(surface, specular=0.05)
        if at_points:
            mapper.SetScalarModeToUsePointFieldData()
        else:
            mapper.SetScalarModeToUseCellFieldData()
        mapper.SelectColorArray(_SHOWN)
        mapper.SetInterpolateScalarsBeforeMapping(at_points)
        mapper.SetUseLookupTableScalarRange(True)
        ticks = _ticks(scale.of(low), scale.of(high))
        mapper.SetLookupTable(_colours(ticks[0], ticks[-1]))
        self._bar(mapper.GetLookupTable(), title + scale.in_brackets(), len(ticks))

    def add_plain(self, grid: vtkDataSet, colour: tuple[float, float, float]) -> None:
        """Add the surface of `grid` in one colour."""
        mapper = self._add(self._surface(grid), specular=0.2, colour=colour)
        mapper.ScalarVisibilityOff()
        mapper.SetResolveCoincidentTopologyToPolygonOffset()
        mapper.SetRelativeCoincidentTopologyPolygonOffsetParameters(2.0, 2.0)

    def finished(self) -> vtkRenderer:
        """The renderer, with its camera on what was added."""
        camera = self._renderer.GetActiveCamera()
        camera.SetPosition(*(_CUT_FROM if self._plane else _VIEW_FROM))
        camera.SetFocalPoint(0, 0, 0)
        camera.SetViewUp(0, 0, 1)
        self._renderer.ResetCamera()
        camera.Zoom(0.9)
        camera.SetWindowCenter(0.0, -0.11)
        lights = vtkLightKit()
        lights.SetKeyLightIntensity(0.85)
        lights.AddLightsToRenderer(self._renderer)
        return self._renderer

    def _surface(self, grid: vtkDataSet):
        surface = vtkDataSetSurfaceFilter()
        surface.SetNonlinearSubdivisionLevel(2)
        if self._plane is None:
            surface.SetInputData(grid)
        else:
            clip = vtkTableBasedClipDataSet()
            clip.SetInputData(grid)
            clip.SetClipFunction(self._plane)
            surface.SetInputConnection(clip.GetOutputPort())
        surface.Update()
        return surface.GetOutput()

    def _add(self, surface, specular: float, colour=(1.0, 1.0, 1.0)) -> vtkDataSetMapper:
        mapper = vtkDataSetMapper()
        mapper.SetInputData(surface)
        actor = vtkActor()
        actor.SetMapper(mapper)
        actor.GetProperty().SetColor(*colour)
        actor.GetProperty().SetAmbient(0.45)
        actor.GetProperty().SetDiffuse(0.75)
        actor.GetProperty().SetSpecular(specular)
        self._renderer.AddActor(actor)
        return mapper

    def _bar(self, table: vtkLookupTable, title: str, labels: int) -> None:
        bar = vtkScalarBarActor()
        bar.SetLookupTable(table)
        bar.SetTitle(title)
        bar.SetNumberOfLabels(labels)
        bar.SetLabelFormat("%.3g")
        bar.SetOrientationToHorizontal()
        bar.SetUnconstrainedFontSize(True)
        bar.SetBarRatio(0.3)
        bar.SetTextPad(5)
        bar.SetWidth(0.6)
        bar.SetHeight(0.11)
        bar.SetPosition(0.2, 0.03)
        bar.SetTextPositionToPrecedeScalarBar()
        style(bar.GetTitleTextProperty(), 20)
        style(bar.GetLabelTextProperty(), 17)
        self._renderer.AddActor2D(bar)

    def _caption(self, text: str) -> None:
        actor = vtkTextActor()
        actor.SetInput(text)
        style(actor.GetTextProperty(), 26)
        actor.GetPositionCoordinate().SetCoordinateSystemToNormalizedViewport()
        actor.SetPosition(0.03, 0.94)
        self._renderer.AddActor2D(actor)


def style(text: vtkTextProperty, size: int) -> None:
    text.SetColor(*INK)
    text.SetFontFamilyToArial()
    text.SetFontSize(size)
    text.BoldOff()
    text.ItalicOff()
    text.ShadowOff()


def _ticks(low: float, high: float) -> np.ndarray:
    """Round numbers from below `low` to above `high`; around the value if they are one."""
    if high - low <= 1e-9 * max(abs(low), abs(high)):
        low, high = (0.0, 1.0) if low == 0 else (low - abs(low) / 2, low + abs(low) / 2)
    return MaxNLocator(5).tick_values(low, high)


def _colours(low: float, high: float) -> vtkLookupTable:
    """Viridis from `low` to `high`."""
    table = vtkLookupTable()
    table.SetNumberOfTableValues(256)
    table.SetRange(low, high)
    for index, colour in enumerate(matplotlib.colormaps["viridis"](np.linspace(0, 1, 256))):
        table.SetTableValue(index, *colour)
    table.Build()
    return table
