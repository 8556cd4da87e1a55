# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a number of new bone may be read as: for which rates it stands, and of what its p value speaks."""

from .analysis import Analysis
from .assumptions import Range, Ranges
from .quantities import BONE, quantity_of
from .units import Scale

# Specimens of a group differ by their prints; a test of them says nothing of animals.
OF_PRINTS = "between prints, not animals"
COLUMNS = ("bone_fraction", "bone_mineral_density_kg_per_m3")


def is_bone(column: str) -> bool:
    return quantity_of(column).section == BONE


def meaning_of_bone(ranges: Ranges, analysis: Analysis, scale: Scale) -> str:
    """The ranges of groups over the assumptions, or that there are none."""
    known = {group: ranges[analysis.column, group] for group in analysis.samples
             if (analysis.column, group) in ranges}
    if not known:
        return "one set of rates, most of them assumed: no range over them was computed"
    texts = [f"{group} {one.text(scale)} {scale.symbol}".strip() + _reason(one) for group, one in known.items()]
    return f"over {next(iter(known.values())).points} sets of assumed rates " + ", ".join(texts) + _order(known)


def note_on_bone(study: str, ranges: Ranges) -> str:
    """What stands below a table of new bone."""
    if ranges:
        n = max(one.points for one in ranges.values())
        return (f"New bone: below each mean, where 90 % of {n} sets of assumed rates put it, on coarse cells. "
                f"Tests of new bone are {OF_PRINTS}.")
    return ("New bone: each number stands for one set of rates, most of them assumed. For the range over them, sweep "
            f"the study and tell its report: lacuna sweep {study}.prm, lacuna report results/{study} --assumptions "
            f"results/{study}-sweep. Tests of new bone are {OF_PRINTS}.")


def _reason(one: Range) -> str:
    return f" (mostly by {one.variable}, total Sobol' index {one.total:.2f})" if one.variable else ""


def _order(known: dict[str, Range]) -> str:
    texts = [f"{group} is above in {100 * one.above_first:.0f} % of them" for group, one in known.items()
             if one.above_first is not None]
    return "; " + ", ".join(texts) if texts else ""
