// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/notch.h>

#include <algorithm>
#include <cmath>

namespace lacuna::octree {

double notch_angle(const CellPieces &pieces) {
  double smallest_cosine = 1.;
  const auto &surface = pieces.surface;
  for (std::size_t i = 0; i < surface.size(); ++i)
    for (std::size_t j = i + 1; j < surface.size(); ++j) {
      const double cosine = surface[i].normal * surface[j].normal;
      if (cosine >= smallest_cosine)
        continue;
      const auto between = surface[j].vertices[0] - surface[i].vertices[0];
      if (between * (surface[j].normal - surface[i].normal) < 0.)
        smallest_cosine = cosine;
    }
  return std::acos(std::clamp(smallest_cosine, -1., 1.));
}

std::vector<bool> cells_at_notches(const Octree &octree, double limit) {
  const auto &triangulation = octree.triangulation();
  std::vector<bool> near_notch(triangulation.n_vertices(), false);
  for (const auto &cell : triangulation.active_cell_iterators())
    if (!cell->is_artificial() && octree.cell_class(cell) == CellClass::cut &&
        notch_angle(octree.pieces(cell)) > limit)
      for (const unsigned int v : cell->vertex_indices())
        near_notch[cell->vertex_index(v)] = true;

  std::vector<bool> result(triangulation.n_active_cells(), false);
  for (const auto &cell : triangulation.active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned int v : cell->vertex_indices())
        result[cell->active_cell_index()] =
            result[cell->active_cell_index()] || near_notch[cell->vertex_index(v)];
  return result;
}

} // namespace lacuna::octree
