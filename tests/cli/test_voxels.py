# SPDX-License-Identifier: LGPL-2.1-or-later
"""An image of exact voxels against hexahedra assembled in SciPy, and bodies that are parted."""

import itertools
import json

import numpy as np
import pytest
from scipy import ndimage, sparse
from scipy.sparse.linalg import cg

E, NU = 10e9, 0.3

STUDY = """\
subsection Scaffold
  set Lattice         = image
  set Strand diameter = 100 um
end
subsection Envelope
  set Shape = fit
end
subsection Image
  set File       = mask.raw
  set Dimensions = {dimensions}
  set Voxel size = {voxel}
  set Voxels     = exact
  set Islands    = all
end
subsection Material
  set Young's modulus = 10 GPa
  set Poisson's ratio = 0.3
end
subsection Discretization
  set Degree    = 1
  set Accuracy  = 0
  set Cell size = {cell} um
end
subsection Mechanics
  set Platens  = {platens}
  set Strength = none
end
subsection Output
  set Fields = false
end
"""


def hexahedron(size):
    """Stiffness (24 x 24) of a trilinear box; nodes with x fastest, 2 x 2 x 2 Gauss points."""
    c = np.zeros((6, 6))
    lam, mu = E * NU / (1 + NU) / (1 - 2 * NU), E / 2 / (1 + NU)
    c[:3, :3] = lam
    c += np.diag([2 * mu] * 3 + [mu] * 3)
    corners = np.array([[i & 1, i >> 1 & 1, i >> 2] for i in range(8)])
    matrix = np.zeros((24, 24))
    for point in itertools.product((0.5 - 0.5 / 3**0.5, 0.5 + 0.5 / 3**0.5), repeat=3):
        hats = np.where(corners, point, 1 - np.array(point))
        slopes = np.array([np.where(corners[:, d], 1, -1) / size[d]
                           * np.delete(hats, d, 1).prod(1) for d in range(3)])
        b = np.zeros((6, 24))
        for row, pair in enumerate([(0, 0), (1, 1), (2, 2), (1, 2), (0, 2), (0, 1)]):
            for d, e in {pair, pair[::-1]}:
                b[row, d::3] = slopes[e]
        matrix += b.T @ c @ b * np.prod(size) / 8
    return matrix


def modulus(mask, size, bonded):
    """Apparent modulus (Pa) of voxels (z, y, x), joined where they share a corner."""
    labels, _ = ndimage.label(mask, np.ones((3, 3, 3)))
    mask = np.isin(labels, list(set(labels[0].flat) & set(labels[-1].flat) - {0}))
    shape = np.array(mask.shape) + 1
    z, y, x = np.nonzero(mask)
    nodes = np.stack([np.ravel_multi_index((z + (i >> 2), y + (i >> 1 & 1), x + (i & 1)), shape)
                      for i in range(8)], 1)
    used, nodes = np.unique(nodes, return_inverse=True)
    nodes = nodes.reshape(-1, 8)
    unknowns = (3 * nodes[:, :, None] + np.arange(3)).reshape(len(nodes), 24)
    matrix = hexahedron(size)
    k = sparse.csr_matrix((np.tile(matrix.ravel(), len(nodes)),
                           (np.repeat(unknowns, 24, 1).ravel(), np.tile(unknowns, 24).ravel())))
    height = used // (shape[1] * shape[2])
    bottom, top = height == 0, height == shape[0] - 1
    held = np.zeros((len(used), 3), bool)
    held[bottom | top] = True if bonded else (False, False, True)
    u = np.zeros((len(used), 3))
    u[top, 2] = -mask.shape[0] * size[2]  # a mean strain of -1
    free, u = ~held.ravel(), u.ravel()
    u[free], info = cg(k[free][:, free], -(k @ u)[free],
                       M=sparse.diags(1 / k.diagonal()[free]), atol=0)
    assert info == 0
    # Twice the energy, whose error is the square of the solution's.
    return u @ k @ u / (mask.size * np.prod(size))


