# SPDX-License-Identifier: LGPL-2.1-or-later
"""Small field files as the solver writes them: crossing strands in a cell of 1.6 mm."""

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import VTK_HEXAHEDRON, vtkImageData, vtkUnstructuredGrid
from vtkmodules.vtkCommonTransforms import vtkTransform
from vtkmodules.vtkFiltersCore import vtkTriangleFilter
from vtkmodules.vtkFiltersGeneral import vtkTransformFilter
from vtkmodules.vtkFiltersGeometry import vtkDataSetSurfaceFilter
from vtkmodules.vtkFiltersSources import vtkCubeSource
from vtkmodules.vtkIOGeometry import vtkSTLWriter
from vtkmodules.vtkIOParallelXML import vtkXMLPUnstructuredGridWriter
from vtkmodules.vtkIOXML import vtkXMLImageDataWriter, vtkXMLUnstructuredGridWriter

CELLS, SIZE = 16, 1.6e-3


def write_solid(home):
    """solid.pvd with one .pvtu of displacement (m) and stresses (Pa)."""
    grid, points = _grid(solid=True)
    height = points[:, 2] / SIZE
    stress = np.zeros((len(points), 6))
    stress[:, 2] = -30e6
    _add(grid, "displacement", np.outer(height, [0, 0, -1.6e-5]))
    _add(grid, "stress", stress)
    _add(grid, "largest_principal_stress", 2e7 * np.sin(3 * height) * points[:, 0] / SIZE)
    _write(vtkXMLPUnstructuredGridWriter(), grid, home / "solid_0.pvtu")
    _collection(home / "solid.pvd", [(0.0, "solid_0.pvtu")])


def write_pore(home, peaks=(0.0, 2e-7)):
    """pore.pvd with a .vtu a day, its largest concentration (mol/m³) from `peaks`."""
    entries = []
    for day, peak in enumerate(peaks):
        grid, points = _grid(solid=False)
        _add(grid, "concentration_BMP2", peak * (1 - points[:, 2] / SIZE / 2))
        _write(vtkXMLUnstructuredGridWriter(), grid, home / f"pore_{day}.vtu")
        entries.append((86400.0 * day, f"pore_{day}.vtu"))
    _collection(home / "pore.pvd", entries)


def write_crack(grid, home, tips):
    """crack.pvd in `grid`, with a .vtu for each of `tips`: how far across, in parts of the width, a crack
    in the middle of the height has come."""
    points = vtk_to_numpy(grid.GetPoints().GetData())
    low, high = points.min(axis=0), points.max(axis=0)
    across, _, height = ((points - low) / (high - low)).T
    entries = []
    for step, tip in enumerate(tips):
        away = np.hypot(height - 0.5, np.clip(across - tip, 0, None))
        _add(grid, "damage", np.exp(-20 * away))
        _write(vtkXMLUnstructuredGridWriter(), grid, home / f"crack_{step}.vtu")
        entries.append((10.0 * (step + 1), f"crack_{step}.vtu"))
    _collection(home / "crack.pvd", entries)


def write_scan(home, material, voxel, name="material"):
    """bone_scan.vti of what is [z, y, x] in voxels (m) that begin at the origin."""
    image = vtkImageData()
    image.SetDimensions([n + 1 for n in reversed(material.shape)])
    image.SetSpacing(voxel, voxel, voxel)
    array = numpy_to_vtk(material.astype(np.uint8).ravel(), deep=True)
    array.SetName(name)
    image.GetCellData().SetScalars(array)
    _write(vtkXMLImageDataWriter(), image, home / "bone_scan.vti")


def write_surface(home):
    """surface.stl of the strands (mm)."""
    surface = vtkDataSetSurfaceFilter()
    surface.SetInputData(_grid(solid=True)[0])
    surface.Update()
    _write_stl(surface.GetOutput(), home)


def write_cube(home, side):
    """surface.stl (mm) of a cube of `side` (m)."""
    cube = vtkCubeSource()
    for set_length in (cube.SetXLength, cube.SetYLength, cube.SetZLength):
        set_length(side)
    cube.Update()
    _write_stl(cube.GetOutput(), home)


def _write_stl(surface, home):
    millimetres, triangles, writer = vtkTransformFilter(), vtkTriangleFilter(), vtkSTLWriter()
    millimetres.SetTransform(vtkTransform())
    millimetres.GetTransform().Scale(1e3, 1e3, 1e3)
    millimetres.SetInputData(surface)
    triangles.SetInputConnection(millimetres.GetOutputPort())
    writer.SetInputConnection(triangles.GetOutputPort())
    writer.SetFileName(str(home / "surface.stl"))
    writer.Write()


def _grid(solid):
    """Hexahedra inside (or outside) the strands, and their points."""
    axis = np.arange(CELLS + 1) * SIZE / CELLS
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    coordinates = vtkPoints()
    coordinates.SetData(numpy_to_vtk(points, deep=True))
    grid = vtkUnstructuredGrid()
    grid.SetPoints(coordinates)
    corners = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0),
               (0, 0, 1), (1, 0, 1), (1, 1, 1), (0, 1, 1)]
    for i, j, k in np.ndindex(CELLS, CELLS, CELLS):
        across = i if (k // 4) % 2 else j
        if (across % 8 < 4) == solid:
            ids = [((i + a) * (CELLS + 1) + j + b) * (CELLS + 1) + k + c for a, b, c in corners]
            grid.InsertNextCell(VTK_HEXAHEDRON, 8, ids)
    return grid, points


def _add(grid, name, values):
    array = numpy_to_vtk(values, deep=True)
    array.SetName(name)
    grid.GetPointData().AddArray(array)


def _write(writer, grid, path):
    writer.SetFileName(str(path))
    writer.SetInputData(grid)
    writer.SetDataModeToBinary()  # as the solver does
    writer.Write()


def _collection(path, entries):
    sets = "".join(f'<DataSet timestep="{time}" part="0" file="{name}"/>\n'
                   for time, name in entries)
    path.write_text(f'<?xml version="1.0"?>\n<VTKFile type="Collection" version="0.1">\n'
                    f"<Collection>\n{sets}</Collection>\n</VTKFile>\n")
