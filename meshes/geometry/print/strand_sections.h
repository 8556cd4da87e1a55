// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/print/toolpath.h>

#include <array>
#include <cstdint>
#include <vector>

namespace lacuna::geometry {

/**
 * Cross-section of a strand at one place along its path: all within `radius` of a segment of twice
 * `half_flat` in the layer's plane, a circle where that is 0. Its centre lies `aside` to the left
 * of the path and `above` it. Lengths in m.
 */
struct StrandSection {
  double aside;
  double above;
  double half_flat;
  double radius;
};

/**
 * The sections of the strands of a print, with their variations, sag and flattening.
 *
 * With g the noise of smooth_normal: d(t) = d (1 + CV g), aside = SD g, above = SD g − sag. Sag is
 * a dip 16 q² (1 − q)² · depth in a free span, 0 < q < 1 from where the path leaves a strand of the
 * layer below to where it comes over the next; it has the shape of an elastic beam clamped at its
 * ends under its own weight, so depth ∝ span⁴.
 *
 * Flattening: at a distance D (in the plane) from the nearest axis of the layers below and above
 * the strand has the height
 *
 *     2 r = h' + (d − h') S((D − w)/l),   S(q) = 3 q² − 2 q³ cut to 0..1,   h' = 1.04 h,
 *
 * with w half the flat width at height h' and l = √(1.5 h (d − h)). On the flat faces, |D| < w,
 * neighbouring layers meet, 4 % of h deep so that they fuse; beyond them the gap left by the round
 * flank of the strand that is crossed, x²/h and more at x from the face, is as wide as the
 * strand's own bulge (d − h)/2 · S ≤ x²/h, so strands do not run into each other.
 */
class StrandSections {
public:
  /** The arguments must live as long as the object. */
  StrandSections(const ScaffoldParameters &scaffold, const PrintParameters &print,
                 const Toolpath &toolpath, std::uint64_t seed);

  /** Distance of neighbouring sections along a path, m; a whole part of the spacing. */
  double step() const { return step_; }

  /** Sections at the coordinates first · step, (first + 1) · step, … of a path. */
  std::vector<StrandSection> along(std::size_t layer, const Path &path, int first, int count) const;

private:
  std::vector<double> distances_to_axes(std::size_t layer,
                                        const std::vector<PlanePoint> &points) const;
  void add_sag(const std::vector<double> &to_support, std::vector<StrandSection> &sections) const;

  const ScaffoldParameters &scaffold_;
  const PrintParameters &print_;
  const Toolpath &toolpath_;
  std::uint64_t seed_;
  double step_;
};

} // namespace lacuna::geometry
