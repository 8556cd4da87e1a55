// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/penetration.h>

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace lacuna::transport {

Penetration::Penetration(const operators::FiniteCellSpace &space, const geometry::Shape &scaffold)
    : space_(space), distances_(space.cells().size()) {
  AssertDimension(space.degree(), 1);
  for (const auto &cell : space.cells())
    for (unsigned int a = 0; a < 8; ++a)
      distances_[space.index(cell)][a] = scaffold.distance(space.position(cell, a));
}

double Penetration::depth(const operators::Vector &concentration, double threshold) const {
  double depth = 0.;
  std::array<double, 8> c;
  for (const auto &cell : space_.cells()) {
    space_.gather(concentration, 1, cell, c.data());
    if (*std::max_element(c.begin(), c.end()) < threshold)
      continue;
    const auto &distance = distances_[space_.index(cell)];
    for (unsigned int a = 0; a < 8; ++a) {
      if (c[a] < threshold)
        continue;
      depth = std::max<double>(depth, distance[a]);
      for (unsigned int d = 0; d < 3; ++d) {
        const unsigned int b = a ^ (1u << d); // the other end of an edge
        if (c[b] < threshold)
          depth = std::max(depth, distance[a] + (distance[b] - distance[a]) * (c[a] - threshold) /
                                                    (c[a] - c[b]));
      }
    }
  }
  return dealii::Utilities::MPI::max(depth, space_.communicator());
}

} // namespace lacuna::transport
