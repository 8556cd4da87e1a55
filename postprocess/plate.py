# SPDX-License-Identifier: LGPL-2.1-or-later
"""Rendered images as a plate for print: panels of one journal column, each with its caption above and its
scale bar and colours below, where they cover nothing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Optional, Union

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Colormap, Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .field_range import colours_of
from .files import replacing
from .svg import COLUMN, DPI, GAP, INK, MM, SAVED, plt

IMAGE_HEIGHT, CAPTION, LEGEND = 78.0, 6.0, 13.0  # mm
PIXELS = (round(COLUMN * MM * DPI), round(IMAGE_HEIGHT * MM * DPI))
_BAR_FROM, _BAR_LONGEST = 3.0, 24.0  # of the scale bar, mm
_COLOURS = (35.0, 46.0, 3.0)  # of the colour bar: from, width, height, mm


@dataclass
class Legend:
    """What colours mean; `low` and `high` in the unit that the title names."""

    title: str
    low: float
    high: float


@dataclass
class Panel:
    """An image of PIXELS whose view is `width` (m) wide."""

    caption: str
    image: np.ndarray
    width: float
    legend: Optional[Legend] = None


def write_plate(panels: list[Panel], outputs: list[Path]) -> None:
    """The panels side by side, in the formats that the names of `outputs` end with."""
    width = len(panels) * COLUMN + (len(panels) - 1) * GAP
    height = CAPTION + IMAGE_HEIGHT + LEGEND
    figure = plt.figure(figsize=(width * MM, height * MM))
    for index, panel in enumerate(panels):
        _draw(figure, panel, index * (COLUMN + GAP), width, height)
    for output in outputs:
        with replacing(output) as temporary:
            figure.savefig(temporary, format=output.suffix[1:].lower(), dpi=DPI, facecolor="white",
                           metadata=SAVED[output.suffix.lower()])
    plt.close(figure)


def _draw(figure, panel: Panel, left: float, width: float, height: float) -> None:
    def axes(x: float, y: float, w: float, h: float):
        return figure.add_axes(((left + x) / width, y / height, w / width, h / height))

    image = axes(0, LEGEND, COLUMN, IMAGE_HEIGHT)
    image.imshow(panel.image, aspect="auto", interpolation="none")
    image.axis("off")
    figure.text((left + 1) / width, (LEGEND + IMAGE_HEIGHT + 1.5) / height, panel.caption, fontsize=8.5)
    colours = panel.legend and colours_of(panel.legend.low, panel.legend.high)
    draw_legend(figure, axes, COLUMN / (1e3 * panel.width), panel.legend, colours)


def draw_legend(figure: Figure, axes: Callable[[float, float, float, float], Axes], magnification: float,
                legend: Optional[Legend], colours: Union[str, Colormap, None]) -> None:
    """A scale bar and what colours mean in the lowest LEGEND of a column. `axes` makes those that begin at
    x, y and are so wide and high; all in mm on paper, `magnification` times what is shown."""
    below = axes(0, 0, COLUMN, LEGEND)
    below.set(xlim=(0, COLUMN), ylim=(0, LEGEND))
    below.axis("off")
    _scale_bar(below, magnification)
    if legend:
        start, length, thick = _COLOURS
        _colours(figure, axes(start, LEGEND - 8.0, length, thick), legend, colours)


def _scale_bar(axes: Axes, magnification: float) -> None:
    """A line of a round length, in mm."""
    length = max(number * 10.0**power for power in range(-4, 4) for number in (1, 2, 5)
                 if number * 10.0**power * magnification <= _BAR_LONGEST)
    axes.plot([_BAR_FROM, _BAR_FROM + length * magnification], [5.8, 5.8], color=INK, lw=2.2,
              solid_capstyle="butt")
    axes.text(_BAR_FROM, 4.6, f"{length:g} mm" if length >= 0.1 else f"{1e3 * length:g} µm", va="top")


def _colours(figure: Figure, axes: Axes, legend: Legend, colours: Union[str, Colormap]) -> None:
    bar = figure.colorbar(ScalarMappable(Normalize(legend.low, legend.high), colours), cax=axes,
                          orientation="horizontal")
    bar.locator = MaxNLocator(4)
    bar.outline.set_linewidth(0.5)
    axes.tick_params(length=2, pad=1.5, labelsize=7.5)
    axes.set_title(legend.title, pad=2.5, fontsize=7.5, loc="right")
