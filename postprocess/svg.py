# SPDX-License-Identifier: LGPL-2.1-or-later
"""Matplotlib's style for print and page, and figures as SVG to stand inside HTML."""

import io
import re

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.figure import Figure

# Drawn in this colour, a line or letter takes the colour of the page's text, light or dark.
INK = "#1f2430"
# Okabe & Ito's colours, told apart with any colour vision; lines also differ in their dashes.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))

# Widths that journals print (mm): one column, two with the gap between them.
COLUMN, GAP = 85.0, 4.0
WHOLE = 2 * COLUMN + GAP
MM = 1 / 25.4  # in inches, Matplotlib's unit
DPI = 300
# Of files by ending: nothing of when or by what they were made, so that the same numbers are the same file.
SAVED = {".svg": {key: None for key in ("Creator", "Date", "Format", "Type")},
         ".pdf": {key: None for key in ("Creator", "Producer", "CreationDate")}, ".png": {"Software": None}}

# Width on the page of a point in the figure.
PIXELS = 1.75

plt.rcParams.update({
    "font.family": "sans-serif", "font.size": 8, "axes.titlesize": 8, "axes.labelsize": 8,
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.8, "axes.edgecolor": INK, "axes.labelcolor": INK, "axes.titlecolor": INK,
    "text.color": INK, "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5, "legend.frameon": False, "legend.fontsize": 7.5,
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
    "lines.linewidth": 1.6, "svg.fonttype": "none", "svg.hashsalt": "lacuna", "pdf.fonttype": 42,
})


def colour(index: int) -> str:
    """The colour of the group at `index`."""
    return COLOURS[index % len(COLOURS)]


def dashes(index: int):
    """The line style of the group at `index`."""
    return DASHES[index % len(DASHES)]


def size(width: float, height: float) -> tuple[float, float]:
    """`width` and `height` (mm) as Matplotlib takes them."""
    return width * MM, height * MM


def to_svg(figure: Figure, name: str, description: str) -> str:
    """`figure`, which is closed, for the page alone: see for_page()."""
    stream = io.StringIO()
    figure.savefig(stream, format="svg", bbox_inches="tight", pad_inches=0.04, metadata=SAVED[".svg"])
    plt.close(figure)
    return for_page(stream.getvalue(), name, description)


def for_page(svg: str, name: str, description: str) -> str:
    """What Matplotlib saved as an <svg> element with `description` for screen readers.

    Its ids start with `name`, so that several figures can share a page.
    """
    text = svg[svg.index("<svg"):]
    text = re.sub(r'\s(xmlns|xmlns:xlink)="[^"]*"', "", text)
    text = re.sub(r'\b(id=")', rf"\1{name}-", text)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\1{name}-", text)
    text = re.sub(r'(<svg[^>]*?)\swidth="([\d.]+)pt"',
                  lambda m: f'{m[1]} style="width:{float(m[2]) * PIXELS:.0f}px"', text, count=1)
    text = re.sub(r'(<svg[^>]*?)\sheight="[^"]*"', r"\1", text, count=1)
    text = text.replace("<svg", f'<svg role="img" aria-label="{_attribute(description)}"', 1)
    return text.replace(INK, "currentColor")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
