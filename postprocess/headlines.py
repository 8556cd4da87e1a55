# SPDX-License-Identifier: LGPL-2.1-or-later
"""One sentence per main quantity: the groups' values, the test, and what it shows."""

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .analysis import Analysis
from .assumptions import read_assumptions
from .bone_headlines import COLUMNS as BONE_COLUMNS, OF_PRINTS, is_bone, meaning_of_bone
from .delivery_headlines import contact_dose, meaning_of_peak
from .equivalence import BOTH, DIFFERENT, EQUIVALENT, UNDECIDED
from .quantities import STRENGTH
from .results import Results
from .statistics import Comparison, Samples, Summary, same_values
from .units import Scale, label, mean_and_spread, number, probability
from .weibull import weibull_modulus

PEAK, TIME_ABOVE = "peak_concentration_mol_per_m3", "time_above_threshold_mean_s"
FACTOR_HEADLINES = ("released_mol", PEAK, TIME_ABOVE)
# What a verdict says of a group beside the first.
SENTENCES = {
    EQUIVALENT: "equivalent to {first} (within {margin})",
    DIFFERENT: "different from {first}",
    BOTH: "different from {first}, but by less than {margin}",
    UNDECIDED: "undecided: neither a difference nor equivalence within {margin} is shown",
    "": "shown without a test",
}


@dataclass(frozen=True)
class Headline:
    """`subject`: `values` (`evidence`): `verdict`."""

    subject: str
    values: str
    evidence: str
    verdict: str


def headlines(results: Results, analyses: dict[str, Analysis]) -> list[Headline]:
    """Headlines of the main quantities that the study computed."""
    available = results.quantities()
    columns = ["youngs_modulus_Pa", STRENGTH]
    if STRENGTH not in available:
        columns.append("first_crack_stress_Pa")
    columns.append("porosity")
    lines = [_headline(results, analyses[column]) for column in columns if column in available]
    for factor in results.factors():
        lines += _of_factor(results, factor, analyses)
    ranges = read_assumptions(results.folder)
    lines += [_headline(results, analyses[column], meaning_of_bone(ranges, analyses[column], results.scale(column)))
              for column in BONE_COLUMNS if column in available]
    return lines


def _of_factor(results: Results, factor: str, analyses: dict[str, Analysis]) -> list[Headline]:
    """Amount; concentration beside the threshold; time above it, where it is reached; contact dose."""
    lines = []
    for quantity in FACTOR_HEADLINES:
        analysis = analyses.get(f"{factor}_{quantity}")
        if analysis is None or (quantity == TIME_ABOVE and not any(v.any() for v in analysis.samples.values())):
            continue
        meaning = meaning_of_peak(results, factor, analysis) if quantity == PEAK else ""
        lines.append(_headline(results, analysis, meaning))
    contact = contact_dose(results, factor, analyses)
    if contact:
        lines.append(Headline(f"{factor} by contact", contact, "with vesicles that a cell engulfs",
                              "it acts whatever the concentration in the fluid"))
    return lines


def _headline(results: Results, analysis: Analysis, meaning: str = "") -> Headline:
    column, samples, comparison = analysis.column, analysis.samples, analysis.comparison
    scale = results.scale(column)
    tested = f"; {evidence(comparison, column)}" if len(results.groups) > 1 else ""
    if column == STRENGTH:
        tested += _weibull(samples)
    return Headline(label(column), group_values(analysis.summaries, scale), _counts(analysis.summaries) + tested,
                    meaning or _verdict(analysis) + _numerical_note(results, column, scale))


def _weibull(samples: Samples) -> str:
    """The Weibull modulus of each group that has one, with its 95 % interval."""
    moduli = {group: weibull_modulus(values) for group, values in samples.items()}
    texts = [f"{group} {number(m.m, 2)} ({number(m.low, 2)} to {number(m.high, 2)})"
             for group, m in moduli.items() if m]
    return f"; Weibull modulus {', '.join(texts)}" if texts else ""


def group_values(summaries: dict[str, Summary], scale: Scale) -> str:
    """`BCP 1.23 ± 0.05 GPa, mig-BCP 1.22 ± 0.06 GPa` from summaries in SI."""
    texts = (f"{group} {mean_and_spread(scale.of(s.mean), scale.of(s.sd))} {scale.symbol}".strip()
             for group, s in summaries.items())
    return ", ".join(texts)


def evidence(comparison: Comparison, column: str) -> str:
    """The test and its p value, and of new bone what it is about; or why there is none."""
    if comparison.reason:
        return f"not tested: {comparison.reason}"
    limit = f"; {comparison.limit}" if comparison.limit else ""
    about = f" {OF_PRINTS}" if is_bone(column) else ""
    return f"{comparison.test}, {probability(comparison.p)}{about}{limit}"


def _counts(summaries: dict[str, Summary]) -> str:
    counts = [str(summary.n) for summary in summaries.values()]
    return f"n = {counts[0] if len(set(counts)) == 1 else ', '.join(counts)}"


def _verdict(analysis: Analysis) -> str:
    if len(analysis.samples) < 2:
        return ""
    if same_values(analysis.samples):
        return "the same in every group"
    first = next(iter(analysis.samples))
    return "; ".join(f"{group + ' ' if len(analysis.samples) > 2 else ''}"
                     f"{SENTENCES[test.verdict].format(first=first, margin=f'{100 * test.margin:g} %')}"
                     for group, test in analysis.equivalences.items())


def _numerical_note(results: Results, column: str, scale: Scale) -> str:
    """Says when the groups' means lie closer together than the numerical error bar."""
    bar = numerical_error(results, column)
    means = [values.mean() for values in results.samples(column).values()]
    if bar is None or len(means) < 2 or not 0 < np.ptp(means) < bar:
        return ""
    size = f"± {number(scale.of(bar), 2)} {scale.symbol}".strip()
    return f"; the means differ by less than the numerical error ({size})"


def numerical_error(results: Results, column: str) -> Optional[float]:
    """The mean numerical error bar of `column` (SI); None where there is none."""
    errors = results.error_column(column)
    return None if errors is None else float(results.specimens[errors].mean())
