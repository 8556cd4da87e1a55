# SPDX-License-Identifier: LGPL-2.1-or-later
"""New bone in defects from above, as papers show their micro-CT: group beside group on one scale."""

from math import ceil
from pathlib import Path
from typing import Optional

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from scipy.ndimage import gaussian_filter

from .bone_scans import FromAbove, Representative, representatives
from .errors import InputError
from .figure_files import Drawing
from .files import replacing
from .plate import LEGEND, Legend, draw_legend
from .results import Results, load
from .svg import COLUMN, DPI, GAP, INK, SAVED, WHOLE, plt, size
from .units import Scale, choose_scale, number

MOST_ACROSS, LARGEST, HEAD, BELOW = 4, 55.0, 5.0, 5.0  # panels; mm
MARGIN = 1.03  # of a panel around the largest defect
COLOURS = LinearSegmentedColormap.from_list("bone", ("#8a5a2b", "#e0b878", "#fff8e6"))
OPEN, CERAMIC = np.array((0.05, 0.06, 0.08)), np.array((0.42, 0.46, 0.52))


def bone_from_above(results: Results) -> Optional[Drawing]:
    """A representative specimen of each group; None where none was scanned."""
    shown = representatives(results)
    if not shown:
        return None
    across = min(len(shown), MOST_ACROSS)
    width = COLUMN if across <= 2 else WHOLE
    panel = min((width - (across - 1) * GAP) / across, LARGEST)
    height = ceil(len(shown) / across) * (HEAD + panel + BELOW) + LEGEND
    figure = plt.figure(figsize=size(width, height))

    def axes_at(x: float, y: float, w: float, h: float) -> Axes:
        return figure.add_axes((x / width, y / height, w / width, h / height))

    reach = MARGIN * max(one.view.width for one in shown)
    most = max(one.view.bone.max() for one in shown) or max(one.view.height for one in shown)
    for index, one in enumerate(shown):
        row, column = divmod(index, across)
        axes = axes_at(column * (panel + GAP), height - row * (HEAD + panel + BELOW) - HEAD - panel, panel, panel)
        _draw(axes, one, reach, most)
    scale = choose_scale("bone_m", [most])
    draw_legend(figure, axes_at, panel / (1e3 * reach),
                Legend(f"New bone along the view{scale.in_brackets()}", 0.0, scale.of(most)), COLOURS)
    names = ", ".join(f"{one.group} {_percent(one)} ({one.specimen})" for one in shown)
    caption = f"New bone in defects from above, by one set of rates, most of them assumed; BV/TV: {names}"
    return Drawing("bone-from-above", figure, caption, pd.concat([_numbers(one, scale) for one in shown]))


def write_bone_view(folder: Path, output: Path) -> bool:
    """The figure of the results in `folder` as `output`; False where nothing was scanned.

    Raises InputError if results cannot be read or the file cannot be written.
    """
    ending = output.suffix.lower()
    if ending not in SAVED:
        raise InputError(f"{output}: expected the name of a {', '.join(SAVED)} file")
    drawing = bone_from_above(load(folder))
    if drawing is None:
        return False
    with replacing(output) as temporary:
        drawing.figure.savefig(temporary, dpi=DPI, facecolor="white", metadata=SAVED[ending])
    plt.close(drawing.figure)
    return True


def _draw(axes: Axes, one: Representative, reach: float, most: float) -> None:
    x0, x1, y0, y1 = one.view.extent
    axes.imshow(_image(one.view, most), extent=one.view.extent, origin="lower", interpolation="none")
    _draw_rim(axes, one.view)
    half = reach * np.array((-0.5, 0.5))
    axes.set(xlim=(x0 + x1) / 2 + half, ylim=(y0 + y1) / 2 + half)
    axes.axis("off")
    axes.set_title(one.group, pad=3, loc="center")
    axes.text(0.5, -0.02, f"BV/TV {_percent(one)}", ha="center", va="top", transform=axes.transAxes)


def _draw_rim(axes: Axes, view: FromAbove) -> None:
    """Where the defect ends, smoothed over the steps of voxels."""
    deviation, beyond = 2.0, 8  # pixels
    x, y = _centres(view, beyond)
    inside = gaussian_filter(np.pad(view.is_inside, beyond).astype(float), deviation)
    axes.contour(x, y, inside, levels=[0.5], colors=[INK], linewidths=[0.8])


def _image(view: FromAbove, most: float) -> np.ndarray:
    """Bone in its colours over scaffold, the fainter the thinner it is; RGBA, clear outside of the defect."""
    image = np.ones((*view.bone.shape, 4))
    image[..., :3] = OPEN + view.strut[..., None] * (CERAMIC - OPEN)
    is_bone = view.bone > 0
    image[is_bone] = COLOURS(view.bone[is_bone] / most)
    image[..., 3] = view.is_inside
    return image


def _centres(view: FromAbove, beyond: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Of pixels along x and y (m), and of so many more on each side."""
    x0, x1, y0, y1 = view.extent
    ny, nx = view.bone.shape
    return tuple(start + (end - start) / n * (np.arange(-beyond, n + beyond) + 0.5)
                 for start, end, n in ((x0, x1, nx), (y0, y1, ny)))


def _numbers(one: Representative, scale: Scale) -> pd.DataFrame:
    """The pixels with bone."""
    x, y = _centres(one.view)
    rows, columns = np.nonzero(one.view.bone)
    return pd.DataFrame({"group": one.group, "specimen": one.specimen, "x (mm)": 1e3 * x[columns],
                         "y (mm)": 1e3 * y[rows], f"bone ({scale.symbol})": scale.of(one.view.bone[rows, columns])})


def _percent(one: Representative) -> str:
    return f"{number(100 * one.fraction)} %"
