// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/flat_map.h>

#include <mpi.h>

#include <array>
#include <vector>

namespace lacuna::operators {

/** The integer lattice on which the corners of all cells of an octree lie. */
struct Lattice {
  /** Units along each axis; the unit is the size of the finest cell. */
  std::array<unsigned int, 3> n;
  /** Size of the coarsest cells; a power of two. */
  unsigned int largest;
  /** Axes along which the far end is the near end again. */
  std::array<bool, 3> periodic{};
};

/** A cell of an octree by its place on the lattice; its size is a power of two. */
struct GridCell {
  std::array<unsigned int, 3> corner;
  unsigned int size;

  GridCell parent() const {
    const unsigned int mask = ~(2 * size - 1);
    return {{corner[0] & mask, corner[1] & mask, corner[2] & mask}, 2 * size};
  }

  /** Whether the cell lies in the upper half of its parent along an axis. */
  bool upper_half(unsigned int axis) const { return corner[axis] & size; }

  FlatMap::Key key() const {
    return FlatMap::Key(corner[0]) << 44 | FlatMap::Key(corner[1]) << 24 |
           FlatMap::Key(corner[2]) << 4 | static_cast<unsigned int>(__builtin_ctz(size));
  }

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &corner &size;
  }
};

/** A cell of another rank. */
struct ForeignCell {
  GridCell cell;
  unsigned int rank;
};

/**
 * The cells that other ranks own near the cells of this one: all that touch one of `cells` or the
 * parent of one, and some more. Collective.
 *
 * @param cells Those this rank owns, then others whose surroundings it needs.
 */
std::vector<ForeignCell> foreign_cells_near(MPI_Comm communicator, const Lattice &lattice,
                                            const std::vector<GridCell> &cells,
                                            unsigned int n_owned);

} // namespace lacuna::operators
