# SPDX-License-Identifier: LGPL-2.1-or-later
"""Finds the design where a function is largest."""

from itertools import product
from typing import Callable, Optional

import numpy as np
from scipy.stats import qmc

from .problem import Problem
from .start import is_new

# Where all variables have steps and no more designs than this exist, all are tried.
MOST_DESIGNS = 4096
SPREAD_OUT = 1024
# Then the best few are moved along all or some of the variables, less and less.
BEST, MOVES, DISTANCES = 8, 32, (0.1, 0.05, 0.02, 0.01, 0.003)

Function = Callable[[np.ndarray], np.ndarray]


def maximum(problem: Problem, function: Function, visited: np.ndarray, near: np.ndarray,
            rng: np.random.Generator) -> Optional[np.ndarray]:
    """The new design (a row of the unit cube) with the largest value of `function`, which takes rows
    of the unit cube; None where all designs are visited. The search also begins beside `near`."""
    every = _all_designs(problem)
    if every is not None:
        return _best(function, every[is_new(every, visited)], 1, None)
    spread = qmc.Sobol(len(problem.variables), seed=rng).random(SPREAD_OUT)
    candidates = np.vstack([spread, *(_moved(near, distance, rng) for distance in DISTANCES[:2])])
    found = _best(function, _new(problem, candidates, visited), BEST, None)
    for distance in DISTANCES:
        if found is not None:
            moved = _new(problem, _moved(found, distance, rng), visited)
            found = _best(function, moved, BEST, found)
    return None if found is None else found[:1]


def _all_designs(problem: Problem) -> Optional[np.ndarray]:
    levels = [variable.levels for variable in problem.variables]
    if any(values is None for values in levels) or np.prod([float(len(v)) for v in levels]) > MOST_DESIGNS:
        return None
    return problem.to_unit(np.array(list(product(*levels))))


def _new(problem: Problem, unit: np.ndarray, visited: np.ndarray) -> np.ndarray:
    unit = problem.snapped(unit)
    return unit[is_new(unit, visited)]


def _best(function: Function, unit: np.ndarray, count: int, others: Optional[np.ndarray]) -> Optional[np.ndarray]:
    """The `count` best rows, of both; None where there are none."""
    unit = unit if others is None else np.vstack([others, unit])
    return unit[np.argsort(-function(unit), kind="stable")[:count]] if len(unit) else None


def _moved(unit: np.ndarray, distance: float, rng: np.random.Generator) -> np.ndarray:
    """MOVES neighbours of each row, each moved along every variable with a probability of a half."""
    shape = (MOVES, *unit.shape)
    steps = distance * rng.standard_normal(shape) * (rng.random(shape) < 0.5)
    return np.clip(unit + steps, 0, 1).reshape(-1, unit.shape[1])
