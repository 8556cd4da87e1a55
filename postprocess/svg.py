# SPDX-License-Identifier: LGPL-2.1-or-later
"""Matplotlib's style for the report, and figures as SVG to stand inside HTML."""

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

# Width on the page of a point in the figure.
PIXELS = 1.55

plt.rcParams.update({
    "font.family": "sans-serif", "font.size": 9, "axes.titlesize": 9.5, "axes.labelsize": 9,
    "axes.titlelocation": "left", "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.8, "axes.edgecolor": INK, "axes.labelcolor": INK, "axes.titlecolor": INK,
    "text.color": INK, "xtick.color": INK, "ytick.color": INK, "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5, "legend.frameon": False, "legend.fontsize": 8.5,
    "figure.facecolor": "none", "axes.facecolor": "none", "savefig.facecolor": "none",
    "lines.linewidth": 1.6, "svg.fonttype": "none", "svg.hashsalt": "lacuna",
})


def colour(index: int) -> str:
    """The colour of the group at `index`."""
    return COLOURS[index % len(COLOURS)]


def dashes(index: int):
    """The line style of the group at `index`."""
    return DASHES[index % len(DASHES)]


def to_svg(figure: Figure, name: str, description: str) -> str:
    """`figure` as an <svg> element with `description` for screen readers; closes the figure.

    Its ids start with `name`, so that several figures can share a page.
    """
    stream = io.StringIO()
    blank = {key: None for key in ("Creator", "Date", "Format", "Type")}
    figure.savefig(stream, format="svg", bbox_inches="tight", pad_inches=0.04, metadata=blank)
    plt.close(figure)
    text = stream.getvalue()
    text = text[text.index("<svg"):]
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
