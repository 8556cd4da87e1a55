# SPDX-License-Identifier: LGPL-2.1-or-later
"""Modulus and strength of one specimen from the curve of a testing machine.

The machine's own compliance is taken off, and the toe at the start of the test, where the platens
settle on the specimen: the steepest straight part of the rise is prolonged to zero stress, and
strain counts from there (as ASTM C1424 and D695 describe it).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from .errors import InputError
from .measured_table import Column, Quantity, read_tables

# What counts as the strength.
FIRST_MAXIMUM, LARGEST_LOAD = "first-maximum", "largest-load"

QUANTITIES = (
    Quantity("strain", ("strain", "dehnung", "stauchung"),
             {"": 1.0, "1": 1.0, "-": 1.0, "%": 1e-2, "mm/mm": 1.0, "m/m": 1.0, "um/m": 1e-6}),
    Quantity("stress", ("stress", "spannung"),
             {"Pa": 1.0, "kPa": 1e3, "MPa": 1e6, "GPa": 1e9, "N/mm2": 1e6, "psi": 6894.757}),
    Quantity("force", ("force", "load", "kraft"),
             {"N": 1.0, "mN": 1e-3, "kN": 1e3, "kgf": 9.80665, "lbf": 4.448222}),
    Quantity("displacement", ("displacement", "extension", "deflection", "deformation", "travel",
                              "stroke", "crosshead", "position", "weg"),
             {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "um": 1e-6, "nm": 1e-9, "in": 25.4e-3}),
)
NEEDED = (("displacement", "force"), ("strain", "stress"))
EXAMPLE = "a header such as Displacement (mm), Force (N) or Strain (%), Stress (MPa)"

FEWEST_POINTS = 10
# Of the strength: width of the windows in which the slope is sought, and where the first begins
# and the last ends.
WINDOW, FIRST, LAST = 0.25, 0.05, 0.95
# Windows beside the steepest one, of a slope this close to it, are the same straight part.
ALIKE = 0.95
# Of the ranks of stress and strain (Spearman) in the straight part; below it is none.
LEAST_CORRELATION = 0.9
# A maximum is the first where the load then falls by this share of it and by this many standard
# deviations of the noise; the start of the toe, below this share of the largest load, has none.
FALL, NOISE, LEAST_MAXIMUM = 0.1, 6.0, 0.02
# A later load that passes the first maximum by this share is a rise worth a word.
RISE = 0.02
# Points that enter the median of all slopes between two.
MOST_POINTS = 200


@dataclass(frozen=True)
class CompressionCurve:
    """One specimen; SI units, compression positive, strain from the end of the toe on."""

    name: str
    strain: np.ndarray
    stress: np.ndarray
    modulus: float
    strength: float
    toe_strain: float
    straight: tuple[float, float]  # stress at both ends of the straight part
    largest: float  # stress, later on: above the strength where the rubble densifies

    @property
    def strain_at_peak(self) -> float:
        return float(self.strain[np.argmax(self.stress == self.strength)])

    @property
    def rises_again(self) -> bool:
        """Whether the load passes its first maximum later on."""
        return self.largest > (1 + RISE) * self.strength


def read_curves(path: Path, area: float, height: float, compliance: float = 0.0,
                strength: str = FIRST_MAXIMUM) -> list[CompressionCurve]:
    """The curves of specimens of `area` (m²) and `height` (m) on a machine of `compliance` (m/N).

    A table holds several where a column names them or where pairs of columns stand side by side.
    Displacement and force are taken before strain and stress where a file has all of them. Raises
    InputError in one line.
    """
    curves = []
    for label, columns in read_tables(path, QUANTITIES, NEEDED, EXAMPLE).items():
        pairs = _pairs(path, columns)
        for index, (across, along) in enumerate(pairs, 1):
            name = f"{path}: {label}" if label else str(path)
            if len(pairs) > 1:
                name += f": {index}"
            strain, stress = across.values, along.values
            if along.quantity.name == "force":
                strain, stress = strain / height, stress / area
            known = np.isfinite(strain) & np.isfinite(stress)
            strain, stress = strain[known], stress[known]
            if len(stress) and -stress.min() > stress.max():  # compression counted negative
                down = strain[np.argmin(stress)] < strain[0]
                stress, strain = -stress, (-strain if down else strain)
            _check_single(name, strain)
            curves.append(evaluate(name, strain - compliance * area / height * stress, stress,
                                   strength))
    return curves


def _pairs(path: Path, columns: list[Column]) -> list[tuple[Column, Column]]:
    """Displacement and force, or strain and stress, of each specimen side by side."""
    for across, along in NEEDED:
        first, second = ([column for column in columns if column.quantity.name == name]
                         for name in (across, along))
        if first and second and len(first) != len(second):
            raise InputError(f"{path}: {len(first)} columns of {across}, {len(second)} of {along}; "
                             "expected one of each, or a pair each specimen")
        if first and second:
            return list(zip(first, second))
    raise InputError(f"{path}: expected {EXAMPLE}")


def _check_single(name: str, strain: np.ndarray) -> None:
    """Refuses specimens below each other; a machine that unloads goes back in many steps."""
    if len(strain) > FEWEST_POINTS and np.diff(strain).min() < -0.5 * np.ptp(strain):
        raise InputError(f"{name}: displacement or strain starts anew; expected one specimen, or a "
                         "column Specimen that names them")


def evaluate(name: str, strain: np.ndarray, stress: np.ndarray,
             strength: str = FIRST_MAXIMUM) -> CompressionCurve:
    """Modulus and strength of a curve in compression, up to its peak.

    The peak is the first maximum, or the largest load, which after a plateau may be that of the
    densified rubble (`strength`: FIRST_MAXIMUM or LARGEST_LOAD).

    The modulus is the median of the slopes between any two points (Theil 1950, Sen 1968,
    10.1080/01621459.1968.10480934) of the steepest straight part. Raises InputError.
    """
    peak = _peak(stress, strength)
    if peak + 1 < FEWEST_POINTS or stress[peak] <= 0:
        raise InputError(f"{name}: {peak + (len(stress) > 0)} points up to the largest load; "
                         f"expected at least {FEWEST_POINTS}")
    _check_direction(name, strain[:peak + 1])
    first, end = _straight_part(name, strain[:peak + 1], stress[:peak + 1])
    x, y = strain[first:end], stress[first:end]
    slope, intercept = _robust_line(x, y)
    if not slope > 0 or stats.spearmanr(x, y)[0] < LEAST_CORRELATION:
        raise InputError(f"{name}: no straight rise of the load; expected a compression test")
    toe = -intercept / slope
    return CompressionCurve(name, strain - toe, stress, float(slope), float(stress[peak]),
                            float(toe), (float(y[0]), float(y[-1])), float(stress.max()))


def _peak(stress: np.ndarray, strength: str) -> int:
    """Index of the maximum that is the strength.

    The first maximum (as ISO 13314 has it for porous metals) is the largest stress before the
    first lasting fall; a single wild point is none.
    """
    if len(stress) < FEWEST_POINTS or strength == LARGEST_LOAD:
        return int(np.argmax(stress)) if len(stress) else 0
    smooth = np.array([np.median(stress[max(i - 2, 0):i + 3]) for i in range(len(stress))])
    noise = NOISE * 1.4826 * np.median(np.abs(stress - smooth))
    highest = np.maximum.accumulate(smooth)
    fallen = (highest - smooth > np.maximum(FALL * highest, noise)) & (
        highest > LEAST_MAXIMUM * smooth.max())
    end = int(np.argmax(fallen)) if fallen.any() else len(stress)
    return int(np.argmax(stress[:end]))


def _robust_line(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept by medians."""
    chosen = np.unique(np.linspace(0, len(x) - 1, MOST_POINTS).round().astype(int))
    return stats.theilslopes(y[chosen], x[chosen])[:2]


