# SPDX-License-Identifier: LGPL-2.1-or-later
"""A figure of the report, and its files in RESULTS/figures: PDF, SVG and PNG for a journal, its numbers as
CSV."""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from .errors import InputError
from .files import replacing, write_atomically
from .svg import DPI, SAVED, for_page, plt

FOLDER = "figures"
ENDINGS = (".pdf", ".svg", ".png", ".csv")
PRINTED = {".pdf": "none", ".png": "white"}  # with the colour of the paper


@dataclass
class Drawing:
    """A figure with what it shows: `name` is that of its files, `description` for screen readers;
    `numbers` are what is drawn, in the units that their columns name."""

    name: str
    figure: Figure
    description: str
    numbers: pd.DataFrame


def make_folder(results: Path) -> Path:
    """RESULTS/figures. Raises InputError if it cannot be there."""
    folder = results / FOLDER
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made: {error.strerror}; expected a folder") from error
    return folder


def publish(drawing: Drawing, folder: Path) -> str:
    """Writes NAME.pdf, .svg, .png and .csv, closes the figure, returns it as <svg> for the page."""
    figure, stream = drawing.figure, io.StringIO()
    figure.savefig(stream, format="svg", metadata=SAVED[".svg"])
    figure.set_layout_engine(None)  # the places are found, and the same in every format
    write_atomically(folder / f"{drawing.name}.svg", stream.getvalue())
    for ending, paper in PRINTED.items():
        with replacing(folder / f"{drawing.name}{ending}") as temporary:
            figure.savefig(temporary, format=ending[1:], dpi=DPI, metadata=SAVED[ending], facecolor=paper)
    plt.close(figure)
    write_atomically(folder / f"{drawing.name}.csv", drawing.numbers.to_csv(index=False, float_format="%.9g"))
    return for_page(stream.getvalue(), drawing.name, drawing.description)
