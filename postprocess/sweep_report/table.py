# SPDX-License-Identifier: LGPL-2.1-or-later
"""Designs as rows of the report's table, and as the points that its linked views show."""

import math
from typing import Any, Optional

import numpy as np
import pandas as pd

from ..units import mean_and_spread, number
from .design_files import picture
from .space import MOST_DESIGNS, MOST_PICTURES, Axis, Design, Space, number_of

# Largest over smallest value from which on an axis is logarithmic.
SPREAD = 30.0


def shown_designs(space: Space, front: pd.DataFrame) -> list[Design]:
    """In their order; where they are too many, those of the front and the first others."""
    names = {design.name for design in _front_first(list(space.designs.values()), front)[:MOST_DESIGNS]}
    return [design for name, design in space.designs.items() if name in names]


def _front_first(designs: list[Design], front: pd.DataFrame) -> list[Design]:
    on_front = set(front.index[front["contender"]])
    return sorted(designs, key=lambda design: design.name not in on_front)


def heads(space: Space) -> list[dict[str, Any]]:
    return [{"title": "Point", "number": False}, {"title": "State", "number": False},
            *({"title": axis.title, "number": not axis.levels} for axis in (*space.variables, *space.quantities))]


def rows(space: Space, designs: list[Design]) -> list[dict[str, Any]]:
    values, errors = values_and_errors(space, designs)
    return [{"name": design.name, "key": place, "state": design.state, "reason": design.point.judged.reason,
             "cells": [_cell(space, design, axis, *pair) for axis, *pair in zip((*space.variables, *space.quantities), own, off)]}
            for place, (design, own, off) in enumerate(zip(designs, values, errors))]


def _cell(space: Space, design: Design, axis: Axis, value: float, error: float) -> dict[str, Any]:
    if axis.levels:
        return {"text": design.point.values[axis.column], "value": "" if math.isnan(value) else value, "number": False}
    text = mean_and_spread(value, error) if error > 0 else number(value, 4 if axis in space.variables else 3)
    return {"text": text, "value": "" if math.isnan(value) else f"{value:.9g}", "number": True}


def values_and_errors(space: Space, designs: list[Design]) -> tuple[np.ndarray, np.ndarray]:
    """Of each design (row) on each axis, in the units shown; NaN where nothing was found, or no error is known."""
    points, columns = space.points, space.columns
    index = points.table.index
    found = pd.DataFrame(points.values(columns), index, columns)
    errors = pd.DataFrame(points.standard_errors(columns), index, columns)
    names = [design.name for design in designs]
    variables = [[number_of(axis, design.point.values[axis.column]) for axis in space.variables] for design in designs]
    scales = np.array([axis.scale.size for axis in space.quantities])
    blank = np.full((len(designs), len(space.variables)), np.nan)
    values = found.reindex(names).to_numpy() / scales
    return (np.hstack([np.array(variables, float).reshape(blank.shape), values]),
            np.hstack([blank, np.where(np.isnan(values), np.nan, errors.reindex(names).to_numpy() / scales)]))


def view_data(space: Space, designs: list[Design], front: pd.DataFrame) -> dict[str, Any]:
    """What the scripts of the page read: axes and points."""
    values, errors = values_and_errors(space, designs)
    axes = [_axis(space, axis, column) for axis, column in zip((*space.variables, *space.quantities), values.T)]
    on_front = set(front.index[front["front"]]) if space.problem.goals else set()
    pictured = {design.name for design in _front_first(designs, front)[:MOST_PICTURES]}
    points = [{"name": design.name, "state": design.state, "kind": design.name.rpartition("/")[0],
               "front": design.name in on_front, "reason": design.point.judged.reason,
               "picture": picture(space, design) if design.name in pictured else None,
               "values": list(map(_known, own)), "errors": list(map(_known, off))}
              for design, own, off in zip(designs, values, errors)]
    return {"axes": axes, "points": points}


def _axis(space: Space, axis: Axis, values: np.ndarray) -> dict[str, Any]:
    known = values[np.isfinite(values)]
    if axis.levels:
        return {"title": axis.name, "levels": axis.levels, "low": -0.5, "high": len(axis.levels) - 0.5, "log": False,
                "sense": "", "limits": None}
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    log = low > 0 and high > SPREAD * low
    margin = 0 if log else 0.02 * (high - low)
    sense = {goal.column: "maximise" if goal.maximise else "minimise" for goal in space.problem.goals}
    limits = {one.column: [_known(axis.scale.of(one.low)), _known(axis.scale.of(one.high))]
              for one in space.problem.constraints}
    return {"title": axis.title, "low": low - margin, "high": high + margin, "log": log,
            "sense": sense.get(axis.column, ""), "limits": limits.get(axis.column)}


def _known(value: float) -> Optional[float]:
    return float(f"{value:.6g}") if math.isfinite(value) else None
