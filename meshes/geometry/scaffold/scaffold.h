// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/voxel_grid.h>
#include <meshes/geometry/scaffold/envelope.h>

#include <array>
#include <cstdint>

namespace lacuna::geometry {

/** One specimen: a lattice cut to an envelope. SI units. */
struct Scaffold : Envelope {
  /** The specimen. Positive outside the envelope; of a cell the endless lattice. */
  ShapePtr solid;

  /**
   * The same within `box`, but not cut by those planes of the envelope that are faces of `box`.
   * For a grid on `box`, which ends there anyway: cells at its faces are then wholly solid, not cut
   * along a face, and φ has no zero on a face except where the strands' surface meets it.
   */
  ShapePtr open_solid;

  /** Asked for by the parameters; not a number where the lattice was to be as it is. */
  double requested_porosity;

  /** Of the thinnest strands, about (m): what a grid should resolve. */
  double thickness;

  /** Whether the lower faces of `box` along x, y are mirror planes, beyond which as much lies. */
  std::array<bool, 2> mirrored{};

  /** Where the solid consists of whole voxels: theirs. */
  std::optional<VoxelGrid> voxels;
};

/**
 * The specimen that the parameters and the seed describe; equal seeds give equal specimens.
 *
 * @throws std::invalid_argument for an unknown lattice, std::out_of_range for too few
 * sizes; GeometryParameters::check has told the user before. std::runtime_error where walls leave
 * no room for the porosity asked for; params::InputError for a file that cannot be used.
 *
 * @param note Told what was found in files and repaired.
 */
Scaffold make_scaffold(
    const GeometryParameters &parameters, std::uint64_t seed,
    const Note &note = [](const std::string &) {});

} // namespace lacuna::geometry
