# SPDX-License-Identifier: LGPL-2.1-or-later
"""The volume that points dominate above a reference, and by how much a new point is expected to add.

Goals are to be maximised. What is not dominated is cut into boxes [low, high), by slabs along the last
goal and within each by those before it; with one goal this is the half line above the best. A point y
adds Σ Π_k (min(y_k, high_k) − low_k)⁺ over the boxes. For independent Gaussian goals the mean of each
factor is ψ_k(low_k) − ψ_k(high_k) with ψ_k(a) = E (y_k − a)⁺, so that the expectation is exact: for one
goal it is expected improvement (Jones et al. 1998, 10.1023/A:1008306431147), for more expected
hypervolume improvement (Emmerich et al. 2011, 10.1109/CEC.2011.5949880; Yang et al. 2019,
10.1007/s10898-019-00798-7).
"""

import numpy as np
from scipy.special import ndtr


def non_dominated(goals: np.ndarray) -> np.ndarray:
    """Whether no other row is at least as good in all goals and better in one."""
    as_good = (goals[:, np.newaxis] >= goals).all(axis=2)
    return ~(as_good & ~as_good.T).any(axis=0)


def hypervolume(goals: np.ndarray, reference: np.ndarray) -> float:
    """Of what the rows dominate above `reference`."""
    return sum(float(np.prod(high - low)) for low, high in zip(*_slabs(goals, reference, True)))


def boxes(goals: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Low and high corners, a row each, of boxes that tile what is above `reference` and dominated
    by no row."""
    return _slabs(goals[non_dominated(goals)], reference, False)


def _slabs(goals: np.ndarray, reference: np.ndarray, dominated: bool) -> tuple[np.ndarray, np.ndarray]:
    """Corners of boxes that tile what the rows dominate, or what they do not."""
    goals = goals[(goals > reference).all(axis=1)]
    if goals.shape[1] == 1:
        best = max([reference[0], *goals[:, 0]])
        low, high = (reference[0], best) if dominated else (best, np.inf)
        return np.array([[low]]), np.array([[high]])
    levels = np.concatenate([[reference[-1]], np.unique(goals[:, -1]), [] if dominated else [np.inf]])
    lows, highs = [np.empty((0, goals.shape[1]))], [np.empty((0, goals.shape[1]))]
    for bottom, top in zip(levels, levels[1:]):
        low, high = _slabs(goals[goals[:, -1] >= top, :-1], reference[:-1], dominated)
        lows.append(np.column_stack([low, np.full(len(low), bottom)]))
        highs.append(np.column_stack([high, np.full(len(high), top)]))
    return np.vstack(lows), np.vstack(highs)


def expected_improvement(mean: np.ndarray, sd: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Of the hypervolume by each point with independent goals N(mean, sd²), rows points, columns
    goals; boxes by their corners."""
    product = 1.0
    for k in range(mean.shape[1]):
        levels, place = np.unique(np.concatenate([low[:, k], high[:, k]]), return_inverse=True)
        above = _mean_above(mean[:, [k]], sd[:, [k]], levels)
        product = product * (above[:, place[:len(low)]] - above[:, place[len(low):]])
    return product.sum(axis=1)


def _mean_above(mean: np.ndarray, sd: np.ndarray, level: np.ndarray) -> np.ndarray:
    """ψ(a) = E (y − a)⁺ = (μ − a) Φ(z) + σ φ(z) with z = (μ − a)/σ; 0 at infinity."""
    finite = np.where(np.isfinite(level), level, 0.0)
    z = (mean - finite) / sd
    value = sd * (z * ndtr(z) + np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi))
    return np.where(np.isfinite(level), value, 0.0)