def compress(folder, succeed, mask, size, *, cell, platens="bonded", ranks=1):
    (255 * mask).astype(np.uint8).tofile(folder / "mask.raw")
    nz, ny, nx = mask.shape
    (folder / "mask.prm").write_text(STUDY.format(
        dimensions=f"{nx}, {ny}, {nz}", voxel=", ".join(f"{1e6 * h:g} um" for h in size),
        cell=cell, platens=platens))
    succeed("compress", "mask.prm", "--output", "out", "--quiet", ranks=ranks)
    specimen = json.loads((folder / "out" / "results.json").read_text())["specimens"][0]
    return specimen["mechanics"]["youngs_modulus_Pa"]["value"], specimen["numerics"]["cells"]


def random_mask(shape, seed):
    return np.random.default_rng(seed).random(shape) < 0.75


@pytest.mark.parametrize("shape, size, ranks, platens", [
    ((25, 25, 25), (34e-6, 34e-6, 34e-6), 1, "bonded"),
    *((*mask, platens) for platens in ("bonded", "frictionless") for mask in (
        ((11, 7, 9), (20e-6, 20e-6, 50e-6), 2), ((13, 5, 8), (30e-6, 40e-6, 21e-6), 1)))])
def test_the_modulus_is_that_of_a_hexahedron_a_voxel(folder, succeed, shape, size, ranks, platens):
    mask = random_mask(shape, seed=len(platens) + shape[0])
    found, cells = compress(folder, succeed, mask, size, cell=round(1e6 * max(size)),
                            platens=platens, ranks=ranks)
    assert found == pytest.approx(modulus(mask, size, platens == "bonded"), rel=1e-4)
    assert cells <= mask.sum()


def test_of_two_columns_the_one_that_ends_below_the_platen_bears_nothing(folder, run, succeed):
    mask = np.zeros((32, 24, 30), bool)
    mask[:, 4:20, 4:12] = True
    mask[:-1, 4:20, 18:26] = True
    found, _ = compress(folder, succeed, mask, (20e-6,) * 3, cell=50, platens="frictionless")
    assert found == pytest.approx(E * 16 * 8 / (24 * 30), rel=1e-5)
    said = run("compress", "mask.prm", "--output", "again")
    assert "between 0 and 620 um above the lower platen, does not connect" in said.out + said.err


def test_a_void_layer_of_one_voxel_parts_the_body(folder, run):
    mask = np.zeros((32, 24, 30), bool)
    mask[:, 4:20, 4:26] = True
    mask[14] = False
    (255 * mask).astype(np.uint8).tofile(folder / "mask.raw")
    (folder / "mask.prm").write_text(STUDY.format(dimensions="30, 24, 32", voxel="20 um", cell=50,
                                                  platens="bonded"))
    done = run("compress", "mask.prm")
    assert done.code == 1
    assert "ends 280 um above it, what hangs from the upper one begins at 300 um" in done.err
    assert len(done.err.splitlines()) == 1


def test_blocks_a_fraction_of_a_cell_apart_are_refused(folder, run):
    def box(z0, z1):
        corners = np.array([[i & 1, i >> 1 & 1, i >> 2] for i in range(8)]) * [1.0, 1.0, z1 - z0]
        corners[:, 2] = corners[:, 2] + z0
        quads = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
        return [corners[list(c)] for a, b, c, d in quads for c in ((a, b, c), (a, c, d))]
    lines = ["solid two"]
    for triangle in box(0, 0.6) + box(0.615, 1.2):
        lines += ["facet normal 0 0 0", "outer loop",
                  *("vertex {} {} {}".format(*corner) for corner in triangle), "endloop",
                  "endfacet"]
    (folder / "two.stl").write_text("\n".join([*lines, "endsolid"]))
    (folder / "two.prm").write_text("subsection Scaffold\n  set Lattice = surface\nend\n"
                                    "subsection Envelope\n  set Shape = fit\nend\n"
                                    "subsection Surface\n  set File = two.stl\nend\n")
    done = run("compress", "two.prm")
    assert done.code == 1
    assert "no part of the scaffold connects the platens: what stands on the lower" in done.err
    assert len(done.err.splitlines()) == 1
