# SPDX-License-Identifier: LGPL-2.1-or-later
"""Surfaces as people have them, and as nobody should: read, or refused in one line."""

import os
import resource
import struct

import pytest

from conftest import Results, run_in
from test_errors import refused

STUDY = """\
subsection Scaffold
  set Lattice         = surface
  set Strand diameter = 200 um
end
subsection Envelope
  set Shape = fit
end
subsection Output
  set Fields = false
end
"""

# Of a box's corners, the first along x fastest.
TRIANGLES = ((0, 2, 3), (0, 3, 1), (4, 5, 7), (4, 7, 6), (0, 1, 5), (0, 5, 4),
             (2, 6, 7), (2, 7, 3), (0, 4, 6), (0, 6, 2), (1, 3, 7), (1, 7, 5))


def box(low, high):
    corners = [[(low, high)[i >> d & 1][d] for d in range(3)] for i in range(8)]
    return [[corners[i] for i in triangle] for triangle in TRIANGLES]


def binary_stl(triangles):
    facets = (struct.pack("<12fH", 0, 0, 0, *(x for corner in t for x in corner), 0)
              for t in triangles)
    return b"solid part1".ljust(80) + struct.pack("<I", len(triangles)) + b"".join(facets)


CUBE = box((0, 0, 0), (2, 2, 2))


@pytest.fixture
def surface(folder):
    """Returns surface(bytes, *more words, name=…): the outcome of a design of that surface."""
    (folder / "study.prm").write_text(STUDY)

    def design(content, *more, name="body.stl"):
        if content is not None:
            (folder / name).write_bytes(content)
        return run_in(folder, "design", "study.prm", "--output", "out", "--quiet",
                      "--set", f"Surface/File={name}", *more)
    return design


def test_a_cube_in_metres_is_refused_with_its_size_and_the_key(folder, surface):
    metres = binary_stl(box((0, 0, 0), (0.002, 0.002, 0.002)))
    refused(surface(metres), f"{folder}/body.stl: a body of 2 x 2 x 2 um; expected a scaffold, "
            "50 um to 0.5 m long; see File unit of Surface")
    assert surface(metres, "--set", "Surface/File unit=1 m").code == 0
    morphometry = Results(folder / "out").specimens["study-1"]["morphometry"]
    assert morphometry["porosity"] == pytest.approx(0, abs=1e-5)  # STL has single precision
    assert morphometry["solid_parts"] == 1


def test_cubes_that_touch_over_a_part_of_a_face_are_one_body(folder, surface):
    touching = CUBE + box((2, 1, 0.5), (4, 3, 2.5))
    assert surface(binary_stl(touching)).code == 0
    morphometry = Results(folder / "out").specimens["study-1"]["morphometry"]
    # 16 mm³ in a box of 4 × 3 × 2.5 mm, of which 0.1 % are cut off at both ends, where there is
    # one cube.
    assert morphometry["porosity"] == pytest.approx(1 - (16 - 0.02) / (4 * 3 * 2.5 * 0.998), abs=1e-4)
    assert morphometry["solid_parts"] == 1


CUT = binary_stl(CUBE)[:84 + 7 * 50 + 20]
FAULTS = {
    "binary, cut short": ("body.stl", CUT, ": cut short: 7 of 12 triangles; expected all of them"),
    "text, cut short": (
        "body.stl", b"solid x\nfacet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0"
        b" 1 0\nendloop\nendfacet\nfacet normal", ": cut short after 1 triangle; expected endsolid at "
        "its end"),
    "vertices of no coordinates": (
        "body.ply", b"ply\nformat ascii 1.0\nelement vertex 4000000000\nelement face 0\n"
        b"property list uchar int vertex_indices\nend_header\n",
        ": vertices without x, y or z; expected a closed surface as PLY"),
    "more elements than a computer counts": (
        "body.ply", b"ply\nformat ascii 1.0\nelement junk 18446744073709551615\nend_header\n",
        ": no triangles; expected a closed surface as STL, OBJ or PLY"),
    "a polygon of a million corners": (
        "body.obj", b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf" + 333333 * b" 1 2 3",
        ":4: a longer line; expected at most 65536 characters"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_damaged_surface_takes_no_time_and_no_memory(folder, surface, fault):
    name, content, message = FAULTS[fault]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    refused(surface(content, name=name), f"{folder}/{name}{message}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 10
    assert after.ru_maxrss < 2_000_000  # kB, of the largest child so far


def test_what_an_obj_file_names_is_not_opened(folder, surface):
    os.mkfifo(folder / "pipe.mtl")
    lines = ["mtllib pipe.mtl", "usemtl none"]
    lines += [f"v {2 * (i & 1)} {2 * (i >> 1 & 1)} {2 * (i >> 2)}" for i in range(8)]
    lines += [f"f {a + 1} {b + 1} {c + 1}" for a, b, c in TRIANGLES]
    assert surface("\n".join(lines).encode(), name="body.obj").code == 0
    assert Results(folder / "out").specimens["study-1"]["morphometry"]["solid_parts"] == 1
