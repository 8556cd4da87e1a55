# SPDX-License-Identifier: LGPL-2.1-or-later
"""How far each model can be trusted: what its points say of each other, and a warning where little."""

import numpy as np
import pandas as pd

from .gaussian_process import Model, fit
from .points import read_points
from .problem import Problem

# Lengths, in shares of a variable's range, below which points are too few to follow a quantity.
SHORT = 0.1
# Of the standard scores' root mean square, which is 1 where error bars are right.
SCORES = (0.5, 2.0)
# Share of the variance that must be explained.
POOR = 0.5


def model_table(problem: Problem, finished: pd.DataFrame) -> pd.DataFrame:
    """A row each column of goals and constraints that has enough values for a model, as `trust` has it.
    Raises InputError."""
    points = read_points(problem, finished)
    models = {column: fit(problem, points, column) for column in problem.columns}
    return trust({column: model for column, model in models.items() if model})


def trust(models: dict[str, Model]) -> pd.DataFrame:
    """A row each model:

    points     rows that the model has
    logarithm  whether it is one of the logarithm
    error      root mean square of the leave-one-out errors, in the column's unit
    explained  Q², the share of the variance that the others predict
    score      root mean square of the errors by the SD that the model expects of them
    warning    in words; empty where there is none
    """
    rows = []
    for column, model in models.items():
        left_out = model.leave_one_out()
        rows.append({"column": column, "points": len(left_out.measured), "logarithm": model.scale.log,
                     "error": left_out.error, "explained": left_out.explained,
                     "score": left_out.root_mean_square_score, "warning": _warning(model)})
    columns = ["column", "points", "logarithm", "error", "explained", "score", "warning"]
    return pd.DataFrame(rows, columns=columns).set_index("column")


def _warning(model: Model) -> str:
    left_out = model.leave_one_out()
    names = [variable.name for variable in model.problem.variables for _ in variable.features(np.zeros(1))[0]]
    short = dict.fromkeys(name for name, length in zip(names, model.lengths) if length < SHORT)
    said = []
    if short:
        said.append(f"changes faster than the points can follow along {', '.join(short)}")
    if left_out.explained < POOR:
        said.append(f"explains {max(left_out.explained, 0):.0%} of the variance")
    if not SCORES[0] < left_out.root_mean_square_score < SCORES[1]:
        said.append(f"errors are {left_out.root_mean_square_score:.2g} times what it expects")
    return "; ".join(said)
