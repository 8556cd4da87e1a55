# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lays points into a design space: where they are in the unit cube, and which values that is."""

import itertools
import math
from typing import Any

import numpy as np
from scipy.stats import qmc

DIGITS = 6  # of a value in its unit: the files of points stay readable


def table_of_values(task: dict[str, Any]) -> str:
    """The points that a task asks for as a table (CSV) of texts with units.

    `task` has method, points, levels, seed and variables, each with a name and either levels
    (texts) or unit, low, high and log.
    """
    variables = task["variables"]
    cube = unit_points(task["method"], task["points"], task["seed"],
                       [_number_of_levels(one, task) for one in variables])
    lines = [",".join(one["name"] for one in variables)]
    lines += [",".join(map(value, variables, point)) for point in cube]
    return "\n".join(lines)


def unit_points(method: str, n: int, seed: int, n_levels: list[int]) -> np.ndarray:
    """Points of the unit cube, an axis a variable; those of a sobol sequence of `n` are the first of
    any longer one.

    A grid has `n_levels` places on each axis, in the middle of equal parts, whatever `n` is.
    """
    size = len(n_levels)
    if method == "grid":
        axes = [(np.arange(m) + 0.5) / m for m in n_levels]
        return np.array(list(itertools.product(*axes)))
    if method == "sobol":
        return _sobol(size, n, seed)
    if method == "latin hypercube":
        return qmc.LatinHypercube(size, seed=seed).random(n)
    return _one_at_a_time(size, n, seed)


def value(variable: dict[str, Any], u: float) -> str:
    """The text of a variable at a place from 0 to 1: for a grid of a range (`grid`), the ends of the
    range are at the middles of its first and last parts."""
    if "levels" in variable:
        levels = variable["levels"]
        return levels[min(int(u * len(levels)), len(levels) - 1)]
    if "grid" in variable:
        u = (u * variable["grid"] - 0.5) / (variable["grid"] - 1)
    low, high = variable["low"], variable["high"]
    if variable["log"]:
        number = math.exp(math.log(low) + u * (math.log(high) - math.log(low)))
    else:
        number = low + u * (high - low)
    number = min(max(float(f"{number:.{DIGITS}g}"), low), high)
    return f"{number:.12g} {variable['unit']}".strip()


def _number_of_levels(variable: dict[str, Any], task: dict[str, Any]) -> int:
    if "levels" in variable:
        return len(variable["levels"])
    if task["method"] == "grid":
        variable["grid"] = task["levels"]
    return task["levels"]


def _sobol(size: int, n: int, seed: int) -> np.ndarray:
    """Scrambled (Owen); drawn to a power of two, of which SciPy says nothing."""
    return qmc.Sobol(size, scramble=True, seed=seed).random_base2(max(n - 1, 0).bit_length())[:n]


def _one_at_a_time(size: int, n: int, seed: int) -> np.ndarray:
    """Random points, each followed by those in which one variable has another value, of a second
    random point: elementary effects in radial design (Campolongo, Saltelli & Cariboni, Comput. Phys.
    Commun. 182 (2011) 978)."""
    n_bases = max(n // (size + 1), 1)
    pairs = _sobol(2 * size, n_bases, seed)
    points = []
    for base, other in zip(pairs[:, :size], pairs[:, size:]):
        points.append(base)
        for axis in range(size):
            point = base.copy()
            point[axis] = other[axis]
            points.append(point)
    return np.array(points)
