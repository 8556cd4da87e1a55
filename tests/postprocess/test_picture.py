# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pictures of tiny field files, rendered off screen."""

import os
import shutil

import matplotlib.image
import numpy as np
import pytest

import fields

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
    picture = tmp_path / "out.png"
    done = run("picture", folder, picture, DISPLAY="")
    assert (done.returncode, done.stderr) == (0, "")
    coloured, grey, shape = saturation(picture)
    assert shape[1] == 2 * shape[0]
    assert coloured > 0.15 and grey > 0.05
    image = matplotlib.image.imread(picture)
    assert all(np.ptp(half) > 0.5 for half in np.array_split(image[..., 0], 2, axis=1))


def test_the_surface_alone_is_plain(study, run, tmp_path):
    folder = study(n=1, factors=())
    fields.write_surface(folder / "BCP/BCP-1")
    done = run("picture", folder, tmp_path / "out.png", "--specimen", "BCP/BCP-1")
    assert (done.returncode, done.stderr) == (0, "")
    coloured, grey, shape = saturation(tmp_path / "out.png")
    assert shape[0] == shape[1]
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
