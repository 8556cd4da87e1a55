# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.html of a sweep or an optimization: one file that needs nothing else."""

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Optional

import pandas as pd
from markupsafe import Markup

from ..files import write_atomically
from ..optimization.nearest_misses import describe
from ..optimization.problem import Constraint
from ..page import environment, inline
from ..sweep.driver import summary
from ..sweep.known import CONFIRMED, REFINED
from ..sweep.rounds import growth_of_front
from ..units import choose_scale, label, mean_and_spread, number
from .design_files import command, links, picture
from .shortlist import Chosen, front_of, shortlist
from .space import Design, Space, read_space
from .table import heads, rows, shown_designs, values_and_errors, view_data

if TYPE_CHECKING:
    from .knowledge import Learnt

REPORT = "report.html"
FILES = ("points.csv", "front.csv", "sweep.sqlite", "plan.csv", "study.prm")


def write_sweep_report(folder: Path) -> Path:
    """Write report.html into the folder of a sweep or an optimization; returns its path. Raises InputError
    where the folder is not that of one."""
    path = folder / REPORT
    write_atomically(path, render(read_space(folder)))
    return path


def render(space: Space) -> str:
    """The report as HTML."""
    front, learnt = front_of(space), _learn(space)
    designs = shown_designs(space, front)
    chosen = shortlist(space, front, learnt.knowledge.is_feasible if learnt else None)
    places = {design.name: place for place, design in enumerate(designs)}
    across, up = _first_axes(space)
    return environment().get_template("sweep.html.j2").render(
        study=space.plan.study,
        headlines=list(_headlines(space, front, chosen)),
        shortlist=[_card(space, one, places) for one in chosen if one.name in places],
        axes=[*space.variables, *space.quantities], across=across, up=up,
        heads=heads(space), rows=rows(space, designs),
        n_points=len(space.designs), n_shown=len(designs),
        has_confirmed=any(name.startswith(CONFIRMED) for name in space.designs),
        has_refined=any(name.startswith(REFINED) for name in space.designs),
        models=_models(space, learnt, chosen),
        asked=list(_asked(space)),
        lost=[{"name": design.name, "state": design.state, "reason": design.point.judged.reason}
              for design in designs if design.state in ("failed", "killed")],
        files=[name for name in FILES if (space.folder / name).is_file()],
        provenance=[("lacuna", space.plan.document["lacuna"]), ("command", " ".join(space.plan.document["command"])),
                    *space.plan.document["common"].items()],
        data=inline(json.dumps(view_data(space, designs, front), separators=(",", ":"), allow_nan=False)))


def _learn(space: Space) -> Optional["Learnt"]:
    """None where points are fewer than those that a search begins with: models of so few say little."""
    if space.known["status"].isin(["done", "infeasible"]).sum() < 2 * (len(space.variables) + 1):
        return None
    from .knowledge import learn_space  # takes seconds to load, as figures do

    return learn_space(space)


def _first_axes(space: Space) -> tuple[int, int]:
    """Which axes the two selects begin with: the first goals, else quantities, else variables."""
    n_variables, columns = len(space.variables), space.columns
    goals = [n_variables + columns.index(goal.column) for goal in space.problem.goals if goal.column in columns]
    others = [n_variables + place for place in range(len(columns))] + list(range(n_variables))
    chosen = list(dict.fromkeys([*goals, *others]))[:2]
    return chosen[0], chosen[-1]


def _headlines(space: Space, front: pd.DataFrame, chosen: list[Chosen]) -> Iterator[dict[str, str]]:
    counts = Counter(design.state for design in space.designs.values())
    yield {"subject": f"{len(space.designs)} points", "text": f"{summary(counts)}."}
    if space.problem.goals:
        yield {"subject": "Wanted", "text": ", ".join(
            f"{'high' if goal.maximise else 'low'} {label(goal.column)}" for goal in space.problem.goals)
            + "".join(f"; {_limit(one)}" for one in space.problem.constraints) + "."}
    missed = describe(space.problem, space.compared) if space.problem.constraints else None
    if missed:
        yield {"subject": "Answer", "text": f"{missed}."}
    elif len(front) and space.problem.goals:
        best, contenders = int(front["front"].sum()), int(front["contender"].sum())
        yield {"subject": "Answer", "text": f"{best} design{'s are' if best > 1 else ' is'} on the front, {contenders} within error bars"
               + (", all confirmed with other prints." if all(name.startswith(CONFIRMED) for name in front.index) else ".")}


