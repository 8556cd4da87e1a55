# SPDX-License-Identifier: LGPL-2.1-or-later
"""A picture of one specimen: stress in the solid beside concentration in the cut pore space."""

from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Union

from vtkmodules.vtkCommonDataModel import vtkDataSet
from vtkmodules.vtkIOImage import vtkPNGWriter
from vtkmodules.vtkRenderingCore import vtkRenderWindow, vtkWindowToImageFilter

# Imported for what they register: fonts and the OpenGL renderer.
import vtkmodules.vtkRenderingFreeType
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401

from .errors import InputError, WriteError
from .field_panel import STRAND, FieldPanel
from .files import replacing
from .grids import Snapshot, field_names, read_snapshot, read_surface
from .results import Results, load
from .surface_panel import SurfacePanel
from .units import choose_scale, number

STRESS = "largest_principal_stress"
CONCENTRATION = "concentration_"
PANEL_SIZE = (900, 900)


@dataclass
class Specimen:
    """What there is to draw of a specimen; None where there is no file or no field."""

    name: str
    solid: Optional[Snapshot]
    pore: Optional[Snapshot]
    surface: Optional[vtkDataSet]
    factor: Optional[str]


def write_picture(folder: Path, output: Path, specimen: Optional[str] = None,
                  factor: Optional[str] = None, time: Optional[float] = None) -> None:
    """Render GROUP/SPECIMEN at the stored time (s) nearest to `time` into the PNG file `output`.

    Raises InputError if there is nothing to draw. Needs an X display (see virtual_display.py).
    """
    if output.suffix.lower() != ".png" or not output.resolve().parent.is_dir():
        raise InputError(f"{output}: expected the name of a .png file in an existing folder")
    chosen = _read(load(folder), specimen, factor, time)
    panels = _panels(chosen)
    window = vtkRenderWindow()
    window.SetOffScreenRendering(True)
    window.SetMultiSamples(8)
    window.SetSize(PANEL_SIZE[0] * len(panels), PANEL_SIZE[1])
    for place, panel in enumerate(panels):
        renderer = panel.finished()
        renderer.SetViewport(place / len(panels), 0, (place + 1) / len(panels), 1)
        window.AddRenderer(renderer)
    _save(window, output)


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
    solid = read_snapshot(folder / "solid.pvd", time)
    pore = read_snapshot(folder / "pore.pvd", time)
    if solid and STRESS not in field_names(solid.grid):
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


def _panels(specimen: Specimen) -> list[Union[FieldPanel, SurfacePanel]]:
    panels = []
    if specimen.solid:
        panel = FieldPanel(specimen.name)
        panel.add_field(specimen.solid.grid, STRESS, "Largest principal stress", "stress_Pa")
        panels.append(panel)
    elif specimen.surface:
        panels.append(SurfacePanel(specimen.surface, specimen.name))
    if specimen.pore:
        panels.append(_pore_panel(specimen))
    return panels


def _pore_panel(specimen: Specimen) -> FieldPanel:
    pore, field = specimen.pore, CONCENTRATION + specimen.factor
    scale = choose_scale("time_s", [pore.time])
    panel = FieldPanel(f"{specimen.factor} after {number(scale.of(pore.time))} {scale.symbol}")
    panel.cut_through(pore.grid)
    panel.add_field(pore.grid, field, f"{specimen.factor} concentration",
                    "concentration_mol_per_m3")
    strands = specimen.solid.grid if specimen.solid else specimen.surface
    if strands:
        panel.add_plain(strands, STRAND)
    return panel


def _save(window: vtkRenderWindow, output: Path) -> None:
    window.Render()
    image = vtkWindowToImageFilter()
    image.SetInput(window)
    image.ReadFrontBufferOff()
    with replacing(output) as temporary:
        writer = vtkPNGWriter()
        writer.SetFileName(str(temporary))
        writer.SetInputConnection(image.GetOutputPort())
        writer.Write()
        if writer.GetErrorCode() != 0:
            raise WriteError(f"{output}: cannot write in full")
