// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <functional>

namespace lacuna::exporting {

/**
 * Points at the centres of equal cells that fill a box, and of `padding` layers of cells around it.
 * The cells are as nearly cubic as the box allows; its faces lie midway between two layers.
 */
struct Lattice {
  geometry::Point origin; ///< the first point (m)
  std::array<double, 3> spacing;
  std::array<int, 3> count;

  /**
   * @param spacing The largest allowed (m).
   * @throws std::invalid_argument where that or the box is not larger than zero, or asks for more
   * than `largest_size` points.
   */
  Lattice(const dealii::BoundingBox<3> &box, double spacing, int padding, double largest_size);

  geometry::Point point(int i, int j, int k) const {
    return {origin[0] + i * spacing[0], origin[1] + j * spacing[1], origin[2] + k * spacing[2]};
  }

  /** Points are counted x fastest. */
  std::size_t index(int i, int j, int k) const {
    return (static_cast<std::size_t>(k) * count[1] + j) * count[0] + i;
  }
  std::size_t size() const { return index(0, 0, count[2]); }
};

/** The finest spacing (m, to two digits) with which a Lattice has at most `largest_size` points. */
double finest_spacing(const dealii::BoundingBox<3> &box, int padding, double largest_size);

/**
 * Tells φ at all points: `take(index, n, φ)` for n points from `index` on.
 *
 * Blocks of points farther from the surface than `band` (m) by |φ| at their centre, which bounds
 * the distance, are settled by that value; of these only the sign holds, and that |φ| > band.
 */
void sample(const geometry::Shape &shape, const Lattice &lattice, double band,
            const std::function<void(std::size_t, int, double)> &take);

} // namespace lacuna::exporting
