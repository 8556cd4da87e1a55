# SPDX-License-Identifier: LGPL-2.1-or-later
"""How far the numerical error bars of specimens let the ratio of two groups be off."""

from typing import Any

import numpy as np

from .results import Results


def own_errors(results: Results, column: str, first: str, second: str) -> tuple[float, float]:
    """Relative error of each group's mean that the other does not share; 0 where none is known.

    What refinement changed in the refined specimens of a design corrects all others (numerics/
    corrected_by), and their error bar is in that of every specimen. Between groups that are corrected
    by the same specimens it is common, and only what a bar has beyond it counts. An error of the
    method is alike in all specimens of a group: it does not average out over them.
    """
    bars = {group: _relative_bars(results, column, group) for group in (first, second)}
    sources = {group: _sources(results, group) for group in (first, second)}
    refined = frozenset().union(*sources[first].values())
    common = 0.0
    if refined == frozenset().union(*sources[second].values()):
        of_refined = [bar for group in (first, second) for name, bar in bars[group].items()
                      if name in refined]
        common = float(np.mean(of_refined)) if of_refined else 0.0
    return tuple(float(np.mean([max(bar - common, 0.0) for bar in bars[group].values()]))
                 if bars[group] else 0.0 for group in (first, second))


def _relative_bars(results: Results, column: str, group: str) -> dict[str, float]:
    errors = results.error_column(column)
    if errors is None:
        return {}
    rows = results.of_group(group).dropna(subset=[column, errors])
    return {row["specimen"]: row[errors] / abs(row[column]) for _, row in rows.iterrows()
            if row[column] != 0}


def _sources(results: Results, group: str) -> dict[str, frozenset[str]]:
    """By which specimens each of a group is corrected: itself where it was refined."""
    members = [entry for entry in results.nested if entry.get("group") == group]
    return {entry["specimen"]: frozenset(_corrected_by(entry) or [entry["specimen"]])
            for entry in members}


def _corrected_by(entry: dict[str, Any]) -> list[str]:
    return (entry.get("numerics") or {}).get("corrected_by") or []
