// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/loose_parts.h>

#include <meshes/octree/connectivity.h>

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace lacuna::mechanics {

namespace {

std::string nothing_connects(const octree::Connection &connection, const octree::Box &box) {
  constexpr double um = 1e6;
  const double bottom = box.lower_bound(2), top = box.upper_bound(2);
  const bool stands = connection.standing_to >= bottom, hangs = connection.hanging_from <= top;
  std::string where;
  if (!stands || !hangs)
    where = fmt::format("nothing touches the {} platen", stands ? "upper" : "lower");
  else
    where = fmt::format("what stands on the lower one ends {:.4g} um above it, what hangs from the "
                        "upper one begins at {:.4g} um of {:.4g} um",
                        um * (connection.standing_to - bottom),
                        um * (connection.hanging_from - bottom), um * (top - bottom));
  return "no part of the scaffold connects the platens: " + where;
}

} // namespace

LooseParts discard_loose_parts(octree::Octree &octree) {
  const octree::Connection connection = octree::find_connection(octree);
  const auto volume = [&] {
    double sum = 0.;
    for (const auto &cell : octree.triangulation().active_cell_iterators())
      if (cell->is_locally_owned() && !connection.loose[cell->active_cell_index()].empty() &&
          octree.cell_class(cell) != octree::CellClass::outside)
        sum += octree.pieces(cell).volume(octree::Octree::box_of(cell));
    return dealii::Utilities::MPI::sum(sum, octree.communicator());
  };
  const double before = volume();
  octree.discard(connection.loose);
  if (octree.n_cells() == 0)
    throw std::runtime_error(nothing_connects(connection, octree.box()));
  return {before - volume(), connection.loose_from, connection.loose_to, connection.bridging,
          connection.thin_gaps};
}

} // namespace lacuna::mechanics
