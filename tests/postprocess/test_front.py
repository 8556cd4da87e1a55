# SPDX-License-Identifier: LGPL-2.1-or-later
"""The front within its error bars, what is computed again, and answers where nothing is feasible."""

import design_toy as toy
import numpy as np
import pandas as pd
import pytest

from postprocess.optimization.confirmation import confirm, refine
from postprocess.optimization.front import dominated_volume, pareto
from postprocess.optimization.model_table import model_table
from postprocess.optimization.nearest_misses import describe, nearest_misses
from postprocess.optimization.problem import Constraint, Goal, Problem, Variable

X = (Variable("x", 0, 1),)
TWO = Problem(X, (Goal("f"), Goal("g", maximise=False)), (Constraint("h", high=1.0),))


def rows(**columns):
    table = pd.DataFrame({"status": "done", **columns})
    return table.assign(x=np.linspace(0, 1, len(table)))


def test_the_front_of_exact_values():
    """3 is worse in both, 4 breaks the constraint, 5 was not computed."""
    table = rows(f=[3.0, 2.0, 1.0, 1.5, 9.0, np.nan], g=[3.0, 2.0, 1.0, 2.5, 0.0, np.nan], h=[0, 0, 1, 0, 2, 0])
    found = pareto(TWO, table)
    assert found.index.tolist() == [0, 1, 2, 3, 4]
    assert found["front"].tolist() == found["contender"].tolist() == [True, True, True, False, False]
    assert found["dominated"].tolist() == [0, 0, 0, 1, 0]
    assert found["feasible"].tolist() == [1, 1, 1, 1, 0]


def test_within_error_a_dominated_point_is_a_contender():
    """1 is behind 0 by one standard error in one goal; 2 by ten."""
    table = rows(f=[2.0, 1.9, 1.0], g=[1.0, 1.0, 1.0], h=[0, 0, 0], f_error=[0.0, 0.1, 0.1])
    found = pareto(TWO, table)
    assert found["front"].tolist() == [True, False, False]
    assert found["contender"].tolist() == [True, True, False]
    assert found.loc[1, "dominated"] == pytest.approx(0.8413, abs=1e-3)


def test_within_error_a_point_outside_is_a_contender():
    table = rows(f=[1.0, 2.0, 3.0], g=[1.0, 1.0, 1.0], h=[0.5, 1.05, 2.0], h_sd=[0.1] * 3, specimens=[4] * 3)
    found = pareto(TWO, table)
    assert found["front"].tolist() == [True, False, False]
    assert found["contender"].tolist() == [True, True, False]
    assert found.loc[1, "feasible"] == pytest.approx(0.1587, abs=1e-3)


def test_equal_points_do_not_dominate_each_other():
    found = pareto(TWO, rows(f=[1.0, 1.0], g=[1.0, 1.0], h=[0, 0]))
    assert found["front"].all() and found["contender"].all()


def test_dear_points_are_compared_with_dear_ones_alone():
    table = rows(f=[9.0, 2.0, 1.0], g=[1.0, 1.0, 2.0], h=[0, 0, 0], fidelity=[0, 1, 1])
    found = pareto(TWO, table)
    assert found.index.tolist() == [1, 2] and found["front"].tolist() == [True, False]


def test_the_volume_between_reference_and_front():
    problem = Problem(X, (Goal("f", reference=0.0), Goal("g", maximise=False, reference=4.0)), TWO.constraints)
    table = rows(f=[3.0, 2.0, 1.0, 9.0], g=[3.0, 2.0, 1.0, 0.0], h=[0, 0, 0, 2])
    assert dominated_volume(problem, table) == pytest.approx(6.0)
    assert dominated_volume(problem, table.assign(h=2.0)) == 0
    assert dominated_volume(problem, table.assign(status="failed")) == 0


