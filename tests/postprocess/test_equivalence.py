# SPDX-License-Identifier: LGPL-2.1-or-later
"""Equivalence against statsmodels, enumeration and simulated specimens."""

import itertools

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW, ttost_ind, ttost_paired

from postprocess.equivalence import equivalence, verdict
from postprocess.multiplicity import benjamini_hochberg, holm
from postprocess.planning import Plan
from postprocess.ratio_tests import MeansRatio, of_means, of_ranks, rank_sum_tail, signed_rank_tail

A = np.array([21.9, 20.4, 24.1, 19.8, 22.6, 21.0])
B = np.array([21.2, 22.3, 20.7, 22.9, 21.5, 21.9])
SKEWED = np.array([20.0, 20.2, 20.4, 20.6, 20.8, 29.0])


def welch(first, second, alternative):
    compared = CompareMeans(DescrStatsW(second), DescrStatsW(first))
    return compared.ttest_ind(alternative=alternative, usevar="unequal")[1]


def p_of_tost(first, second):
    ratio = of_means(first, second, paired=False)
    return max(ratio.p_above(0.9), ratio.p_below(1.1))


def test_tost_is_welchs_against_the_first_group_scaled_by_the_limits():
    """With statsmodels: x₂ − (1 ∓ δ) x₁, each side by itself."""
    expected = max(welch(0.9 * A, B, "larger"), welch(1.1 * A, B, "smaller"))
    assert equivalence(A, B, 0.1).p == pytest.approx(expected)


def test_of_a_first_group_known_well_it_is_the_tost_of_the_difference():
    """The margin is then a fixed number, as statsmodels takes it."""
    first = 21.5 + 1e-6 * (A - A.mean())
    p, *_ = ttost_ind(B, first, -2.15, 2.15, usevar="unequal")
    assert equivalence(first, B, 0.1).p == pytest.approx(p, rel=1e-4)


def test_prints_in_common_take_the_paired_tost():
    low = ttost_paired(B, 0.9 * A, 0, 1e9)[1][1]
    high = ttost_paired(B, 1.1 * A, -1e9, 0)[2][1]
    assert equivalence(A, B, 0.1, paired=True).p == pytest.approx(max(low, high))


@pytest.mark.parametrize("by_ranks", [False, True])
@pytest.mark.parametrize("paired", [False, True])
def test_the_interval_ends_where_the_tests_reach_the_level(by_ranks, paired):
    ratio = (of_ranks if by_ranks else of_means)(A, B, paired)
    low, high = ratio.interval(0.05)
    assert ratio.p_above(low - 1e-6) < 0.05 <= ratio.p_above(low + 1e-6)
    assert ratio.p_below(high + 1e-6) < 0.05 <= ratio.p_below(high - 1e-6)
    assert low < ratio.estimate < high


def test_the_interval_of_means_is_fiellers():
    """In closed form where the degrees of freedom do not depend on the ratio: print by print."""
    t = stats.t.ppf(0.95, 5)
    (m1, m2), n = (A.mean(), B.mean()), len(A)
    (v1, v12), (_, v2) = np.cov(A, B) / n
    roots = np.sort(np.roots([m1**2 - t**2 * v1, -2 * (m1 * m2 - t**2 * v12), m2**2 - t**2 * v2]))
    assert of_means(A, B, paired=True).interval(0.05) == pytest.approx(tuple(roots))


def test_ranks_are_compared_with_the_first_group_scaled():
    expected = max(stats.mannwhitneyu(SKEWED, 0.9 * A, alternative="greater", method="exact").pvalue,
                   stats.mannwhitneyu(SKEWED, 1.1 * A, alternative="less", method="exact").pvalue)
    assert equivalence(A, SKEWED, 0.1, by_ranks=True).p == pytest.approx(expected)


def test_signed_ranks_of_prints_in_common():
    ratio = np.log(SKEWED / A)
    expected = max(stats.wilcoxon(ratio - np.log(0.9), alternative="greater", mode="exact").pvalue,
                   stats.wilcoxon(ratio - np.log(1.1), alternative="less", mode="exact").pvalue)
    assert equivalence(A, SKEWED, 0.1, by_ranks=True, paired=True).p == pytest.approx(expected)


