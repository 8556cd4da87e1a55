# SPDX-License-Identifier: LGPL-2.1-or-later
"""The statistics of a study as one table, for statistics.csv and for the report."""

from typing import Any

import numpy as np
import pandas as pd

from .analysis import Analysis
from .bone_headlines import OF_PRINTS, is_bone
from .equivalence import Equivalence
from .quantities import STRENGTH
from .statistics import Comparison, Summary
from .weibull import weibull_modulus

COLUMNS = ("quantity", "record", "group", "versus", "n", "mean", "sd", "ci95_low", "ci95_high",
           "shapiro_p", "levene_p", "test", "statistic", "p", "hedges_g", "g_ci95_low",
           "g_ci95_high", "margin", "ratio", "ratio_ci90_low", "ratio_ci90_high", "verdict",
           "power_if_alike", "power_if_apart", "specimens_to_decide", "note")


def statistics_table(analyses: dict[str, Analysis]) -> pd.DataFrame:
    """Every compared quantity: a `group` record each group, one `comparison`, a `pair` each two, an
    `equivalence` each further group against the first.

    Means, SD and intervals are in the SI unit that the quantity's name ends with. A `weibull` record
    of the strength has the modulus of a group with its interval.
    """
    records: list[dict[str, Any]] = []
    for quantity, analysis in analyses.items():
        for group, values in analysis.samples.items():
            records.append(_group_record(quantity, group, analysis.summaries[group]))
            if quantity == STRENGTH:
                records.extend(_weibull_records(quantity, group, values))
        records.extend(_test_records(quantity, analysis.comparison))
        records.extend(_equivalence_record(quantity, next(iter(analysis.samples)), group, test)
                       for group, test in analysis.equivalences.items())
    return pd.DataFrame(records, columns=list(COLUMNS))


def _group_record(quantity: str, group: str, summary: Summary) -> dict[str, Any]:
    return {"quantity": quantity, "record": "group", "group": group, "n": summary.n,
            "mean": summary.mean, "sd": summary.sd, "ci95_low": summary.ci_low,
            "ci95_high": summary.ci_high, "shapiro_p": summary.shapiro_p}


def _weibull_records(quantity: str, group: str, values: np.ndarray) -> list[dict[str, Any]]:
    modulus = weibull_modulus(values)
    return [{"quantity": quantity, "record": "weibull", "group": group, "n": len(values),
             "mean": modulus.m, "ci95_low": modulus.low, "ci95_high": modulus.high,
             "note": "Weibull modulus"}] if modulus else []


def _test_records(quantity: str, comparison: Comparison) -> list[dict[str, Any]]:
    note = f"not tested: {comparison.reason}" if comparison.reason else _about(quantity, comparison.limit)
    records = [{"quantity": quantity, "record": "comparison", "levene_p": comparison.levene_p,
                "test": comparison.test, "statistic": comparison.statistic, "p": comparison.p,
                "note": note}]
    for pair in comparison.pairs:
        record = {"quantity": quantity, "record": "pair", "group": pair.first,
                  "versus": pair.second, "test": comparison.posthoc or comparison.test,
                  "p": pair.p}
        if pair.effect:
            record |= {"hedges_g": pair.effect.g, "g_ci95_low": pair.effect.low,
                       "g_ci95_high": pair.effect.high}
        records.append(record)
    return records


def _about(quantity: str, note: str) -> str:
    """A note on a test, and what it is about where that is not what one would think."""
    return "; ".join(filter(None, (note, OF_PRINTS if is_bone(quantity) else "")))


def _equivalence_record(quantity: str, first: str, group: str, test: Equivalence) -> dict[str, Any]:
    note = f"not tested: {test.reason}" if test.reason else _about(quantity, "")
    return {"quantity": quantity, "record": "equivalence", "group": first, "versus": group,
            "test": test.test, "p": test.p, "margin": test.margin, "ratio": test.ratio,
            "ratio_ci90_low": test.low, "ratio_ci90_high": test.high, "verdict": test.verdict,
            "power_if_alike": test.power_if_alike, "power_if_apart": test.power_if_apart,
            "specimens_to_decide": test.specimens, "note": note}
