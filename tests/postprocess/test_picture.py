# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures of tiny field files, rendered off screen."""

import os
import shutil

import matplotlib.image
import numpy as np
import pytest

from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkImageData, vtkUnstructuredGrid

import fields
from postprocess.field_range import colours_of, range_of
from postprocess.surface_fields import Neighbours, whole

pytestmark = pytest.mark.skipif(not (os.environ.get("DISPLAY") or shutil.which("xvfb-run")),
                                reason="neither a display nor xvfb-run")


def saturation(path):
    """Shares of coloured and of grey (neither white nor coloured) pixels."""
    image = matplotlib.image.imread(path)[..., :3]
    spread = image.max(axis=-1) - image.min(axis=-1)
    coloured = spread > 0.2
    return coloured.mean(), (~coloured & (image.mean(axis=-1) < 0.95)).mean(), image.shape


def test_stress_beside_concentration(study, run, tmp_path):
    folder = study(n=1)
    for write in (fields.write_solid, fields.write_pore, fields.write_surface):
        write(folder / "mig-BCP/mig-BCP-1")
    picture, others = tmp_path / "out.png", [tmp_path / "out.pdf", tmp_path / "out.svg"]
    done = run("picture", folder, picture, *others, DISPLAY="")
    assert (done.returncode, done.stderr) == (0, "")
    assert others[0].read_bytes().startswith(b"%PDF") and "concentration" in others[1].read_text()
    coloured, grey, shape = saturation(picture)
    assert shape[1] == pytest.approx(174 / 25.4 * 300, abs=1)  # two columns of a journal, 300 dpi
    assert coloured > 0.15 and grey > 0.05
    image = matplotlib.image.imread(picture)
    assert all(np.ptp(half) > 0.5 for half in np.array_split(image[..., 0], 2, axis=1))


def test_the_surface_alone_is_plain(study, run, tmp_path):
    folder = study(n=1, factors=())
    fields.write_surface(folder / "BCP/BCP-1")
    done = run("picture", folder, tmp_path / "out.png", "--specimen", "BCP/BCP-1")
    assert (done.returncode, done.stderr) == (0, "")
    coloured, grey, shape = saturation(tmp_path / "out.png")
    assert shape[1] == pytest.approx(85 / 25.4 * 300, abs=1)
    assert coloured < 0.02 and grey > 0.1


def test_the_scale_bar_measures_the_specimen(study, run, tmp_path):
    folder = study(n=1, factors=())
    fields.write_cube(folder / "BCP/BCP-1", side=4e-3)
    run("picture", folder, tmp_path / "out.png", "--specimen", "BCP/BCP-1")
    dark = matplotlib.image.imread(tmp_path / "out.png")[..., :3].mean(axis=-1) < 0.97
    rows, columns = dark.shape
    bar = max(dark[row, :columns // 2].sum() for row in range(int(0.9 * rows), rows))
    cube = np.ptp(np.flatnonzero(dark[int(0.2 * rows):int(0.8 * rows)].any(axis=0)))
    # A cube seen from azimuth a is |sin a| + |cos a| of its side wide.
    width = 4 * (1.1 + 1.9) / np.hypot(1.1, 1.9)
    assert bar / cube == pytest.approx(1 / width, rel=0.02)


def test_linear_fields_are_met_between_the_points(tmp_path):
    points = np.random.default_rng(1).uniform(-1, 1, (400, 3))
    own = vtkPoints()
    own.SetData(numpy_to_vtk(points, deep=True))
    grid = vtkUnstructuredGrid()
    grid.SetPoints(own)
    places = np.random.default_rng(2).uniform(-0.7, 0.7, (50, 3))
    slope = np.array([2.0, -3.0, 0.5])
    assert Neighbours(grid, places).of(points @ slope + 7) == pytest.approx(places @ slope + 7, abs=5e-3)


def test_a_quarter_is_mirrored_to_the_whole():
    quarter = vtkImageData()
    quarter.SetDimensions(3, 3, 3)
    quarter.SetOrigin(0, -2, 0)
    bounds = (-2, 2, -2, 2, 0, 2)
    assert whole(quarter, bounds).GetBounds() == bounds
    assert whole(quarter, (0, 2, -2, 0, 0, 2)) is quarter


@pytest.mark.parametrize("values, low, high, colours", [
    ([-3.0, 5.0], -5, 5, "coolwarm"), ([-0.1, 5.0], 0, 5, "viridis"), ([0.1, 5.0], 0, 5, "viridis"),
    ([-5.0, 0.1], -5, 0, "viridis"), ([4.0, 5.0], 4, 5, "viridis"), ([0.0, 0.0], 0, 1, "viridis")])
def test_a_signed_range_is_symmetric(values, low, high, colours):
    found = range_of(np.repeat(values, 200))
    assert found == pytest.approx((low, high))
    assert colours_of(*found) == colours


def test_a_field_of_zeros_is_drawn(study, run, tmp_path):
    folder = study(n=1)
    fields.write_pore(folder / "BCP/BCP-1", peaks=(0.0,))
    done = run("picture", folder, tmp_path / "out.png", "--specimen", "BCP/BCP-1")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("options, words", [
    ((), "nothing to draw"),
    (("--specimen", "BCP/none"), "no specimen BCP/none; expected one of BCP/BCP-1"),
])
def test_wrong_input(study, run, tmp_path, options, words):
    done = run("picture", study(n=1), tmp_path / "out.png", *options)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and words in done.stderr


def test_a_broken_collection(study, run, tmp_path):
    folder = study(n=1)
    (folder / "mig-BCP/mig-BCP-1/pore.pvd").write_text("<VTKFile>")
    done = run("picture", folder, tmp_path / "out.png")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "not a .pvd collection" in done.stderr