def test_what_to_confirm_is_on_the_true_front():
    """Of a table with 10 % scatter, those chosen are nearly not dominated without scatter."""
    table = toy.optimised(1, 32)
    found = confirm(toy.PROBLEM, table, 0, 6)
    assert len(found) == 6 and (found["on_front"].diff().iloc[1:] <= 0).all() and found["on_front"].min() > 0.01
    pd.testing.assert_frame_equal(confirm(toy.PROBLEM, table.sample(frac=1, random_state=1), 0, 6), found)
    exact = toy.compute(pd.concat([found, table])[toy.PROBLEM.names], np.random.default_rng(), scatter=0)
    best = exact[(exact["modulus"] <= 3.1) & (exact["pore"] >= 0.3)]
    for _, row in exact.iloc[:6].iterrows():
        assert row["modulus"] <= 3.1 and row["pore"] > 0.299
        assert not ((best["strength"] > 1.05 * row["strength"]) & (best["exposure"] > 1.05 * row["exposure"])).any()


def test_what_to_refine_is_new_promising_and_spread():
    table = toy.optimised(2, 24).assign(fidelity=0)
    table = pd.concat([table, table.iloc[:2].assign(fidelity=1, strength=lambda t: 1.1 * t["strength"])])
    found = refine(toy.PROBLEM, table, 0, 4)
    unit, dear = toy.PROBLEM.to_unit(found[toy.PROBLEM.names]), toy.PROBLEM.to_unit(table.iloc[:2][toy.PROBLEM.names])
    apart = np.abs(unit[:, np.newaxis] - np.vstack([unit, dear])).max(axis=2)
    assert np.sort(apart, axis=1)[:, 1].min() > 0.02
    assert found["on_front"].mean() > 0.2
    everything = pd.concat([table.iloc[:24], table.iloc[:24].assign(fidelity=1)])
    assert refine(toy.PROBLEM, everything, 0, 4).empty


def test_where_none_is_feasible_the_nearest_misses_are_said():
    problem = Problem(X, (Goal("compressive_strength_Pa"),), (
        Constraint("youngs_modulus_Pa", 0.1e9, 2e9), Constraint("pore_throat_z_m", low=300e-6)))
    table = rows(compressive_strength_Pa=1e6, youngs_modulus_Pa=[2.31e9, 7e9, 1e9], pore_throat_z_m=[3e-4, 4e-4, 2e-4])
    assert [miss.point for miss in nearest_misses(problem, table)] == [0, 2, 1]
    line = describe(problem, table)
    assert line.startswith("none feasible; nearest misses: 0 by 310 MPa (Apparent modulus within 0.100 .. 2.00 GPa); ")
    assert "2 by 100 µm (Pore throat z at least 300 µm)" in line and "\n" not in line
    assert describe(problem, table.assign(youngs_modulus_Pa=1e9)) is None
    assert nearest_misses(problem, table.assign(youngs_modulus_Pa=1e9)) == []


def test_where_all_are_refused_cheaply_the_cheap_quantity_says_by_how_much():
    problem = Problem(X, (Goal("f"),), (Constraint("E", high=1.0), Constraint("pore_throat_z_m", low=300e-6)))
    table = rows(f=np.nan, E=np.nan, pore_throat_z_m=[2e-4, 2.5e-4]).assign(status="infeasible")
    assert describe(problem, table).startswith("none feasible; nearest misses: 1 by 50 µm (")
    bare = table.assign(pore_throat_z_m=np.nan)
    assert describe(problem, bare) == "none feasible; no point has E or pore_throat_z_m"


def test_the_table_of_models_warns_of_what_cannot_be_predicted():
    rng = np.random.default_rng(1)
    table = pd.DataFrame({"x": (np.arange(32) + 0.5) / 32, "status": "done", "h": 0.0})
    table = table.assign(f=np.sin(3 * table["x"]), g=rng.normal(size=32))
    found = model_table(TWO, table)
    assert found.index.tolist() == ["f", "g", "h"] and (found["points"] == 32).all()
    assert found.loc["f", "explained"] > 0.99 and found.loc["f", "warning"] == ""
    assert found.loc["f", "error"] < 0.01
    assert "of the variance" in found.loc["g", "warning"]
    wild = model_table(TWO, table.assign(f=np.sin(40 * table["x"])))
    assert "changes faster than the points can follow along x" in wild.loc["f", "warning"]