@pytest.mark.parametrize("n1, n2", [(1, 4), (3, 3), (5, 4)])
def test_the_rank_sum_is_counted(n1, n2):
    sums = [sum(first) - n1 * (n1 - 1) // 2 for first in itertools.combinations(range(n1 + n2), n1)]
    expected = [np.mean(np.array(sums) <= k) for k in range(n1 * n2 + 1)]
    assert rank_sum_tail(n1, n2) == pytest.approx(expected)


def test_large_rank_sums_join_the_counted_ones():
    assert rank_sum_tail(50, 51) == pytest.approx(
        [stats.norm.cdf((k + 0.5 - 1275) / np.sqrt(2550 * 102 / 12)) for k in range(2551)], abs=1e-12)
    counted, normal = rank_sum_tail(50, 50), stats.norm.cdf(
        (np.arange(2501) + 0.5 - 1250) / np.sqrt(2500 * 101 / 12))
    assert np.abs(counted - normal).max() < 2e-3


def test_the_signed_rank_sum_is_counted():
    sums = [sum(rank for rank, sign in zip(range(1, 7), signs) if sign)
            for signs in itertools.product((0, 1), repeat=6)]
    assert signed_rank_tail(6) == pytest.approx([np.mean(np.array(sums) <= k) for k in range(22)])


def test_benjamini_hochberg_and_holm_are_statsmodels():
    p = [0.04, 0.001, 0.03, 0.2, 0.011, 0.03]
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_power_of_a_difference_is_statsmodels():
    """Groups alike in size and scatter: Student's and Welch's degrees of freedom are the same."""
    plan = Plan(MeansRatio((10.0, 10.0), (1.0, 1.0), (6, 6)), 0.8, 1.2, 0.05, False)
    power = TTestIndPower().power(effect_size=2.0, nobs1=6, alpha=0.05)
    assert plan.power_if_apart() == pytest.approx(power, abs=2e-3)


def test_power_of_one_side_is_statsmodels():
    """Where the other limit is far away TOST is one test with one side."""
    plan = Plan(MeansRatio((10.0, 10.0), (1.0, 1.0), (8, 8)), 1 - 1e-9, 9.0, 0.05, False)
    shifted = Plan(MeansRatio((10.0, 10.0), (1.0, 1.0), (8, 8)), 0.9, 9.0, 0.05, False)
    power = TTestIndPower().power(effect_size=1.0 / np.sqrt((1 + 0.9**2) / 2), nobs1=8, alpha=0.05,
                                  alternative="larger")
    assert plan.power_if_alike() == pytest.approx(0.05, abs=1e-3)
    assert shifted.power_if_alike() == pytest.approx(power, abs=3e-3)


@pytest.mark.parametrize("n", [6, 12])
def test_power_is_how_often_simulated_specimens_show_it(n):
    random, sets = np.random.default_rng(4), 1000
    samples = random.normal(10, 0.8, (sets, 2, n))
    shown = np.mean([p_of_tost(first, second) < 0.05 for first, second in samples])
    expected = Plan(MeansRatio((10.0, 10.0), (0.64, 0.64), (n, n)), 0.9, 1.1, 0.05, False).power_if_alike()
    assert shown == pytest.approx(expected, abs=4 * np.sqrt(0.25 / sets))


def test_the_level_holds_at_the_margin():
    """Groups whose means differ by the margin are called equivalent in at most 5 % of studies."""
    random, sets = np.random.default_rng(5), 1000
    first, second = random.normal(10, 0.6, (sets, 6)), random.normal(11, 0.6, (sets, 6))
    found = np.mean([p_of_tost(a, b) < 0.05 for a, b in zip(first, second)])
    assert found < 0.05 + 3 * np.sqrt(0.05 * 0.95 / sets)
    assert found > 0.02


def test_so_many_specimens_decide():
    """The first number with 80 % of both powers; a smaller scatter takes fewer."""
    plan = Plan(MeansRatio((21.6, 21.7), (1.7, 1.7), (6, 6)), 0.95, 1.05, 0.05, False)
    n = plan.specimens()
    assert min(plan.power_if_alike(n), plan.power_if_apart(n)) >= 0.8
    assert min(plan.power_if_alike(n - 1), plan.power_if_apart(n - 1)) < 0.8
    ranks = Plan(MeansRatio((21.6, 21.7), (1.7, 1.7), (6, 6)), 0.95, 1.05, 0.05, True)
    assert n < ranks.specimens() <= np.ceil(n / 0.864) + 1


def test_three_specimens_show_nothing_by_ranks():
    test = equivalence(A[:3], B[:3], 0.1, by_ranks=True)
    assert test.p >= 0.05 and test.power_if_alike == 0.0
    assert (test.low, test.high) == (0.0, np.inf)
    assert test.specimens >= 4


def test_numerical_errors_of_their_own_take_from_the_margin():
    without, with_errors = equivalence(A, B, 0.1), equivalence(A, B, 0.1, errors=(0.01, 0.02))
    assert with_errors.p > without.p
    assert with_errors.low == pytest.approx(without.low * 0.98 / 1.01)
    assert with_errors.high == pytest.approx(without.high * 1.02 / 0.99)
    assert with_errors.specimens > without.specimens
    inside = 1 / 1.1 < with_errors.low and with_errors.high < 1.1
    assert inside or with_errors.p > 0.05
    assert equivalence(A, B, 0.1, errors=(0.06, 0.06)).specimens is None
    assert with_errors.within_errors and not without.within_errors


def test_verdicts_in_words():
    assert [verdict(*flags) for flags in ((True, False), (False, True), (True, True), (False, False))] == [
        "equivalent", "different", "both", "undecided"]


@pytest.mark.parametrize("first, second, reason", [
    (np.zeros(6), A, "the first group's mean is 0, of which no margin follows"),
    (A, A[::-1], "the groups hold the same values"),
    (A[:2], B, "fewer than 3 specimens"),
    (np.full(6, 2.0), np.full(6, 3.0), "no scatter within the groups"),
])
def test_reasons_not_to_test(first, second, reason):
    test = equivalence(first, second, 0.1)
    assert (test.reason, test.p, test.ratio) == (reason, None, None)


def test_the_unit_does_not_matter():
    large, small = equivalence(A, B, 0.1), equivalence(1e-21 * A, 1e-21 * B, 0.1)
    assert (small.p, small.low, small.high) == pytest.approx((large.p, large.low, large.high))


def test_a_mean_near_zero_bounds_no_ratio():
    test = equivalence(np.array([-1.0, 0.5, 1.5, -0.6]), np.array([1.0, 2.0, -1.0, 0.4]), 0.1)
    assert test.low == -np.inf and test.high == np.inf and test.p > 0.05
