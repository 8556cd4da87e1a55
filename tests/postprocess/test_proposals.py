# SPDX-License-Identifier: LGPL-2.1-or-later
"""Proposals on an analytic scaffold: what they gain, and that they follow from seed and points alone."""

import design_toy as toy
import numpy as np
import pandas as pd
import pytest

from postprocess.errors import InputError
from postprocess.optimization.front import dominated_volume
from postprocess.optimization.problem import Constraint, Goal, Problem, Variable
from postprocess.optimization.proposals import propose
from postprocess.optimization.start import start_count

LINE = Problem((Variable("x", 0, 1),), (Goal("f"),))
PLANE = Problem((Variable("x", 0, 1), Variable("y", 0, 1)), (Goal("f"),))


@pytest.fixture(scope="module")
def table():
    """Of the toy after its start design."""
    return toy.optimised(0, start_count(toy.PROBLEM))


def follow(problem, function, budget, seed=0, batch=2):
    """The table after `budget` points; `function` gives columns of a table of designs."""
    found = pd.DataFrame(columns=[*problem.names, "status"])
    while len(found) < budget:
        new = propose(problem, found, seed, batch)
        new = new.assign(**{"status": "done", **function(new)})
        found = pd.concat([found, new], ignore_index=True) if len(found) else new
    return found


def test_32_evaluations_dominate_1_6_times_what_a_sobol_design_does():
    """Mean of 5 seeds."""
    found = [dominated_volume(toy.PROBLEM, toy.optimised(seed, 32)) for seed in range(5)]
    spread = [dominated_volume(toy.PROBLEM, toy.spread_out(seed, 32)) for seed in range(5)]
    print(f"hypervolume {np.mean(found):.1f}, by Sobol' designs {np.mean(spread):.1f}")
    assert np.mean(found) > 1.6 * np.mean(spread)


def test_proposals_follow_from_seed_and_points_in_any_order(table):
    first = propose(toy.PROBLEM, table, 7, 4)
    shuffled = table.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(propose(toy.PROBLEM, table, 7, 4), first, check_exact=True)
    pd.testing.assert_frame_equal(propose(toy.PROBLEM, shuffled, 7, 4), first, check_exact=True)


def test_the_start_design_goes_on_where_it_stopped():
    whole = propose(toy.PROBLEM, toy.empty(), 5, 16)
    half = whole.iloc[:6].assign(status="killed")
    pd.testing.assert_frame_equal(propose(toy.PROBLEM, half, 5, 10), whole.iloc[6:].reset_index(drop=True))
    assert not whole.equals(propose(toy.PROBLEM, toy.empty(), 6, 16))


def test_pending_points_are_not_proposed_again_nor_crowded(table):
    first = propose(toy.PROBLEM, table, 7, 4)
    later = propose(toy.PROBLEM, pd.concat([table, first.assign(status="pending")]), 7, 4)
    both = toy.PROBLEM.to_unit(pd.concat([first, later])[toy.PROBLEM.names])
    apart = np.abs(both[:, np.newaxis] - both).max(axis=2)[~np.eye(8, dtype=bool)]
    assert apart.min() > 0.01


def test_one_goal_is_maximised_or_minimised():
    """The maximum of a hill at (0.3, 0.7) and the minimum of the same, within 16 points."""
    def hill(new):
        return {"f": np.exp(-8 * ((new["x"] - 0.3)**2 + (new["y"] - 0.7)**2))}

    assert follow(PLANE, hill, 16)["f"].max() > 0.99
    down = Problem(PLANE.variables, (Goal("f", maximise=False),))
    assert follow(down, lambda new: {"f": -hill(new)["f"]}, 16)["f"].min() < -0.99


def test_three_goals_spread_over_their_front():
    """Distances to three corners: each becomes small, and so does their sum, which is 1 + √3/2 at
    Fermat's point."""
    corners = {"f": (0, 0), "g": (1, 0), "h": (0.5, 1)}
    problem = Problem(PLANE.variables, tuple(Goal(name, maximise=False) for name in corners))
    found = follow(problem, lambda new: {name: np.hypot(new["x"] - x, new["y"] - y)
                                         for name, (x, y) in corners.items()}, 24, batch=4)
    assert found[["f", "g", "h"]].min().max() < 0.1
    assert found[["f", "g", "h"]].sum(axis=1).min() < 1.9


def test_constraints_are_kept_in_the_end():
    """x + y grows towards (1, 1), but x² + y² ≤ 1 ends at √2."""
    problem = Problem(PLANE.variables, PLANE.goals, (Constraint("r2", high=1.0),))
    found = follow(problem, lambda new: {"f": new["x"] + new["y"], "r2": new["x"]**2 + new["y"]**2}, 20)
    assert found["f"][found["r2"] <= 1].max() == pytest.approx(np.sqrt(2), abs=0.02)
    assert (found["r2"].iloc[-8:] < 1.1).mean() > 0.7


