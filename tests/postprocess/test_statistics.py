# SPDX-License-Identifier: LGPL-2.1-or-later
"""Against SciPy, statsmodels and values worked out by hand."""

import itertools
import warnings

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from postprocess.exact_ranks import exact_rank_test
from postprocess.multiplicity import holm
from postprocess.statistics import compare, hedges_g, ranks_of, summarise

A = np.array([4.9, 5.1, 5.0, 5.3, 4.8, 5.2])
B = A[::-1] + np.array([0.3, 0.25, 0.35, 0.3, 0.2, 0.4])
C = A + np.array([1.0, 1.1, 0.9, 1.0, 1.2, 0.8])
SKEWED = np.array([1.0, 1.01, 1.02, 1.03, 1.04, 9.0])


def enumerated(values):
    """p of Kruskal–Wallis: every way to deal the ranks out, one by one."""
    together, sizes = np.concatenate(values), [len(sample) for sample in values]

    def deals(left, sizes):
        if len(sizes) == 1:
            yield (left,)
            return
        for chosen in itertools.combinations(left, sizes[0]):
            for rest in deals(tuple(i for i in left if i not in chosen), sizes[1:]):
                yield (chosen, *rest)

    def spread(deal):
        return sum(ranks[list(part)].sum()**2 / len(part) for part in deal)

    ranks = stats.rankdata(together)
    ends = np.cumsum([0, *sizes])
    seen = spread([range(first, end) for first, end in zip(ends, ends[1:])])
    return np.mean([spread(deal) >= seen - 1e-9 for deal in deals(tuple(range(len(ranks))), sizes)])


@pytest.fixture(autouse=True)
def warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_summary_by_hand():
    """1, 2, 3: mean 2, SD 1, interval 2 ± 4.3027/√3."""
    summary = summarise(np.array([1.0, 2.0, 3.0]))
    assert (summary.n, summary.mean, summary.sd) == (3, 2.0, 1.0)
    assert summary.ci_low == pytest.approx(2 - 4.302653 / 3**0.5)
    assert summary.ci_high == pytest.approx(2 + 4.302653 / 3**0.5)


def test_two_normal_groups_take_students_t():
    result = compare({"a": A, "b": B})
    assert result.test == "Student t"
    assert result.p == pytest.approx(stats.ttest_ind(A, B).pvalue)
    assert result.levene_p == pytest.approx(stats.levene(A, B, center="median").pvalue)
    assert result.pairs[0].p == result.p


def test_three_normal_groups_take_anova_and_tukey():
    result = compare({"a": A, "b": B, "c": C})
    assert (result.test, result.posthoc) == ("one-way ANOVA", "Tukey HSD")
    assert result.p == pytest.approx(stats.f_oneway(A, B, C).pvalue)
    tukey = stats.tukey_hsd(A, B, C).pvalue
    expected = [tukey[0, 1], tukey[0, 2], tukey[1, 2]]
    assert [pair.p for pair in result.pairs] == pytest.approx(expected)


def test_a_skewed_group_takes_ranks():
    result = compare({"a": A, "b": SKEWED})
    assert result.test == "Kruskal–Wallis (exact)"
    assert result.statistic == pytest.approx(stats.kruskal(A, SKEWED).statistic)
    assert result.p == pytest.approx(enumerated([A, SKEWED]))


def test_unequal_variance_takes_ranks():
    wide = 5 + 40 * (A - 5)
    result = compare({"a": A, "b": wide})
    assert result.levene_p < 0.05
    assert result.test == "Kruskal–Wallis (exact)"


def test_three_groups_by_ranks_are_paired_with_holm():
    result = compare({"a": A, "b": SKEWED, "c": C})
    raw = [stats.mannwhitneyu(x, y, method="exact").pvalue if len({*x, *y}) == 12 else
           enumerated([x, y]) for x, y in ((A, SKEWED), (A, C), (SKEWED, C))]
    assert result.posthoc == "Mann–Whitney (exact) with Holm"
    assert [pair.p for pair in result.pairs] == pytest.approx(multipletests(raw, method="holm")[1])


def test_holm_by_hand():
    assert holm([0.04, 0.01, 0.03]) == pytest.approx([0.06, 0.03, 0.06])


def test_hedges_g_by_hand():
    """Means 2 and 4, SD 1, n 3: d = 2, J = 1 − 3/15 = 0.8; variance 2/3 + 1.6²/12."""
    effect = hedges_g(np.array([1.0, 2, 3]), np.array([3.0, 4, 5]))
    assert effect.g == pytest.approx(1.6)
    assert effect.high - effect.g == pytest.approx(1.959964 * (2 / 3 + 1.6**2 / 12) ** 0.5)


