# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether points meet what a study asks of them."""

import math
from dataclasses import dataclass
from typing import Iterator, Optional, Sequence

from .plan import Goal

INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Miss:
    """A limit that a point does not meet; no value where the quantity was not found."""

    goal: Goal
    value: Optional[float]

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.goal.column} was not found"
        low = self.goal.low
        side, limit = ("below", low) if low is not None and self.value < low else ("above", self.goal.high)
        return f"{self.goal.column} {self.value:.4g} is {side} {limit:.4g}"


@dataclass(frozen=True)
class Judged:
    """A point with its state: done, infeasible (it is done, but misses a limit), failed, killed or
    missing."""

    point: int
    state: str
    reason: str = ""


def misses_of(values: dict[str, float], goals: Sequence[Goal]) -> tuple[Miss, ...]:
    """The limits that values (SI, by column) do not meet."""
    return tuple(miss for goal in goals for miss in _miss(goal, values.get(goal.column)))


def _miss(goal: Goal, value: Optional[float]) -> Iterator[Miss]:
    if goal.low is None and goal.high is None:
        return
    if value is None or math.isnan(value):
        yield Miss(goal, None)
    elif (goal.low is not None and value < goal.low) or (goal.high is not None and value > goal.high):
        yield Miss(goal, value)