def test_what_is_refused_without_a_number_is_avoided():
    """The function grows towards a region that is refused: its border is found. A failure
    teaches as much."""
    def refusing(new):
        return {"status": np.where(new["x"] > 0.6, "infeasible", "done"),
                "f": np.where(new["x"] > 0.6, np.nan, new["x"] + 0.1 * new["y"])}

    found = follow(PLANE, refusing, 24)
    assert found["f"].max() == pytest.approx(0.7, abs=0.02)
    failed = follow(PLANE, lambda new: {key: np.where(value == "infeasible", "failed", value) if key == "status"
                                        else value for key, value in refusing(new).items()}, 24)
    assert failed.equals(found.replace("infeasible", "failed"))


def test_a_refusal_by_a_cheap_quantity_teaches_that_quantity():
    """Rows with the cheap column alone: the dear goal is known where that allows it."""
    problem = Problem(PLANE.variables, PLANE.goals, (Constraint("throat", low=0.5),))

    def cheap_first(new):
        allowed = new["y"] >= 0.5
        return {"throat": new["y"], "status": np.where(allowed, "done", "infeasible"),
                "f": np.where(allowed, new["x"] - new["y"], np.nan)}

    found = follow(problem, cheap_first, 20)
    assert found["f"].max() > 0.45
    assert (found["status"].iloc[-8:] == "done").mean() >= 0.5


def test_killed_points_teach_nothing_and_do_not_come_again(table):
    killed = propose(toy.PROBLEM, table, 7, 1).assign(status="killed")
    after = propose(toy.PROBLEM, pd.concat([table, killed]), 7, 1)
    assert np.abs(toy.PROBLEM.to_unit(after) - toy.PROBLEM.to_unit(killed[toy.PROBLEM.names])).max() > 1e-3


def test_steps_choices_and_logarithms_give_values_that_exist_until_none_is_left():
    problem = Problem((Variable("n", 1, 5, step=2), Variable("w", choices=(0.0, 1.0), words=True),
                       Variable("c", choices=(1.0, 10.0, 1000.0))), (Goal("f"),))
    found = follow(problem, lambda new: {"f": new["n"] * new["w"] + new["c"]}, 18, batch=6)
    assert not found.duplicated(problem.names).any()
    assert {name: set(found[name]) for name in problem.names} == {"n": {1, 3, 5}, "w": {0, 1}, "c": {1, 10, 1000}}
    assert propose(problem, found, 0, 2).empty
    decades = Problem((Variable("m", 1e2, 1e6, log=True),), (Goal("f"),))
    start = np.sort(np.log10(propose(decades, pd.DataFrame(columns=["m", "status"]), 0, 4)["m"]))
    assert ((start > [2, 3, 4, 5]) & (start < [3, 4, 5, 6])).all()


def test_points_of_a_wider_range_still_count(table):
    narrow = Problem((Variable("strand", 0.3, 0.5), *toy.PROBLEM.variables[1:]), toy.PROBLEM.goals,
                     toy.PROBLEM.constraints)
    new = propose(narrow, table, 7, 4)
    assert new["strand"].between(0.3, 0.5).all()


@pytest.mark.parametrize("change, message", [
    (lambda t: t.drop(columns="gap"), "points: column gap is missing"),
    (lambda t: t.drop(columns="strength"), "points: column strength is missing"),
    (lambda t: t.assign(status="lost"), "points: status lost; expected done, infeasible"),
    (lambda t: t.assign(strength="high"), "points: strength: high; expected a number"),
    (lambda t: t.assign(gap=np.nan), "points: gap: nan; expected a number"),
    (lambda t: t.assign(fidelity=3), "points: fidelity; expected 0 or 1")])
def test_a_wrong_table_is_one_line(table, change, message):
    with pytest.raises(InputError) as error:
        propose(toy.PROBLEM, change(table), 0, 1)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("make, message", [
    (lambda: Variable("d", 2, 1), "d: 2 .. 1; expected a range that rises"),
    (lambda: Variable("d", 0, 1, log=True), "d: log; expected a range above 0 without steps"),
    (lambda: Variable("d", 0, 1, step=3), "d: step 3; expected one that fits into the range"),
    (lambda: Variable("d", choices=(2, 1)), "d: choices (2, 1); expected rising numbers"),
    (lambda: Constraint("E", 2, 1), "E: within 2 .. 1; expected a range that rises"),
    (lambda: Problem((), (Goal("f"),)), "no variables; expected at least one"),
    (lambda: propose(Problem(LINE.variables, ()), toy.empty(), 0, 1), "0 goals; expected 1 to 3"),
    (lambda: Problem(LINE.variables * 2, LINE.goals), "x: named twice")])
def test_a_wrong_problem_is_one_line(make, message):
    with pytest.raises(InputError) as error:
        make()
    assert str(error.value) == message
