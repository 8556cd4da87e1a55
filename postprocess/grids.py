# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the solver's fields: .pvd collections of .vtu and .pvtu grids, .vti images, and .stl surfaces."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkObject
from vtkmodules.vtkCommonDataModel import vtkDataSet, vtkImageData, vtkPolyData, vtkUnstructuredGrid
from vtkmodules.vtkIOGeometry import vtkSTLReader
from vtkmodules.vtkIOXML import (vtkXMLImageDataReader, vtkXMLPUnstructuredGridReader,
                                 vtkXMLUnstructuredGridReader)

from .errors import InputError

_READERS = {".vtu": vtkXMLUnstructuredGridReader, ".pvtu": vtkXMLPUnstructuredGridReader}


@dataclass
class Snapshot:
    """A grid (coordinates in m) at `time` (s)."""

    grid: vtkUnstructuredGrid
    time: float


def read_snapshot(path: Path, time: Optional[float]) -> Optional[Snapshot]:
    """The grid of a .pvd collection stored nearest to `time`, the last if None.

    Returns None if there is no such collection. Raises InputError if it cannot be read.
    """
    if not path.is_file():
        return None
    stored = _entries(path)
    if time is None:
        chosen, name = max(stored, key=lambda entry: entry[0])
    else:
        chosen, name = min(stored, key=lambda entry: abs(entry[0] - time))
    return Snapshot(_read_grid(path.parent / name), chosen)


def read_snapshots(path: Path, most: int) -> list[Snapshot]:
    """Up to `most` grids of a .pvd collection, the last among them, in the order of time; none where
    there is no such collection. Raises InputError if one cannot be read."""
    if not path.is_file() or most < 1:
        return []
    stored = sorted(_entries(path))
    chosen = sorted({round(i * (len(stored) - 1) / max(most - 1, 1)) for i in range(most)} if most > 1
                    else {len(stored) - 1})
    return [Snapshot(_read_grid(path.parent / name), time) for time, name in (stored[i] for i in chosen)]


def read_surface(path: Path) -> Optional[vtkPolyData]:
    """The triangles of an .stl file in mm, coordinates in m; None if there is no such file."""
    if not path.is_file():
        return None
    reader = vtkSTLReader()
    reader.SetFileName(str(path))
    surface = _output(reader, path)
    coordinates = vtk_to_numpy(surface.GetPoints().GetData())
    coordinates *= 1e-3
    return surface


def read_image(path: Path) -> Optional[vtkImageData]:
    """A .vti image, lengths in m; None if there is no such file. Raises InputError if it cannot be read."""
    if not path.is_file():
        return None
    reader = vtkXMLImageDataReader()
    reader.SetFileName(str(path))
    return _output(reader, path)


def field_names(grid: vtkDataSet) -> list[str]:
    """Names of the fields at points and cells."""
    attributes = (grid.GetPointData(), grid.GetCellData())
    return [data.GetArrayName(i) for data in attributes for i in range(data.GetNumberOfArrays())]


def _entries(path: Path) -> list[tuple[float, str]]:
    try:
        root = ElementTree.parse(path).getroot()
        entries = [(float(item.get("timestep", "0")), item.attrib["file"])
                   for item in root.iter("DataSet")]
    except (ElementTree.ParseError, KeyError, ValueError) as error:
        raise InputError(f"{path}: not a .pvd collection: {error}") from error
    if not entries:
        raise InputError(f"{path}: no DataSet in the collection")
    return entries


def _read_grid(path: Path) -> vtkUnstructuredGrid:
    reader_class = _READERS.get(path.suffix)
    if reader_class is None:
        raise InputError(f"{path}: expected a .vtu or .pvtu file")
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    reader = reader_class()
    reader.SetFileName(str(path))
    return _output(reader, path)


def _output(reader, path: Path) -> vtkDataSet:
    """What `reader` read; VTK's own messages are kept off the screen."""
    shown = vtkObject.GetGlobalWarningDisplay()
    vtkObject.SetGlobalWarningDisplay(False)
    reader.Update()
    vtkObject.SetGlobalWarningDisplay(shown)
    if reader.GetOutput().GetNumberOfCells() == 0:
        raise InputError(f"{path}: holds no cells")
    return reader.GetOutput()
