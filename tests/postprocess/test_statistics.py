# SPDX-License-Identifier: LGPL-2.1-or-later
"""Against SciPy, statsmodels and values worked out by hand."""

import warnings

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from postprocess.statistics import compare, hedges_g, holm, summarise

A = np.array([4.9, 5.1, 5.0, 5.3, 4.8, 5.2])
B = A[::-1] + np.array([0.3, 0.25, 0.35, 0.3, 0.2, 0.4])
C = A + np.array([1.0, 1.1, 0.9, 1.0, 1.2, 0.8])
SKEWED = np.array([1.0, 1.01, 1.02, 1.03, 1.04, 9.0])


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
    assert result.test == "Kruskal–Wallis"
    assert result.p == pytest.approx(stats.kruskal(A, SKEWED).pvalue)


def test_unequal_variance_takes_ranks():
    wide = 5 + 40 * (A - 5)
    result = compare({"a": A, "b": wide})
    assert result.levene_p < 0.05
    assert result.test == "Kruskal–Wallis"


def test_three_groups_by_ranks_are_paired_with_holm():
    result = compare({"a": A, "b": SKEWED, "c": C})
    raw = [stats.mannwhitneyu(x, y).pvalue for x, y in ((A, SKEWED), (A, C), (SKEWED, C))]
    assert result.posthoc == "Mann–Whitney with Holm"
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
    assert result.test == "Kruskal–Wallis"
    assert result.p == pytest.approx(stats.kruskal(np.zeros(6), A).pvalue)
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
