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

/** The cell with half a block of its lattice around it: a notch may lie on a face of the cell. */
Box inflated(const Octree &octree, const Octree::Cell &cell) {
  Point lower = cell->vertex(0), upper = cell->vertex(7);
  const auto margin = 0.5 / (1u << octree.cutter().depth()) * (upper - lower);
  return Box({lower - margin, upper + margin});
}

/** A shape between two planes across z; beyond them its mirror image. */
class BetweenMirrors : public geometry::Shape {
public:
  BetweenMirrors(const geometry::Shape &shape, const Box &box)
      : shape_(shape), lower_(box.lower_bound(2)), upper_(box.upper_bound(2)) {}

  double distance(const Point &x) const override {
    const double z = lower_ + std::abs(x[2] - lower_);
    return shape_.distance({x[0], x[1], upper_ - std::abs(upper_ - z)});
  }

private:
  const geometry::Shape &shape_;
  double lower_, upper_;
};

/**
 * Gives triangles the normal of φ at their centers. Flat triangles would bridge a notch narrower
 * than a block, where φ, the lesser of two distances, still knows both flanks.
 */
void take_normals(const geometry::Shape &shape, double step, std::vector<Triangle> &surface) {
  for (Triangle &triangle : surface) {
    const Point x = center(triangle);
    const double here = shape.distance(x);
    for (unsigned int d = 0; d < 3; ++d) {
      dealii::Tensor<1, 3> shift;
      shift[d] = step;
      triangle.normal[d] = shape.distance(x + shift) - here;
    }
    triangle.normal /= std::max(triangle.normal.norm(), 1e-30);
  }
}

} // namespace

bool turns_inwards(const std::vector<Triangle> &surface, double limit) {
  // Where all normals are within half the limit of one direction no two are farther apart.
  dealii::Tensor<1, 3> mean;
  for (const Triangle &triangle : surface)
    mean += triangle.normal;
  const double near = std::cos(limit / 2.) * mean.norm();
  if (std::all_of(surface.begin(), surface.end(),
                  [&](const Triangle &triangle) { return triangle.normal * mean > near; }))
    return false;

  const double cosine = std::cos(limit);
  for (std::size_t i = 0; i < surface.size(); ++i)
    for (std::size_t j = i + 1; j < surface.size(); ++j) {
      if (surface[i].normal * surface[j].normal >= cosine)
        continue;
      const auto between = center(surface[j]) - center(surface[i]);
      if (between * (surface[j].normal - surface[i].normal) < 0.)
        return true;
    }
  return false;
}

std::vector<bool> cells_at_notches(const Octree &octree, double limit) {
  const auto &triangulation = octree.triangulation();
  const BetweenMirrors between_platens(octree.shape(), octree.box());
  const geometry::Shape &shape = octree.is_periodic() ? octree.shape() : between_platens;
  const auto is_notched = [&](const Octree::Cell &cell) {
    auto surface = octree.cutter().cut(shape, inflated(octree, cell)).surface;
    take_normals(shape, 1e-3 * cell->diameter(), surface);
    return turns_inwards(surface, limit);
  };
  std::vector<bool> result(triangulation.n_active_cells(), false);
  for (const auto &cell : triangulation.active_cell_iterators())
    if (!cell->is_artificial() && octree.cell_class(cell) != CellClass::outside &&
        is_notched(cell)) {
      result[cell->active_cell_index()] = true;
      for (const unsigned int f : cell->face_indices())
        if (!cell->at_boundary(f) || cell->has_periodic_neighbor(f)) {
          const auto neighbor = cell->neighbor_or_periodic_neighbor(f);
          if (neighbor->is_active())
            result[neighbor->active_cell_index()] = true;
        }
    }
  return result;
}

} // namespace lacuna::octree
