# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measured against predicted, specimen by specimen (Bland & Altman 1986, 10.1016/S0140-6736(86)90837-8)."""

from dataclasses import dataclass
from typing import Optional

import numpy as np
import pandas as pd
from scipy import stats

from .figure_files import Drawing
from .results import Results
from .svg import COLUMN, INK, WHOLE, colour, plt, size
from .units import label

COLUMNS = ("youngs_modulus_Pa", "compressive_strength_Pa", "porosity")


@dataclass(frozen=True)
class Agreement:
    """Differences in parts of each pair's mean: their mean with its 95 % interval, and the limits
    within which 95 % of them lie."""

    means: np.ndarray
    differences: np.ndarray
    bias: float
    interval: tuple[float, float]
    limits: tuple[float, float]


def agreement(predicted: np.ndarray, measured: np.ndarray) -> Agreement:
    """Of at least three pairs of positive values."""
    means = (predicted + measured) / 2
    differences = (measured - predicted) / means
    bias, sd, n = float(differences.mean()), float(differences.std(ddof=1)), len(means)
    half = stats.t.ppf(0.975, n - 1) * sd / np.sqrt(n)
    return Agreement(means, differences, bias, (bias - half, bias + half),
                     (bias - 1.96 * sd, bias + 1.96 * sd))


def pairs_of(results: Results, group: str, column: str) -> Optional[Agreement]:
    """Of a measured group with the computed specimens of its names; None below three."""
    if column not in results.specimens:
        return None
    measured = results.of_group(group).set_index("specimen")[column].dropna()
    computed = results.specimens[~results.specimens["group"].isin(results.measured)]
    predicted = computed.drop_duplicates("specimen").set_index("specimen")[column].dropna()
    both = measured.index.intersection(predicted.index)
    if len(both) < 3:
        return None
    return agreement(predicted[both].to_numpy(float), measured[both].to_numpy(float))


def bland_altman(results: Results) -> Optional[Drawing]:
    """A panel each quantity and measured group that has pairs; None without any."""
    panels = [(group, column, found) for group in results.measured for column in COLUMNS
              if (found := pairs_of(results, group, column))]
    if not panels:
        return None
    figure, axes = plt.subplots(1, len(panels), squeeze=False, constrained_layout=True,
                                figsize=size(COLUMN if len(panels) == 1 else WHOLE, 60))
    for axis, (group, column, found) in zip(axes[0], panels):
        scale, shade = results.scale(column), colour(results.groups.index(group))
        axis.axhspan(*(100 * end for end in found.interval), color=shade, alpha=0.18, lw=0)
        axis.axhline(100 * found.bias, color=shade, lw=1.6)
        for limit in found.limits:
            axis.axhline(100 * limit, color=shade, lw=1, ls=(0, (5, 2)))
        axis.axhline(0, color=INK, lw=0.6)
        axis.plot(scale.of(found.means), 100 * found.differences, "o", ms=4, color=shade, mec=INK, mew=0.5)
        axis.set_title(f"{label(column)}: {group}\n(measured − predicted) / mean (%)")
        axis.set_xlabel(f"Mean of both{scale.in_brackets()}")
    return Drawing("agreement", figure, "Bland–Altman: " + "; ".join(
        f"{label(column)} of {group} differs by {100 * found.bias:.1f} %" for group, column, found in panels),
        pd.concat([_numbers(results, *panel) for panel in panels]))


def _numbers(results: Results, group: str, column: str, found: Agreement) -> pd.DataFrame:
    scale = results.scale(column)
    return pd.DataFrame({"group": group, "quantity": label(column), "unit": scale.symbol,
                         "mean of both": scale.of(found.means), "difference (%)": 100 * found.differences})