def _check_direction(name: str, strain: np.ndarray) -> None:
    """Refuses a test that goes back and forth; single points may, by the noise of a sensor."""
    parts = [part.mean() for part in np.array_split(strain, min(20, len(strain) // 3))]
    steps = np.diff(parts)
    if np.sum(steps <= 0) > 0.1 * len(steps):
        raise InputError(f"{name}: displacement or strain goes back and forth before the largest "
                         "load; expected one that grows")


def _straight_part(name: str, strain: np.ndarray, stress: np.ndarray) -> tuple[int, int]:
    """First and last + 1 of the points around the steepest window of stress."""
    strength = stress[-1]
    starts = np.arange(FIRST, LAST - WINDOW + 1e-9, 0.05)
    windows, slopes = [], []
    for start in starts:
        first = int(np.argmax(stress >= start * strength))
        end = int(np.argmax(stress >= (start + WINDOW) * strength)) + 1
        windows.append((first, end))
        rises = end - first >= 3 and np.ptp(strain[first:end]) > 0
        slopes.append(_robust_line(strain[first:end], stress[first:end])[0] if rises else -np.inf)
    if not max(slopes) > 0:
        raise InputError(f"{name}: no straight rise of the load; expected more points before its "
                         "peak")
    low = high = int(np.argmax(slopes))
    least = ALIKE * slopes[low]
    while low > 0 and slopes[low - 1] >= least:
        low -= 1
    while high + 1 < len(slopes) and slopes[high + 1] >= least:
        high += 1
    return windows[low][0], windows[high][1]
