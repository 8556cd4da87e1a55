# SPDX-License-Identifier: LGPL-2.1-or-later
"""A few designs to look at first, each with the reasons in words."""

from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional

import numpy as np
import pandas as pd

from ..optimization.front import pareto
from ..optimization.nearest_misses import nearest_misses
from ..units import choose_scale, label, number
from .space import Space

# How far a design may be off in every variable, in parts of its range, and how many such are tried.
OFF, NEIGHBOURS = 0.05, 128
# Designs that the list is filled up to.
ENOUGH = 4

# P(a design, a row of the unit cube, keeps all limits).
Feasibility = Callable[[np.ndarray], np.ndarray]


@dataclass
class Chosen:
    """A design by its name; each of the reasons is a clause."""

    name: str
    reasons: list[str] = field(default_factory=list)


def front_of(space: Space) -> pd.DataFrame:
    """As optimization/front has it; without rows where nothing is computed."""
    return pareto(space.problem, space.compared)


def shortlist(space: Space, front: pd.DataFrame, is_feasible: Optional[Feasibility]) -> list[Chosen]:
    """The best in each goal, the knee of the front, the most robust, and up to ENOUGH designs others that are on
    the front within error bars; where no design keeps all limits, the nearest misses. Each design once, with all its reasons. Without `is_feasible` none is called robust."""
    best = front[front["front"]]
    found = _of_front(space, best, is_feasible) if len(best) else _misses(space)
    chosen: dict[str, Chosen] = {}
    for name, reason in found:
        chosen.setdefault(name, Chosen(name)).reasons.append(reason)
    if space.problem.goals and len(best):
        for name, dominated in _contenders(front.drop(index=list(chosen)))[:max(ENOUGH - len(chosen), 0)]:
            chosen[name] = Chosen(name, ["on the front" if front.loc[name, "front"] else "within error bars of the front: "
                                         f"dominated with a probability of {100 * dominated:.0f} %"])
    return list(chosen.values())


def _contenders(front: pd.DataFrame) -> list[tuple[str, float]]:
    """On the front within error bars, with the probability to be dominated, the least first."""
    found = front[front["contender"] & (front["feasible"] > 0.5)].sort_values("dominated", kind="stable")
    return list(zip(found.index, found["dominated"]))


def _of_front(space: Space, best: pd.DataFrame, is_feasible: Optional[Feasibility]) -> Iterator[tuple[str, str]]:
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
    if is_feasible and space.problem.constraints:
        yield _most_robust(space, rows, is_feasible)


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


def _most_robust(space: Space, rows: pd.DataFrame, is_feasible: Feasibility) -> tuple[str, str]:
    """By the models: the design whose neighbours are likeliest to keep all limits."""
    unit = space.problem.to_unit(rows[space.problem.names].to_numpy(float))
    moved = np.random.default_rng(0).uniform(-OFF, OFF, (NEIGHBOURS, unit.shape[1]))
    kept = [float(is_feasible(np.clip(place + moved, 0, 1)).mean()) for place in unit]
    most = int(np.argmax(kept))
    return str(rows.index[most]), (f"most robust: with every variable off by up to {100 * OFF:.0f} % of its range it "
                                   f"keeps all limits with a probability of {100 * kept[most]:.0f} %")


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
