# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.html: one file that needs nothing else, from the results of a study."""

import base64
import math
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

import jinja2
import pandas as pd
from markupsafe import Markup

from . import paraview_script, report_figures
from .analysis import Analysis, analyse
from .equivalence import Equivalence
from .errors import InputError
from .files import write_atomically
from .forest_plot import forest_plot
from .headlines import evidence, headlines
from .quantities import is_numerical
from .results import Results, load
from .statistics import Comparison, Effect, summarise
from .tables import statistics_table
from .tensors import group_tensors
from .units import (Scale, choose_scale, label, mean_and_spread, number, probability, whole)

TEMPLATES = Path(__file__).parent / "templates"
SPECIMEN_FILES = ("study.prm", "log", "curve.csv", "release.csv", "solid.pvd", "pore.pvd",
                  "surface.stl")
COUNTS = ("seed", "unknowns", "cells", "iterations", "ranks")


def write_report(folder: Path) -> Path:
    """Write report.html, statistics.csv and view.py into `folder`; returns the report's path.

    Raises InputError if the results cannot be read or the folder cannot be written.
    """
    results = load(folder)
    analyses = analyse(results)
    write_atomically(folder / "statistics.csv", statistics_table(analyses).to_csv(index=False))
    paraview_script.write_script(results)
    path = folder / "report.html"
    write_atomically(path, render(results, analyses))
    return path


