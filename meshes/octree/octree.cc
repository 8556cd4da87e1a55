// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/octree.h>

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/grid_tools.h>

#include <algorithm>
#include <cmath>

namespace lacuna::octree {

namespace {

/** Cost of a cell relative to one that carries physics, for the balance between ranks. */
constexpr unsigned int outside_weight = 1, physical_weight = 50;

/** Coarse cells along one side of the box; around a period no cell is its own neighbour. */
unsigned int n_coarse(double side, double coarse_size, bool periodic) {
  return std::max(periodic ? 2. : 1., std::ceil(side / coarse_size - 1e-6));
}

/**
 * The largest number of halvings, up to 4, whose rounding to whole coarse cells makes no cell
 * smaller than 0.9 of the size asked for; coarse cells are what the outside costs least with.
 */
unsigned int n_halvings(const Box &box, double cell_size, bool periodic) {
  for (unsigned int level = 4; level > 0; --level) {
    bool close = true;
    for (unsigned int d = 0; d < 3; ++d) {
      const double n = box.side_length(d) / cell_size;
      const unsigned int coarse =
          n_coarse(box.side_length(d), std::ldexp(cell_size, level), periodic);
      close = close && n / std::ldexp(coarse, level) >= 0.9;
    }
    if (close)
      return level;
  }
  return 0;
}

} // namespace

Octree::Octree(MPI_Comm communicator, geometry::ShapePtr shape, const Box &box, double cell_size,
               const CellCutter &cutter, bool periodic)
    : shape_(std::move(shape)), cutter_(cutter), box_(box), periodic_(periodic),
      triangulation_(communicator) {
  triangulation_.signals.weight.connect(
      [this](const Triangulation::cell_iterator &cell, const auto) -> unsigned int {
        const bool known = cell->is_active() && cell->active_cell_index() < classes_.size();
        return known && cell_class(cell) == CellClass::outside ? outside_weight : physical_weight;
      });
  create_coarse_cells(cell_size);
  refine_to(start_level_);
}

Box Octree::box_of(const Cell &cell) {
  return Box({cell->vertex(0), cell->vertex(7)});
}

void Octree::create_coarse_cells(double cell_size) {
  start_level_ = n_halvings(box_, cell_size, periodic_);
  std::vector<unsigned int> n(3);
  for (unsigned int d = 0; d < 3; ++d)
    n[d] = n_coarse(box_.side_length(d), std::ldexp(cell_size, start_level_), periodic_);
  const auto [lower, upper] = box_.get_boundary_points();
  dealii::GridGenerator::subdivided_hyper_rectangle(triangulation_, n, lower, upper, true);
  if (periodic_)
    join_opposite_faces();
  classify();
}

void Octree::join_opposite_faces() {
  std::vector<dealii::GridTools::PeriodicFacePair<Triangulation::cell_iterator>> pairs;
  for (unsigned int d = 0; d < 3; ++d)
    dealii::GridTools::collect_periodic_faces(triangulation_, 2 * d, 2 * d + 1, d, pairs);
  triangulation_.add_periodicity(pairs);
}

void Octree::refine_to(unsigned int level) {
  for (unsigned int l = 0; l < level; ++l)
    refine([l](const Cell &cell) { return cell->level() == static_cast<int>(l); });
}

void Octree::refine(const std::function<bool(const Cell &)> &wanted) {
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (cell->is_locally_owned() && cell_class(cell) != CellClass::outside && wanted(cell))
      cell->set_refine_flag();
  flag_ring();
  execute();
  while (flag_ring())
    execute();
}

bool Octree::flag_ring() {
  std::vector<int> finest(triangulation_.n_vertices(), -1);
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!cell->is_artificial() && cell_class(cell) != CellClass::outside)
      for (const unsigned int v : cell->vertex_indices()) {
        const bool finer = cell->refine_flag_set() && child_class(cell, v) != CellClass::outside;
        int &level = finest[cell->vertex_index(v)];
        level = std::max(level, cell->level() + finer);
      }

  bool flagged = false;
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (cell->is_locally_owned() && cell_class(cell) == CellClass::outside)
      for (const unsigned int v : cell->vertex_indices())
        if (finest[cell->vertex_index(v)] > cell->level()) {
          cell->set_refine_flag();
          flagged = true;
          break;
        }
  return dealii::Utilities::MPI::logical_or(flagged, communicator());
}

void Octree::execute() {
  triangulation_.execute_coarsening_and_refinement();
  classify();
}

void Octree::classify() {
  classes_.assign(triangulation_.n_active_cells(), CellClass::outside);
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!cell->is_artificial())
      classes_[cell->active_cell_index()] = class_of(box_of(cell), cell->level());
}

CellClass Octree::class_of(const Box &box, int level) const {
  if (level >= static_cast<int>(start_level_))
    return cutter_.classify(*shape_, box);
  return cutter_.may_touch(*shape_, box) ? CellClass::cut : CellClass::outside;
}

CellClass Octree::child_class(const Cell &cell, unsigned int vertex) const {
  const Box box(std::array<Point, 2>{cell->vertex(vertex), cell->center()});
  return class_of(box, cell->level() + 1);
}

void Octree::discard(const std::function<bool(const Cell &)> &loose) {
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!cell->is_artificial() && loose(cell))
      classes_[cell->active_cell_index()] = CellClass::outside;
}

dealii::types::global_cell_index Octree::n_cells() const {
  dealii::types::global_cell_index n = 0;
  for (const auto &cell : triangulation_.active_cell_iterators())
    n += cell->is_locally_owned() && cell_class(cell) != CellClass::outside;
  return dealii::Utilities::MPI::sum(n, communicator());
}

} // namespace lacuna::octree
