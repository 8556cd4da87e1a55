# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report's tables as texts: the main one, the full one, specimens, glossary."""

import math
import re
from typing import Any, Optional

import numpy as np

from .analysis import Analysis
from .assumptions import Ranges
from .bone_headlines import OF_PRINTS, is_bone
from .equivalence import EQUIVALENT, Equivalence
from .headlines import evidence, numerical_error
from .quantities import DELIVERY, SECTIONS, is_numerical, quantity_of
from .results import Results
from .statistics import Comparison, Effect, Summary
from .units import (Scale, choose_scale, label, mean_and_spread, number, probability, split_factor,
                    stem_of, whole)

COUNTS = ("seed", "unknowns", "cells", "iterations", "ranks")
# Values that differ by less (relative) are one number in three digits.
ONE_NUMBER = 5e-4
# Specimens side by side in one table, as fit on a page.
ABREAST = 8

Row = dict[str, Any]


def main_sections(results: Results, analyses: dict[str, Analysis], ranges: Ranges) -> list[Row]:
    """The main quantities that vary, by part of the report and factor; new bone with its `ranges`."""
    chosen = [a for a in analyses.values() if quantity_of(a.column).is_main and not is_one_number(a)]
    return [{"title": title, "rows": [_row(results, a, ranges) for a in members]}
            for title, members in _by_section(chosen)]


def full_sections(results: Results, analyses: dict[str, Analysis], ranges: Ranges) -> list[Row]:
    """All compared quantities, with intervals, tests, powers."""
    return [{"title": title, "rows": [_row(results, a, ranges) | _details(a) for a in members]}
            for title, members in _by_section(list(analyses.values()))]


def constants(results: Results, analyses: dict[str, Analysis]) -> list[str]:
    """`Strand number 2.49 mm⁻¹` of each quantity that is one number in three digits throughout;
    what is zero throughout comes last, with `0` said once."""
    alike = [a for a in analyses.values() if is_one_number(a)]
    said = [f"{_name(a.column)} {number(results.scale(a.column).of(_first(a)))} "
            f"{results.scale(a.column).symbol}".strip() for a in alike if _first(a) != 0]
    zero = [_name(a.column) for a in alike if _first(a) == 0]
    return said + [f"{', '.join(zero)} 0"] * bool(zero)


def is_one_number(analysis: Analysis) -> bool:
    """Whether all specimens have the same value in three digits."""
    together = np.concatenate(list(analysis.samples.values()))
    return bool(np.ptp(together) <= ONE_NUMBER * np.abs(together).max())


def specimen_tables(results: Results, columns: list[str]) -> list[Row]:
    """Specimens side by side, ABREAST of them a table and no two groups in one."""
    tables = []
    for group in results.groups:
        members = results.of_group(group)
        for start in range(0, len(members), ABREAST):
            part = members.iloc[start:start + ABREAST]
            tables.append({"group": group, "names": part["specimen"].tolist(), "rows": [
                {"term": term(column), "unit": results.scale(column).symbol,
                 "cells": [_cell(column, value, results.scale(column)) for value in part[column]]}
                for column in columns]})
    return tables


def numerics(results: Results) -> list[Row]:
    """Cost and quality of the computation by group: from the lowest to the highest specimen."""
    columns = [c for c in results.quantities() if is_numerical(c) and c != "seed"
               and not re.search(r"_error_[A-Z]", c)]  # error bars stand beside their quantities
    return [{"term": term(column), "unit": results.scale(column).symbol,
             "cells": [_range(column, results, group) for group in results.groups]}
            for column in columns]


def glossary(columns: list[str]) -> list[dict[str, str]]:
    """The definition of each quantity that has one, once."""
    entries = {}
    for column in columns:
        quantity = quantity_of(column)
        if quantity.definition:
            name = label(split_factor(column)[1])
            entries.setdefault(_anchor(column), {"id": _anchor(column), "symbol": quantity.symbol,
                               "name": name[:1].upper() + name[1:], "text": quantity.definition})
    return list(entries.values())


def term(column: str) -> dict[str, str]:
    """The name of a quantity, its symbol, its definition and where the glossary has it."""
    quantity = quantity_of(column)
    return {"name": _name(column), "symbol": quantity.symbol, "definition": quantity.definition,
            "anchor": _anchor(column) if quantity.definition else ""}


def _anchor(column: str) -> str:
    return "def-" + stem_of(split_factor(column)[1]).replace("_", "-")


def _name(column: str) -> str:
    name = label(column)
    return name[:1].upper() + name[1:]


def _first(analysis: Analysis) -> float:
    return float(next(iter(analysis.samples.values()))[0])


def _by_section(analyses: list[Analysis]) -> list[tuple[str, list[Analysis]]]:
    found: dict[str, list[Analysis]] = {section: [] for section in SECTIONS}
    for analysis in analyses:
        factor = split_factor(analysis.column)[0]
        section = quantity_of(analysis.column).section
        found.setdefault(f"{DELIVERY}: {factor}" if factor else section, []).append(analysis)
    return [(title, members) for title, members in found.items() if members]


