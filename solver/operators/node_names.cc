// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/node_names.h>

#include <cmath>
#include <stdexcept>

namespace lacuna::operators {

std::vector<double> node_names(const FiniteCellSpace &space) {
  // Nodes of the smallest cells are more than an eighth of these apart up to degree 3.
  constexpr double parts = 8.;
  const Lattice &lattice = space.weighted_cells().lattice;
  const auto &unit = space.weighted_cells().unit;
  const Point lower = space.octree().grid_box().get_boundary_points().first;
  std::array<double, 3> n;
  for (unsigned int d = 0; d < 3; ++d)
    n[d] = parts * lattice.n[d] + (lattice.periodic[d] ? 0. : 1.);
  if (!(n[0] * n[1] * n[2] < std::ldexp(1., 53)))
    throw std::runtime_error("the grid is too fine for its nodes to have names");
  const std::vector<Point> positions = space.positions();
  std::vector<double> names(space.n_owned_nodes());
  for (unsigned int node = 0; node < names.size(); ++node)
    for (unsigned int d = 3; d-- > 0;) {
      const double place = std::round(parts * (positions[node][d] - lower[d]) / unit[d]);
      names[node] = names[node] * n[d] + std::fmod(place, n[d]);
    }
  return names;
}

} // namespace lacuna::operators
