// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/file_shapes.h>
#include <meshes/geometry/parameters/scaffold_parameters.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace lacuna::geometry {

/** By how much to move the surface, in φ (m), for thickness to be a factor of the designed one. */
using Thickening = std::function<double(double factor)>;

/**
 * One kind of lattice. Adding a kind is adding a file pair that makes it, and a line in
 * lattices.cc.
 */
struct LatticeKind {
  std::string name;
  std::string doc; ///< a few words for `lacuna params`

  /** Refuses values that make no such lattice: throws params::InputError. */
  void (*check)(const params::Registry &registry, const GeometryParameters &parameters) = nullptr;

  /** The lengths (m) along x, y, z after which it repeats; null for one that does not. */
  std::array<double, 3> (*period)(const ScaffoldParameters &parameters) = nullptr;

  /** Where one that does not repeat ends; null for the others. */
  dealii::BoundingBox<3> (*box)(FileShapes &files) = nullptr;

  /** For `Thickness grading`; null or returning none where there is no thickness to speak of. */
  Thickening (*thickening)(const ScaffoldParameters &parameters) = nullptr;

  /**
   * The lattice without end, or at least as far as `box` (m) reaches. Variations of the print are
   * drawn from the seed.
   */
  ShapePtr (*make)(const GeometryParameters &parameters, FileShapes &files,
                   const dealii::BoundingBox<3> &box, std::uint64_t seed) = nullptr;
};

// What several kinds have in common.

/** A spacing along each axis. */
std::array<double, 3> cubic_period(const ScaffoldParameters &parameters);

/** δ = (f − 1) d/2 for strands of diameter d whose φ is the distance from their axes less d/2. */
Thickening by_distance(const ScaffoldParameters &parameters);

/** Refuses a neck fillet that strands of this diameter have no room for. */
void check_fillet(const params::Registry &registry, const ScaffoldParameters &parameters);

} // namespace lacuna::geometry
