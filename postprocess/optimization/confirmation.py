# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which computed designs to compute again, dearly or with fresh seeds.

The best of many noisy values is too good on average, so that the front is confirmed: designs are ranked
by the probability that they lie on it, from joint draws of all models, which smooth the values.
"""

import numpy as np
import pandas as pd

from .hypervolume import non_dominated
from .points import read_points
from .problem import Problem
from .proposals import Knowledge, learn
from .start import distinct, is_new

DRAWS = 256


def confirm(problem: Problem, finished: pd.DataFrame, seed: int, count: int) -> pd.DataFrame:
    """At most `count` computed designs, the most probable on the front first: the variables and
    `on_front`, the probability. Those with less than 1 % are left out. Raises InputError."""
    points = read_points(problem, finished)
    knowledge = learn(problem, points.chosen(points.status != "pending"))
    unit = knowledge.unit
    probability = on_front(knowledge, unit, seed)
    order = np.argsort(-probability, kind="stable")[:count]
    return _table(problem, unit, probability, order[probability[order] >= 0.01])


def refine(problem: Problem, finished: pd.DataFrame, seed: int, count: int) -> pd.DataFrame:
    """At most `count` designs to compute dearly, of those that have been computed cheaply only; columns
    as `confirm` has them. One after the other the most promising are taken: the probability to lie on
    the front times the SD of the goals there, which falls as the taken ones tell of the bias. Raises
    InputError."""
    points = read_points(problem, finished)
    knowledge = learn(problem, points)
    dear = distinct(points.unit[points.fidelity == 1])
    unit = knowledge.unit[is_new(knowledge.unit, dear)] if len(knowledge.unit) else knowledge.unit
    probability = on_front(knowledge, unit, seed)
    chosen: list[int] = []
    while knowledge.knows_goals() and len(chosen) < min(count, len(unit)):
        promise = (probability + 1e-3) * (knowledge.goals(unit)[1] ** 2).mean(axis=1)
        promise[chosen] = -1
        chosen.append(int(np.argmax(promise)))
        knowledge = knowledge.believing(unit[chosen[-1:]], fidelity=1.0)
    return _table(problem, unit, probability, chosen)


def on_front(knowledge: Knowledge, unit: np.ndarray, seed: int) -> np.ndarray:
    """P(each design is feasible and not dominated by another of the rows), by the models."""
    if not len(unit) or not knowledge.knows_goals():
        return np.zeros(len(unit))
    problem, columns = knowledge.problem, list(knowledge.models)
    rng = np.random.default_rng(seed)
    drawn = {column: knowledge.models[column].draws(unit, rng.standard_normal((DRAWS, len(unit))))
             for column in columns}
    feasible = np.ones((DRAWS, len(unit)), bool)
    for constraint in problem.constraints:
        if constraint.column in drawn:
            scale = knowledge.models[constraint.column].scale
            low, high = scale.to_model(np.array([constraint.low, constraint.high]))
            feasible &= (drawn[constraint.column] >= low) & (drawn[constraint.column] <= high)
    goals = problem.signs * np.stack([drawn[goal.column] for goal in problem.goals], axis=2)
    hits = np.zeros(len(unit))
    for kept, values in zip(feasible, goals):
        hits[np.flatnonzero(kept)[non_dominated(values[kept])]] += 1
    return hits / DRAWS


def _table(problem: Problem, unit: np.ndarray, probability: np.ndarray, rows) -> pd.DataFrame:
    rows = np.asarray(rows, int)
    table = pd.DataFrame(problem.from_unit(unit[rows]).reshape(-1, len(problem.names)), columns=problem.names)
    return table.assign(on_front=probability[rows])
