// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/refill.h>

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace lacuna::transport {

namespace {

constexpr unsigned int max_sweeps = 8;
/** Of what is there: rounding. */
constexpr double least_lack = 1e-12;

/** Undershoots beyond this share of the largest concentration are filled up. */
constexpr double least_undershoot = 1e-7;

/** y_i = Σ x_j over the nodes j of each cell at node i: the same from i to j as from j to i. */
Vector sums_around(const operators::FiniteCellSpace &space, Vector &x) {
  const operators::NodeNumbering &numbering = space.numbering();
  Vector y = space.make_vector(1);
  x.update_ghost_values();
  for (unsigned int cell = 0; cell < space.cells().size(); ++cell) {
    const unsigned int *nodes = numbering.nodes(cell);
    double sum = 0.;
    for (unsigned int a = 0; a < space.n_nodes_per_cell(); ++a)
      sum += x.local_element(nodes[a]);
    for (unsigned int a = 0; a < space.n_nodes_per_cell(); ++a)
      y.local_element(nodes[a]) += sum;
  }
  x.zero_out_ghost_values();
  y.compress(dealii::VectorOperation::add);
  return y;
}

} // namespace

double refill(const operators::FiniteCellSpace &space, const Vector &mass, Vector &c) {
  const unsigned int n = space.n_owned_nodes();
  Vector share = space.make_vector(1), has = share;
  double moved = 0.;
  for (unsigned int sweep = 0;; ++sweep) {
    double lacking = 0., there = 0.;
    for (unsigned int i = 0; i < n; ++i) {
      const double amount = mass.local_element(i) * c.local_element(i);
      lacking += std::max(-amount, 0.);
      there += std::max(amount, 0.);
      has.local_element(i) = std::max(amount, 0.);
    }
    lacking = dealii::Utilities::MPI::sum(lacking, space.communicator());
    there = dealii::Utilities::MPI::sum(there, space.communicator());
    if (sweep == 0)
      moved = lacking;
    if (sweep == max_sweeps || lacking <= least_lack * there) {
      const double kept = there > lacking ? 1. - lacking / there : 0.;
      for (unsigned int i = 0; i < n; ++i)
        c.local_element(i) = kept * std::max(c.local_element(i), 0.);
      break;
    }
    // Of what each node around has, node i asks for the share lack_i / Σ has_j, and is granted
    // 1 / Σ shares of it where more than the whole is asked for.
    const Vector around = sums_around(space, has);
    for (unsigned int i = 0; i < n; ++i) {
      const double lack = std::max(-mass.local_element(i) * c.local_element(i), 0.);
      share.local_element(i) = around.local_element(i) > 0. ? lack / around.local_element(i) : 0.;
    }
    const Vector asked = sums_around(space, share);
    for (unsigned int j = 0; j < n; ++j) {
      const double given = std::min(asked.local_element(j), 1.);
      if (c.local_element(j) > 0.)
        c.local_element(j) *= 1. - given;
      if (asked.local_element(j) > 1.)
        has.local_element(j) /= asked.local_element(j);
    }
    const Vector granted = sums_around(space, has);
    for (unsigned int i = 0; i < n; ++i)
      c.local_element(i) +=
          share.local_element(i) * granted.local_element(i) / mass.local_element(i);
  }
  c.update_ghost_values();
  return moved;
}

double fill_undershoots(const operators::FiniteCellSpace &space, const Vector &mass, Vector &free,
                        Vector &bound) {
  double least = 0., largest = 0.;
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i) {
    free.local_element(i) += std::min(bound.local_element(i), 0.);
    bound.local_element(i) = std::max(bound.local_element(i), 0.);
    least = std::min(least, free.local_element(i));
    largest = std::max(largest, free.local_element(i));
  }
  least = dealii::Utilities::MPI::min(least, space.communicator());
  largest = dealii::Utilities::MPI::max(largest, space.communicator());
  const double moved = least < -least_undershoot * largest ? refill(space, mass, free) : 0.;
  free.update_ghost_values();
  return moved;
}

} // namespace lacuna::transport
