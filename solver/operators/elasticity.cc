// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/elasticity.h>

#include <solver/operators/surplus.h>

#include <algorithm>

namespace lacuna::operators {

Elasticity::Elasticity(const FiniteCellSpace &space, const materials::Isotropic &material,
                       double fictitious_stiffness, double surplus_stiffness)
    : space_(space), element_(space.degree(), space.moments()), material_(material),
      alpha_(fictitious_stiffness), beta_(surplus_stiffness) {
  if (!space.cells().empty()) {
    const auto &size = space.cells().front().size;
    integrate(space.moments().full().data(), 0., size, whole_);
    whole_size_ = size[0];
    surplus_ = on_surplus(whole_, space.degree(), 3);
    surplus_ *= beta_;
  }
}

void Elasticity::cell_matrix(const FiniteCell &cell, dealii::FullMatrix<double> &matrix) const {
  if (cell.cell_class == CellClass::inside) {
    matrix = whole_;
    matrix *= cell.size[0] / whole_size_;
  } else {
    const double *weights = space_.weights(cell);
    integrate(weights, alpha_, cell.size, matrix);
    const double share = surplus_share(weights, element_.n_points(), alpha_);
    matrix.add(share * cell.size[0] / whole_size_, surplus_);
  }
}

void Elasticity::integrate(const double *weights, double fictitious,
                           const dealii::Tensor<1, 3> &size,
                           dealii::FullMatrix<double> &matrix) const {
  const unsigned int n = element_.n_nodes();
  const double volume = size[0] * size[1] * size[2];
  const auto &full = space_.moments().full();
  const double lambda = material_.lambda(), mu = material_.mu();
  std::vector<double> g(n * n);

  matrix.reinit(3 * n, 3 * n);
  for (unsigned int i = 0; i < 3; ++i)
    for (unsigned int j = 0; j <= i; ++j) {
      // g_ab = ∫ ∂_i N_a ∂_j N_b dx
      std::fill(g.begin(), g.end(), 0.);
      for (unsigned int q = 0; q < element_.n_points(); ++q) {
        const double w =
            (weights[q] + fictitious * (full[q] - weights[q])) * volume / (size[i] * size[j]);
        const double *di = element_.derivatives(i, q), *dj = element_.derivatives(j, q);
        for (unsigned int a = 0; a < n; ++a) {
          const double wa = w * di[a];
          for (unsigned int b = 0; b < n; ++b)
            g[a * n + b] += wa * dj[b];
        }
      }
      for (unsigned int a = 0; a < n; ++a)
        for (unsigned int b = 0; b < n; ++b) {
          const double value = g[a * n + b];
          if (i == j) {
            for (unsigned int c = 0; c < 3; ++c)
              matrix(3 * a + c, 3 * b + c) += (c == i ? lambda + 2. * mu : mu) * value;
          } else {
            matrix(3 * a + i, 3 * b + j) += lambda * value;
            matrix(3 * b + j, 3 * a + i) += lambda * value;
            matrix(3 * a + j, 3 * b + i) += mu * value;
            matrix(3 * b + i, 3 * a + j) += mu * value;
          }
        }
    }
}

void Elasticity::gradients(const FiniteCell &cell, const double *u,
                           std::vector<dealii::Tensor<2, 3>> &result) const {
  const unsigned int n_points = element_.n_points();
  result.resize(n_points);
  std::vector<double> component(n_points);
  for (unsigned int c = 0; c < 3; ++c)
    for (unsigned int d = 0; d < 3; ++d) {
      std::fill(component.begin(), component.end(), 0.);
      for (unsigned int a = 0; a < element_.n_nodes(); ++a) {
        const double value = u[3 * a + c] / cell.size[d];
        const double *derivative = element_.derivatives_of(d, a);
        for (unsigned int q = 0; q < n_points; ++q)
          component[q] += value * derivative[q];
      }
      for (unsigned int q = 0; q < n_points; ++q)
        result[q][c][d] = component[q];
    }
}

} // namespace lacuna::operators