def test_results_do_not_depend_on_the_unit():
    large, small = compare({"a": A, "b": B}), compare({"a": 1e-21 * A, "b": 1e-21 * B})
    assert small.test == large.test
    assert small.p == pytest.approx(large.p)
    assert small.pairs[0].effect.g == pytest.approx(large.pairs[0].effect.g)


@pytest.mark.parametrize("samples, reason", [
    ({"a": A}, "only one group has values"),
    ({"a": A, "b": A[:2]}, "n < 3 in b"),
    ({"a": np.zeros(6), "b": np.zeros(6)}, "all values are identical"),
    ({"a": np.zeros(6), "b": np.ones(6)}, "no scatter within the groups"),
    ({"a": A, "b": A[::-1]}, "the groups hold the same values"),
    ({"a": A, "b": A * (1 + 1e-13)}, "the groups hold the same values"),
])
def test_reasons_not_to_test(samples, reason):
    result = compare(samples)
    assert (result.reason, result.test, result.p) == (reason, "", None)


def test_a_group_of_zeros_against_a_releasing_group():
    result = compare({"BCP": np.zeros(6), "mig-BCP": 1e-15 * A})
    assert result.test == "Kruskal–Wallis (exact)"
    assert result.p == pytest.approx(2 / 924)
    assert result.levene_p is None
    assert result.pairs[0].effect.g > 10


def test_two_groups_of_zeros_among_three():
    result = compare({"a": np.zeros(5), "b": np.zeros(5), "c": A[:5]})
    assert result.pairs[0].p == 1.0
    assert result.pairs[0].effect is None


def test_one_specimen_has_no_spread():
    summary = summarise(np.array([3.0]))
    assert (summary.n, summary.mean, summary.shapiro_p) == (1, 3.0, None)
    assert np.isnan(summary.sd)


@pytest.mark.parametrize("sizes", [(3, 3), (3, 5), (6, 6), (3, 3, 3), (2, 3, 4), (2, 2, 2, 2)])
@pytest.mark.parametrize("different", [3, 5, 1000])  # the fewer, the more ties
def test_exact_p_is_that_of_all_arrangements(sizes, different):
    random = np.random.default_rng(len(sizes) + different)
    for _ in range(3):
        values = [random.integers(0, different, size).astype(float) for size in sizes]
        values[0][0], values[-1][-1] = 0, 1  # not all alike
        assert exact_rank_test(ranks_of(values)).p == pytest.approx(enumerated(values), rel=1e-12)


@pytest.mark.parametrize("sizes", [(4, 4), (8, 9), (20, 25)])
def test_exact_p_is_mann_and_whitneys_without_ties(sizes):
    values = [np.random.default_rng(7).standard_normal(size) + i for i, size in enumerate(sizes)]
    assert exact_rank_test(ranks_of(values)).p == pytest.approx(
        stats.mannwhitneyu(*values, method="exact").pvalue)


def test_three_zeros_against_three_values_show_nothing():
    """2 of 20 arrangements part them as far; SciPy's asymptotic p is 0.037."""
    result = compare({"BCP": np.zeros(3), "mig-BCP": np.array([1.0, 2.0, 4.0])})
    assert result.p == pytest.approx(0.1)
    assert result.limit == "p cannot fall below 0.1 with so few specimens, nor reach 0.05"
    assert result.statistic == pytest.approx(stats.kruskal([0, 0, 0], [1, 2, 4]).statistic)


def test_pairs_of_three_groups_of_four_cannot_reach_the_level():
    """A pair has p of 2/70 at the least, times three pairs (Holm)."""
    result = compare({"a": np.zeros(4), "b": np.array([1.0, 2, 3, 5]), "c": np.array([7.0, 8, 9, 12])})
    assert result.p < 0.001
    assert [pair.p for pair in result.pairs] == pytest.approx([6 / 70] * 3)
    assert result.limit == "p of pairs cannot fall below 0.086 with so few specimens, nor reach 0.05"


def test_many_specimens_are_compared_asymptotically():
    random = np.random.default_rng(3)
    values = [random.exponential(1 + i, 60) for i in range(4)]
    result = compare(dict(zip("abcd", values)))
    assert result.test == "Kruskal–Wallis (asymptotic)"
    assert result.posthoc == "Mann–Whitney (exact) with Holm"
    assert result.p == pytest.approx(stats.kruskal(*values).pvalue)
    assert result.limit == ""


def test_rounding_is_no_rank():
    values = [np.array([0.3, 0.5, 2.0]), np.array([0.3 + 5e-17, 0.1 + 0.2, 9.0])]
    assert [list(ranks) for ranks in ranks_of(values)] == [[2, 4, 5], [2, 2, 6]]
