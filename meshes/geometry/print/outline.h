// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/point.h>

#include <optional>
#include <utility>
#include <vector>

namespace lacuna::geometry {

using PlanePoint = dealii::Point<2>;

/** A convex polygon in the plane of a layer: where a print may go. Lengths in m. */
class Outline {
public:
  /** A place on the outline: `fraction` of the way along side number `side`. */
  struct Place {
    PlanePoint point;
    std::size_t side;
    double fraction;
  };

  /** Corners counter-clockwise. */
  explicit Outline(std::vector<PlanePoint> corners);

  static Outline rectangle(const PlanePoint &lower, const PlanePoint &upper);

  /** Around the origin: a polygon with its corners on the circle, at most `side` apart. */
  static Outline circle(double radius, double side);

  /** Where the line through `point` along the unit vector `direction` enters and leaves. */
  std::optional<std::pair<Place, Place>> chord(const PlanePoint &point,
                                               const dealii::Tensor<1, 2> &direction) const;

  /** The corners passed on the shorter way along the outline from one place to the other. */
  std::vector<PlanePoint> corners_between(const Place &from, const Place &to) const;

  const std::vector<PlanePoint> &corners() const { return corners_; }

private:
  std::vector<PlanePoint> corners_after(const Place &from, const Place &to) const;

  std::vector<PlanePoint> corners_;
};

/** The length of a line of straight pieces. */
double polyline_length(const std::vector<PlanePoint> &points);

} // namespace lacuna::geometry
