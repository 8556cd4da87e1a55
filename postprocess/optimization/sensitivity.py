# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which variables a quantity depends on: Sobol' indices of its model, with intervals.

With all variables uniform over their ranges (of logarithms where they are logarithmic), the variance V
of the quantity f splits into shares. First order: S_i = V(E(f | x_i)) / V, what x_i alone does. Total:
T_i = E(V(f | all but x_i)) / V, with all interactions. For rows of A and B, independent samples, and
A_i, that is A with column i of B,

    S_i = mean of f(B) (f(A_i) − f(A)) / V     (Saltelli et al. 2010, 10.1016/j.cpc.2009.09.018)
    T_i = mean of (f(A) − f(A_i))² / 2V        (Jansen 1999, 10.1016/S0010-4655(98)00154-4)

Each joint posterior draw of the model gives indices; their spread is what the model does not know
(Le Gratiet, Cannamela & Iooss 2014, 10.1137/130926869). A draw is joint over few rows only, so that
its indices are corrected by what the model's mean has at those rows too little or too much.
"""

from typing import Optional

import numpy as np
import pandas as pd
from scipy.stats import qmc

from .gaussian_process import Model, fit
from .points import read_points
from .problem import Problem

DRAWS = 200
# Of A, B and all A_i together: the covariance of that many is factorised for draws.
ROWS_OF_DRAWS = 1600
# Of A alone, for the mean.
ROWS_OF_MEAN = 4096
INTERVAL = (0.025, 0.975)


def sobol_indices(problem: Problem, finished: pd.DataFrame, column: str, seed: int) -> Optional[pd.DataFrame]:
    """A row each variable: `first`, `first_low`, `first_high`, `total`, `total_low`, `total_high`, with
    95 % intervals; None where the column has too few values or does not vary. Raises InputError."""
    model = fit(problem, read_points(problem, finished), column)
    return None if model is None else indices_of(model, seed)


def indices_of(model: Model, seed: int, rows_of_draws: int = ROWS_OF_DRAWS) -> Optional[pd.DataFrame]:
    """As `sobol_indices` says."""
    rng = np.random.default_rng(seed)
    dimensions = len(model.problem.variables)
    many = _rows(model.problem, rng, ROWS_OF_MEAN)
    means = _of_mean(model, many)
    if not np.ptp(means) > 1e-9 * np.abs(means).max():
        return None
    few = _rows(model.problem, rng, 2 ** int(np.log2(rows_of_draws / (dimensions + 2))))
    draws = model.scale.from_model(model.draws(few, rng.standard_normal((DRAWS, len(few)))))
    table = pd.DataFrame(index=pd.Index(model.problem.names, name="variable"))
    for name, exact, rough, drawn in zip(("first", "total"), _indices(means, dimensions),
                                         _indices(_of_mean(model, few), dimensions), _indices(draws, dimensions)):
        estimates = drawn + (exact - rough)
        table[name] = np.clip(np.median(estimates, axis=0), 0, 1)
        low, high = np.clip(np.quantile(estimates, INTERVAL, axis=0), 0, 1)
        table[f"{name}_low"], table[f"{name}_high"] = low, high
    return table


def _rows(problem: Problem, rng: np.random.Generator, count: int) -> np.ndarray:
    """A, B and every A_i below each other."""
    dimensions = len(problem.variables)
    a, b = np.hsplit(qmc.Sobol(2 * dimensions, seed=rng).random(count), 2)
    mixed = [np.where(np.arange(dimensions) == i, b, a) for i in range(dimensions)]
    return problem.snapped(np.vstack([a, b, *mixed]))


def _of_mean(model: Model, rows: np.ndarray) -> np.ndarray:
    return model.scale.from_model(model.mean(rows))[np.newaxis]


def _indices(values: np.ndarray, dimensions: int) -> tuple[np.ndarray, np.ndarray]:
    """First and total order, of each function (row) from its values at `_rows`."""
    values = values.reshape(len(values), dimensions + 2, -1)
    both = values[:, :2].reshape(len(values), -1)
    variance = both.var(axis=1)[:, np.newaxis]
    values = values - both.mean(axis=1)[:, np.newaxis, np.newaxis]
    a, b, mixed = values[:, :1], values[:, 1:2], values[:, 2:]
    return (b * (mixed - a)).mean(axis=2) / variance, ((a - mixed) ** 2).mean(axis=2) / (2 * variance)
