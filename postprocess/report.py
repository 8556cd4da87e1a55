# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.html: one file that needs nothing else, from the results of a study."""

import base64
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

import jinja2
import pandas as pd
from markupsafe import Markup

from . import paraview_script, report_figures
from .errors import InputError
from .files import write_atomically
from .headlines import evidence, headlines
from .results import Results, load
from .statistics import Comparison, Effect, compare, summarise
from .tables import compared_quantities, is_numerical, statistics_table
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
    write_atomically(folder / "statistics.csv", statistics_table(results).to_csv(index=False))
    paraview_script.write_script(results)
    path = folder / "report.html"
    write_atomically(path, render(results))
    return path


def render(results: Results) -> str:
    """The report as HTML."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True,
                                     trim_blocks=True, lstrip_blocks=True,
                                     undefined=jinja2.StrictUndefined)
    columns = compared_quantities(results)
    numerical = [c for c in results.quantities() if is_numerical(c) and c != "seed"]
    return environment.get_template("report.html.j2").render(
        study=results.study,
        groups=[_describe(results, group) for group in results.groups],
        shared_seeds=_shared_seeds(results),
        headlines=headlines(results),
        picture=_picture(results.folder / "picture.png"),
        figures=_figures(results),
        group_rows=[_group_row(results, column) for column in columns],
        tests=[_test_row(results, column) for column in columns],
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


def _shared_seeds(results: Results) -> bool:
    """Whether all of several groups were printed from the same seeds."""
    seeds = [sorted(_seeds(results.of_group(group))) for group in results.groups]
    return len(seeds) > 1 and bool(seeds[0]) and all(other == seeds[0] for other in seeds)


def _figures(results: Results) -> list[dict[str, Any]]:
    shown = [("Groups", "Bar: mean. Whisker beside the points: SD. Points: specimens, their "
              "whiskers the numerical error.", report_figures.comparison(results)),
             ("Stress–strain curves", "One line a specimen; the dot is its peak.",
              report_figures.stress_strain(results))]
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


def _test_row(results: Results, column: str) -> dict[str, Any]:
    samples = results.samples(column)
    comparison = compare(samples)
    shapiro = {group: summarise(values).shapiro_p for group, values in samples.items()}
    return {
        "quantity": label(column),
        "test": evidence(comparison),
        "shapiro": ", ".join("–" if p is None else number(p, 2) for p in shapiro.values()),
        "levene": "–" if comparison.levene_p is None else number(comparison.levene_p, 2),
        "pairs": _pairs(comparison),
    }


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
