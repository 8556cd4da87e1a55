# SPDX-License-Identifier: LGPL-2.1-or-later
"""Ratios to the first group with their intervals, beside the margins of equivalence."""

from typing import Optional

import numpy as np
import pandas as pd

from .analysis import Analysis
from .equivalence import Equivalence
from .figure_files import Drawing
from .quantities import quantity_of
from .results import Results
from .svg import INK, WHOLE, colour, plt, size
from .units import label

# The axis shows at most this change; an interval beyond it ends in an arrow.
WIDEST = 1.0


def forest_plot(results: Results, analyses: dict[str, Analysis]) -> Optional[Drawing]:
    """One row a main quantity and group; None where no ratio is known."""
    rows = [(analysis.column, group, test) for analysis in analyses.values()
            if quantity_of(analysis.column).is_main
            for group, test in analysis.equivalences.items() if test.ratio is not None]
    if not rows:
        return None
    reach = _reach([test for _, _, test in rows])
    figure, axis = plt.subplots(figsize=size(WHOLE, 14 + 7 * len(rows)), constrained_layout=True)
    several = len(results.groups) > 2
    for place, (_, group, test) in enumerate(rows):
        _row(axis, place, test, colour(results.groups.index(group)), reach)
    names = [label(column) + (f", {group}" if several else "") for column, group, _ in rows]
    axis.set_yticks(range(len(rows)), names)
    axis.set_ylim(len(rows) - 0.5, -0.5)
    axis.set_xlim(-100 * reach, 100 * reach)
    axis.axvline(0, color=INK, lw=0.8)
    other = "group" if several else results.groups[-1]
    axis.set_xlabel(f"Change from {results.groups[0]} to {other} (%)")
    axis.tick_params(axis="y", length=0)
    for right, (_, _, test) in enumerate(rows):
        axis.text(1.02, right, test.verdict, transform=axis.get_yaxis_transform(), va="center",
                  fontsize=7.5)
    numbers = pd.DataFrame([{
        "quantity": label(column), "group": group, "change (%)": 100 * (test.ratio - 1),
        "90 % interval from (%)": 100 * (test.low - 1), "to (%)": 100 * (test.high - 1),
        "margin (%)": 100 * test.margin, "verdict": test.verdict} for column, group, test in rows])
    return Drawing("forest", figure, "Ratio to the first group with its 90 % interval: " + "; ".join(
        f"{name} {test.verdict}" for name, (_, _, test) in zip(names, rows)), numbers)


def _reach(tests: list[Equivalence]) -> float:
    """Half the axis: the widest margin and interval, but no more than WIDEST."""
    ends = [abs(end - 1) for test in tests for end in (test.low, test.high) if np.isfinite(end)]
    return min(WIDEST, 1.15 * max([1.3 * test.margin for test in tests] + ends))


def _row(axis, place: int, test: Equivalence, shade: str, reach: float) -> None:
    axis.barh(place, 200 * test.margin, 0.72, -100 * test.margin, color=INK, alpha=0.09, lw=0)
    low, high = (100 * float(np.clip(end - 1, -reach, reach)) for end in (test.low, test.high))
    axis.plot([low, high], [place, place], color=shade, lw=2)
    if abs(test.ratio - 1) <= reach:
        axis.plot(100 * (test.ratio - 1), place, "o", ms=4.5, color=shade)
    for end, seen, marker in ((test.low, low, "<"), (test.high, high, ">")):
        if not abs(end - 1) <= reach:
            axis.plot(seen, place, marker, ms=5, color=shade, clip_on=False)
