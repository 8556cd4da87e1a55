# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Gaussian process for each quantity, from rows with known noise.

Rasmussen & Williams 2006, Gaussian Processes for Machine Learning; the equations named are theirs.
A model lives in its own scale: the logarithm of quantities that are positive and spread, with mean 0
and variance 1. Hyperparameters maximise likelihood times prior.
"""

import warnings
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
from scipy import linalg, optimize
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import WhiteKernel

from .kernels import of_one_fidelity, of_two_fidelities
from .points import Points
from .problem import Problem

FEWEST = 3
# Largest over smallest value from which on a positive quantity is modelled by its logarithm.
SPREAD = 2.0
# SD of the logarithms of hyperparameters about their first values.
PRIOR_SD = {"length_scale": np.sqrt(3.0), "constant_value": 1.0, "noise_level": 2.0, "rho": 0.5}
# Variance that the rows do not have in common beyond their known noise.
NUGGET, NUGGETS = 1e-3, (1e-7, 1.0)
# Variances added so that factorisations hold, of the rows' and of draws.
JITTER, DRAW_JITTER = 1e-10, 1e-7


@dataclass(frozen=True)
class Scale:
    """Between a quantity and its model."""

    log: bool
    centre: float
    spread: float

    def to_model(self, values: np.ndarray) -> np.ndarray:
        """−inf for values at or below 0 on a logarithmic scale."""
        values = np.asarray(values, float)
        if self.log:
            values = np.log(values, where=values > 0, out=np.full(values.shape, -np.inf))
        return (values - self.centre) / self.spread

    def from_model(self, values: np.ndarray) -> np.ndarray:
        values = self.centre + self.spread * np.asarray(values)
        return np.exp(values) if self.log else values


@dataclass(frozen=True)
class LeaveOneOut:
    """Each row as the others predict it, in the quantity's units, with the standard score
    (measured − predicted) / SD, which a model that knows its error has with mean square 1."""

    measured: np.ndarray
    predicted: np.ndarray
    score: np.ndarray

    @property
    def error(self) -> float:
        """Root mean square of measured − predicted."""
        return float(np.sqrt(np.mean((self.measured - self.predicted) ** 2)))

    @property
    def root_mean_square_score(self) -> float:
        return float(np.sqrt(np.mean(self.score**2)))

    @property
    def explained(self) -> float:
        """Q² = 1 − Σ (measured − predicted)² / Σ (measured − mean)²: 1 predicts all, 0 nothing."""
        total = np.sum((self.measured - self.measured.mean()) ** 2)
        left = np.sum((self.measured - self.predicted) ** 2)
        return float(1 - left / total) if total > 0 else 1.0


@dataclass(frozen=True)
class Model:
    """Of one quantity. `two` tells whether inputs carry a fidelity."""

    problem: Problem
    column: str
    scale: Scale
    regressor: GaussianProcessRegressor
    two: bool

    def predict(self, unit: np.ndarray, fidelity: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Mean and SD of the quantity without noise, in the model's scale."""
        mean, sd = self.regressor.predict(self._inputs(unit, fidelity), return_std=True)
        return mean, np.maximum(sd, np.sqrt(JITTER))

    def mean(self, unit: np.ndarray) -> np.ndarray:
        """The mean alone, far quicker for many rows."""
        return self.regressor.predict(self._inputs(unit, 1.0))

    def predict_quantity(self, unit: np.ndarray, level: float = 1.0) -> np.ndarray:
        """Columns: median and the ends of the interval of ± `level` SD, in the quantity's units."""
        mean, sd = self.predict(unit)
        return self.scale.from_model(np.column_stack([mean, mean - level * sd, mean + level * sd]))

    def draws(self, unit: np.ndarray, normals: np.ndarray) -> np.ndarray:
        """Joint posterior draws, a row each, from rows of standard normals; model's scale."""
        mean, covariance = self.regressor.predict(self._inputs(unit, 1.0), return_cov=True)
        covariance[np.diag_indices_from(covariance)] += DRAW_JITTER
        return mean + normals @ linalg.cholesky(covariance, lower=True, check_finite=False).T

    def leave_one_out(self) -> LeaveOneOut:
        """In closed form from one inverse, hyperparameters held (eqs. 5.10 to 5.12)."""
        r = self.regressor
        inverse = linalg.cho_solve((r.L_, True), np.eye(len(r.y_train_)))
        variance = 1 / np.diag(inverse)
        residual = (inverse @ r.y_train_) * variance
        measured, predicted = (self.scale.from_model(y) for y in (r.y_train_, r.y_train_ - residual))
        return LeaveOneOut(measured, predicted, residual / np.sqrt(variance))

    def believing(self, unit: np.ndarray, fidelity: float = 0.0) -> "Model":
        """With rows added whose values are what the model expects there (kriging believer, Ginsbourger
        et al. 2010, 10.1007/978-3-642-10701-6_6)."""
        inputs, r = self._inputs(unit, fidelity), self.regressor
        y = np.concatenate([r.y_train_, r.predict(inputs)])
        noise = np.concatenate([r.alpha, np.full(len(inputs), 1e-6)])
        return replace(self, regressor=_conditioned(r.kernel_, np.vstack([r.X_train_, inputs]), y, noise))

    @property
    def lengths(self) -> np.ndarray:
        """Over which distance the quantity changes along each variable, in shares of its range; of
        the cheap computation where there are two."""
        return next(np.atleast_1d(value) for name, value in self.regressor.kernel_.get_params().items()
                    if name.endswith("__length_scale"))

    def _inputs(self, unit: np.ndarray, fidelity: float) -> np.ndarray:
        features = self.problem.features(unit)
        return np.column_stack([features, np.full(len(unit), fidelity)]) if self.two else features


