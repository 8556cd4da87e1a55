# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sobol' indices against exact ones."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from postprocess.optimization.problem import Goal, Problem, Variable
from postprocess.optimization.sensitivity import sobol_indices


def table_of(problem, function, count):
    values = problem.from_unit(qmc.Sobol(len(problem.variables), seed=1).random(count))
    return pd.DataFrame(values, columns=problem.names).assign(status="done", f=function(*values.T))


def test_the_indices_of_ishigamis_function():
    """Ishigami & Homma 1990, 10.1109/ISUMA.1990.151285, a = 7, b = 0.1: exact by its variances."""
    problem = Problem(tuple(Variable(name, -np.pi, np.pi) for name in "abc"), (Goal("f"),))
    table = table_of(problem, lambda a, b, c: np.sin(a) + 7 * np.sin(b)**2 + 0.1 * c**4 * np.sin(a), 256)
    found = sobol_indices(problem, table, "f", seed=0)
    first, second, together = 0.5 * (1 + 0.1 * np.pi**4 / 5)**2, 49 / 8, 0.01 * np.pi**8 * 8 / 225
    variance = first + second + together
    assert found["first"].to_numpy() == pytest.approx(np.array([first, second, 0]) / variance, abs=0.03)
    assert found["total"].to_numpy() == pytest.approx(
        np.array([first + together, second, together]) / variance, abs=0.05)


def test_the_indices_of_a_sum_and_their_intervals():
    """f = a + 2 b + 0 c with noise: 1/5, 4/5, 0, without interactions."""
    problem = Problem(tuple(Variable(name, 0, 1) for name in "abc"), (Goal("f"),))
    noise = 0.2 * np.random.default_rng(2).normal(size=64)
    found = sobol_indices(problem, table_of(problem, lambda a, b, c: a + 2 * b + noise, 64), "f", seed=0)
    for order in ("first", "total"):
        assert found[order].to_numpy() == pytest.approx([0.2, 0.8, 0.0], abs=0.06)
        assert (found[f"{order}_low"] <= found[order]).all() and (found[order] <= found[f"{order}_high"]).all()
        assert (found[f"{order}_low"] < [0.2, 0.8, 0.01]).all() and (found[f"{order}_high"] > [0.2, 0.8, 0]).all()
    few = sobol_indices(problem, table_of(problem, lambda a, b, c: a + 2 * b + noise[:8], 8), "f", seed=0)
    width = (few["total_high"] - few["total_low"]).max()
    assert width > 2 * (found["total_high"] - found["total_low"]).max()


def test_ranges_on_a_logarithmic_scale_count_as_such():
    """f = ln(a) + ln(b) over two and four decades: 1/5 and 4/5."""
    problem = Problem((Variable("a", 1, 1e2, log=True), Variable("b", 1, 1e4, log=True)), (Goal("f"),))
    found = sobol_indices(problem, table_of(problem, lambda a, b: np.log(a) + np.log(b), 32), "f", seed=0)
    assert found["first"].to_numpy() == pytest.approx([0.2, 0.8], abs=0.02)


def test_what_does_not_vary_depends_on_nothing():
    problem = Problem((Variable("a", 0, 1),), (Goal("f"),))
    assert sobol_indices(problem, table_of(problem, lambda a: 0 * a + 2, 8), "f", seed=0) is None
    assert sobol_indices(problem, table_of(problem, lambda a: a, 2), "f", seed=0) is None
