# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether points meet what a study asks of them."""

import math
from dataclasses import dataclass, field
from typing import Iterator, Optional, Sequence

from .plan import Goal

INFEASIBLE = "infeasible"
MOST_MISSES = 3  # that are told


@dataclass(frozen=True)
class Miss:
    """A limit that a point does not meet; `share`: by how much, relative to the limit."""

    goal: Goal
    value: Optional[float]
    share: float

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
    misses: tuple[Miss, ...] = field(default=())


def misses_of(values: dict[str, float], goals: Sequence[Goal]) -> tuple[Miss, ...]:
    """The limits that values (SI, by column) do not meet."""
    return tuple(miss for goal in goals for miss in _miss(goal, values.get(goal.column)))


def _miss(goal: Goal, value: Optional[float]) -> Iterator[Miss]:
    if goal.low is None and goal.high is None:
        return
    if value is None or math.isnan(value):
        yield Miss(goal, None, math.inf)
        return
    for limit, lack in ((goal.low, -1.0), (goal.high, 1.0)):
        if limit is not None and lack * (value - limit) > 0:
            yield Miss(goal, value, abs(value - limit) / (abs(limit) or 1.0))


def nearest_misses(points: Sequence[Judged], goals: Sequence[Goal]) -> Iterator[str]:
    """What to say where no point is feasible: those that come nearest."""
    infeasible = [point for point in points if point.state == INFEASIBLE]
    if not infeasible or any(point.state == "done" for point in points):
        return
    yield "none feasible; nearest misses:"
    for point in sorted(infeasible, key=_farthest)[:MOST_MISSES]:
        yield f"  point {point.point}: " + "; ".join(
            f"{miss} by {100 * miss.share:.2g} %" if math.isfinite(miss.share) else str(miss)
            for miss in point.misses)


def _farthest(point: Judged) -> float:
    return max(miss.share for miss in point.misses)
