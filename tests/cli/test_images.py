# SPDX-License-Identifier: LGPL-2.1-or-later
"""Images as people have them: units, masks, thin struts, more than memory holds."""

import itertools
import os
import shutil

import pytest

from conftest import Results, run_in
from test_errors import refused

STUDY = """\
subsection Scaffold
  set Lattice = image
end
subsection Envelope
  set Shape = fit
end
subsection Output
  set Fields = false
end
"""
N = 26


@pytest.fixture
def image(folder):
    """Returns image(name, *more words, command=…): the outcome with that file as the image."""
    (folder / "study.prm").write_text(STUDY)

    def outcome(name, *more, command="design"):
        where = ("--output", "out") if command != "check" else ()
        return run_in(folder, command, "study.prm", *where, "--quiet", "--set", f"Image/File={name}",
                      *(word for setting in more for word in ("--set", setting)))
    return outcome


def struts(width, period):
    """A grid of square struts, x fastest, and the share of it that is solid."""
    mask = bytes(255 * (sum(i % period < width for i in place) >= 2)
                 for place in itertools.product(range(N), repeat=3))
    return mask, mask.count(255) / N**3


def morphometry(folder):
    return Results(folder / "out").specimens["study-1"]["morphometry"]


RAW = (f"Image/Dimensions={N}, {N}, {N}", "Image/Voxel size=20 um")


def test_a_mask_of_thin_struts_keeps_its_porosity(folder, image):
    mask, share = struts(2, 6)
    (folder / "mask.raw").write_bytes(mask)
    assert image("mask.raw", *RAW).code == 0
    assert morphometry(folder)["porosity"] == pytest.approx(1 - share, abs=0.005)


@pytest.mark.parametrize("diameter", ["100 um", "400 um"])
def test_thickness_is_measured_on_whole_parts_of_the_own_voxels(folder, image, diameter):
    """Struts of three voxels, 60 um, and a little more where they cross; whatever the design's."""
    (folder / "mask.raw").write_bytes(struts(3, 8)[0])
    assert image("mask.raw", *RAW, "Image/Voxels=exact",
                 f"Scaffold/Strand diameter={diameter}").code == 0
    found = morphometry(folder)
    parts = 20e-6 / found["voxel_size_m"]
    assert parts == pytest.approx(round(parts)) and parts >= 2
    assert 59e-6 < found["strand_thickness_mean_m"] < 65e-6


def test_a_unit_is_asked_for_where_the_header_has_none(folder, image):
    mask, share = struts(4, 9)
    header = (f"NDims = 3\nDimSize = {N} {N} {N}\nElementSpacing = 20 20 20\n{{}}ElementType = "
              "MET_UCHAR\nElementDataFile = LOCAL\n")
    (folder / "a.mha").write_bytes(header.format("").encode() + mask)
    refused(image("a.mha"), f"{folder}/a.mha: voxels of 20 x 20 x 20 without a unit of length; "
            "expected File unit of Image, such as 1 mm or 1 um")
    refused(image("a.mha", "Image/File unit=1 m"), f"{folder}/a.mha: voxels of 20 m; expected 1 nm to 1 m")
    assert image("a.mha", "Image/File unit=1 um").code == 0
    assert morphometry(folder)["porosity"] == pytest.approx(1 - share, abs=0.005)
    (folder / "b.mha").write_bytes(header.format("DistanceUnits = um\n").encode() + mask)
    refused(image("b.mha", "Image/File unit=1 mm"), f"{folder}/b.mha: a header with lengths in 1 um; "
            "expected 1 mm as File unit of Image says; leave that out, or set Voxel size where the "
            "header is wrong")


@pytest.mark.parametrize("command", ["design", "check", "compress"])
def test_more_than_memory_holds_is_refused_before_it_is_taken(folder, image, command):
    with open(folder / "huge.raw", "wb") as file:
        file.truncate(8000**3)  # of which the disk holds nothing
    done = image("huge.raw", "Image/Dimensions=8000, 8000, 8000", "Image/Voxel size=1 um",
                 command=command)
    assert done.code == 2
    assert done.err.startswith(f"lacuna: {folder}/huge.raw: 8000 x 8000 x 8000 voxels, which take "
                               "4.61e+03 GB; expected at most the ")
    assert done.err.endswith(" GB that are free\n") and done.err.count("\n") == 1


HEADER = (f"NDims = 3\nDimSize = {N} {N} {N}\nElementSpacing = 20 20 20\nDistanceUnits = um\n"
          "ElementType = MET_UCHAR\nElementDataFile = mask.raw\n")


def test_an_image_is_known_by_what_is_in_it(folder, image):
    """Not by its place or its times; also where its voxels are in a file of their own."""
    (folder / "mask.raw").write_bytes(struts(4, 9)[0])
    (folder / "mask.mhd").write_text(HEADER)
    assert image("mask.mhd").code == 0
    moved = folder / "elsewhere"
    moved.mkdir()
    for name in ("study.prm", "mask.raw", "mask.mhd"):
        shutil.copy(folder / name, moved / name)
        os.utime(moved / name, (1e9, 1e9))
    shutil.move(folder / "out", moved / "out")

    def again():
        done = run_in(moved, "design", "study.prm", "--output", "out", "--resume", "--set", "Image/File=mask.mhd")
        assert done.code == 0, done
        return "is taken from out/" not in done.out

    assert not again()
    voxels = bytearray((moved / "mask.raw").read_bytes())
    voxels[0] ^= 255
    (moved / "mask.raw").write_bytes(voxels)
    os.utime(moved / "mask.raw", (1e9, 1e9))
    assert again()
    assert not again()
