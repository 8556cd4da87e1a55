# SPDX-License-Identifier: LGPL-2.1-or-later
"""Figures of what models say. Each returns an <svg> element."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullFormatter

from ..svg import INK, colour, plt, to_svg
from ..units import number
from .knowledge import Learnt, slice_through
from .space import Axis, Space

PANEL = (1.75, 1.35)  # inches


def _panels(down: int, across: int, width: float = PANEL[0], height: float = PANEL[1]):
    """A grid of small panels; laid out by hand, which is far quicker than constrained_layout."""
    figure, axes = plt.subplots(down, across, figsize=(width * across + 0.5, height * down + 0.4), squeeze=False)
    figure.subplots_adjust(0.5 / (width * across + 0.5), 0.4 / (height * down + 0.4), 1, 0.93, wspace=0.12, hspace=0.3)
    for axis in axes.flat:
        axis.tick_params(labelsize=7)
        axis.locator_params(nbins=4)
    return figure, axes


def _plain(axis) -> None:
    """Numbers rather than powers of ten on a logarithmic axis."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 1)))
    axis.set_minor_formatter(NullFormatter())


def _modelled(space: Space, learnt: Learnt) -> list[Axis]:
    return [axis for axis in space.quantities if axis.column in learnt.models]


def slices(space: Space, learnt: Learnt, name: str) -> str:
    """A row each quantity, a column each variable: the model through the design of this name."""
    design = space.compared.loc[name, space.problem.names].to_numpy(float)
    quantities = _modelled(space, learnt)
    figure, axes = _panels(len(quantities), len(space.variables))
    for quantity, row in zip(quantities, axes):
        for variable, axis in enumerate(row):
            _slice(axis, space, learnt, quantity, design, variable)
            axis.label_outer()
        row[0].set_title(quantity.title, fontsize=8)
        low = min(axis.get_ylim()[0] for axis in row)
        high = max(axis.get_ylim()[1] for axis in row)
        for axis in row:
            axis.set_ylim(low, high)
    for variable, axis in zip(space.variables, axes[-1]):
        axis.set_xlabel(variable.title, fontsize=8)
    names = ", ".join(quantity.name.lower() for quantity in quantities)
    return to_svg(figure, "slices", f"Through design {name}, along each variable: {names}")


def _slice(axis: Axes, space: Space, learnt: Learnt, quantity: Axis, design: np.ndarray, variable: int) -> None:
    found = slice_through(space, learnt.models[quantity.column], quantity, design, variable)
    declared, shown = space.problem.variables[variable], space.variables[variable]
    here = design[variable] if shown.levels else shown.scale.of(design[variable])
    if declared.levels is None:
        axis.fill_between(found.places, found.low, found.high, color=colour(0), alpha=0.25, lw=0)
        axis.plot(found.places, found.median, color=colour(0), lw=1.4)
    else:
        axis.errorbar(found.places, found.median, [found.median - found.low, found.high - found.median], fmt="o",
                      ms=3, color=colour(0), elinewidth=1)
    axis.axvline(here, color=INK, lw=0.7, ls=":")
    for constraint in space.problem.constraints:
        if constraint.column == quantity.column:
            for limit in (constraint.low, constraint.high):
                if np.isfinite(limit) and found.low.min() <= quantity.scale.of(limit) <= found.high.max():
                    axis.axhline(quantity.scale.of(limit), color=colour(1), lw=0.8, ls="--")
    if declared.log:
        axis.set_xscale("log")
        _plain(axis.xaxis)
    if shown.levels:
        axis.set_xticks(range(len(shown.levels)), shown.levels, rotation=45, ha="right", fontsize=7)
        axis.set_xlim(-0.5, len(shown.levels) - 0.5)


def importance(space: Space, learnt: Learnt) -> str:
    """Sobol' indices: a panel each quantity, a row each variable."""
    quantities = [axis for axis in space.quantities if axis.column in learnt.indices]
    height = 0.35 + 0.24 * len(space.variables)
    figure, axes = _panels(1, len(quantities), 1.75, height)
    places = np.arange(len(space.variables))
    for quantity, axis in zip(quantities, axes[0]):
        table = learnt.indices[quantity.column]
        for order, shift, filled in (("first", -0.14, True), ("total", 0.14, False)):
            low, middle, high = (table[column].to_numpy() for column in (f"{order}_low", order, f"{order}_high"))
            axis.errorbar(middle, places + shift, xerr=np.maximum([middle - low, high - middle], 0), fmt="o", ms=4,
                          color=colour(0 if filled else 1), mfc=colour(0) if filled else "none", elinewidth=1.2,
                          label=order)
        axis.set_xlim(-0.03, 1.03)
        axis.set_ylim(len(places) - 0.5, -0.5)
        axis.set_title(quantity.name, fontsize=8)
        axis.set_yticks(places, [variable.name for variable in space.variables])
        axis.label_outer()
    axes[0][-1].legend(fontsize=7, loc="best")
    told = "; ".join(f"{quantity.name}: " + ", ".join(
        f"{variable.name} {number(total, 2)}" for variable, total in zip(space.variables, learnt.indices[quantity.column]["total"]))
        for quantity in quantities)
    return to_svg(figure, "importance", f"Sobol' indices, total order. {told}")


def left_out(space: Space, learnt: Learnt) -> str:
    """Each point as the others predict it: a panel each quantity."""
    quantities = _modelled(space, learnt)
    figure, axes = _panels(1, len(quantities), 1.75, 1.75)
    for quantity, axis in zip(quantities, axes[0]):
        found = learnt.models[quantity.column].leave_one_out()
        measured, predicted = quantity.scale.of(found.measured), quantity.scale.of(found.predicted)
        ends = [min(measured.min(), predicted.min()), max(measured.max(), predicted.max())]
        axis.plot(ends, ends, color=INK, lw=0.7)
        axis.plot(measured, predicted, "o", ms=2.5, color=colour(0), alpha=0.7, mew=0)
        if learnt.models[quantity.column].scale.log and ends[0] > 0 and ends[1] > 30 * ends[0]:
            axis.set_xscale("log")
            axis.set_yscale("log")
            _plain(axis.xaxis)
            _plain(axis.yaxis)
        axis.set_title(quantity.title, fontsize=8)
        axis.set_xlabel("computed", fontsize=8)
    axes[0][0].set_ylabel("predicted without it", fontsize=8)
    return to_svg(figure, "left-out", "Each point as a model of all others predicts it, against what was computed")


def growth(history: list[tuple[int, float]]) -> str:
    """How the hypervolume of a search grew with the points computed, as a share of its last value."""
    points, volumes = np.array(history, dtype=float).T
    figure, axes = plt.subplots(figsize=(3.6, 1.9))
    figure.subplots_adjust(0.16, 0.22, 0.98, 0.96)
    axes.step(points, 100 * volumes / volumes[-1], where="post", color=colour(0), lw=1.4)
    axes.plot(points, 100 * volumes / volumes[-1], "o", ms=3, color=colour(0))
    axes.set_ylim(0, 105)
    axes.set_xlabel("points computed", fontsize=8)
    axes.set_ylabel("hypervolume (% of the last)", fontsize=8)
    axes.tick_params(labelsize=7)
    told = ", ".join(f"{n:.0f} points {number(share, 3)} %" for n, share in zip(points, 100 * volumes / volumes[-1]))
    return to_svg(figure, "growth", f"Hypervolume as a share of its last value: {told}")
