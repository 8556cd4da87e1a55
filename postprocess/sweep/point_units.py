# SPDX-License-Identifier: LGPL-2.1-or-later
"""The points of a sweep as units that run."""

from functools import partial
from pathlib import Path

from .attempts import DONE, read_attempts
from .judgement import misses_of
from .plan import Plan
from .rows import CHEAP, TABLE, means_of, read_specimens
from .unit import Unit


def units_of(plan: Plan) -> list[Unit]:
    """The points to run now, each once, in their order."""
    return [_unit(plan, point) for point in dict.fromkeys(plan.demands)]


def _unit(plan: Plan, point: int) -> Unit:
    folder = plan.point_folder(point)
    demand = plan.demands[point]
    return Unit(f"point {point}", folder, folder, _commands(plan, folder), demand.memory, demand.time,
                time_limit=plan.document["time_limit_s"], is_refused=partial(is_refused, plan, point),
                proof=TABLE)


def _commands(plan: Plan, folder: Path) -> tuple[tuple[str, ...], ...]:
    """The cheap command, if there is one, into a folder of its own; then that of the points."""
    document = plan.document
    return tuple((document["executable"], words[0], str(folder / "point.prm"), "--output", str(output),
                  "--resume", "--quiet", *words[1:])
                 for words, output in ((document.get("cheap_command"), folder / CHEAP),
                                       (document["command"], folder)) if words)


def is_refused(plan: Plan, point: int) -> bool:
    """Whether the cheap quantities of a point miss a limit."""
    specimens = read_specimens(point, plan.point_folder(point) / CHEAP)
    means = means_of([one for one in specimens if one.group == plan.group])
    found = {column: mean.value for column, mean in means.items()}
    return any(miss.value is not None for miss in misses_of(found, plan.goals))


def is_done(unit: Unit) -> bool:
    attempts = read_attempts(unit.folder)
    return bool(attempts) and attempts[-1].state == DONE and unit.has_results
