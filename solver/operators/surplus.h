// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/lac/full_matrix.h>

namespace lacuna::operators {

/**
 * Pᵀ K P with P = I − I₁, where I₁ takes the values of a cell of degree p to those of the trilinear
 * function with the same values at its corners; unknowns component fastest, nodes x fastest.
 */
dealii::FullMatrix<double> on_surplus(const dealii::FullMatrix<double> &matrix, unsigned int degree,
                                      unsigned int n_components);

/**
 * The share of its surplus stiffness that a cut cell takes: that of the void, which the weights of
 * its Gauss points leave, but for the fictitious part. Weights may sum to a little more than one.
 */
double surplus_share(const double *weights, unsigned int n_points, double fictitious);

} // namespace lacuna::operators
