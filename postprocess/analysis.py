# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything that is inferred from a study's specimens, quantity by quantity."""

from dataclasses import dataclass, replace
from typing import Iterable, Optional

from .equivalence import EQUIVALENT, Equivalence, equivalence, verdict
from .multiplicity import CORRECTIONS
from .numerical_errors import own_errors
from .paired_tests import compare_prints
from .quantities import compared_quantities
from .results import Results
from .statistics import LEVEL, Comparison, Samples, Summary, compare, same_values, summarise


@dataclass(frozen=True)
class Analysis:
    """One quantity: its values and summaries by group, the test of difference, and each other group
    against the first."""

    column: str
    samples: Samples
    summaries: dict[str, Summary]
    comparison: Comparison
    equivalences: dict[str, Equivalence]

    def differs(self, group: str) -> bool:
        """Whether `group` is shown to differ from the first, by more than numerical errors."""
        first = next(iter(self.samples))
        pair = next((p for p in self.comparison.pairs if (p.first, p.second) == (first, group)), None)
        shown = (pair is not None and pair.p is not None and pair.p < LEVEL
                 and self.comparison.p is not None and self.comparison.p < LEVEL)
        return shown and not self.equivalences[group].within_errors


def analyse(results: Results) -> dict[str, Analysis]:
    """Of every compared quantity, p values corrected as the study asks."""
    found = {column: _analyse(results, column) for column in compared_quantities(results)}
    found = _corrected(found, results.statistics.correction)
    return {column: replace(analysis, equivalences={
        group: replace(test, verdict=_verdict(analysis, group, test))
        for group, test in analysis.equivalences.items()}) for column, analysis in found.items()}


def _analyse(results: Results, column: str) -> Analysis:
    samples, paired = results.samples(column), results.shares_prints()
    aligned = results.samples_by_print(column) if paired else samples
    comparison = compare_prints(aligned) if paired else compare(samples)
    first = next(iter(samples))
    by_ranks = bool(comparison.test) and not comparison.parametric
    margin = results.statistics.margin_of(column)
    equivalences = {
        group: equivalence(aligned[first], values, margin, by_ranks, paired,
                           own_errors(results, column, first, group))
        for group, values in aligned.items() if group != first}
    return Analysis(column, samples, {group: summarise(v) for group, v in samples.items()},
                    comparison, equivalences)


def _verdict(analysis: Analysis, group: str, test: Equivalence) -> str:
    first = next(iter(analysis.samples))
    if same_values({g: analysis.samples[g] for g in (first, group)}):
        return EQUIVALENT
    if test.p is None and analysis.comparison.p is None:
        return ""
    return verdict(test.p is not None and test.p < LEVEL, analysis.differs(group))


def _corrected(analyses: dict[str, Analysis], correction: str) -> dict[str, Analysis]:
    """p values adjusted over the quantities: those of all groups, of each two, of each TOST."""
    adjust = CORRECTIONS[correction]

    def over_quantities(p_values: dict[str, Optional[float]]) -> dict[str, Optional[float]]:
        known = {column: p for column, p in p_values.items() if p is not None}
        return dict.fromkeys(p_values) | dict(zip(known, adjust(list(known.values()))))

    overall = over_quantities({c: a.comparison.p for c, a in analyses.items()})
    pairs = {names: over_quantities({c: p.p for c, a in analyses.items() for p in a.comparison.pairs
                                     if (p.first, p.second) == names})
             for names in _unique((p.first, p.second) for a in analyses.values()
                                  for p in a.comparison.pairs)}
    tosts = {group: over_quantities({c: a.equivalences[group].p for c, a in analyses.items()
                                     if group in a.equivalences})
             for group in _unique(group for a in analyses.values() for group in a.equivalences)}
    return {column: replace(
        a, comparison=replace(a.comparison, p=overall[column], pairs=[
            replace(p, p=pairs[p.first, p.second][column]) for p in a.comparison.pairs]),
        equivalences={group: replace(test, p=tosts[group][column])
                      for group, test in a.equivalences.items()}) for column, a in analyses.items()}


def _unique(names: Iterable) -> list:
    return list(dict.fromkeys(names))
