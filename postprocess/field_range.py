# SPDX-License-Identifier: LGPL-2.1-or-later
"""The range over which a field is coloured, the same rule in every picture."""

import numpy as np

SEQUENTIAL, DIVERGING = "viridis", "coolwarm"


def range_of(values: np.ndarray) -> tuple[float, float]:
    """From the 1st to the 99th percentile, so that single peaks do not hide the rest; symmetric where
    both signs matter; from zero where one side is small."""
    low, high = map(float, np.percentile(values, [1, 99]))
    if min(-low, high) > 0.1 * max(-low, high):
        return -max(-low, high), max(-low, high)
    low = 0.0 if -0.1 * high <= low < 0.5 * high else low
    high = 0.0 if 0.5 * low < high <= -0.1 * low else high
    return (low, high) if high > low else (low, low + (abs(low) or 1.0))


def colours_of(low: float, high: float) -> str:
    """Matplotlib's name of the colours from `low` to `high`: around zero where they lie on both sides."""
    return DIVERGING if low < 0 < high else SEQUENTIAL
