// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/notch.h>

#include <algorithm>
#include <cmath>

namespace lacuna::octree {

namespace {

Point center(const Triangle &triangle) {
  const auto &[a, b, c] = triangle.vertices;
  return a + ((b - a) + (c - a)) / 3.;
}

/** Between normals of a re-entrant part of the surface, or `limit` where it is smaller. */
double smallest_cosine(const std::vector<Triangle> &surface, double limit) {
  double result = limit;
  for (std::size_t i = 0; i < surface.size(); ++i)
    for (std::size_t j = i + 1; j < surface.size(); ++j) {
      const double cosine = surface[i].normal * surface[j].normal;
      if (cosine >= result)
        continue;
      const auto between = center(surface[j]) - center(surface[i]);
      if (between * (surface[j].normal - surface[i].normal) < 0.)
        result = cosine;
    }
  return result;
}

/** The cell with half a block of its lattice around it: a notch may lie on a face of the cell. */
Box inflated(const Octree &octree, const Octree::Cell &cell) {
  Point lower = cell->vertex(0), upper = cell->vertex(7);
  const auto margin = 0.5 / (1u << octree.cutter().depth()) * (upper - lower);
  return Box({lower - margin, upper + margin});
}

} // namespace

double notch_angle(const CellPieces &pieces) {
  return std::acos(std::clamp(smallest_cosine(pieces.surface, 1.), -1., 1.));
}

std::vector<bool> cells_at_notches(const Octree &octree, double limit) {
  const auto &triangulation = octree.triangulation();
  const double cosine = std::cos(limit);
  const auto is_notched = [&](const Octree::Cell &cell) {
    const auto surface = octree.cutter().cut(octree.shape(), inflated(octree, cell)).surface;
    return smallest_cosine(surface, cosine) < cosine;
  };
  std::vector<bool> result(triangulation.n_active_cells(), false);
  for (const auto &cell : triangulation.active_cell_iterators())
    if (!cell->is_artificial() && octree.cell_class(cell) != CellClass::outside &&
        is_notched(cell)) {
      result[cell->active_cell_index()] = true;
      for (const unsigned int f : cell->face_indices())
        if (!cell->at_boundary(f) && cell->neighbor(f)->is_active())
          result[cell->neighbor(f)->active_cell_index()] = true;
    }
  return result;
}

} // namespace lacuna::octree