def _limit(one: Constraint) -> str:
    limits = [limit for limit in (one.low, one.high) if abs(limit) != float("inf")]
    scale = choose_scale(one.column, limits)
    texts = [f"{number(scale.of(limit))} {scale.symbol}".rstrip() for limit in limits]
    if len(texts) == 2:
        return f"{label(one.column)} within {texts[0]} .. {texts[1]}"
    return f"{label(one.column)} at {'least' if limits[0] == one.low else 'most'} {texts[0]}"


def _card(space: Space, chosen: Chosen, places: dict[str, int]) -> dict[str, Any]:
    design, why = space.designs[chosen.name], "; ".join(chosen.reasons)
    return {"name": chosen.name, "index": places[chosen.name], "why": why[:1].upper() + why[1:],
            "picture": picture(space, design), "numbers": list(_values(space, design)),
            "links": links(space, design), "command": command(space, design)}


def _values(space: Space, design: Design) -> Iterator[str]:
    """The variables of a design, and what the goals are about."""
    (values,), (errors,) = values_and_errors(space, [design])
    wanted = {*space.problem.names, *(space.problem.columns or space.columns)}
    for axis, value, error in zip((*space.variables, *space.quantities), values, errors):
        if axis.column not in wanted:
            continue
        if axis.levels:
            yield design.point.values[axis.column]
        elif value == value:
            yield f"{axis.name} {mean_and_spread(value, error) if error > 0 else number(value)} {axis.scale.symbol}".rstrip()


def _models(space: Space, learnt: Optional["Learnt"], chosen: list[Chosen]) -> Optional[dict[str, Any]]:
    if not learnt:
        return None
    from . import figures

    through = max(chosen, key=lambda one: len(one.reasons)).name if chosen else space.compared.index[0]
    shown = [("Through a design", f"Each quantity along each variable through point {through} (dotted), with 95 % "
              "intervals. Dashed: limits.", figures.slices(space, learnt, through)),
             ("Each point as the others predict it", "On the line, it is predicted exactly.",
              figures.left_out(space, learnt))]
    if learnt.indices:
        shown.insert(1, ("Which variables matter", "Sobol' indices with 95 % intervals: the share of a quantity's variance "
                         "over the whole space that a variable makes alone (first), and with all others (total).",
                         figures.importance(space, learnt)))
    history = growth_of_front(space.folder, space.plan.document)
    if history and history[-1][1] > 0:
        shown.append(("How the front grew", "Volume that the designs dominate above the worst of the start design. A curve that "
                      "is flat at its end says that more points find little more.", figures.growth(history)))
    trust = []
    for column, row in learnt.trust.iterrows():
        scale = choose_scale(column, [row["error"]])
        trust.append({"name": label(column), "points": row["points"], "warning": row["warning"],
                      "error": f"{number(scale.of(row['error']), 2)} {scale.symbol}".rstrip(),
                      "explained": f"{100 * max(row['explained'], 0):.0f} %"})
    return {"rows": len(space.known), "trust": trust,
            "figures": [{"title": title, "caption": caption, "svg": Markup(svg)} for title, caption, svg in shown]}


def _asked(space: Space) -> Iterator[tuple[str, str]]:
    for one in space.plan.document["variables"]:
        yield one["name"], (", ".join(one["levels"]) if "levels" in one else
                            f"{one['low']:g} .. {one['high']:g} {one['unit']}{' log' if one['log'] else ''}")
    for goal in space.problem.goals:
        yield label(goal.column), "maximise" if goal.maximise else "minimise"
    for one in space.problem.constraints:
        yield label(one.column), _limit(one)
