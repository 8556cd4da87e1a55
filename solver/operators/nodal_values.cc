// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/nodal_values.h>

#include <deal.II/base/polynomial.h>
#include <deal.II/base/quadrature_lib.h>

namespace lacuna::operators {

namespace {

/** One axis after the other, what the lines along it that hang take from the larger cell's. */
dealii::FullMatrix<double> interpolation_matrix(HangingMask mask, unsigned int degree) {
  const unsigned int n = degree + 1, stride[3] = {1, n, n * n};
  const auto points = dealii::QGaussLobatto<1>(n).get_points();
  const auto basis = dealii::Polynomials::generate_complete_Lagrange_basis(points);
  dealii::FullMatrix<double> result(dealii::IdentityMatrix(n * n * n));
  for (unsigned int axis = 0; axis < 3; ++axis) {
    const dealii::FullMatrix<double> before = result;
    const double half = mask >> axis & 1;
    for (unsigned int a = 0; a < n * n * n; ++a) {
      const std::array<unsigned int, 3> node = {a % n, a / n % n, a / (n * n)};
      if (!line_hangs(mask, axis, node, degree))
        continue;
      const unsigned int line = a - node[axis] * stride[axis];
      for (unsigned int b = 0; b < n * n * n; ++b) {
        result(a, b) = 0.;
        for (unsigned int j = 0; j < n; ++j)
          result(a, b) += basis[j].value(0.5 * (half + points[node[axis]][0])) *
                          before(line + j * stride[axis], b);
      }
    }
  }
  return result;
}

} // namespace

NodalValues::NodalValues(const NodeNumbering &nodes) : nodes_(nodes) {
  for (unsigned int cell = 0; cell < nodes.n_cells(); ++cell)
    if (const HangingMask mask = nodes.hanging(cell))
      if (interpolations_.count(mask) == 0)
        interpolations_[mask] = interpolation_matrix(mask, nodes.degree());
}

const dealii::FullMatrix<double> *NodalValues::interpolation(unsigned int cell) const {
  const HangingMask mask = nodes_.hanging(cell);
  return mask == 0 ? nullptr : &interpolations_.at(mask);
}

void NodalValues::gather(const Vector &x, unsigned int n_components, unsigned int cell,
                         double *values) const {
  AssertIndexRange(cell, nodes_.n_cells());
  AssertDimension(x.locally_owned_size(), nodes_.n_owned_nodes() * n_components);
  Assert(x.has_ghost_elements() || x.size() == x.locally_owned_size(),
         dealii::ExcMessage("the ghosts of a vector that is read by cell must be up to date"));
  const unsigned int *node = nodes_.nodes(cell), n_nodes = nodes_.n_nodes_per_cell();
  for (unsigned int b = 0; b < n_nodes; ++b)
    for (unsigned int c = 0; c < n_components; ++c)
      values[b * n_components + c] = x.local_element(node[b] * n_components + c);
  const auto *matrix = interpolation(cell);
  if (matrix == nullptr)
    return;
  const std::vector<double> at_nodes(values, values + n_nodes * n_components);
  std::fill(values, values + at_nodes.size(), 0.);
  for (unsigned int a = 0; a < n_nodes; ++a)
    for (unsigned int b = 0; b < n_nodes; ++b)
      for (unsigned int c = 0; c < n_components; ++c)
        values[a * n_components + c] += (*matrix)(a, b) * at_nodes[b * n_components + c];
}

void NodalValues::scatter_add(const double *values, unsigned int n_components, unsigned int cell,
                              Vector &y) const {
  AssertIndexRange(cell, nodes_.n_cells());
  AssertDimension(y.locally_owned_size(), nodes_.n_owned_nodes() * n_components);
  Assert(!y.has_ghost_elements(), dealii::ExcMessage("a vector with ghosts must not be added to"));
  const unsigned int *node = nodes_.nodes(cell), n_nodes = nodes_.n_nodes_per_cell();
  std::vector<double> at_nodes;
  if (const auto *matrix = interpolation(cell)) {
    at_nodes.resize(n_nodes * n_components);
    for (unsigned int a = 0; a < n_nodes; ++a)
      for (unsigned int b = 0; b < n_nodes; ++b)
        for (unsigned int c = 0; c < n_components; ++c)
          at_nodes[b * n_components + c] += (*matrix)(a, b) * values[a * n_components + c];
    values = at_nodes.data();
  }
  for (unsigned int b = 0; b < n_nodes; ++b)
    for (unsigned int c = 0; c < n_components; ++c)
      y.local_element(node[b] * n_components + c) += values[b * n_components + c];
}

} // namespace lacuna::operators
