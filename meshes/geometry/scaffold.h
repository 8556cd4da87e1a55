// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold_parameters.h>
#include <meshes/geometry/shape.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <cstdint>

namespace lacuna::geometry {

/** One specimen: a lattice cut to an envelope. SI units. */
struct Scaffold {
  /** The specimen. Positive outside the envelope; of a cell the endless lattice. */
  ShapePtr solid;

  /**
   * The same within `box`, but not cut by those planes of the envelope that are faces of `box`.
   * For a grid on `box`, which ends there anyway: cells at its faces are then wholly solid, not cut
   * along a face, and φ has no zero on a face except where the strands' surface meets it.
   */
  ShapePtr open_solid;

  ShapePtr envelope;
  dealii::BoundingBox<3> box; ///< of the envelope
  double cross_section_area;  ///< of the envelope, across z
  double height;
  double envelope_volume;
  bool periodic; ///< whether opposite faces of the box fit together

  /** Whether the lower faces of `box` along x, y are mirror planes, beyond which as much lies. */
  std::array<bool, 2> mirrored{};
};

/**
 * The specimen that the parameters and the seed describe; equal seeds give equal specimens.
 *
 * A cylinder or box stands on z = 0, centred on the z axis. A cell is [0, spacing]² × [0, n h] for
 * a woodpile of n layer angles, [0, spacing]³ for the other lattices.
 *
 * @throws std::invalid_argument for an unknown lattice or envelope or sizes that make no shape;
 * check() has told the user before.
 */
Scaffold make_scaffold(const ScaffoldParameters &scaffold, const EnvelopeParameters &envelope,
                       const PrintParameters &print, std::uint64_t seed);

} // namespace lacuna::geometry
