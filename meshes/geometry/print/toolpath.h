// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/parameters/scaffold_parameters.h>
#include <meshes/geometry/print/outline.h>

#include <cstdint>
#include <vector>

namespace lacuna::geometry {

/** What is laid down without lifting the nozzle: a line of straight pieces in a layer's plane. */
struct Path {
  int strand;   ///< which strand of the layer it begins with; names its random numbers
  double start; ///< coordinate along the path of its first point, m
  std::vector<PlanePoint> points;

  double length() const;
};

/** One layer of a print, in the order of printing. */
struct ToolpathLayer {
  int index;
  double z; ///< of the strands' axes, m
  std::vector<Path> paths;
};

/** The way of the nozzle, and thereby the axes of the strands. SI units. */
struct Toolpath {
  double strand_diameter; ///< of a round strand with the extruded cross-section π d²/4
  double layer_height;
  std::vector<ToolpathLayer> layers;

  double length() const;
  double cross_section() const; ///< of a strand, as extruded
  double volume() const { return cross_section() * length(); }
};

/** A cylinder on z = 0 around the specimen, beyond which a formula of the spacing need not hold. */
struct SpecimenExtent {
  double radius;
  double height;
};

/** Of a cylinder, disc or box; of other envelopes nothing. */
SpecimenExtent extent_of(const EnvelopeParameters &envelope);

/** Where strands are laid: layers first to last (included) within a convex outline. */
struct PrintRegion {
  Outline outline;
  int first_layer;
  int last_layer;
  SpecimenExtent specimen;
};

/** An axis across its direction: (−sin α, cos α) · position with α the angle of the layer. */
struct PlacedStrand {
  int index;
  double position;
};

/**
 * The strands of one layer, by increasing position, of which |position| ≤ reach (m) as designed.
 *
 * Strand i has its axis at p(i + offset), with p the solution of dp/dξ = s · g(p), p(0) = 0: s the
 * spacing and g the formula of `Spacing grading` at the point of the axis nearest to the z axis;
 * p = s ξ for g = 1. Beyond the specimen g is as at its rim. The position then varies from strand
 * to strand, by at most half the gap to a neighbour, and strands are missing, as section Print
 * says.
 *
 * @throws std::invalid_argument, in words for a user, where the formula cannot be read or leaves no
 * gap between two strands.
 */
std::vector<PlacedStrand> placed_strands(const ScaffoldParameters &scaffold,
                                         const PrintParameters &print, int layer, double reach,
                                         const SpecimenExtent &specimen, std::uint64_t seed);

/**
 * The toolpath of a woodpile in a region, of `Print/Rim`: cut, a path for each strand that ends at
 * the outline; or turns, strands that end half a diameter within the outline and are joined along
 * it in turn at their one and their other end. A missing strand interrupts the line. Strands
 * shorter than their diameter are left out.
 */
Toolpath make_toolpath(const ScaffoldParameters &scaffold, const PrintParameters &print,
                       const PrintRegion &region, std::uint64_t seed);

} // namespace lacuna::geometry