def _row(results: Results, analysis: Analysis, ranges: Ranges) -> Row:
    scale, summaries = results.scale(analysis.column), analysis.summaries
    error = numerical_error(results, analysis.column)
    cells = [{"value": _value(summaries[group], scale, error), "n": summaries[group].n,
              "interval": _interval(summaries[group], scale), "range": _over(ranges, analysis.column, group, scale)}
             if group in summaries else {"value": "–", "n": 0, "interval": "", "range": ""} for group in results.groups]
    comparison = analysis.comparison
    return {"column": analysis.column, "term": term(analysis.column), "unit": scale.symbol, "cells": cells,
            "error": f"{number(scale.of(error), 2)} {scale.symbol}".strip() if error else "",
            "p": "–" if comparison.p is None else probability(comparison.p).removeprefix("p\u00a0=\u00a0"),
            "why": comparison.reason, "caveat": OF_PRINTS if is_bone(analysis.column) else "",
            "against": [_against(analysis.equivalences.get(group)) for group in results.groups[1:]]}


def _value(summary: Summary, scale: Scale, error: Optional[float]) -> str:
    if math.isfinite(summary.sd) and summary.sd > 0 or not error:
        return mean_and_spread(scale.of(summary.mean), scale.of(summary.sd))
    return mean_and_spread(scale.of(summary.mean), scale.of(error)).split(" ±")[0]


def _over(ranges: Ranges, column: str, group: str, scale: Scale) -> str:
    known = ranges.get((column, group))
    return known.text(scale) if known else ""


def _interval(summary: Summary, scale: Scale) -> str:
    if not summary.sd > 0:
        return ""
    return f"{number(scale.of(summary.ci_low))} to {number(scale.of(summary.ci_high))}"


def _against(test: Optional[Equivalence]) -> Row:
    if test is None:
        return {"ratio": "–", "interval": "", "verdict": "", "reason": ""}
    if test.ratio is None:
        ratio = "1" if test.verdict == EQUIVALENT else "–"
        return {"ratio": ratio, "interval": "", "verdict": test.verdict, "reason": test.reason}
    return {"ratio": f"{test.ratio:.3f}".replace("-", "−"), "interval": _ends(test),
            "verdict": test.verdict, "reason": ""}


def _ends(test: Equivalence) -> str:
    low, high = ("unbounded" if not math.isfinite(end) else f"{end:.3f}".replace("-", "−")
                 for end in (test.low, test.high))
    return f"{low} to {high}"


def _details(analysis: Analysis) -> Row:
    comparison = analysis.comparison
    shapiro = [summary.shapiro_p for summary in analysis.summaries.values()]
    return {"test": evidence(comparison, analysis.column), "pairs": _pairs(comparison),
            "shapiro": ", ".join("–" if p is None else number(p, 2) for p in shapiro),
            "levene": "–" if comparison.levene_p is None else number(comparison.levene_p, 2),
            "tost": [_tost(group, test) for group, test in analysis.equivalences.items()]}


def _pairs(comparison: Comparison) -> list[str]:
    texts = []
    for pair in comparison.pairs:
        if pair.p is None and pair.effect is None:
            continue
        parts = [_effect(pair.effect)] if pair.effect else []
        if comparison.posthoc and pair.p is not None:
            parts.insert(0, f"{comparison.posthoc} {probability(pair.p)}")
        named = f"{pair.second} − {pair.first}: " if len(comparison.pairs) > 1 else ""
        texts.append(named + "; ".join(parts))
    return texts


def _effect(effect: Effect) -> str:
    return f"g = {number(effect.g, 2)} ({number(effect.low, 2)} to {number(effect.high, 2)})"


def _tost(group: str, test: Equivalence) -> Row:
    margin = f"± {100 * test.margin:g} %"
    if not test.test:
        return {"group": group, "margin": margin, "against": _against(test),
                "test": f"not tested: {test.reason}", "power": "–", "specimens": "–"}
    return {"group": group, "margin": margin, "against": _against(test),
            "test": f"{test.test}, {probability(test.p)}",
            "power": f"{100 * test.power_if_alike:.0f} %, {100 * test.power_if_apart:.0f} %",
            "specimens": "no number" if test.specimens is None else whole(test.specimens)}


def _cell(column: str, value: float, scale: Scale) -> str:
    return whole(value) if column in COUNTS else number(scale.of(value))


def _range(column: str, results: Results, group: str) -> str:
    values = results.of_group(group)[column].dropna()
    if values.empty:
        return "–"
    texts = [_cell(column, value, results.scale(column)) for value in (values.min(), values.max())]
    return texts[0] if texts[0] == texts[1] else " to ".join(texts)


def tensor_rows(tensor) -> Row:
    """A group's tensor as texts."""
    return {"title": tensor.title, "group": tensor.group, "n": tensor.n, "unit": tensor.scale.symbol,
            "rows": [[number(value) for value in row] for row in tensor.values.tolist()]}


def provenance_rows(mapping: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested provenance as (name, text) pairs; null values are left out."""
    pairs: list[tuple[str, str]] = []
    for key, value in mapping.items():
        if isinstance(value, dict):
            pairs += provenance_rows(value, f"{prefix}{key} / ")
        elif value is not None:
            pairs.append((f"{prefix}{key}".replace("_", " "), str(value)))
    return pairs


def timing_rows(mapping: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested seconds as (name, time with unit) pairs; null values are left out."""
    pairs: list[tuple[str, str]] = []
    for key, value in mapping.items():
        if isinstance(value, dict):
            pairs += timing_rows(value, f"{prefix}{key} / ")
        elif isinstance(value, (int, float)):
            scale = choose_scale("time_s", [value])
            text = f"{number(scale.of(value))} {scale.symbol}"
            pairs.append((f"{prefix}{key}".removesuffix("_s").replace("_", " "), text))
    return pairs
