# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which designs to compute next: a function of the seed and the points so far, in any order."""

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
import pandas as pd

from ..errors import InputError
from .feasibility import COMPUTABLE, classifier, within
from .front import reference
from .gaussian_process import Model, fit
from .hypervolume import boxes, expected_improvement, non_dominated
from .points import Points, read_points
from .problem import Problem
from .search import Function, maximum
from .start import distance, distinct, sobol, start_count

# Of which the expected improvement of the hypervolume is taken.
MOST_GOALS = 3


def propose(problem: Problem, finished: pd.DataFrame, seed: int, count: int) -> pd.DataFrame:
    """`count` new designs, a row each, a column each variable; fewer where no more exist.

    `finished` is a table as points.py describes it; rows that are pending count as computed with what
    the models expect there. While fewer than start_count designs are known, the Sobol' sequence of
    the seed goes on. Raises InputError where the table is wrong, or the number of goals.
    """
    if not 1 <= len(problem.goals) <= MOST_GOALS:
        raise InputError(f"{len(problem.goals)} goals; expected 1 to {MOST_GOALS}")
    points = read_points(problem, finished)
    visited = distinct(points.unit)
    if len(visited) < start_count(problem):
        unit = sobol(problem, visited, seed, count)
    else:
        unit = _by_models(problem, points, visited, np.random.default_rng([seed, len(points)]), count)
    return pd.DataFrame(problem.from_unit(unit), columns=problem.names)


def _by_models(problem: Problem, points: Points, visited: np.ndarray, rng: np.random.Generator,
               count: int) -> np.ndarray:
    knowledge = learn(problem, points)
    proposed = np.empty((0, points.unit.shape[1]))
    for _ in range(count):
        known = np.vstack([visited, proposed])
        found = maximum(problem, knowledge.acquisition(known), known, knowledge.best_designs(), rng)
        if found is None:
            break
        proposed = np.vstack([proposed, found])
        knowledge = knowledge.believing(found)
    return proposed


@dataclass(frozen=True)
class Knowledge:
    """What the points say. `models` by column, those that have enough values; `unit`: the designs whose
    goals are computed; `believed`: those that are under way, taken for feasible."""

    problem: Problem
    models: dict[str, Model]
    classifier: Optional[Model]
    unit: np.ndarray
    believed: np.ndarray

    def knows_goals(self) -> bool:
        return all(goal.column in self.models for goal in self.problem.goals)

    def goals(self, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and SD in the models' scales, turned so that more is better; a column each goal."""
        predictions = [self.models[goal.column].predict(unit) for goal in self.problem.goals]
        mean, sd = (np.column_stack(parts) for parts in zip(*predictions))
        return self.problem.signs * mean, sd

    def keeps_constraints(self, unit: np.ndarray) -> np.ndarray:
        """P(all constraints are kept); one whose quantity has too few values has no say."""
        probability = np.ones(len(unit))
        for constraint in self.problem.constraints:
            if constraint.column in self.models:
                probability *= within(self.models[constraint.column], constraint, unit)
        return probability

    def is_feasible(self, unit: np.ndarray) -> np.ndarray:
        """P(a design can be computed and keeps all constraints)."""
        computable = within(self.classifier, COMPUTABLE, unit) if self.classifier else 1.0
        return computable * self.keeps_constraints(unit)

    def rather_feasible(self) -> np.ndarray:
        """The designs computed that are rather feasible than not, and those believed."""
        probable = self.keeps_constraints(self.unit) > 0.5 if len(self.unit) else np.empty(0, bool)
        return np.vstack([self.unit[probable], self.believed])

    def best_designs(self) -> np.ndarray:
        """The front of those rather feasible; where none is, the one that is most."""
        unit = self.rather_feasible()
        if len(unit) and self.knows_goals():
            return unit[non_dominated(self.goals(unit)[0])]
        return self.unit[np.argsort(-self.keeps_constraints(self.unit))[:1]] if len(self.unit) else self.unit

    def acquisition(self, visited: np.ndarray) -> Function:
        """What to maximise: expected (hypervolume) improvement × P(feasible). As long as no design is
        known that is rather feasible than not, P(feasible) alone (Schonlau 1997); as long as a goal
        has too few values, P(feasible) × distance to the nearest design visited."""
        if not self.knows_goals():
            return lambda unit: self.is_feasible(unit) * distance(unit, visited)
        unit = self.rather_feasible()
        if not len(unit):
            return self.is_feasible
        low, high = boxes(self.goals(unit)[0], self.reference())
        return lambda unit: expected_improvement(*self.goals(unit), low, high) * self.is_feasible(unit)

    def reference(self) -> np.ndarray:
        """Of the hypervolume, in the models' scales: as the goals state it, else a little worse than
        the worst design."""
        stated = np.array([np.nan if goal.reference is None else
                           float(self.models[goal.column].scale.to_model(goal.reference))
                           for goal in self.problem.goals]) * self.problem.signs
        worst = reference(self.goals(np.vstack([self.unit, self.believed]))[0])
        return np.where(np.isfinite(stated), stated, worst)

    def believing(self, unit: np.ndarray, fidelity: float = 0.0) -> "Knowledge":
        """With designs under way. Their goals are what the models expect. Nothing is believed of
        their constraints: a design beside one that is just outside would seem safe."""
        models = self.models | {goal.column: self.models[goal.column].believing(unit, fidelity)
                                for goal in self.problem.goals if goal.column in self.models}
        return replace(self, models=models, believed=np.vstack([self.believed, unit]))


def learn(problem: Problem, points: Points) -> Knowledge:
    """Fits all models; rows that are pending are believed."""
    models = {column: model for column in problem.columns if (model := fit(problem, points, column))}
    computed = np.isfinite(points.values([goal.column for goal in problem.goals])).all(axis=1)
    computed &= points.status == "done"
    pending = points.unit[points.status == "pending"]
    knowledge = Knowledge(problem, models, classifier(problem, points), distinct(points.unit[computed]),
                          np.empty((0, len(problem.variables))))
    return knowledge.believing(pending) if len(pending) else knowledge
