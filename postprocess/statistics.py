# SPDX-License-Identifier: LGPL-2.1-or-later
"""Groups against each other, as in the study behind the main job.

Shapiro–Wilk in each group and Brown–Forsythe for equal variance (both at 5 %) choose the test:
passed, Student t (two groups) or one-way ANOVA with Tukey's HSD; else Kruskal–Wallis, followed for
more than two groups by Mann–Whitney with Holm's correction. p of ranks is exact for as many
specimens as can be enumerated, and asymptotic beyond.
"""

import itertools
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from scipy import stats

from .exact_ranks import exact_rank_test
from .multiplicity import holm

LEVEL = 0.05
FEWEST = 3
# Values this close (relative) are the same number up to the solvers' rounding.
SAME = 1e-9

Samples = dict[str, np.ndarray]


@dataclass(frozen=True)
class Summary:
    """One group: count, mean, sample SD, 95 % confidence interval of the mean (Student)."""

    n: int
    mean: float
    sd: float
    ci_low: float
    ci_high: float
    shapiro_p: Optional[float]


@dataclass(frozen=True)
class Effect:
    """Hedges' g (second group minus first) with its 95 % confidence interval."""

    g: float
    low: float
    high: float


@dataclass(frozen=True)
class Pair:
    """Two groups: adjusted p (None without a test) and effect size (None if undefined)."""

    first: str
    second: str
    p: Optional[float]
    effect: Optional[Effect]


@dataclass(frozen=True)
class Comparison:
    """All groups for one quantity. `reason` says why `test` is empty."""

    test: str = ""
    posthoc: str = ""
    statistic: Optional[float] = None
    p: Optional[float] = None
    levene_p: Optional[float] = None
    reason: str = ""
    # The smallest p that the ranks can give at all; None where that is not known.
    least_p: Optional[float] = None
    least_p_of_pairs: Optional[float] = None
    pairs: list[Pair] = field(default_factory=list)

    @property
    def parametric(self) -> bool:
        """Whether means were compared rather than ranks."""
        return not self.test.startswith(("Kruskal", "Wilcoxon"))

    @property
    def limit(self) -> str:
        """Says where so few specimens cannot show a difference, however large it is; else empty."""
        for least, what in ((self.least_p, "p"), (self.least_p_of_pairs, "p of pairs")):
            if least is not None and least > LEVEL:
                return f"{what} cannot fall below {least:.2g} with so few specimens, nor reach {LEVEL}"
        return ""


def summarise(values: np.ndarray) -> Summary:
    """Summary of a non-empty sample; SD and interval are NaN for one value."""
    n, mean = len(values), float(np.mean(values))
    if n < 2:
        return Summary(n, mean, np.nan, np.nan, np.nan, None)
    sd = 0.0 if is_constant(values) else float(np.std(values, ddof=1))
    half = stats.t.ppf(0.975, n - 1) * sd / np.sqrt(n)
    return Summary(n, mean, sd, mean - half, mean + half, shapiro(values))


def is_constant(values: np.ndarray) -> bool:
    """Whether all values are one number up to rounding."""
    return bool(np.ptp(values) <= SAME * np.max(np.abs(values)))


def shapiro(values: np.ndarray) -> Optional[float]:
    """p of Shapiro–Wilk; None where it is undefined (n < 3, or no scatter)."""
    if len(values) < FEWEST or is_constant(values):
        return None
    return float(stats.shapiro(standardised([values])[0]).pvalue)


def compare(samples: Samples) -> Comparison:
    """Test the groups of `samples` (each non-empty) against each other."""
    reason = why_not(samples)
    if reason:
        return Comparison(reason=reason, pairs=_pairs(samples, {}))
    values = standardised(list(samples.values()))
    scattered = not any(is_constant(sample) for sample in samples.values())
    levene_p = float(stats.levene(*values, center="median").pvalue) if scattered else None
    normal = scattered and all(shapiro(sample) > LEVEL for sample in samples.values())
    if normal and levene_p > LEVEL:
        return _parametric(samples, values, levene_p)
    return _by_ranks(samples, values, levene_p)


def hedges_g(first: np.ndarray, second: np.ndarray) -> Optional[Effect]:
    """Hedges' g with the large-sample interval of Hedges & Olkin (1985); None without scatter."""
    n1, n2 = len(first), len(second)
    if min(n1, n2) < 2 or (is_constant(first) and is_constant(second)):
        return None
    a, b = standardised([first, second])
    freedom = n1 + n2 - 2
    pooled = ((n1 - 1) * np.var(a, ddof=1) + (n2 - 1) * np.var(b, ddof=1)) / freedom
    g = (1 - 3 / (4 * freedom - 1)) * (np.mean(b) - np.mean(a)) / np.sqrt(pooled)
    half = stats.norm.ppf(0.975) * np.sqrt((n1 + n2) / (n1 * n2) + g**2 / (2 * (n1 + n2)))
    return Effect(float(g), float(g - half), float(g + half))


