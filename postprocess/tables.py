# SPDX-License-Identifier: LGPL-2.1-or-later
"""The statistics of a study as one table, for statistics.csv and for the report."""

from typing import Any

import numpy as np
import pandas as pd

from .results import Results
from .statistics import Comparison, Summary, compare, summarise
from .units import split_factor
from .weibull import weibull_modulus

COLUMNS = ("quantity", "record", "group", "versus", "n", "mean", "sd", "ci95_low", "ci95_high",
           "shapiro_p", "levene_p", "test", "statistic", "p", "hedges_g", "g_ci95_low",
           "g_ci95_high", "note")
# Whose scatter is Weibull's.
STRENGTH = "compressive_strength_Pa"
_NUMERICS = ("seed", "unknowns", "cells", "iterations", "time_s", "peak_memory_B",
             "process_peak_memory_B", "ranks")


def compared_quantities(results: Results) -> list[str]:
    """The computed columns that describe specimens rather than the numerical method."""
    return [column for column in results.quantities() if not is_numerical(column)]


def is_numerical(column: str) -> bool:
    """Whether `column` is an error bar or a cost of the computation."""
    quantity = split_factor(column)[1]
    return column in _NUMERICS or "_error" in quantity or quantity == "error"


def statistics_table(results: Results) -> pd.DataFrame:
    """Every compared quantity: a `group` record each group, one `comparison`, a `pair` each two.

    Means, SD and intervals are in the SI unit that the quantity's name ends with. A `weibull` record
    of the strength has the modulus of a group with its interval.
    """
    records: list[dict[str, Any]] = []
    for quantity in compared_quantities(results):
        samples = results.samples(quantity)
        for group, values in samples.items():
            records.append(_group_record(quantity, group, summarise(values)))
            if quantity == STRENGTH:
                records.extend(_weibull_records(quantity, group, values))
        records.extend(_test_records(quantity, compare(samples)))
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
    note = f"not tested: {comparison.reason}" if comparison.reason else comparison.limit
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