def render(results: Results, analyses: dict[str, Analysis]) -> str:
    """The report as HTML."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True,
                                     undefined=jinja2.StrictUndefined)
    columns = list(analyses)
    numerical = [c for c in results.quantities() if is_numerical(c) and c != "seed"]
    return environment.get_template("report.html.j2").render(
        study=results.study,
        groups=[_describe(results, group) for group in results.groups],
        shared_prints=results.shares_prints(),
        statistics=results.statistics,
        headlines=headlines(results, analyses),
        picture=_picture(results.folder / "picture.png"),
        figures=_figures(results, analyses),
        group_rows=[_group_row(results, column) for column in columns],
        tests=[_test_row(analysis) for analysis in analyses.values()],
        equivalences=[_equivalence_row(analysis, group) for analysis in analyses.values()
                      for group in analysis.equivalences],
        specimens=_specimen_table(results, columns),
        links=[_links(results, row) for row in results.specimens.itertuples()],
        numerical=_specimen_table(results, numerical),
        corrected=_corrected(results),
        tensors=[_tensor(tensor) for tensor in group_tensors(results)],
        provenance=_flatten(results.provenance),
        timings=_timings(results.timings),
        columns=columns,
        factors=results.factors(),
    )


def _describe(results: Results, group: str) -> dict[str, Any]:
    rows = results.of_group(group)
    return {"name": group, "overrides": results.overrides.get(group, ""), "n": len(rows),
            "seeds": ", ".join(whole(seed) for seed in _seeds(rows))}


def _seeds(rows: pd.DataFrame) -> list[float]:
    return rows["seed"].dropna().tolist() if "seed" in rows else []


def _corrected(results: Results) -> list[dict[str, str]]:
    """The specimens solved on the first grid alone, and by which refined ones they are corrected."""
    found = [(entry["specimen"], (entry.get("numerics") or {}).get("corrected_by"))
             for entry in results.nested]
    return [{"specimen": specimen, "by": ", ".join(refined)} for specimen, refined in found if refined]


def _figures(results: Results, analyses: dict[str, Analysis]) -> list[dict[str, Any]]:
    shown = [("Groups", "Bar: mean. Whisker beside the points: SD. Points: specimens, their "
              "whiskers the numerical error.", report_figures.comparison(results)),
             ("Stress–strain curves", "One line a specimen; the dot is its peak.",
              report_figures.stress_strain(results)),
             ("Groups against the first", "Point: ratio. Whisker: its 90 % interval, numerical errors "
              "included. Band: the margin within which groups are equivalent.",
              forest_plot(results, analyses))]
    for factor in results.factors():
        shown += [(f"{factor}: release and where it is",
                   "Stack: means over specimens. Line: released amount, dotted ± SD.",
                   report_figures.balance(results, factor)),
                  (f"{factor}: concentration", "Mean over specimens, band ± SD.",
                   report_figures.concentration(results, factor))]
    return [{"title": title, "caption": caption, "svg": Markup(svg)}
            for title, caption, svg in shown if svg]


def _picture(path: Path) -> Optional[str]:
    if not path.is_file():
        return None
    try:
        return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error


def _group_row(results: Results, column: str) -> dict[str, Any]:
    samples = results.samples(column)
    scale = results.scale(column)
    cells = []
    for group in results.groups:
        if group not in samples:
            cells.append({"value": "–", "interval": "", "n": 0})
            continue
        summary = summarise(scale.of(samples[group]))
        interval = ""
        if summary.sd > 0:
            interval = f"{number(summary.ci_low)} to {number(summary.ci_high)}"
        cells.append({"value": mean_and_spread(summary.mean, summary.sd), "interval": interval,
                      "n": summary.n})
    return {"quantity": label(column), "unit": scale.symbol, "cells": cells}


def _test_row(analysis: Analysis) -> dict[str, Any]:
    comparison = analysis.comparison
    shapiro = [summary.shapiro_p for summary in analysis.summaries.values()]
    return {
        "quantity": label(analysis.column),
        "test": evidence(comparison),
        "shapiro": ", ".join("–" if p is None else number(p, 2) for p in shapiro),
        "levene": "–" if comparison.levene_p is None else number(comparison.levene_p, 2),
        "pairs": _pairs(comparison),
    }


def _equivalence_row(analysis: Analysis, group: str) -> dict[str, Any]:
    test = analysis.equivalences[group]
    return {"quantity": label(analysis.column), "group": group, "verdict": test.verdict or "–",
            "margin": f"± {100 * test.margin:g} %", "ratio": _ratio(test),
            "test": f"{test.test}, {probability(test.p)}" if test.test else f"not tested: {test.reason}",
            "power": _powers(test), "specimens": _specimens_to_decide(test)}


def _ratio(test: Equivalence) -> str:
    if test.ratio is None:
        return "–"
    low, high = ("unbounded" if not math.isfinite(end) else f"{end:.3f}" for end in (test.low, test.high))
    return f"{test.ratio:.3f} ({low} to {high})".replace("-", "−")


def _powers(test: Equivalence) -> str:
    if test.power_if_alike is None:
        return "–"
    return f"{100 * test.power_if_alike:.0f} %, {100 * test.power_if_apart:.0f} %"


def _specimens_to_decide(test: Equivalence) -> str:
    if not test.test:
        return "–"
    return "no number" if test.specimens is None else whole(test.specimens)


def _pairs(comparison: Comparison) -> list[str]:
    texts = []
    for pair in comparison.pairs:
        if pair.p is None and pair.effect is None:
            continue
        parts = [_effect(pair.effect)] if pair.effect else []
        if comparison.posthoc:
            parts.insert(0, f"{comparison.posthoc} {probability(pair.p)}")
        named = f"{pair.second} − {pair.first}: " if len(comparison.pairs) > 1 else ""
        texts.append(named + "; ".join(parts))
    return texts


def _effect(effect: Effect) -> str:
    return f"g = {number(effect.g, 2)} ({number(effect.low, 2)} to {number(effect.high, 2)})"


def _specimen_table(results: Results, columns: list[str]) -> dict[str, Any]:
    """Header (label, unit) and one row of text a specimen, each column in its own unit."""
    scales = {column: results.scale(column) for column in columns}
    rows = []
    for _, specimen in results.specimens.iterrows():
        cells = [_cell(column, specimen[column], scales[column]) for column in columns]
        rows.append({"group": specimen["group"], "specimen": specimen["specimen"], "cells": cells})
    header = [{"label": label(column), "unit": scales[column].symbol} for column in columns]
    return {"header": header, "rows": rows}


def _cell(column: str, value: float, scale: Scale) -> str:
    return whole(value) if column in COUNTS else number(scale.of(value))


def _links(results: Results, row: Any) -> dict[str, Any]:
    folder = results.specimen_folder(row.group, row.specimen)
    files = [{"name": name, "href": quote(f"./{row.group}/{row.specimen}/{name}")}
             for name in SPECIMEN_FILES if (folder / name).is_file()]
    return {"group": row.group, "specimen": row.specimen, "files": files}


def _tensor(tensor) -> dict[str, Any]:
    return {"title": tensor.title, "group": tensor.group, "n": tensor.n,
            "unit": tensor.scale.symbol,
            "rows": [[number(value) for value in row] for row in tensor.values.tolist()]}


def _flatten(mapping: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested provenance as (name, text) pairs; null values are left out."""
    pairs: list[tuple[str, str]] = []
    for key, value in mapping.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            pairs += _flatten(value, f"{name} / ")
        elif value is not None:
            pairs.append((name.replace("_", " "), str(value)))
    return pairs


def _timings(mapping: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Nested seconds as (name, time with unit) pairs; null values are left out."""
    pairs: list[tuple[str, str]] = []
    for key, value in mapping.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            pairs += _timings(value, f"{name} / ")
        elif isinstance(value, (int, float)):
            scale = choose_scale("time_s", [value])
            text = f"{number(scale.of(value))} {scale.symbol}"
            pairs.append((name.removesuffix("_s").replace("_", " "), text))
    return pairs
