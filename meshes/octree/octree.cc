// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/forest.h>
#include <meshes/octree/octree.h>

#include <deal.II/base/mpi.h>
#include <deal.II/grid/grid_generator.h>
#include <deal.II/grid/grid_tools.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace lacuna::octree {

namespace {

/** Cost of a cell relative to others, for the balance between ranks: its moments and products. */
unsigned int weight(CellClass cell_class) {
  return cell_class == CellClass::outside ? 1 : cell_class == CellClass::inside ? 50 : 150;
}

/** Coarse cells along one side of the box; around a period no cell is its own neighbour. */
unsigned int n_coarse(double side, double coarse_size, bool periodic) {
  return std::max(periodic ? 2. : 1., std::ceil(side / coarse_size - 1e-6));
}

/** Coarse cells in a box, and how often they are to be halved. */
struct CoarseGrid {
  Box box;
  std::vector<unsigned int> n_cells;
  unsigned int n_halvings;
};

constexpr unsigned int max_halvings = 4;

/**
 * Coarse cells are what the outside costs least with: those of the largest number of halvings whose
 * rounding to whole coarse cells makes no cell smaller than 0.9 of the size asked for.
 */
CoarseGrid nearly_cubic(const Box &box, double cell_size, bool periodic) {
  for (unsigned int level = max_halvings;; --level) {
    CoarseGrid grid{box, {}, level};
    bool close = true;
    for (unsigned int d = 0; d < 3; ++d) {
      const double n = box.side_length(d) / cell_size;
      grid.n_cells.push_back(n_coarse(box.side_length(d), std::ldexp(cell_size, level), periodic));
      close = close && n / std::ldexp(grid.n_cells[d], level) >= 0.9;
    }
    if (close || level == 0)
      return grid;
  }
}

/**
 * Cells that voxels consist of whole, filling more than the box where their number is no multiple
 * of a power of two. Nothing where the box ends within such a part.
 */
std::optional<CoarseGrid> parts_of_voxels(const Box &box, double cell_size,
                                          const geometry::VoxelGrid &voxels) {
  std::array<double, 3> size;
  std::array<unsigned int, 3> n;
  for (unsigned int d = 0; d < 3; ++d) {
    size[d] = voxels.spacing[d] / std::ceil(voxels.spacing[d] / cell_size - 1e-6);
    const double below = (box.lower_bound(d) - voxels.corner[d]) / size[d],
                 along = box.side_length(d) / size[d];
    n[d] = std::lround(along);
    if (std::abs(below - std::round(below)) > 1e-3 || std::abs(along - n[d]) > 1e-3 || n[d] == 0)
      return std::nullopt;
  }
  const unsigned int least = *std::min_element(n.begin(), n.end());
  CoarseGrid grid{{}, {}, 0};
  while (grid.n_halvings < max_halvings && 2u << grid.n_halvings <= least)
    ++grid.n_halvings;
  Point upper = box.get_boundary_points().first;
  for (unsigned int d = 0; d < 3; ++d) {
    const unsigned int coarse = 1u << grid.n_halvings;
    grid.n_cells.push_back((n[d] + coarse - 1) / coarse);
    upper[d] += grid.n_cells[d] * coarse * size[d];
  }
  grid.box = Box({box.get_boundary_points().first, upper});
  return grid;
}

/** The box with an n-th of its sides more at each end. */
Box with_margin(const Box &box, unsigned int n) {
  auto [lower, upper] = box.get_boundary_points();
  const auto margin = (upper - lower) / n;
  return Box({lower - margin, upper + margin});
}

/** One of the n³ equal parts of a box, along x fastest. */
Box part(const Box &box, unsigned int n, unsigned int index) {
  const std::array<unsigned int, 3> place = {index % n, index / n % n, index / (n * n)};
  Point lower = box.get_boundary_points().first, upper = lower;
  for (unsigned int d = 0; d < 3; ++d) {
    lower[d] += place[d] * box.side_length(d) / n;
    upper[d] += (place[d] + 1) * box.side_length(d) / n;
  }
  return Box({lower, upper});
}

/** Lets a rank know which ghosts are to be halved: the ring around them then needs no round more.
 */
void tell_flags(const Octree::Triangulation &triangulation) {
  dealii::GridTools::exchange_cell_data_to_ghosts<unsigned char>(
      triangulation, [](const auto &cell) { return cell->refine_flag_set(); },
      [](const auto &cell, unsigned char flag) {
        if (flag)
          cell->set_refine_flag();
      });
}

} // namespace

