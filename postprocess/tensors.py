# SPDX-License-Identifier: LGPL-2.1-or-later
"""Stiffness and diffusivity tensors from results.json, averaged by group."""

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .results import Results
from .units import Scale, choose_scale

TENSORS = (("mechanics", "stiffness_Pa", "Stiffness, Voigt order xx yy zz yz xz xy", 6),
           ("transport", "effective_diffusivity_m2_per_s", "Effective diffusivity", 3),
           ("transport", "relative_diffusivity", "Relative diffusivity", 3))


@dataclass(frozen=True)
class GroupTensor:
    """The mean over a group's specimens, in the unit `scale`."""

    title: str
    group: str
    n: int
    scale: Scale
    values: np.ndarray


def group_tensors(results: Results) -> list[GroupTensor]:
    """Every tensor that a study asked for, each group's mean."""
    found = []
    for section, key, title, size in TENSORS:
        for group in results.groups:
            members = [entry for entry in results.nested if entry.get("group") == group]
            tensors = [_matrix((entry.get(section) or {}).get(key), size) for entry in members]
            tensors = [tensor for tensor in tensors if tensor is not None]
            if tensors:
                mean = np.mean(tensors, axis=0)
                scale = choose_scale(key, mean.ravel())
                found.append(GroupTensor(title, group, len(tensors), scale, scale.of(mean)))
    return found


def _matrix(value: Any, size: int) -> Optional[np.ndarray]:
    """`value` as a size × size array; None if absent or incomplete."""
    try:
        matrix = np.array(value, dtype=float)
    except (TypeError, ValueError):
        return None
    return matrix if matrix.shape == (size, size) and np.isfinite(matrix).all() else None
