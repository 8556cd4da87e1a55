# SPDX-License-Identifier: LGPL-2.1-or-later
"""Groups that share their prints, compared print by print.

Where the differences of every two groups pass Shapiro–Wilk at 5 %: the paired t test; else
Wilcoxon's signed ranks, exact with ties, zero differences left out. Of more than two groups each two
are compared, with Holm's correction, and the smallest p is that of all.
"""

import itertools

import numpy as np
from scipy import stats

from .multiplicity import holm
from .ratio_tests import sign_sums
from .statistics import (LEVEL, SAME, Comparison, Pair, Samples, hedges_g, is_constant, shapiro,
                         why_not)


def compare_prints(samples: Samples) -> Comparison:
    """Test groups of equal length whose values stand in the same order of prints."""
    reason = why_not(samples)
    names = list(itertools.combinations(samples, 2))
    effects = [hedges_g(samples[a], samples[b]) for a, b in names]
    if not reason:
        differences = [_difference(samples[a], samples[b]) for a, b in names]
        scattered = [d for d in differences if not is_constant(d)]
        reason = "" if scattered else "every print changes by the same amount"
    if reason:
        return Comparison(reason=reason, pairs=[Pair(*pair, None, effect)
                                                for pair, effect in zip(names, effects)])
    normal = len(scattered) == len(differences) and all(shapiro(d) > LEVEL for d in differences)
    test = "paired t" if normal else "Wilcoxon signed ranks (exact)"
    p_values = [_p(d, normal) for d in differences]
    least = None if normal else min(1.0, 2.0 ** (1 - len(differences[0])) * len(names))
    adjusted = holm(p_values)
    pairs = [Pair(*pair, p, effect) for pair, p, effect in zip(names, adjusted, effects)]
    statistic = float(stats.ttest_1samp(differences[0], 0).statistic) if normal and len(names) == 1 else None
    several = len(names) > 1
    return Comparison(f"{test}, each two groups" if several else test,
                      f"{test} with Holm" if several else "", statistic, min(adjusted),
                      least_p=least, pairs=pairs)


def _difference(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """(second − first) in parts of the largest value, zero where they are one number up to rounding."""
    largest = max(np.abs(first).max(), np.abs(second).max())
    difference = (second - first) / (largest or 1.0)
    return np.where(np.abs(difference) > SAME, difference, 0.0)


def _p(difference: np.ndarray, normal: bool) -> float:
    return float(stats.ttest_1samp(difference, 0).pvalue) if normal else signed_ranks(difference)


def signed_ranks(difference: np.ndarray) -> float:
    """p of Wilcoxon's test with both sides, over all ways to choose the signs of the ranks."""
    moved = difference[difference != 0]
    if not len(moved):
        return 1.0
    ranks = np.rint(2 * stats.rankdata(np.abs(moved))).astype(int)
    shares = sign_sums(tuple(ranks.tolist()))
    positive = int(ranks[moved > 0].sum())
    smaller = min(positive, int(ranks.sum()) - positive)
    return float(min(1.0, 2 * shares[:smaller + 1].sum()))
