# SPDX-License-Identifier: LGPL-2.1-or-later
"""Strength of notched beams with a cohesive crack that softens linearly.

Three-point bending over a span of four depths D, cracked to D/4; E Gc/σt² = l_ch = 1, ν = 0. Half of
the beam is plane, of bilinear elements; what softens is a law between nodes on the ligament, so that
no length scale enters. The reference of notched.cc.

    /usr/bin/python3 tests/verification/cohesive_beam.py
"""
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import splu

YOUNG, STRENGTH, NOTCH = 100.0, 1.0, 0.25
LARGEST_OPENING = 2.0 * STRENGTH / YOUNG  # 2 Gc/σt


def element_stiffness(a, b):
    """Of a rectangle a × b: 8 × 8, by node and direction."""
    stiffness = np.zeros((8, 8))
    for s in (-(3**-0.5), 3**-0.5):
        for t in (-(3**-0.5), 3**-0.5):
            dx = np.array([t - 1, 1 - t, 1 + t, -1 - t]) / (2 * a)
            dy = np.array([s - 1, -1 - s, 1 + s, 1 - s]) / (2 * b)
            strain = np.zeros((3, 8))
            strain[0, 0::2] = strain[2, 1::2] = dx
            strain[1, 1::2] = strain[2, 0::2] = dy
            stiffness += strain.T @ np.diag([1, 1, 0.5]) @ strain * (YOUNG * a * b / 4)
    return stiffness


def stations(depth, size):
    """Along the half span, coarser away from the ligament."""
    x = [0.0]
    while x[-1] < 2 * depth * (1 - 1e-9):
        x.append(x[-1] + size)
        size = min(1.08 * size, depth / 16)
    return np.array(x) * 2 * depth / x[-1]


def on_ligament(depth, n):
    """Stiffness between the openings/2 of its nodes, from the notch on, and what a unit force on the
    half beam adds to each of them."""
    x = stations(depth, depth / n)
    rows, columns, values = [], [], []
    for i, length in enumerate(np.diff(x)):
        stiffness = element_stiffness(length, depth / n).ravel()
        for j in range(n):
            nodes = np.array([0, n + 1, n + 2, 1]) + i * (n + 1) + j
            unknowns = np.column_stack([2 * nodes, 2 * nodes + 1]).ravel()
            rows.append(np.repeat(unknowns, 8))
            columns.append(np.tile(unknowns, 8))
            values.append(stiffness)
    size = 2 * len(x) * (n + 1)
    matrix = coo_matrix(
        (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), (size, size)
    ).tocsc()
    load = np.zeros(size)
    load[2 * n + 1] = -1.0
    support = 2 * (n + 1) * (len(x) - 1) + 1
    ligament = 2 * np.arange(round(NOTCH * n), n + 1)
    free = np.setdiff1d(np.arange(size), np.append(ligament, support))
    solver = splu(matrix[free][:, free])
    coupling = matrix[free][:, ligament].toarray()
    stiffness = matrix[ligament][:, ligament].toarray() - coupling.T @ solver.solve(coupling)
    return stiffness, -coupling.T @ solver.solve(load[free])


def force(stiffness, load, areas, n_open):
    """Force at which the first n_open nodes have opened and the next one is about to."""
    soft = np.ones(n_open, bool)
    while True:
        matrix = np.zeros((n_open + 1, n_open + 1))
        matrix[:, :-1] = stiffness[: n_open + 1, :n_open]
        matrix[:, -1] = -load[: n_open + 1]
        right = -STRENGTH * areas[: n_open + 1]
        right[:-1][~soft] = 0.0
        matrix[range(n_open), range(n_open)] += right[:-1] * 2 / LARGEST_OPENING
        solution = np.linalg.solve(matrix, right)
        now = 2 * solution[:-1] < LARGEST_OPENING
        if (now == soft).all():
            return solution[-1]
        soft = now


def strength(depth, n):
    """Largest 6 F/D of a sound beam with a force F over its thickness, on n elements over the depth."""
    stiffness, load = on_ligament(depth, n)
    areas = np.full(len(load), depth / n)
    areas[0] /= 2
    forces = []
    for n_open in range(1, len(load) - 2):
        forces.append(force(stiffness, load, areas, n_open))
        if forces[-1] < 0.95 * max(forces):
            break
    return 12 * max(forces) / depth


if __name__ == "__main__":
    for depth in (1.0, 4.0, 16.0):
        print(depth, *(f"{strength(depth, n):.4f}" for n in (64, 128)))
