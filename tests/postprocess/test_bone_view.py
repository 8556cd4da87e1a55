# SPDX-License-Identifier: LGPL-2.1-or-later
"""New bone from above: which specimen stands for its group, what is projected, and what is drawn."""

import matplotlib.image
import numpy as np
import pandas as pd
import pytest

import fields
from postprocess.bone_scans import BONE, OPEN, OUTSIDE, STRUT, representatives
from postprocess.errors import InputError
from postprocess.report import write_report
from postprocess.results import load

VOXEL, SHAPE = 50e-6, (4, 10, 20)
COLUMN, WHOLE = 85 / 25.4 * 300, 174 / 25.4 * 300  # pixels


def defect(bone=()):
    """A strut along x through pores of 1 × 0.5 × 0.2 mm, one corner of which is off; `bone` [z, y, x]."""
    material = np.full(SHAPE, OPEN)
    material[1:3, 4:6] = STRUT
    material[:, :2, :2] = OUTSIDE
    for place in bone:
        material[place] = BONE
    return material


@pytest.fixture
def scanned(study):
    """Returns write(fractions by specimen, of two groups), with bone that is three voxels thick in one place."""
    def write(fractions):
        folder = study(n=len(fractions) // 2, factors=(), mechanics=False)
        table = pd.read_csv(folder / "specimens.csv")
        table["bone_fraction"] = fractions
        table.to_csv(folder / "specimens.csv", index=False)
        for row, fraction in zip(table.itertuples(), fractions):
            if not np.isnan(fraction):
                grown = [np.s_[:3, 7, 12], np.s_[0, 8, 12]] if fraction else []
                fields.write_scan(folder / row.group / row.specimen, defect(grown), VOXEL)
        return folder
    return write


def test_the_nearest_to_the_median_stands_for_its_group(scanned):
    folder = scanned([0.1, 0.5, 0.3, 0.2, 0.9, 0.25])
    assert [(one.group, one.specimen) for one in representatives(load(folder))] == [
        ("BCP", "BCP-3"), ("mig-BCP", "mig-BCP-3")]
    (folder / "BCP/BCP-3/bone_scan.vti").unlink()  # of a run that wrote none
    assert representatives(load(folder))[0].specimen == "BCP-1"


def test_bone_is_projected_along_the_axis(scanned):
    view = representatives(load(scanned([0.1, 0.1])))[0].view
    assert view.bone.shape == SHAPE[1:]
    assert {tuple(place): view.bone[tuple(place)] for place in np.argwhere(view.bone)} == pytest.approx(
        {(7, 12): 3 * VOXEL, (8, 12): VOXEL})
    assert (view.strut[4:6] == 0.5).all() and view.strut.sum() == 20
    assert not view.is_inside[:2, :2].any() and view.is_inside.sum() == 196
    assert view.extent == pytest.approx((0, 1e-3, 0, 0.5e-3)) and view.height == pytest.approx(0.2e-3)


def test_groups_stand_side_by_side_in_the_report(scanned):
    folder = scanned([0.05, 0.1])
    html = write_report(folder).read_text()
    assert "New bone from above" in html and "BCP 5.00 % (BCP-1), mig-BCP 10.0 % (mig-BCP-1)" in html
    assert html.count("BV/TV 5.00 %") == 1 and "./BCP/BCP-1/bone_scan.vti" in html
    drawn = pd.read_csv(folder / "figures/bone-from-above.csv")
    assert drawn.columns.tolist() == ["group", "specimen", "x (mm)", "y (mm)", "bone (µm)"]
    assert drawn.values.tolist() == [[group, f"{group}-1", 0.625, y, thick] for group in ("BCP", "mig-BCP")
                                     for y, thick in ((0.375, 150), (0.425, 50))]


def test_a_defect_without_bone_is_drawn_empty(scanned, run, tmp_path):
    folder = scanned([0.0, 0.0])
    done = run("bone", folder, tmp_path / "out.png")
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", str(tmp_path / "out.png"))
    assert pd.read_csv(folder / "specimens.csv")["bone_fraction"].tolist() == [0, 0]
    image = matplotlib.image.imread(tmp_path / "out.png")[..., :3]
    assert image.shape[1] == pytest.approx(COLUMN, abs=1)
    panels = image[: image.shape[0] // 2]
    assert (np.ptp(panels, axis=-1) < 0.15).all()  # no colour of bone
    assert (panels.mean(axis=-1) < 0.12).mean() > 0.1  # pores


def test_bone_has_its_colour(scanned, run, tmp_path):
    run("bone", scanned([0.1, 0.0]), tmp_path / "out.png")
    image = matplotlib.image.imread(tmp_path / "out.png")[..., :3]
    panels = image[: image.shape[0] // 2]
    left, right = np.array_split(np.ptp(panels, axis=-1) > 0.2, 2, axis=1)
    assert left.any() and not right.any()


def test_nothing_is_drawn_where_nothing_was_scanned(study, run, tmp_path):
    folder = study(n=1)
    done = run("bone", folder, tmp_path / "out.png")
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "")
    assert not (tmp_path / "out.png").exists()
    assert "from above" not in write_report(folder).read_text()


def test_a_faulty_scan_is_told(scanned, run, tmp_path):
    folder = scanned([0.1, 0.1])
    fields.write_scan(folder / "BCP/BCP-1", defect(), VOXEL, name="grey")
    with pytest.raises(InputError, match="BCP-1/bone_scan.vti: no cells material; expected a scan of new bone"):
        write_report(folder)
    (folder / "BCP/BCP-1/bone_scan.vti").write_text("<VTKFile")
    done = run("bone", folder, tmp_path / "out.png")
    assert done.returncode == 2 and done.stderr == f"{folder}/BCP/BCP-1/bone_scan.vti: holds no cells\n"
    done = run("bone", folder, tmp_path / "out.tex")
    assert done.returncode == 2 and "expected the name of a .svg, .pdf, .png file" in done.stderr
