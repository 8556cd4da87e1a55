# SPDX-License-Identifier: LGPL-2.1-or-later
"""A picture of one specimen: stress on its surface beside concentration in a quarter cut away."""

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from .errors import InputError
from .field_range import range_of
from .grids import Snapshot, field_names, read_snapshot, read_surface
from .plate import PIXELS, Legend, Panel, write_plate
from .quarter_cut import QuarterCut
from .rendering import Scene
from .results import Results, load
from .surface_fields import Neighbours, boundary, whole
from .units import choose_scale, number

STRESS = "largest_principal_stress"
CONCENTRATION = "concentration_"
FORMATS = (".png", ".pdf", ".svg")
_SHOWN = "shown"


@dataclass
class Specimen:
    """What there is to draw of a specimen; None where there is no file or no field."""

    name: str
    solid: Optional[Snapshot]
    pore: Optional[Snapshot]
    surface: Optional[vtkPolyData]
    factor: Optional[str]


def write_picture(folder: Path, outputs: list[Path], specimen: Optional[str] = None,
                  factor: Optional[str] = None, time: Optional[float] = None) -> None:
    """Render GROUP/SPECIMEN at the stored time (s) nearest to `time` into each file of `outputs`.

    Raises InputError if there is nothing to draw. Needs an X display (see virtual_display.py).
    """
    for output in outputs:
        if output.suffix.lower() not in FORMATS or not output.resolve().parent.is_dir():
            raise InputError(f"{output}: expected the name of a {', '.join(FORMATS)} file in an existing "
                             "folder")
    write_plate(_panels(_read(load(folder), specimen, factor, time)), outputs)


def _read(results: Results, name: Optional[str], factor: Optional[str],
          time: Optional[float]) -> Specimen:
    names = [f"{row.group}/{row.specimen}" for row in results.specimens.itertuples()
             if row.group in results.computed]
    if name is None:
        name = next(n for n in names if n.split("/")[0] == results.computed[-1])
    if name not in names:
        raise InputError(f"{results.folder}: no specimen {name}; expected one of "
                         f"{', '.join(names[:6])}{', …' if len(names) > 6 else ''}")
    folder = results.folder / name
    solid = read_snapshot(folder / "solid.pvd", None)
    pore = read_snapshot(folder / "pore.pvd", time)
    if solid and not solid.grid.GetPointData().HasArray(STRESS):
        solid = None
    found = _factors(pore)
    if factor is not None and factor not in found:
        raise InputError(f"{folder / 'pore.pvd'}: no factor {factor}; expected one of "
                         f"{', '.join(found) or 'none'}")
    surface = read_surface(folder / "surface.stl")
    chosen = factor or next(iter(found), None)
    if not solid and not chosen and not surface:
        raise InputError(f"{folder}: nothing to draw; expected solid.pvd, pore.pvd or surface.stl")
    return Specimen(name, solid, pore if chosen else None, surface, chosen)


def _factors(pore: Optional[Snapshot]) -> list[str]:
    if pore is None:
        return []
    return [name[len(CONCENTRATION):] for name in field_names(pore.grid)
            if name.startswith(CONCENTRATION)]


def _panels(specimen: Specimen) -> list[Panel]:
    panels = []
    surface = specimen.surface
    if surface is None and specimen.solid:
        surface = boundary(specimen.solid.grid)
    if surface is not None:
        panels.append(_surface_panel(specimen, surface))
    if specimen.pore:
        panels.append(_pore_panel(specimen, surface))
    return panels


def _surface_panel(specimen: Specimen, surface: vtkPolyData) -> Panel:
    """Stress on the surface, or the surface alone."""
    scene, legend = Scene(surface.GetBounds()), None
    if specimen.solid:
        grid = whole(specimen.solid.grid, surface.GetBounds())
        points = vtk_to_numpy(surface.GetPoints().GetData())
        known = vtk_to_numpy(grid.GetPointData().GetArray(STRESS)).astype(float)
        values = Neighbours(grid, points).of(known)
        legend = _legend("Largest principal stress at 1 % strain", "stress_Pa", values)
        _attach(surface, values, legend[1])
        scene.add_field(surface, _SHOWN, legend[0].low, legend[0].high)
    else:
        scene.add(surface)
    image, width = scene.image(*PIXELS)
    return Panel(specimen.name, image, width, legend and legend[0])


def _pore_panel(specimen: Specimen, surface: Optional[vtkPolyData]) -> Panel:
    """What is left of the specimen, with the concentration on the faces of the cut."""
    pore, field = specimen.pore, CONCENTRATION + specimen.factor
    grid = pore.grid if surface is None else whole(pore.grid, surface.GetBounds())
    cut = QuarterCut((surface or grid).GetBounds())
    faces = list(cut.faces(grid))
    values = [vtk_to_numpy(face.GetPointData().GetArray(field)).astype(float)
              for face in faces if face.GetNumberOfPoints()]
    legend, size = _legend(f"{specimen.factor} concentration", "concentration_mol_per_m3",
                           np.concatenate(values) if values else np.zeros(1))
    scene = Scene((surface or grid).GetBounds())
    for part in cut.solid(surface) if surface is not None else ():
        scene.add(part)
    for face, own in zip((f for f in faces if f.GetNumberOfPoints()), values):
        _attach(face, own, size)
        scene.add_field(face, _SHOWN, legend.low, legend.high, is_flat=True)
    image, width = scene.image(*PIXELS)
    scale = choose_scale("time_s", [pore.time])
    caption = f"{specimen.factor} after {number(scale.of(pore.time))} {scale.symbol}"
    return Panel(caption, image, width, legend)


def _legend(title: str, column: str, values: np.ndarray) -> tuple[Legend, float]:
    """The legend in a human unit of `column`, and the size of this unit."""
    low, high = range_of(values)
    scale = choose_scale(column, [low, high])
    return Legend(title + scale.in_brackets(), scale.of(low), scale.of(high)), scale.size


def _attach(surface: vtkPolyData, values: np.ndarray, size: float) -> None:
    shown = numpy_to_vtk(values / size, deep=True)
    shown.SetName(_SHOWN)
    surface.GetPointData().AddArray(shown)
