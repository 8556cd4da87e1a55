# SPDX-License-Identifier: LGPL-2.1-or-later
"""report.html: one file that needs nothing else, from the results of a study."""

import base64
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from . import paraview_script, report_figures, report_tables as tables
from .analysis import Analysis, analyse
from .assumptions import keep_assumptions, read_assumptions
from .bland_altman import bland_altman
from .bone_headlines import is_bone, note_on_bone
from .bone_scans import SCAN
from .bone_view import bone_from_above
from .errors import InputError
from .figure_files import ENDINGS, FOLDER, make_folder, publish
from .files import write_atomically
from .forest_plot import forest_plot
from .headlines import headlines
from .page import environment
from .results import Results, load
from .scene_page import scene_parts
from .tables import statistics_table
from .tensors import group_tensors
from .units import whole

SPECIMEN_FILES = ("study.prm", "log", "curve.csv", "release.csv", "regeneration.csv", "solid.pvd", "pore.pvd",
                  "bone.pvd", SCAN, "surface.stl")


def write_report(folder: Path, assumptions: Optional[Path] = None) -> Path:
    """Write report.html, statistics.csv, view.py and figures/ into `folder`; returns the report's path.

    `assumptions`: a sweep of the study over what is assumed of new bone, from now on beside its values.
    Raises InputError if the results cannot be read or the folder cannot be written.
    """
    results = load(folder)
    if assumptions:
        keep_assumptions(results, assumptions)
    analyses = analyse(results)
    write_atomically(folder / "statistics.csv", statistics_table(analyses).to_csv(index=False))
    paraview_script.write_script(results)
    path = folder / "report.html"
    write_atomically(path, _render(results, analyses, _figures(results, analyses)))
    return path


def _render(results: Results, analyses: dict[str, Analysis], figures: list[dict[str, Any]]) -> str:
    """The report as HTML."""
    columns, view = list(analyses), scene_parts(results)
    ranges = read_assumptions(results.folder)
    return environment().get_template("report.html.j2").render(
        study=results.study,
        groups=[_describe(results, group) for group in results.groups],
        shared_prints=results.shares_prints(),
        statistics=results.statistics,
        headlines=headlines(results, analyses),
        picture=_picture(results.folder / "picture.png"),
        picture_files=_picture_files(results.folder),
        view=view,
        fields=view["fields"] if view else {},
        drawn=view["drawn"] if view else [],
        figures=figures,
        main=tables.main_sections(results, analyses, ranges),
        constants=tables.constants(results, analyses),
        full=tables.full_sections(results, analyses, ranges),
        bone=note_on_bone(results.study, ranges) if any(map(is_bone, columns)) else "",
        numerics=tables.numerics(results),
        specimens=tables.specimen_tables(results, results.quantities()),
        links=[_links(results, row) for row in results.specimens.itertuples()],
        corrected=_corrected(results),
        tensors=[tables.tensor_rows(tensor) for tensor in group_tensors(results)],
        provenance=tables.provenance_rows(results.provenance),
        timings=tables.timing_rows(results.timings),
        glossary=tables.glossary(columns),
        columns=columns,
        factors=results.factors(),
    )


def _describe(results: Results, group: str) -> dict[str, Any]:
    rows = results.of_group(group)
    return {"name": group, "overrides": results.overrides.get(group, ""), "n": len(rows),
            "is_measured": group in results.measured,
            "seeds": ", ".join(whole(seed) for seed in _seeds(rows))}


def _seeds(rows: pd.DataFrame) -> list[float]:
    return rows["seed"].dropna().tolist() if "seed" in rows else []


def _corrected(results: Results) -> list[dict[str, str]]:
    """The specimens solved on the first grid alone, and by which refined ones they are corrected."""
    found = [(entry["specimen"], (entry.get("numerics") or {}).get("corrected_by"))
             for entry in results.nested]
    return [{"specimen": specimen, "by": ", ".join(refined)} for specimen, refined in found if refined]


def _figures(results: Results, analyses: dict[str, Analysis]) -> list[dict[str, Any]]:
    """Each for the page, its files written."""
    shown = [("Groups", "Bar: mean. Whisker beside the points: SD. Points: specimens, their "
              "whiskers the numerical error.", report_figures.comparison(results)),
             ("New bone from above", "What micro-CT sees along the axis of the defect, whose rim is the line: "
              "grey: scaffold; in colours: thickness of new bone. Of each group the specimen whose BV/TV is "
              "nearest to the group's median; all on one scale.", bone_from_above(results)),
             ("Stress–strain curves", "One line a specimen; the dot is its peak.",
              report_figures.stress_strain(results)),
             ("Groups against the first", "Point: ratio. Whisker: its 90 % interval, numerical errors "
              "included. Band: the margin within which groups are equivalent.",
              forest_plot(results, analyses)),
             ("Measured against predicted", "Point: a specimen. Line: mean difference, with the 95 % "
              "interval of it. Dashed: limits within which 95 % of the differences lie.",
              bland_altman(results))]
    for factor in results.factors():
        shown += [(f"{factor}: release and where it is",
                   "Stack: means over specimens. Line: released amount, dotted ± SD.",
                   report_figures.balance(results, factor)),
                  (f"{factor}: concentration", "Mean over specimens, band ± SD.",
                   report_figures.concentration(results, factor))]
    folder = make_folder(results.folder)
    return [{"title": title, "caption": caption, "svg": Markup(publish(drawing, folder)),
             "files": [{"kind": ending[1:].upper(), "href": f"./{FOLDER}/{quote(drawing.name)}{ending}"}
                       for ending in ENDINGS]}
            for title, caption, drawing in shown if drawing]


def _picture(path: Path) -> Optional[str]:
    if not path.is_file():
        return None
    try:
        return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error


def _picture_files(folder: Path) -> list[dict[str, str]]:
    """Of the picture for print; none where it was not made."""
    names = ("picture.png", f"{FOLDER}/specimen.pdf", f"{FOLDER}/specimen.svg")
    return [{"kind": name.rpartition(".")[2].upper(), "href": f"./{name}"} for name in names
            if (folder / name).is_file()]


def _links(results: Results, row: Any) -> dict[str, Any]:
    folder = results.specimen_folder(row.group, row.specimen)
    files = [{"name": name, "href": quote(f"./{row.group}/{row.specimen}/{name}")}
             for name in SPECIMEN_FILES if (folder / name).is_file()]
    return {"group": row.group, "specimen": row.specimen, "files": files}
