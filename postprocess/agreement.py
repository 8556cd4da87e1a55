# SPDX-License-Identifier: LGPL-2.1-or-later
"""Predictions against measurements from elsewhere, each with its error bar."""

from pathlib import Path

import pandas as pd

from .calibration_figure import save_png
from .errors import InputError
from .svg import INK, colour, plt

COLUMNS = ("study", "case", "unit", "measured", "measured_sd", "predicted", "predicted_error",
           "calibrated")


def write_agreement(table_path: Path, picture: Path) -> None:
    """Draw a table with COLUMNS, a panel each study; `calibrated` rows are hollow. Raises
    InputError."""
    try:
        table = pd.read_csv(table_path)
    except (OSError, ValueError) as error:
        raise InputError(f"{table_path}: cannot be read; expected a table") from error
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        raise InputError(f"{table_path}: column {missing[0]} is missing")
    studies = list(dict.fromkeys(table["study"]))
    figure, axes = plt.subplots(1, len(studies), figsize=(3.6 * len(studies), 3.2), squeeze=False,
                                constrained_layout=True)
    for axis, study in zip(axes[0], studies):
        rows = table[table["study"] == study].reset_index(drop=True)
        axis.errorbar(rows.index - 0.1, rows["measured"], rows["measured_sd"], fmt="s", ms=5,
                      color=INK, capsize=3, label="measured ± SD")
        for calibrated, part in rows.groupby("calibrated"):
            axis.errorbar(part.index + 0.1, part["predicted"], part["predicted_error"], fmt="o",
                          ms=6, color=colour(1), mfc="white" if calibrated else colour(1),
                          capsize=3, label="calibrated here" if calibrated else "predicted")
        axis.set_xticks(rows.index, rows["case"])
        axis.set(title=study, ylabel=f"Strength ({rows['unit'].iloc[0]})",
                 xlim=(-0.6, len(rows) - 0.4))
        axis.set_ylim(bottom=0)
    axes[0][0].legend()
    save_png(figure, picture)
