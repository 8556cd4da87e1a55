// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/site.h>

#include <solver/operators/reference_element.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <limits>

namespace lacuna::regeneration {

namespace {

/** Of the smallest cell. */
constexpr double least_share = 1e-3;

} // namespace

Site::Site(const operators::FiniteCellSpace &space)
    : space(space), volume(space.make_vector(1)), strut(volume), coated(volume), dura(volume),
      at_rim(space.n_owned_nodes(), false), at_dura(at_rim), at_periosteum(at_rim) {
  AssertDimension(space.degree(), 1);
  const operators::ReferenceElement element(1, space.moments());
  const std::vector<double> &full = space.moments().full();
  std::array<double, 8> values;
  for (const operators::FiniteCell &cell : space.cells()) {
    const double *weights = space.weights(cell);
    values.fill(0.);
    for (unsigned int q = 0; q < full.size(); ++q)
      for (unsigned int a = 0; a < 8; ++a)
        values[a] += (weights[q] + fictitious_fraction * (full[q] - weights[q])) * cell.volume() *
                     element.values(q)[a];
    space.scatter_add(values.data(), 1, cell, volume);
  }
  volume.compress(dealii::VectorOperation::add);
}

double Site::least_volume() const {
  double smallest = std::numeric_limits<double>::infinity();
  for (const operators::FiniteCell &cell : space.cells())
    smallest = std::min(smallest, cell.volume());
  return least_share * dealii::Utilities::MPI::min(smallest, space.communicator());
}

} // namespace lacuna::regeneration
