# SPDX-License-Identifier: LGPL-2.1-or-later
"""Covariances of a quantity over the unit cube, computed cheaply (0) or dearly (1).

Autoregressive model of Kennedy & O'Hagan 2000, 10.1093/biomet/87.1.1:

    high(x) = ρ low(x) + δ(x)

with independent Gaussian processes low and δ. Inputs have the fidelity l as their last column, and

    cov((x, l), (x', l')) = ρ^l ρ^l' k_low(x, x') + l l' k_δ(x, x').

Each is a constant of unknown size plus a Matérn covariance (ν = 5/2) with a length for each
variable. The values that hyperparameters have here are the medians of their priors.
"""

import numpy as np
from sklearn.gaussian_process.kernels import ConstantKernel, Hyperparameter, Kernel, Matern

# Lengths in the unit cube: median e^√2 √d, after Hvarfner et al. 2024, arXiv:2402.02229.
MEDIAN_LENGTH = float(np.exp(np.sqrt(2)))
LENGTHS, VARIANCES, FACTORS = (0.03, 100.0), (1e-3, 1e3), (0.1, 10.0)
# Of data with variance 1: that of the mean, and those of δ.
MEAN_VARIANCE, SHIFT_VARIANCE, DISCREPANCY_VARIANCE = 1.0, 0.25, 0.01


def of_one_fidelity(dimensions: int) -> Kernel:
    return _process(Matern, dimensions, 1.0, MEAN_VARIANCE)


def of_two_fidelities(dimensions: int) -> Kernel:
    """Inputs have `dimensions` columns and the fidelity."""
    return (Regression() * _process(MaternOfDesign, dimensions, 1.0, MEAN_VARIANCE)
            + Discrepancy() * _process(MaternOfDesign, dimensions, DISCREPANCY_VARIANCE, SHIFT_VARIANCE))


def _process(shape: type, dimensions: int, variance: float, of_mean: float) -> Kernel:
    lengths = np.full(dimensions, MEDIAN_LENGTH * np.sqrt(dimensions))
    return (ConstantKernel(variance, tuple(variance * np.array(VARIANCES)))
            * shape(length_scale=lengths, length_scale_bounds=LENGTHS, nu=2.5)
            + ConstantKernel(of_mean, "fixed"))


class MaternOfDesign(Matern):
    """The Matérn covariance of all columns but the last."""

    def __call__(self, X, Y=None, eval_gradient=False):
        return super().__call__(X[:, :-1], None if Y is None else Y[:, :-1], eval_gradient)

    def diag(self, X):
        return super().diag(X[:, :-1])


class OfFidelity(Kernel):
    """A product f(l) f(l') of a function of the fidelity, for these two kernels."""

    def __init__(self):
        """scikit-learn finds hyperparameters by the signature."""

    def is_stationary(self):
        return False

    def diag(self, X):
        return self.factor(X) ** 2

    def __call__(self, X, Y=None, eval_gradient=False):
        first, second = self.factor(X), self.factor(X if Y is None else Y)
        product = np.outer(first, second)
        return (product, self.gradient(X, product)) if eval_gradient else product


class Regression(OfFidelity):
    """ρ^l ρ^l', for ρ > 0."""

    def __init__(self, rho=1.0, rho_bounds=FACTORS):
        self.rho = rho
        self.rho_bounds = rho_bounds

    @property
    def hyperparameter_rho(self):
        return Hyperparameter("rho", "numeric", self.rho_bounds)

    def factor(self, X):
        return self.rho ** X[:, -1]

    def gradient(self, X, product):
        """With respect to ln ρ."""
        return ((X[:, -1][:, np.newaxis] + X[:, -1]) * product)[:, :, np.newaxis]


class Discrepancy(OfFidelity):
    """l l'."""

    def factor(self, X):
        return X[:, -1]

    def gradient(self, X, product):
        return np.empty((len(X), len(X), 0))
