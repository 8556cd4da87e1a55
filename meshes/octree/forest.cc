// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/forest.h>

#include <deal.II/distributed/p4est_wrappers.h>

#include <memory>

namespace lacuna::octree {

namespace {

using Triangulation = dealii::parallel::distributed::Triangulation<3>;
using P4est = dealii::internal::p4est::functions<3>;
using Types = dealii::internal::p4est::types<3>;

/** What p4est's callbacks need, at the forest's user_pointer. */
struct Request {
  const Triangulation &triangulation;
  const std::function<bool(const Box &, unsigned int)> &is_wanted;
  const std::function<unsigned int(const Box &, unsigned int)> &weight;
  int finest_level;

  static const Request &of(const Types::forest *forest) {
    return *static_cast<const Request *>(forest->user_pointer);
  }

  Box box(Types::topidx tree, const Types::quadrant &cell) const {
    const Triangulation::cell_iterator root(
        &triangulation, 0, triangulation.get_p4est_tree_to_coarse_cell_permutation()[tree]);
    const auto unit = (root->vertex(7) - root->vertex(0)) / P8EST_ROOT_LEN;
    const std::array<Types::quadrant_coord, 3> corner = {cell.x, cell.y, cell.z};
    Point lower = root->vertex(0), upper = lower;
    for (unsigned int d = 0; d < 3; ++d) {
      lower[d] += unit[d] * corner[d];
      upper[d] += unit[d] * (corner[d] + P8EST_QUADRANT_LEN(cell.level));
    }
    return Box({lower, upper});
  }
};

int is_finest(Types::forest *forest, Types::topidx, Types::quadrant *cell) {
  return cell->level == Request::of(forest).finest_level;
}

int is_wanted(Types::forest *forest, Types::topidx tree, Types::quadrant *cell) {
  const Request &request = Request::of(forest);
  return is_finest(forest, tree, cell) && request.is_wanted(request.box(tree, *cell), cell->level);
}

int weight(Types::forest *forest, Types::topidx tree, Types::quadrant *cell) {
  const Request &request = Request::of(forest);
  return request.weight(request.box(tree, *cell), cell->level);
}

} // namespace

void refine_at_once(Triangulation &triangulation, unsigned int n_levels,
                    const std::function<bool(const Box &, unsigned int)> &wanted,
                    const std::function<unsigned int(const Box &, unsigned int)> &cost) {
  // The triangulation's own forest is not to be changed behind its back.
  const std::unique_ptr<Types::forest, void (*)(Types::forest *)> forest(
      P4est::copy_forest(const_cast<Types::forest *>(triangulation.get_p4est()), false),
      P4est::destroy);
  Request request{triangulation, wanted, cost, 0};
  forest->user_pointer = &request;
  while (request.finest_level < static_cast<int>(n_levels)) {
    P4est::refine(forest.get(), false, is_wanted, nullptr);
    ++request.finest_level;
    P4est::partition(forest.get(), true, is_finest); // these are asked for next
  }
  P4est::balance(forest.get(), P8EST_CONNECT_FULL, nullptr);
  P4est::partition(forest.get(), true, weight);
  triangulation.load(forest.get());
}

} // namespace lacuna::octree