def why_not(samples: Samples) -> str:
    """Why groups cannot be tested for a difference; empty where they can."""
    if len(samples) < 2:
        return "only one group has values"
    few = [group for group, values in samples.items() if len(values) < FEWEST]
    if few:
        return f"n < {FEWEST} in {', '.join(few)}"
    together = np.concatenate(list(samples.values()))
    if is_constant(together):
        return "all values are identical"
    if all(is_constant(values) for values in samples.values()):
        return "no scatter within the groups"
    if same_values(samples):
        return "the groups hold the same values"
    return ""


def same_values(samples: Samples) -> bool:
    """Whether every group holds the same numbers up to rounding, in whatever order."""
    first, *others = (np.sort(values) for values in samples.values())
    return all(len(first) == len(other) and np.allclose(first, other, rtol=SAME, atol=0)
               for other in others)


def standardised(values: list[np.ndarray]) -> list[np.ndarray]:
    """Shifted and scaled together to order 1: no test depends on it, and amounts of 1e-17 mol
    neither underflow when squared nor look like rounding to SciPy."""
    together = np.concatenate(values)
    return [(sample - together.mean()) / np.ptp(together) for sample in values]


def _parametric(samples: Samples, values: list[np.ndarray], levene_p: float) -> Comparison:
    if len(values) == 2:
        result = stats.ttest_ind(*values)
        p = float(result.pvalue)
        pairs = _pairs(samples, {tuple(samples): p})
        return Comparison("Student t", "", float(result.statistic), p, levene_p, pairs=pairs)
    result = stats.f_oneway(*values)
    tukey = stats.tukey_hsd(*values).pvalue
    index = {group: i for i, group in enumerate(samples)}
    p_values = {(a, b): float(tukey[index[a], index[b]])
                for a, b in itertools.combinations(samples, 2)}
    return Comparison("one-way ANOVA", "Tukey HSD", float(result.statistic), float(result.pvalue),
                      levene_p, pairs=_pairs(samples, p_values))


def _by_ranks(samples: Samples, values: list[np.ndarray],
              levene_p: Optional[float]) -> Comparison:
    """Kruskal–Wallis; exact where the arrangements of the ranks can be counted."""
    p, least, kind = _rank_test(values)
    if len(values) == 2:
        p_values, posthoc, least_of_pairs = {tuple(samples): p}, "", None
    else:
        combinations = list(itertools.combinations(samples, 2))
        tests = [_rank_test([samples[a], samples[b]]) for a, b in combinations]
        p_values = dict(zip(combinations, holm([test[0] for test in tests])))
        kinds = {test[2] for test in tests}
        posthoc = f"Mann–Whitney ({'/'.join(sorted(kinds))}) with Holm"
        # Holm multiplies the smallest by the number of pairs.
        known = [test[1] for test in tests if test[1] is not None]
        least_of_pairs = (min(1.0, len(tests) * min(known)) if len(known) == len(tests) else None)
    statistic = float(stats.kruskal(*ranks_of(values)).statistic)
    return Comparison(f"Kruskal–Wallis ({kind})", posthoc, statistic, p, levene_p,
                      least_p=least, least_p_of_pairs=least_of_pairs, pairs=_pairs(samples, p_values))


def _rank_test(values: list[np.ndarray]) -> tuple[float, Optional[float], str]:
    """p, the smallest that p can be (None if asymptotic), and which of them it is."""
    if is_constant(np.concatenate(values)):
        return 1.0, 1.0, "exact"
    ranks = ranks_of(values)
    exact = exact_rank_test(ranks)
    if exact:
        return exact.p, exact.smallest, "exact"
    if len(values) == 2:
        p = stats.mannwhitneyu(*ranks, alternative="two-sided", method="asymptotic").pvalue
    else:
        p = stats.kruskal(*ranks).pvalue
    return float(p), None, "asymptotic"


def ranks_of(values: list[np.ndarray]) -> list[np.ndarray]:
    """Ranks of all values, group by group; those that are one number up to rounding share one."""
    together = np.concatenate(values)
    order = np.argsort(together, kind="stable")
    steps = np.diff(together[order]) > SAME * np.abs(together).max()
    same = np.empty(len(together))
    same[order] = np.concatenate([[0], np.cumsum(steps)])
    return np.split(stats.rankdata(same), np.cumsum([len(sample) for sample in values])[:-1])


def _pairs(samples: Samples, p_values: dict[tuple[str, str], float]) -> list[Pair]:
    return [Pair(a, b, p_values.get((a, b)), hedges_g(samples[a], samples[b]))
            for a, b in itertools.combinations(samples, 2)]
