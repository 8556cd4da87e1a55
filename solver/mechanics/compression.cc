// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/compression.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::mechanics {

using operators::FiniteCell;
using operators::Point;

void MechanicsParameters::declare(params::Registry &registry) {
  const std::string s = "Mechanics";
  registry.choice(s, "Platens", platens, {"bonded", "frictionless"}, "bonded",
                  "Whether the ends stick to the platens of the testing machine or slide on them");
  registry.choice(s, "Strength", strength, {"none", "first crack"}, "first crack",
                  "Criterion for the apparent strength");
}

Compression::Compression(const octree::Octree &octree, unsigned int degree,
                         const materials::Isotropic &material, double fictitious_stiffness,
                         bool bonded)
    : space_(octree, degree), elasticity_(space_, material, fictitious_stiffness), bonded_(bonded),
      displacement_(space_.make_vector(3)) {}

operators::SolveReport Compression::solve(double tolerance) {
  const auto op = multigrid::make_operator(space_, elasticity_, platens());
  displacement_ = 0.;
  return op->solve(displacement_, space_.make_vector(3), tolerance);
}

operators::DirichletValues Compression::platens() const {
  operators::DirichletValues values;
  const auto &[lower, upper] = space_.octree().box().get_boundary_points();
  const double tolerance = 1e-9 * (upper[2] - lower[2]);
  for (unsigned int node = 0; node < space_.n_local_nodes(); ++node) {
    if (!space_.is_active(node))
      continue;
    const double z = space_.position(node)[2];
    const bool bottom = z<lower[2] + tolerance, top = z> upper[2] - tolerance;
    if (!bottom && !top)
      continue;
    values[3 * node + 2] = top ? lower[2] - upper[2] : 0.;
    if (bonded_)
      values[3 * node] = values[3 * node + 1] = 0.;
  }
  if (!bonded_)
    hold_rigid_motions(values);
  return values;
}

void Compression::hold_rigid_motions(operators::DirichletValues &values) const {
  const auto &[lower, upper] = space_.octree().box().get_boundary_points();
  const double tolerance = 1e-9 * (upper[2] - lower[2]);

  // The free node of the lower plane with the least `cost`, the same on every rank.
  const auto best = [&](const auto &cost) {
    double least = std::numeric_limits<double>::max();
    Point where;
    for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node) {
      const Point &x = space_.position(node);
      if (space_.is_free(node) && x[2] < lower[2] + tolerance && cost(x) < least) {
        least = cost(x);
        where = x;
      }
    }
    const auto all =
        dealii::Utilities::MPI::all_gather(space_.communicator(), std::make_pair(least, where));
    return std::min_element(all.begin(), all.end(),
                            [](const auto &a, const auto &b) { return a.first < b.first; })
        ->second;
  };
  const Point center = 0.5 * (lower + upper);
  const Point first =
      best([&](const Point &x) { return std::hypot(x[0] - center[0], x[1] - center[1]); });
  const Point second = best([&](const Point &x) { return -std::abs(x[0] - first[0]); });
  for (unsigned int node = 0; node < space_.n_local_nodes(); ++node) {
    if (!space_.is_active(node))
      continue;
    if (space_.position(node).distance(first) < tolerance)
      values[3 * node] = values[3 * node + 1] = 0.;
    if (space_.position(node).distance(second) < tolerance)
      values[3 * node + 1] = 0.;
  }
}

double Compression::apparent_modulus(double cross_section_area) const {
  double energy = 0.;
  std::vector<double> u(3 * space_.n_nodes_per_cell());
  const auto &full = space_.moments().full();
  const double alpha = elasticity_.fictitious_stiffness();
  for (const FiniteCell &cell : space_.cells()) {
    space_.gather(displacement_, 3, cell, u.data());
    const double *weights = space_.weights(cell);
    for (unsigned int q = 0; q < full.size(); ++q) {
      const auto gradient = elasticity_.gradient(cell, u.data(), q);
      const double w = weights[q] + alpha * (full[q] - weights[q]);
      energy += w * cell.volume() *
                (elasticity_.material().stress(gradient) * dealii::symmetrize(gradient));
    }
  }
  const double height = space_.octree().box().side_length(2);
  return dealii::Utilities::MPI::sum(energy, space_.communicator()) / (cross_section_area * height);
}

} // namespace lacuna::mechanics
