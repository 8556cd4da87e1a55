# SPDX-License-Identifier: LGPL-2.1-or-later
"""p values adjusted for their number."""

from typing import Callable, Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's step-down adjustment: bounds the chance of one false finding among all."""
    order = np.argsort(p_values, kind="stable")
    factors = len(p_values) - np.arange(len(p_values))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(np.asarray(p_values)[order] * factors), 1)
    return adjusted.tolist()


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjustment (1995, 10.1111/j.2517-6161.1995.tb02031.x): bounds the
    expected share of false ones among the findings."""
    order = np.argsort(p_values, kind="stable")[::-1]
    factors = len(p_values) / np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.minimum.accumulate(np.asarray(p_values)[order] * factors), 1)
    return adjusted.tolist()


# By the words of Statistics/Correction.
CORRECTIONS: dict[str, Callable[[Sequence[float]], list[float]]] = {
    "none": list, "Holm": holm, "Benjamini-Hochberg": benjamini_hochberg}
