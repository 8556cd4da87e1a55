# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report's figures. Each returns a Drawing, or None if there is nothing to draw."""

import math
from typing import Optional

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from .figure_files import Drawing
from .results import Results
from .series import MeanSeries, mean_series
from .statistics import summarise
from .svg import COLUMN, INK, WHOLE, colour, dashes, plt, size
from .units import Scale, choose_scale, label, stem_of

PARTS = (("fluid_mol", "in the fluid", "#56b4e9"), ("bound_mol", "bound", "#009e73"),
         ("taken_up_mol", "taken up", "#cc79a7"), ("degraded_mol", "degraded", "#e69f00"),
         ("cleared_mol", "cleared", "#999999"), ("removed_mol", "removed with medium", "#56565e"))


def comparison(results: Results) -> Optional[Drawing]:
    """Modulus, strength and porosity: bar = mean, thick whisker = SD, points = specimens with
    their numerical error."""
    available = results.quantities()
    strength = next((c for c in ("compressive_strength_Pa", "first_crack_stress_Pa")
                     if c in available), None)
    columns = [c for c in ("youngs_modulus_Pa", strength, "porosity") if c in available]
    if not columns:
        return None
    figure, axes = plt.subplots(1, len(columns), figsize=size(COLUMN if len(columns) == 1 else WHOLE, 60),
                                squeeze=False, constrained_layout=True)
    for axis, column in zip(axes[0], columns):
        _bars(axis, results, column)
    names = ", ".join(label(column).lower() for column in columns)
    return Drawing("comparison", figure, f"Bar and strip plots by group: {names}",
                   pd.concat([_of_specimens(results, column) for column in columns]))


def _of_specimens(results: Results, column: str) -> pd.DataFrame:
    scale, error = results.scale(column), results.error_column(column)
    rows = results.specimens[results.specimens[column].notna()]
    return pd.DataFrame({"quantity": label(column), "unit": scale.symbol, "group": rows["group"],
                         "specimen": rows["specimen"], "value": scale.of(rows[column]),
                         "numerical error": scale.of(rows[error]) if error else np.nan})


def _bars(axis: Axes, results: Results, column: str) -> None:
    scale = results.scale(column)
    error_column = results.error_column(column)
    for index, group in enumerate(results.groups):
        rows = results.of_group(group)
        rows = rows[rows[column].notna()]
        if rows.empty:
            continue
        values = scale.of(rows[column].to_numpy(float))
        summary = summarise(values)
        axis.bar(index, summary.mean, width=0.72, color=colour(index), alpha=0.28)
        axis.hlines(summary.mean, index - 0.36, index + 0.36, color=colour(index), lw=1.8)
        if summary.n > 1:
            axis.errorbar(index + 0.27, summary.mean, summary.sd, color=INK, lw=1.4, capsize=3)
        places = index - 0.08 + np.linspace(-0.2, 0.2, len(values)) * (len(values) > 1)
        errors = np.zeros(len(values))
        if error_column:
            errors = np.nan_to_num(scale.of(rows[error_column].to_numpy(float)))
        axis.errorbar(places, values, errors, fmt="o", ms=3.0, color=colour(index), mec=INK,
                      mew=0.5, ecolor=INK, elinewidth=0.7)
    _name_groups(axis, results.groups)
    axis.set_ylim(bottom=0) if axis.get_ylim()[0] >= 0 else None
    axis.set_title(label(column) + scale.in_brackets())


def _name_groups(axis: Axes, groups: list[str]) -> None:
    crowded = len(groups) > 4 or max(map(len, groups)) > 10
    axis.set_xticks(range(len(groups)), groups, rotation=30 if crowded else 0,
                    ha="right" if crowded else "center", rotation_mode="anchor")
    axis.set_xlim(-0.6, len(groups) - 0.4)
    axis.tick_params(axis="x", length=0)


def stress_strain(results: Results) -> Optional[Drawing]:
    """Every specimen's curve, coloured by group, with its peak marked."""
    curves = [(index, specimen, curve) for index, group in enumerate(results.groups)
              for specimen in results.of_group(group)["specimen"]
              if (curve := results.curve(group, specimen)) is not None]
    if not curves:
        return None
    stress = choose_scale("stress_Pa", [curve["stress_Pa"].max() for *_, curve in curves])
    figure, axis = plt.subplots(figsize=size(COLUMN, 60), constrained_layout=True)
    named, numbers = set(), []
    for index, specimen, curve in curves:
        name = None if index in named else results.groups[index]
        named.add(index)
        strain, values = 100 * curve["strain"], stress.of(curve["stress_Pa"])
        axis.plot(strain, values, color=colour(index), ls=dashes(index), lw=1.1, alpha=0.85,
                  label=name)
        peak = int(values.to_numpy().argmax())
        axis.plot(strain.iloc[peak], values.iloc[peak], "o", ms=3.5, color=colour(index))
        numbers.append(pd.DataFrame({"group": results.groups[index], "specimen": specimen,
                                     "strain (%)": strain, f"stress ({stress.symbol})": values}))
    axis.set(xlabel="Apparent strain (%)", ylabel=f"Apparent stress ({stress.symbol})")
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
    axis.legend()
    return Drawing("curves", figure, "Stress against strain of every specimen, by group", pd.concat(numbers))


def factor_series(results: Results, factor: str) -> dict[str, MeanSeries]:
    """Mean series of `factor` by group; groups without it are left out."""
    series = {group: mean_series(results, group, factor) for group in results.groups}
    return {group: mean for group, mean in series.items() if mean is not None}