Octree::Octree(MPI_Comm communicator, geometry::ShapePtr shape, const Box &box,
               const CellSize &size, const CellCutter &cutter, bool periodic)
    : shape_(std::move(shape)), cutter_(cutter), box_(box), grid_box_(box), periodic_(periodic),
      triangulation_(communicator) {
  triangulation_.signals.weight.connect(
      [this](const Triangulation::cell_iterator &cell, const auto) -> unsigned int {
        const bool known = cell->is_active() && cell->active_cell_index() < classes_.size();
        return weight(known ? cell_class(cell) : CellClass::cut);
      });
  create_coarse_cells(size);
  refine_to(start_level_);
}

Box Octree::box_of(const Cell &cell) {
  return Box({cell->vertex(0), cell->vertex(7)});
}

void Octree::create_coarse_cells(const CellSize &size) {
  std::optional<CoarseGrid> grid;
  if (size.voxels && !periodic_)
    grid = parts_of_voxels(box_, size.largest, *size.voxels);
  if (!grid)
    grid = nearly_cubic(box_, size.largest, periodic_);
  start_level_ = grid->n_halvings;
  grid_box_ = grid->box;
  const auto [lower, upper] = grid_box_.get_boundary_points();
  dealii::GridGenerator::subdivided_hyper_rectangle(triangulation_, grid->n_cells, lower, upper,
                                                    true);
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
  // Where a cell of that level holds the shape, and all around it: that is the ring.
  const auto is_wanted = [&](const Box &cell, unsigned int l) {
    const unsigned int n = 1u << (level - l);
    const Box around = with_margin(cell, n);
    if (!cutter_.may_touch(*shape_, around))
      return false;
    if (n > 2)
      return true; // for its children to decide
    for (unsigned int i = 0; i < 64; ++i)
      if (class_of(part(around, 4, i), level) != CellClass::outside)
        return true;
    return false;
  };
  refine_at_once(triangulation_, level, is_wanted,
                 [this](const Box &cell, unsigned int l) { return weight(class_of(cell, l)); });
  classify();
  while (flag_ring())
    execute();
}

void Octree::refine(const std::function<bool(const Cell &)> &wanted) {
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (cell->is_locally_owned() && cell_class(cell) != CellClass::outside && wanted(cell))
      cell->set_refine_flag();
  tell_flags(triangulation_);
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
  discarded_.clear();
  classes_.assign(triangulation_.n_active_cells(), CellClass::outside);
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!cell->is_artificial())
      classes_[cell->active_cell_index()] = class_of(box_of(cell), cell->level());
}

CellClass Octree::class_of(const Box &box, int level) const {
  for (unsigned int d = 0; d < 3; ++d) {
    const double little = 1e-3 * box.side_length(d);
    if (box.lower_bound(d) > box_.upper_bound(d) - little ||
        box.upper_bound(d) < box_.lower_bound(d) + little)
      return CellClass::outside;
  }
  if (level >= static_cast<int>(start_level_))
    return cutter_.classify(*shape_, box);
  return cutter_.may_touch(*shape_, box) ? CellClass::cut : CellClass::outside;
}

CellClass Octree::child_class(const Cell &cell, unsigned int vertex) const {
  const Box box(std::array<Point, 2>{cell->vertex(vertex), cell->center()});
  return class_of(box, cell->level() + 1);
}

void Octree::discard(const std::vector<NodeSet> &nodes) {
  for (const auto &cell : triangulation_.active_cell_iterators()) {
    const auto i = cell->active_cell_index();
    if (cell->is_artificial() || nodes[i].empty())
      continue;
    NodeSet &all = discarded_.emplace(i, NodeSet(nodes[i].size(), false)).first->second;
    std::transform(all.begin(), all.end(), nodes[i].begin(), all.begin(), std::logical_or<bool>());
    const auto left = pieces(cell);
    classes_[i] =
        left.blocks.empty() && left.tetrahedra.empty() ? CellClass::outside : CellClass::cut;
  }
}

void Octree::discard(const std::vector<bool> &cells) {
  AssertDimension(cells.size(), triangulation_.n_active_cells());
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!cell->is_artificial() && cells[cell->active_cell_index()])
      classes_[cell->active_cell_index()] = CellClass::outside;
}

const NodeSet &Octree::discarded(const Cell &cell) const {
  static const NodeSet none;
  const auto found = discarded_.find(cell->active_cell_index());
  return found == discarded_.end() ? none : found->second;
}

dealii::types::global_cell_index Octree::n_cells() const {
  dealii::types::global_cell_index n = 0;
  for (const auto &cell : triangulation_.active_cell_iterators())
    n += cell->is_locally_owned() && cell_class(cell) != CellClass::outside;
  return dealii::Utilities::MPI::sum(n, communicator());
}

} // namespace lacuna::octree