def fit(problem: Problem, points: Points, column: str) -> Optional[Model]:
    """From all rows that have the quantity; None where fewer than FEWEST do."""
    points = points.chosen(np.isfinite(points.numbers(column)) & (points.status != "pending"))
    if len(points) < FEWEST:
        return None
    values = points.numbers(column)
    log = bool(values.min() > 0 and values.max() > SPREAD * values.min())
    y = np.log(values) if log else values
    scale = Scale(log, float(y.mean()), float(y.std()) or max(abs(float(y.mean())), 1.0))
    two = len(set(points.fidelity)) > 1
    features = problem.features(points.unit)
    inputs = np.column_stack([features, points.fidelity]) if two else features
    kernel = (of_two_fidelities if two else of_one_fidelity)(features.shape[1])
    noise = points.variances(column, relative=log) / scale.spread**2
    return Model(problem, column, scale, _fitted(kernel, inputs, scale.to_model(values), noise), two)


def _fitted(kernel, inputs: np.ndarray, y: np.ndarray, noise: np.ndarray) -> GaussianProcessRegressor:
    """Hyperparameters and nugget by the rows; predictions are of the quantity without either noise."""
    whole = kernel + WhiteKernel(NUGGET, NUGGETS)
    search = GaussianProcessRegressor(whole, alpha=noise + JITTER, optimizer=most_probable(whole))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a hyperparameter at its bound
        found = search.fit(inputs, y).kernel_
    return _conditioned(found.k1, inputs, y, noise + JITTER + found.k2.noise_level)


def _conditioned(kernel, inputs: np.ndarray, y: np.ndarray, noise: np.ndarray) -> GaussianProcessRegressor:
    return GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(inputs, y)


def most_probable(kernel):
    """An optimiser for scikit-learn: likelihood times a prior about the kernel's own values, from
    there and from shorter lengths."""
    sd, is_length = [], []
    for parameter in kernel.hyperparameters:
        if not parameter.fixed:
            name = parameter.name.rpartition("__")[2]
            sd += [PRIOR_SD[name]] * parameter.n_elements
            is_length += [name == "length_scale"] * parameter.n_elements
    sd, median = np.array(sd), kernel.theta.copy()

    def optimizer(negative, start, bounds):
        def target(theta):
            value, gradient = negative(theta)
            away = (theta - median) / sd
            return value + 0.5 * away @ away, gradient + away / sd

        starts = (median, median - 1.5 * sd * np.array(is_length))
        found = min((optimize.minimize(target, theta, jac=True, method="L-BFGS-B", bounds=bounds,
                                       options={"maxiter": 60}) for theta in starts),
                    key=lambda result: result.fun)
        return found.x, found.fun

    return optimizer