def balance(results: Results, factor: str) -> Optional[Drawing]:
    """Where the released amount is, one panel a group: stack = means, line = released ± SD."""
    series = factor_series(results, factor)
    if not series:
        return None
    amount = results.scale(f"{factor}_released_mol")
    time = _time_scale(series)
    parts = [part for part in PARTS
             if any(part[0] in s.mean and s.mean[part[0]].abs().max() > 0
                    for s in series.values())]
    across = min(3, len(series))
    down = math.ceil(len(series) / across)
    figure, axes = plt.subplots(down, across, figsize=size(COLUMN if across == 1 else WHOLE, 56 * down),
                                squeeze=False, sharex=True, sharey=True, constrained_layout=True)
    for axis in axes.flat[len(series):]:
        axis.set_visible(False)
    for axis, (group, mean) in zip(axes.flat, series.items()):
        _balance_panel(axis, mean, parts, time, amount)
        axis.set_title(f"{group} (n = {mean.n})")
    axes[0][0].set_ylim(bottom=0)
    if not parts:
        axes[0][0].set_ylim(0, 1)
    for row in axes:
        row[0].set_ylabel(f"{factor} ({amount.symbol})")
    for axis in axes[-1]:
        axis.set_xlabel(f"Time ({time.symbol})")
    handles, names = max((axis.get_legend_handles_labels() for axis in axes.flat),
                         key=lambda legend: len(legend[1]))
    axes[0][-1].legend(handles[::-1], names[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.0))
    columns = ["released_mol"] + [column for column, _, _ in parts]
    return Drawing(f"balance-{_identifier(factor)}", figure,
                   f"Released {factor} in time and where it is, by group",
                   _numbers_in_time(series, time, {column: amount for column in columns}))


def _balance_panel(axis: Axes, mean: MeanSeries, parts: list[tuple[str, str, str]], time: Scale,
                   amount: Scale) -> None:
    hours = time.of(mean.time)
    if parts:
        axis.stackplot(hours, [amount.of(mean.mean[column]) for column, _, _ in parts],
                       labels=[name for _, name, _ in parts], colors=[c for _, _, c in parts],
                       alpha=0.75, lw=0)
    released, sd = amount.of(mean.mean["released_mol"]), amount.of(mean.sd["released_mol"])
    axis.plot(hours, released, color=INK, lw=1.4, label="released")
    if sd.max() > 0:
        for edge in (released - sd, released + sd):
            axis.plot(hours, edge, color=INK, lw=0.7, ls=":")
        axis.lines[-1].set_label("± SD")
    axis.set_xlim(0, hours[-1] if hours[-1] > 0 else 1)


def concentration(results: Results, factor: str) -> Optional[Drawing]:
    """Mean concentration (± SD, and its maximum in space) and the volume above threshold."""
    series = factor_series(results, factor)
    if not series:
        return None
    maxima = [s.mean["concentration_max_mol_per_m3"].max() for s in series.values()]
    scale = choose_scale("concentration_mol_per_m3", maxima)
    time = _time_scale(series)
    threshold = any(s.mean["volume_fraction_above_threshold"].notna().any()
                    for s in series.values())
    figure, axes = plt.subplots(1, 1 + threshold, figsize=size(WHOLE if threshold else COLUMN, 60),
                                squeeze=False, constrained_layout=True)
    for group, mean in series.items():
        index = results.groups.index(group)
        _line(axes[0][0], mean, "concentration_mean_mol_per_m3", time, scale, index, group)
        axes[0][0].plot(time.of(mean.time), scale.of(mean.mean["concentration_max_mol_per_m3"]),
                        color=colour(index), lw=0.8, ls=dashes(index))
        if threshold:
            _line(axes[0][1], mean, "volume_fraction_above_threshold", time, Scale(0.01, "%"),
                  index, group)
    axes[0][0].set(title=f"{factor} concentration ({scale.symbol})\nthick: mean, thin: maximum")
    if threshold:
        axes[0][1].set(title="Pore volume above\nthe threshold (%)")
    for axis in axes[0]:
        axis.set_xlabel(f"Time ({time.symbol})")
        axis.set_xlim(left=0)
        axis.set_ylim(0, max(axis.get_ylim()[1], 1e-3))
    axes[0][0].legend()
    scales = {"concentration_mean_mol_per_m3": scale, "concentration_max_mol_per_m3": scale}
    return Drawing(f"concentration-{_identifier(factor)}", figure,
                   f"{factor} concentration and volume above threshold in time, by group",
                   _numbers_in_time(series, time, scales | (
                       {"volume_fraction_above_threshold": Scale(0.01, "%")} if threshold else {})))


def _numbers_in_time(series: dict[str, MeanSeries], time: Scale, scales: dict[str, Scale]) -> pd.DataFrame:
    """Mean and SD of columns of release.csv, each in its unit."""
    tables = []
    for group, mean in series.items():
        table = {"group": group, f"time ({time.symbol})": time.of(mean.time)}
        for column, scale in scales.items():
            name = stem_of(column).replace("_", " ")
            table[name + scale.in_brackets()] = scale.of(mean.mean[column])
            table[f"{name} SD{scale.in_brackets()}"] = scale.of(mean.sd[column])
        tables.append(pd.DataFrame(table))
    return pd.concat(tables)


def _line(axis: Axes, mean: MeanSeries, column: str, time: Scale, scale: Scale, index: int,
          group: str) -> None:
    hours, value, sd = time.of(mean.time), scale.of(mean.mean[column]), scale.of(mean.sd[column])
    axis.plot(hours, value, color=colour(index), ls=dashes(index), lw=1.8, label=group)
    if sd.max() > 0:
        axis.fill_between(hours, value - sd, value + sd, color=colour(index), alpha=0.22, lw=0)


def _time_scale(series: dict[str, MeanSeries]) -> Scale:
    return choose_scale("time_s", [mean.time[-1] for mean in series.values()])


def _identifier(factor: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in factor)
