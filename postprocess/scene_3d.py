# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the report shows in 3D: of the first specimen of each group a light surface, planes across it,
and its fields on both.

Clipping leaves a surface open, so that the planes are sampled here, and the page shows the one at the
cut. Values are 8-bit numbers over the range that a field has in all specimens at all times.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, Optional

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkDataSet, vtkImageData, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkPolyDataNormals, vtkProbeFilter, vtkQuadricClustering

from .grids import field_names, read_snapshots, read_surface
from .results import Results
from .surface_fields import Neighbours, boundary, whole

MOST_GROUPS, MOST_TIMES = 4, 7
TRIANGLES = 100_000  # of all specimens together
FEWEST_DIVISIONS = 6
PLANES, PIXELS = 9, 144
# Fields of solid.pvd, crack.pvd and, with a factor's name behind, pore.pvd: title and column for the unit.
SOLID = {"averaged_principal_stress": ("Averaged principal stress at 1 % strain", "stress_Pa"),
         "largest_principal_stress": ("Largest principal stress at 1 % strain", "stress_Pa")}
CRACK = {"damage": ("Damage", "damage")}
PORE = {"concentration_": ("{} concentration", "concentration_mol_per_m3"),
        "time_above_threshold_": ("{} time above threshold", "time_s"),
        "exposure_": ("{} exposure", "exposure_mol_s_per_m3")}
IN_TIME = ("concentration_", "damage")


@dataclass
class State:
    """A field at one time (s; None where it has none): at the surface's points, and on planes of
    PIXELS² in x and z, NaN where the field is not."""

    time: Optional[float]
    surface: np.ndarray
    planes: np.ndarray


@dataclass
class Field:
    title: str
    column: str
    states: list[State] = field(default_factory=list)


@dataclass
class Body:
    """One specimen, lengths in m."""

    name: str
    group: str
    points: np.ndarray
    triangles: np.ndarray
    heights: np.ndarray  # y of the planes
    bounds: tuple[float, ...]
    fields: dict[str, Field] = field(default_factory=dict)


def bodies(results: Results) -> list[Body]:
    """Those that can be drawn; none where there are neither surfaces nor fields."""
    found = []
    for group in results.computed[:MOST_GROUPS]:
        name = results.of_group(group)["specimen"].iloc[0]
        folder = results.specimen_folder(group, name)
        surface = _surface(folder)
        if surface is not None:
            found.append((name, group, folder, surface))
    return [_body(name, group, folder, _light(surface, TRIANGLES // len(found)))
            for name, group, folder, surface in found]


def _surface(folder: Path) -> Optional[vtkPolyData]:
    """surface.stl, else the boundary of the solid's grid."""
    surface = read_surface(folder / "surface.stl")
    if surface is not None:
        return surface
    for snapshot in read_snapshots(folder / "solid.pvd", 1):
        return boundary(snapshot.grid)
    return None


def _light(surface: vtkPolyData, triangles: int) -> vtkPolyData:
    """`surface` with at most about so many triangles: one point a cell of a grid."""
    divisions, light = 96, surface
    while light.GetNumberOfCells() > triangles and divisions >= FEWEST_DIVISIONS:
        clustered = vtkQuadricClustering()
        clustered.SetInputData(surface)
        clustered.AutoAdjustNumberOfDivisionsOff()
        clustered.SetNumberOfDivisions(divisions, divisions, divisions)
        clustered.Update()
        light = clustered.GetOutput()
        # Triangles go with the square of the divisions where these are coarser than the surface.
        divisions = int(divisions * 0.95 * min(1.0, np.sqrt(triangles / light.GetNumberOfCells())))
    return light


def _body(name: str, group: str, folder: Path, surface: vtkPolyData) -> Body:
    normals = vtkPolyDataNormals()  # consistent order of each triangle's points
    normals.SetInputData(surface)
    normals.SplittingOff()
    normals.Update()
    surface = normals.GetOutput()
    points = vtk_to_numpy(surface.GetPoints().GetData()).astype(float)
    triangles = vtk_to_numpy(surface.GetPolys().GetConnectivityArray()).reshape(-1, 3)
    bounds = surface.GetBounds()
    # None in the exact middle, where faces of strands and cells often lie.
    heights = bounds[2] + (np.arange(PLANES) + 0.504) / PLANES * (bounds[3] - bounds[2])
    body = Body(name, group, points, triangles, heights, bounds)
    _add_fields(body, folder / "solid.pvd", dict(SOLID), 1)
    _add_fields(body, folder / "crack.pvd", dict(CRACK), MOST_TIMES)
    _add_fields(body, folder / "pore.pvd", dict(PORE), MOST_TIMES)
    return body


def _add_fields(body: Body, path: Path, known: dict[str, tuple[str, str]], most_times: int) -> None:
    """Those of a collection whose names are known, or begin so; what grows in time at its end."""
    snapshots = read_snapshots(path, most_times)
    if not snapshots:
        return
    grid = snapshots[-1].grid
    arrays = {}
    for snapshot, name, title, column in list(_named(snapshots, known)):
        in_time = name.startswith(IN_TIME)
        same = snapshot.grid.GetNumberOfPoints() == grid.GetNumberOfPoints()
        if same and (in_time or snapshot is snapshots[-1]):
            key = f"{name} {snapshot.time}"
            arrays[key] = (Field(title, column), snapshot.time if in_time else None)
            values = numpy_to_vtk(vtk_to_numpy(snapshot.grid.GetPointData().GetArray(name)), deep=True)
            values.SetName(key)
            grid.GetPointData().AddArray(values)
    grid = whole(grid, body.bounds)
    neighbours = Neighbours(grid, body.points)
    probed = _probe(grid, body)
    inside = vtk_to_numpy(probed.GetArray("vtkValidPointMask")).astype(bool)
    for key, (described, time) in arrays.items():
        planes = np.where(inside, vtk_to_numpy(probed.GetArray(key)), np.nan)
        state = State(time, neighbours.of(vtk_to_numpy(grid.GetPointData().GetArray(key))),
                      planes.reshape(PIXELS, PLANES, PIXELS).transpose(1, 0, 2))
        body.fields.setdefault(described.title, described).states.append(state)


def _named(snapshots, known) -> Iterator:
    for snapshot in snapshots:
        for name in field_names(snapshot.grid):
            if snapshot.grid.GetPointData().GetArray(name) is None:
                continue
            for start, (title, column) in known.items():
                if name == start or (start.endswith("_") and name.startswith(start)):
                    yield snapshot, name, title.format(name[len(start):]), column


def _probe(grid: vtkDataSet, body: Body):
    """Point data of `grid` on the planes of `body`, x fastest, then y, then z."""
    image, probe = vtkImageData(), vtkProbeFilter()
    x0, x1, _, _, z0, z1 = body.bounds
    image.SetDimensions(PIXELS, PLANES, PIXELS)
    image.SetOrigin(x0 + (x1 - x0) / PIXELS / 2, body.heights[0], z0 + (z1 - z0) / PIXELS / 2)
    image.SetSpacing((x1 - x0) / PIXELS, body.heights[1] - body.heights[0], (z1 - z0) / PIXELS)
    probe.SetInputData(image)
    probe.SetSourceData(grid)
    probe.Update()
    return probe.GetOutput().GetPointData()
