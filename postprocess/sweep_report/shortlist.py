# SPDX-License-Identifier: LGPL-2.1-or-later
"""A few designs to look at first, each with the reasons in words."""

from dataclasses import dataclass, field
from typing import Iterator, Optional

import numpy as np
import pandas as pd
from scipy.stats import qmc

from ..optimization.front import pareto
from ..optimization.nearest_misses import nearest_misses
from ..units import choose_scale, label, number
from .knowledge import Learnt
from .space import Space

# How far a design may be off in every variable, in parts of its range, and how many such are tried.
OFF, NEIGHBOURS = 0.05, 128


@dataclass
class Chosen:
    """A design by its name; each of the reasons is a clause."""

    name: str
    reasons: list[str] = field(default_factory=list)


def front_of(space: Space) -> pd.DataFrame:
    """As optimization/front has it; without rows where nothing is computed."""
    return pareto(space.problem, space.compared)


def shortlist(space: Space, front: pd.DataFrame, learnt: Optional[Learnt]) -> list[Chosen]:
    """The best in each goal, the knee of the front, the most robust; where no design keeps all limits,
    the nearest misses. Each design once, with all its reasons."""
    best = front[front["front"]] if len(front) else front
    found = _of_front(space, best, learnt) if len(best) else _misses(space)
    chosen: dict[str, Chosen] = {}
    for name, reason in found:
        chosen.setdefault(name, Chosen(name)).reasons.append(reason)
    return list(chosen.values())


def _of_front(space: Space, best: pd.DataFrame, learnt: Optional[Learnt]) -> Iterator[tuple[str, str]]:
    rows = space.compared.loc[best.index]
    goals = space.problem.goals
    for goal in goals:
        values = rows[goal.column]
        name = str(values.idxmax() if goal.maximise else values.idxmin())
        scale = choose_scale(goal.column, [values[name]])
        yield name, (f"{'highest' if goal.maximise else 'lowest'} {_small(label(goal.column))}, "
                     f"{number(scale.of(values[name]))} {scale.symbol}".rstrip())
    if len(goals) > 1 and len(rows) > len(goals):
        yield _knee(space, rows)
    robust = _most_robust(space, rows, learnt) if learnt else None
    if robust:
        yield robust


def _knee(space: Space, rows: pd.DataFrame) -> tuple[str, str]:
    """The design nearest to the best of all goals at once, each over its range on the front, or over the
    logarithm of it where it spans more than a factor of ten."""
    lost = []
    for goal in space.problem.goals:
        values = rows[goal.column].to_numpy(float)
        if values.min() > 0 and values.max() > 10 * values.min():
            values = np.log(values)
        lost.append((values.max() - values if goal.maximise else values - values.min()) / (np.ptp(values) or 1.0))
    name = str(rows.index[int(np.argmin(np.linalg.norm(lost, axis=0)))])
    return name, "knee of the front: gives up least of all goals together"


def _most_robust(space: Space, rows: pd.DataFrame, learnt: Learnt) -> Optional[tuple[str, str]]:
    """By the models: the design whose neighbours are likeliest to keep all limits."""
    if not space.problem.constraints:
        return None
    unit = space.problem.to_unit(rows[space.problem.names].to_numpy(float))
    moved = OFF * (2 * qmc.Sobol(unit.shape[1], seed=0).random(NEIGHBOURS) - 1)
    kept = [float(learnt.knowledge.is_feasible(np.clip(place + moved, 0, 1)).mean()) for place in unit]
    most = int(np.argmax(kept))
    return str(rows.index[most]), (f"most robust: keeps all limits with {100 * kept[most]:.0f} % where every variable is "
                                   f"off by up to {100 * OFF:.0f} % of its range")


def _misses(space: Space) -> Iterator[tuple[str, str]]:
    for miss in nearest_misses(space.problem, space.compared):
        missed = []
        for column, by in miss.excess.items():
            scale = choose_scale(column, [by])
            missed.append(f"{_small(label(column))} by {number(scale.of(by), 2)} {scale.symbol}".rstrip())
        yield str(miss.point), "near miss: " + " and ".join(missed)


def _small(text: str) -> str:
    """Within a sentence; abbreviations such as BMP2 stay."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
