// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/volume_and_surface.h>

#include <meshes/octree/octree.h>

#include <deal.II/base/mpi.h>

namespace lacuna::morphometry {

namespace {

double area(const std::vector<octree::Triangle> &triangles) {
  double sum = 0.;
  for (const auto &[x, normal] : triangles)
    sum += 0.5 * dealii::cross_product_3d(x[1] - x[0], x[2] - x[0]).norm();
  return sum;
}

/** The box with room around it, so that the ends of a specimen are surface too. */
octree::Box padded(const octree::Box &box, double margin) {
  auto [lower, upper] = box.get_boundary_points();
  for (unsigned int d = 0; d < 3; ++d) {
    lower[d] -= margin;
    upper[d] += margin;
  }
  return octree::Box({lower, upper});
}

} // namespace

VolumeAndSurface volume_and_surface(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                    double cell_size) {
  const octree::Octree octree(
      communicator, scaffold.periodic ? scaffold.open_solid : scaffold.solid,
      scaffold.periodic ? scaffold.box : padded(scaffold.box, cell_size / 3.), cell_size,
      octree::CellCutter(3));
  VolumeAndSurface sum{};
  for (const auto &cell : octree.triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && octree.cell_class(cell) != octree::CellClass::outside) {
      const auto pieces = octree.pieces(cell);
      sum.volume += pieces.volume(octree::Octree::box_of(cell));
      sum.surface += area(pieces.surface);
    }
  return {dealii::Utilities::MPI::sum(sum.volume, communicator),
          dealii::Utilities::MPI::sum(sum.surface, communicator)};
}

} // namespace lacuna::morphometry
