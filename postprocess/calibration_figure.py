# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measured curves and the calibrated model in one picture."""

from pathlib import Path
from typing import Optional, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from .compression_curve import CompressionCurve
from .files import replacing
from .material_fit import Measured
from .release_curve import ReleaseCurve
from .release_fit import Release
from .svg import INK, colour, plt
from .units import DAY, Scale, choose_scale


def write_curves(path: Path, curves: Sequence[CompressionCurve], strength: Measured,
                 predicted: Optional[pd.DataFrame]) -> None:
    """Stress against strain of every specimen without its toe, and the calibrated prediction
    (strain, stress_Pa); band: 95 % interval of the mean strength. Raises InputError."""
    figure, axis = plt.subplots(figsize=(5.4, 3.4), constrained_layout=True)
    scale = choose_scale("stress_Pa", [curve.strength for curve in curves])
    for index, curve in enumerate(curves):
        axis.plot(100 * curve.strain, scale.of(curve.stress), color=colour(0), lw=0.9, alpha=0.7,
                  label=None if index else f"measured (n = {len(curves)})")
    if strength.half is not None:
        axis.axhspan(scale.of(strength.mean - strength.half),
                     scale.of(strength.mean + strength.half), color=colour(0), alpha=0.12, lw=0)
    if predicted is not None:
        axis.plot(100 * predicted["strain"], scale.of(predicted["stress_Pa"]), color=colour(1),
                  lw=1.8, ls=(0, (5, 2)), label="calibrated prediction")
    right = 1.6 * max(curve.strain_at_peak for curve in curves)
    left = min(-0.02 * right, *(curve.strain[0] for curve in curves))
    axis.set(xlabel="Apparent strain (%)", ylabel=f"Apparent stress ({scale.symbol})",
             xlim=(100 * left, 100 * right))
    axis.set_ylim(bottom=0)
    axis.axvline(0, color=INK, lw=0.5)
    axis.legend()
    save_png(figure, path)


def write_release(path: Path, curves: Sequence[ReleaseCurve], release: Release) -> None:
    """Released until each time: replicates as points, the fit as a line. Raises InputError."""
    figure, axis = plt.subplots(figsize=(5.4, 3.4), constrained_layout=True)
    end = max(curve.time.max() for curve in curves)
    time = choose_scale("time_s", [end])
    largest = max(curve.released.max() for curve in curves)
    shares = curves[0].kind == "share"
    scale = Scale(0.01, "%") if shares else choose_scale("released_mol", [largest])
    for index, curve in enumerate(curves):
        axis.plot(time.of(curve.time), scale.of(curve.released), "o", ms=4, color=colour(0),
                  mec=INK, mew=0.5, label=None if index else f"measured (n = {len(curves)})")
    fine = np.linspace(0, end, 400)
    axis.plot(time.of(fine), scale.of(release.released(fine)), color=colour(1), lw=1.8,
              label=f"fitted: {release.law.name}")
    axis.set(xlabel=f"Time ({time.symbol})", ylabel=f"Released ({scale.symbol})")
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.legend()
    save_png(figure, path)


def write_bone(path: Path, table: pd.DataFrame, histories: dict[str, pd.DataFrame]) -> None:
    """Bone in the defect by the week: measured means with their SD (filled where they were fitted to), and
    the model's scans. Columns as in measured.csv. Raises InputError."""
    figure, axis = plt.subplots(figsize=(5.4, 3.4), constrained_layout=True)
    week = 7 * DAY
    for index, (group, history) in enumerate(histories.items()):
        rows = table[table["group"] == group]
        is_fitted = rows["use"].iloc[0] == "fitted"
        axis.plot(history["time_s"] / week, 100 * history["scanned_bone_fraction"], color=colour(index), lw=1.8,
                  ls="-" if is_fitted else (0, (5, 2)), label=f"{group}: {rows['use'].iloc[0]}")
        axis.errorbar(rows["time_s"] / week, 100 * rows["measured"], 100 * rows["measured_sd"], fmt="o", ms=5,
                      color=colour(index), mfc=colour(index) if is_fitted else "white", capsize=3)
    axis.set(xlabel="Time (weeks)", ylabel="BV/TV (%)")
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.legend()
    save_png(figure, path)


def save_png(figure: Figure, path: Path) -> None:
    """Write `figure` on white under a temporary name, rename it to `path`, close it."""
    try:
        with replacing(path) as temporary:
            figure.savefig(temporary, dpi=160, facecolor="white")
    finally:
        plt.close(figure)
