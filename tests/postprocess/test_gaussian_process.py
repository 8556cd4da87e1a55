# SPDX-License-Identifier: LGPL-2.1-or-later
"""Models of quantities: error bars, left-out rows, noise, logarithms, two fidelities, words."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc
from sklearn.gaussian_process import GaussianProcessRegressor

from postprocess.optimization.gaussian_process import fit
from postprocess.optimization.kernels import of_two_fidelities
from postprocess.optimization.points import read_points
from postprocess.optimization.problem import Goal, Problem, Variable

PROBLEM = Problem((Variable("a", 0, 1), Variable("b", 0, 1)), (Goal("f"),))


def spread(count, seed=1):
    return pd.DataFrame(qmc.Sobol(2, seed=seed).random(count), columns=["a", "b"]).assign(status="done")


def smooth(table):
    return 5 + np.sin(4 * table["a"]) + table["b"] ** 2


def model(table, problem=PROBLEM):
    return fit(problem, read_points(problem, table), "f")


def test_a_smooth_function_is_found_from_few_points():
    table, new = spread(32), spread(64, seed=2)
    found = model(table.assign(f=smooth)).predict_quantity(new[["a", "b"]].to_numpy())
    assert np.abs(found[:, 0] - smooth(new)).max() < 0.02


def test_left_out_rows_are_those_of_explicit_refits():
    """Hyperparameters held, with noise that differs from row to row."""
    table = spread(16).assign(f=smooth, f_error=np.linspace(0.01, 0.3, 16))
    found = model(table)
    r, left_out = found.regressor, found.leave_one_out()
    for row in range(16):
        others = np.arange(16) != row
        again = GaussianProcessRegressor(r.kernel_, alpha=r.alpha[others], optimizer=None)
        again.fit(r.X_train_[others], r.y_train_[others])
        mean, sd = again.predict(r.X_train_[[row]], return_std=True)
        assert found.scale.from_model(mean[0]) == pytest.approx(left_out.predicted[row], rel=1e-6)
        assert (r.y_train_[row] - mean[0]) / np.hypot(sd[0], np.sqrt(r.alpha[row])) == pytest.approx(
            left_out.score[row], rel=1e-6)


def test_error_bars_hold_what_is_left_out():
    table = spread(64)
    noise = 0.1 * np.random.default_rng(1).normal(size=64)
    left_out = model(table.assign(f=smooth(table) + noise)).leave_one_out()
    assert 0.8 < left_out.root_mean_square_score < 1.25
    assert left_out.explained > 0.9


def test_a_row_with_a_wide_error_bar_has_little_weight():
    """One row is wrong by 5: with an error bar of 5 it hardly moves the model, without it does."""
    table = spread(16).assign(f=smooth, f_error=0.0)
    true = table["f"].iloc[7]
    table.loc[7, "f"] += 5
    place = table.loc[[7], ["a", "b"]].to_numpy()
    deceived = model(table).predict_quantity(place)[0, 0]
    table.loc[7, "f_error"] = 5.0
    warned = model(table).predict_quantity(place)[0, 0]
    assert abs(warned - true) < 0.3 < abs(deceived - true)


def test_noise_of_a_mean_is_that_of_its_specimens():
    """SD²/n + error², with SD² drawn to that of all rows, relative for logarithms."""
    table = spread(2).assign(f=[10.0, 20.0], f_sd=[1.0, 3.0], f_error=[0.1, 0.2], specimens=[2, 5])
    points = read_points(PROBLEM, table)
    shared = (1 * 1.0 + 4 * 9.0) / 5
    expected = {10.0: (4 * shared + 1 * 1.0) / 5 / 2 + 0.01, 20.0: (4 * shared + 4 * 9.0) / 8 / 5 + 0.04}
    found = dict(zip(points.numbers("f"), points.variances("f", relative=False)))
    assert found == pytest.approx(expected)
    shared = (1 * 0.01 + 4 * 0.0225) / 5
    found = dict(zip(points.numbers("f"), points.variances("f", relative=True)))
    assert found[10.0] == pytest.approx((4 * shared + 0.01) / 5 / 2 + 1e-4)


def test_one_specimen_without_error_leaves_the_noise_to_the_model():
    table = spread(64)
    table = table.assign(f=smooth(table) + 0.2 * np.random.default_rng(3).normal(size=64))
    found = model(table)
    noise = np.sqrt(found.regressor.alpha[0]) * found.scale.spread
    assert noise == pytest.approx(0.2, rel=0.25)


def test_positive_quantities_over_decades_are_modelled_by_logarithms():
    table, new = spread(32), spread(64, seed=2)
    found = model(table.assign(f=lambda t: 1e9 * np.exp(6 * t["a"] - 3 * t["b"])))
    assert found.scale.log
    predicted = found.predict_quantity(new[["a", "b"]].to_numpy())
    assert np.abs(predicted[:, 0] / (1e9 * np.exp(6 * new["a"] - 3 * new["b"])) - 1).max() < 0.02
    assert (predicted[:, 1] > 0).all()
    assert not model(table.assign(f=smooth)).scale.log


def test_a_believed_row_takes_the_doubt_away_and_leaves_the_mean():
    found, place = model(spread(8).assign(f=smooth)), np.array([[0.9, 0.1]])
    mean, sd = found.predict(place)
    after, left = found.believing(place).predict(place)
    assert after == pytest.approx(mean, abs=1e-6)
    assert left[0] < 0.1 * sd[0]


def test_a_known_bias_between_fidelities_is_found():
    """high = 1.2 low + 0.5 + 0.1 a, from 32 cheap rows and 8 dear ones, far more exact than 8 alone."""
    def biased(table):
        return 1.2 * smooth(table) + 0.5 + 0.1 * table["a"]

    dear = spread(8, seed=5).assign(fidelity=1, f=biased)
    table = pd.concat([spread(32).assign(fidelity=0, f=smooth), dear], ignore_index=True)
    new = spread(64, seed=2)
    expected = biased(new)
    place = new[["a", "b"]].to_numpy()
    found = model(table).predict_quantity(place, level=3)
    error = np.abs(found[:, 0] - expected)
    alone = np.abs(model(dear).predict_quantity(place)[:, 0] - expected)
    assert error.max() < 0.05 < alone.max()
    assert ((found[:, 1] < expected) & (expected < found[:, 2])).mean() > 0.95
    rho = next(v for n, v in model(table).regressor.kernel_.get_params().items() if n.endswith("__rho"))
    assert rho == pytest.approx(1.2, abs=0.1)


def test_gradients_of_the_kernel_are_differences():
    kernel, rng = of_two_fidelities(2), np.random.default_rng(6)
    x = np.column_stack([rng.random((5, 2)), [0, 0, 1, 1, 0]])
    kernel = kernel.clone_with_theta(kernel.theta + 0.3 * rng.normal(size=len(kernel.theta)))
    _, gradient = kernel(x, eval_gradient=True)
    for k in range(len(kernel.theta)):
        step = 1e-6 * (np.arange(len(kernel.theta)) == k)
        rise = kernel.clone_with_theta(kernel.theta + step)(x) - kernel.clone_with_theta(kernel.theta - step)(x)
        assert gradient[:, :, k] == pytest.approx(rise / 2e-6, abs=1e-6)


def test_words_are_all_equally_far_apart():
    """The middle word differs from both others, which agree."""
    problem = Problem((Variable("a", 0, 1), Variable("lattice", choices=(0, 1, 2), words=True)), (Goal("f"),))
    features = problem.features(problem.to_unit([[0.5, 0], [0.5, 1], [0.5, 2]]))
    distances = np.linalg.norm(features[:, np.newaxis] - features, axis=2)
    assert distances[~np.eye(3, dtype=bool)] == pytest.approx(1.0)
    table = pd.DataFrame({"a": spread(32)["a"], "lattice": np.arange(32) % 3, "status": "done"})
    table["f"] = table["a"] + 5 * (table["lattice"] == 1)
    found = model(table, problem).predict_quantity(problem.to_unit([[0.3, 0], [0.3, 1], [0.3, 2]]))[:, 0]
    assert found == pytest.approx([0.3, 5.3, 0.3], abs=0.05)


@pytest.mark.parametrize("values", [[2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 0.0, 0.0]])
def test_a_constant_is_predicted(values):
    found = model(spread(4).assign(f=values))
    assert found.predict_quantity(np.array([[0.5, 0.5]]))[0, 0] == pytest.approx(values[0], abs=1e-6)


def test_too_few_values_give_no_model():
    assert model(spread(4).assign(f=[1.0, 2.0, np.nan, np.nan])) is None
