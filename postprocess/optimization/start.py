# SPDX-License-Identifier: LGPL-2.1-or-later
"""The start design: a scrambled Sobol' sequence, which can be continued."""

import numpy as np
from scipy.stats import qmc

from .problem import Problem

# Designs that are not farther apart are one. Distances are those along the variable in which two
# designs differ most, in shares of its range.
SAME = 1e-3


def start_count(problem: Problem) -> int:
    """How many designs come before the models propose: the power of two from 2 (variables + 1) on."""
    return 2 ** int(np.ceil(np.log2(2 * (len(problem.variables) + 1))))


def distance(unit: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Of each row to the nearest of the others."""
    return np.abs(unit[:, np.newaxis] - others).max(axis=2).min(axis=1, initial=np.inf)


def is_new(unit: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether each row differs from all others."""
    return distance(unit, others) > SAME


def distinct(unit: np.ndarray) -> np.ndarray:
    """The rows without those that repeat an earlier one."""
    kept = np.empty((0, unit.shape[1]))
    for row in unit:
        if is_new(row[np.newaxis], kept)[0]:
            kept = np.vstack([kept, row])
    return kept


def sobol(problem: Problem, visited: np.ndarray, seed: int, count: int) -> np.ndarray:
    """The first `count` designs of the sequence that are not among the visited; fewer where steps
    leave no more. Rows of the unit cube."""
    sequence = qmc.Sobol(len(problem.variables), seed=seed)
    length = 2 ** int(np.ceil(np.log2(8 * (len(visited) + count))))
    candidates = distinct(problem.snapped(sequence.random(length)))
    return candidates[is_new(candidates, visited)][:count]
