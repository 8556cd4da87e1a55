// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/cell_pieces.h>

#include <cmath>

namespace lacuna::octree {

double CellPieces::volume(const Box &cell) const {
  double sum = 0.;
  for (const Block &block : blocks)
    sum += std::ldexp(cell.volume(), -3 * static_cast<int>(block.level));
  for (const auto &t : tetrahedra)
    sum += std::abs((t[1] - t[0]) * dealii::cross_product_3d(t[2] - t[0], t[3] - t[0])) / 6.;
  return sum;
}

} // namespace lacuna::octree
