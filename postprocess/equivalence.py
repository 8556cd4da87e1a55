# SPDX-License-Identifier: LGPL-2.1-or-later
"""Whether a group is as good as the first: two one-sided tests (TOST) against a margin.

A large p of a test of difference shows nothing; here the null hypothesis is that the ratio of the
groups lies outside 1 ± margin. What numerical errors of their own can do to the ratio is taken off
the margin: with relative errors β₁ and β₂ of the means it may truly be (1 ± β₂)/(1 ∓ β₁) times what
is seen.
"""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .planning import Plan
from .ratio_tests import of_means, of_ranks
from .statistics import FEWEST, LEVEL, is_constant, same_values

EQUIVALENT, DIFFERENT, BOTH, UNDECIDED = "equivalent", "different", "both", "undecided"


@dataclass(frozen=True)
class Equivalence:
    """A group against the first. `reason` says why there is no test; the rest is then unset."""

    margin: float
    test: str = ""
    p: Optional[float] = None
    ratio: Optional[float] = None
    # 90 % interval of the ratio, numerical errors included: within 1 ± margin where p < 5 %.
    low: Optional[float] = None
    high: Optional[float] = None
    # Whether the numerical errors alone could make the difference.
    within_errors: bool = False
    power_if_alike: Optional[float] = None
    power_if_apart: Optional[float] = None
    # A group, for 80 % of both powers; None where no number is enough.
    specimens: Optional[int] = None
    reason: str = ""
    verdict: str = ""


def equivalence(first: np.ndarray, second: np.ndarray, margin: float, by_ranks: bool = False,
                paired: bool = False, errors: tuple[float, float] = (0.0, 0.0)) -> Equivalence:
    """Test `second` against `first`; where `paired` their values are in the same order of prints.

    `margin` is relative; `errors` are the relative numerical errors of both means that they do not
    share.
    """
    reason = _why_not(first, second, by_ranks)
    if reason:
        return Equivalence(margin, reason=reason)
    down, up = (1 - errors[1]) / (1 + errors[0]), (1 + errors[1]) / max(1 - errors[0], 1e-9)
    limits = ((1 - margin) / down, (1 + margin) / up)
    means = of_means(first, second, paired)
    tested = of_ranks(first, second, paired) if by_ranks else means
    low, high = tested.interval(LEVEL)
    plan = Plan(means, *limits, LEVEL, by_ranks)
    return Equivalence(
        margin, _name(by_ranks, paired), max(tested.p_above(limits[0]), tested.p_below(limits[1])),
        tested.estimate, low * (down if low > 0 else up), high * (up if high > 0 else down),
        max(errors) > 0 and 1 / up <= means.estimate <= 1 / down, plan.power_if_alike(),
        plan.power_if_apart(), plan.specimens())


def verdict(equivalent: bool, different: bool) -> str:
    """In one word; `both` is a difference that is there, but within the margin."""
    if equivalent:
        return BOTH if different else EQUIVALENT
    return DIFFERENT if different else UNDECIDED


def _why_not(first: np.ndarray, second: np.ndarray, by_ranks: bool) -> str:
    if min(len(first), len(second)) < FEWEST:
        return f"fewer than {FEWEST} specimens"
    if np.mean(first) == 0 or (is_constant(first) and first[0] == 0):
        return "the first group's mean is 0, of which no margin follows"
    if same_values({"first": first, "second": second}):
        return "the groups hold the same values"
    if is_constant(first) and is_constant(second):
        return "no scatter within the groups"
    if by_ranks and min(first.min(), second.min()) <= 0:
        return "ranks of ratios need values above 0"
    return ""


def _name(by_ranks: bool, paired: bool) -> str:
    if by_ranks:
        return "TOST, Wilcoxon signed ranks" if paired else "TOST, Mann–Whitney"
    return "TOST, paired t" if paired else "TOST, Welch t"
