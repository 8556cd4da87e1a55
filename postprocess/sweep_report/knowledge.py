# SPDX-License-Identifier: LGPL-2.1-or-later
"""What models say of a design space: how far they can be trusted, which variables matter, and how a
quantity changes through a design."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd

from ..optimization.gaussian_process import Model, fit
from ..optimization.model_table import trust
from ..optimization.points import read_points
from ..optimization.proposals import Knowledge, learn
from ..optimization.sensitivity import indices_of
from .space import Axis, Space

MOST_MODELS = 6
ROWS_OF_DRAWS = 800  # half of what is usual: soon there, with intervals as wide
PLACES = 33   # of a slice along a range
LEVEL = 1.96  # standard deviations: 95 %


@dataclass(frozen=True)
class Learnt:
    """`models` by column, of quantities that differ and that goals are about, without goals of the first ones;
    `trust` as optimization/model_table has it; `indices` by column."""

    knowledge: Knowledge
    models: dict[str, Model]
    trust: pd.DataFrame
    indices: dict[str, pd.DataFrame]


def learn_space(space: Space) -> Optional[Learnt]:
    """None where no quantity differs, or too few points have it."""
    points = read_points(space.problem, space.known)
    knowledge = learn(space.problem, points)
    models = {}
    for column in (space.problem.columns or space.columns)[:MOST_MODELS]:
        model = knowledge.models.get(column) or fit(space.problem, points, column)
        if model and np.ptp(model.leave_one_out().measured) > 0:
            models[column] = model
    if not models:
        return None
    found = {column: indices_of(model, space.plan.document["seed"], ROWS_OF_DRAWS) for column, model in models.items()}
    return Learnt(knowledge, models, trust(models), {column: table for column, table in found.items() if table is not None})


@dataclass(frozen=True)
class Slice:
    """A quantity along a variable, all others held: places and values in the units that are shown. Of a
    variable with levels, places are those of the levels."""

    places: np.ndarray
    median: np.ndarray
    low: np.ndarray
    high: np.ndarray


def slice_through(space: Space, model: Model, quantity: Axis, design: np.ndarray, variable: int) -> Slice:
    """`design`: SI values of the variables, a word as its place. The interval is that of 95 %."""
    axis, declared = space.variables[variable], space.problem.variables[variable]
    levels = declared.levels
    unit = np.linspace(0, 1, PLACES) if levels is None else declared.to_unit(levels)
    rows = np.repeat(space.problem.to_unit(design[np.newaxis]), len(unit), axis=0)
    rows[:, variable] = unit
    values = quantity.scale.of(model.predict_quantity(rows, LEVEL))
    places = np.arange(len(unit), dtype=float) if axis.levels else axis.scale.of(declared.from_unit(unit))
    return Slice(places, *values.T)
