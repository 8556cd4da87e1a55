# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hypervolume, its boxes and its expected improvement, against counting and against integration."""

import numpy as np
import pytest
from scipy import integrate, stats

from postprocess.optimization.hypervolume import boxes, expected_improvement, hypervolume, non_dominated

FRONTS = {1: [[0.4], [0.7]],
          2: [[0.9, 0.2], [0.6, 0.6], [0.1, 0.8], [0.3, 0.3]],
          3: [[0.9, 0.2, 0.4], [0.6, 0.6, 0.5], [0.1, 0.8, 0.7], [0.3, 0.3, 0.3], [0.2, 0.9, 0.1]]}


def test_what_is_not_dominated():
    goals = np.array([[1.0, 3.0], [2.0, 2.0], [1.0, 2.0], [3.0, 1.0], [3.0, 1.0]])
    assert non_dominated(goals).tolist() == [True, True, False, True, True]


def test_the_area_of_a_staircase():
    assert hypervolume(np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0], [-1.0, 9.0]]), np.zeros(2)) == 6.0


@pytest.mark.parametrize("goals", FRONTS)
def test_the_volume_is_the_share_of_dominated_points(goals):
    front = np.array(FRONTS[goals])
    points = stats.qmc.Sobol(goals, seed=1).random(2**16)
    share = (points[:, np.newaxis] <= front).all(axis=2).any(axis=1).mean()
    assert hypervolume(front, np.zeros(goals)) == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize("goals", FRONTS)
def test_boxes_tile_what_is_not_dominated(goals):
    """Every point lies in one box or is dominated, never both."""
    front = np.array(FRONTS[goals])
    points = 1.2 * np.random.default_rng(2).random((5000, goals))
    low, high = boxes(front, np.zeros(goals))
    inside = ((points[:, np.newaxis] >= low) & (points[:, np.newaxis] < high)).all(axis=2).sum(axis=1)
    dominated = (points[:, np.newaxis] <= front).all(axis=2).any(axis=1)
    assert (inside == ~dominated).all()


@pytest.mark.parametrize("goals", FRONTS)
def test_expected_improvement_is_that_of_brute_force(goals):
    """1024 draws a point, each with the volume before and after."""
    front, reference = np.array(FRONTS[goals]), np.zeros(goals)
    rng = np.random.default_rng(3)
    mean, sd = rng.random((3, goals)), 0.05 + 0.3 * rng.random((3, goals))
    exact = expected_improvement(mean, sd, *boxes(front, reference))
    before = hypervolume(front, reference)
    normals = stats.norm.ppf(stats.qmc.Sobol(goals, seed=4).random(1024))
    for row in range(len(mean)):
        gains = [hypervolume(np.vstack([front, draw]), reference) - before for draw in mean[row] + sd[row] * normals]
        assert exact[row] == pytest.approx(np.mean(gains), rel=0.02, abs=2e-4)


def test_one_goal_gives_expected_improvement():
    """E (y − best)⁺ by quadrature."""
    found = expected_improvement(np.array([[1.0]]), np.array([[0.5]]), *boxes(np.array([[1.2], [0.3]]), np.zeros(1)))
    exact, _ = integrate.quad(lambda y: (y - 1.2) * stats.norm.pdf(y, 1.0, 0.5), 1.2, 8)
    assert found[0] == pytest.approx(exact, rel=1e-8)


def test_without_a_front_all_above_the_reference_counts():
    low, high = boxes(np.empty((0, 2)), np.array([-1.0, -2.0]))
    assert low.tolist() == [[-1.0, -2.0]] and np.isinf(high).all()
