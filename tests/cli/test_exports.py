# SPDX-License-Identifier: LGPL-2.1-or-later
"""`lacuna design` writes the geometry in every format, and a picture."""

import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
import zipfile

import pytest

from conftest import Results

FORMATS = {"stl": "surface.stl", "3mf": "surface.3mf", "ply": "surface.ply", "png": "surface.png",
           "vti": "image.vti", "mha": "image.mha", "tiff": "image.tiff", "vtu": "volume.vtu",
           "inp": "volume.inp", "gcode": "toolpath.gcode", "json": "toolpath.json"}
CORE = "{http://schemas.microsoft.com/3dmanufacturing/core/2015/02}"


def design(succeed, folder, *overrides):
    words = [word for override in overrides for word in ("--set", override)]
    succeed("design", "tiny.prm", "--output", "out", *words)
    return Results(folder / "out")


def triangles_3mf(path):
    """The corners (mm) of each triangle."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        model = ElementTree.fromstring(archive.read("3D/3dmodel.model"))
    assert model.get("unit") == "millimeter"
    corners = [tuple(float(v.get(axis)) for axis in "xyz") for v in model.iter(f"{CORE}vertex")]
    return [[corners[int(t.get(key))] for key in ("v1", "v2", "v3")]
            for t in model.iter(f"{CORE}triangle")]


def enclosed_volume(triangles):
    def triple(a, b, c):
        return (a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2])
                + a[2] * (b[0] * c[1] - b[1] * c[0]))
    return sum(triple(*corners) for corners in triangles) / 6


def test_every_format(folder, succeed):
    results = design(succeed, folder, "Export/Formats=" + ", ".join(FORMATS))
    home = results.path("BCP-1")
    written = {path.name for path in home.iterdir()}
    assert written == {"study.prm", "log", "specimen.json", "morphometry.csv", "thickness.csv",
                       *FORMATS.values()}


def test_only_what_is_asked_for(folder, succeed):
    results = design(succeed, folder, "Export/Formats=stl, mha")
    written = {path.name for path in results.path("BCP-1").iterdir()}
    assert written & set(FORMATS.values()) == {"surface.stl", "image.mha"}


def test_3mf_has_the_porosity(folder, succeed):
    results = design(succeed, folder, "Export/Formats=stl, 3mf", "Output/Surface resolution=20 um")
    volume = enclosed_volume(triangles_3mf(results.path("BCP-1") / "surface.3mf"))
    porosity = results.specimens["BCP-1"]["morphometry"]["porosity"]
    assert 1 - volume / (0.8 * 0.8 * 0.64) == pytest.approx(porosity, abs=0.003)


@pytest.mark.skipif(not shutil.which("ccx"), reason="no CalculiX")
def test_calculix_runs_the_inp(folder, succeed):
    """A block without pores between frictionless platens has the modulus of its material."""
    results = design(succeed, folder, "Export/Formats=stl, inp", "Export/Voxel size=80 um",
                     "Scaffold/Lattice=spheres", "Scaffold/Strand spacing=50 mm",
                     "Scaffold/Invert=true", "Material/Young's modulus=20 GPa",
                     "Mechanics/Platens=frictionless")
    subprocess.run(["ccx", "volume"], cwd=results.path("BCP-1"), check=True, timeout=60,
                   capture_output=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    text = (results.path("BCP-1") / "volume.dat").read_text()
    force = float(re.findall(r"\S+", text)[-1])
    assert force == pytest.approx(-20e3 * 0.01 * 0.8 * 0.8, rel=1e-5)


@pytest.mark.skipif(not (os.environ.get("DISPLAY") or shutil.which("xvfb-run")),
                    reason="neither a display nor xvfb-run")
def test_picture(folder, succeed):
    design(succeed, folder)
    assert (folder / "out" / "design.png").read_bytes().startswith(b"\x89PNG")


def test_without_a_surface_there_is_no_picture(run):
    done = run("design", "tiny.prm", "--output", "out", "--set", "Export/Formats=mha")
    assert (done.code, done.err) == (0, "lacuna: out/design.png was not made; it needs surface.stl "
                                     "and a display or Xvfb\n")


@pytest.mark.parametrize("formats, message", [
    ("stl, tif", "stl, tif; expected some of stl, 3mf, ply, png, vti, mha, tiff, vtu, inp, "
     "gcode or json, separated "
     "by commas; did you mean tiff"),
    ("stl, stl", "stl, stl; expected each of them once"),
])
def test_wrong_formats(folder, run, formats, message):
    done = run("design", "tiny.prm", "--set", f"Export/Formats={formats}")
    assert (done.code, done.err) == (2, f"lacuna: --set Export/Formats={formats}: {message}\n")
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_what_is_too_fine_or_in_pieces(run):
    large = ("--set", "Envelope/Size=2 mm, 2 mm, 2 mm")
    fine = run("check", "tiny.prm", *large, "--set", "Output/Surface resolution=1 um")
    limit = "or there are too many samples in the specimen's box\n"
    assert fine.code == 2
    assert fine.err == ("lacuna: --set Output/Surface resolution=1 um: 1 um; expected at least "
                        f"2.6 um, {limit}")
    voxels = run("design", "tiny.prm", *large, "--set", "Export/Voxel size=1 um", "--set",
                 "Export/Formats=vti", "--set", "Output/Surface resolution=1 um")
    assert voxels.code == 2
    assert voxels.err == f"lacuna: --set Export/Voxel size=1 um: 1 um; expected at least 1.6 um, {limit}"
    loose = run("design", "tiny.prm", "--set", "Export/Formats=inp", "--set",
                "Scaffold/Lattice=spheres")
    assert loose.err == "lacuna: export: no voxels connect the lower and the upper face\n"
