// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/envelope.h>

#include <deal.II/base/bounding_box.h>

#include <array>
#include <functional>
#include <vector>

namespace lacuna::geometry {

/** A quantity on a regular grid over a box, trilinear between its points, constant outside. */
class GridField {
public:
  /** Samples `function` at distances of at most `spacing` (m), and no more than 100 a side. */
  GridField(const dealii::BoundingBox<3> &box, double spacing,
            const std::function<double(const Point &)> &function);

  double value(const Point &x) const;

  /** A bound of the gradient's magnitude (per m). */
  double steepest() const { return steepest_; }

private:
  Point lower_;
  std::array<double, 3> per_step_;
  std::array<int, 3> count_;
  std::vector<double> values_;
  double steepest_;
};

/** An Offset by δ(x) from place to place. φ = (φ₀ − δ) / (1 + L) with L ≥ |∇δ|. */
class GradedOffset : public Shape {
public:
  GradedOffset(ShapePtr part, GridField offset);

  double distance(const Point &x) const override { return moved(part_->distance(x), x); }

  /** φ(x) of φ₀(x). */
  double moved(double phi, const Point &x) const { return scale_ * (phi - offset_.value(x)); }

private:
  ShapePtr part_;
  GridField offset_;
  double scale_;
};

/** Random points all over what the walls leave of an envelope. */
struct SpaceBetweenWalls {
  std::vector<Point> points;
  double share; ///< of the envelope

  /** @throws std::runtime_error where the walls (or null) leave none. */
  SpaceBetweenWalls(const Envelope &envelope, const ShapePtr &walls);

  double mean(const std::function<double(const Point &)> &function) const;
};

/** Values of a shape's φ all over a space, from which the porosity of its offsets follows. */
class PorositySamples {
public:
  /** @param values Two at least. */
  explicit PorositySamples(std::vector<double> values);

  /** δ (m) that makes so much of the space solid, off by some 1e-4. */
  double offset(double solid_share) const;

private:
  std::vector<double> values_; ///< sorted
};

/** A lattice as graded, and the porosity asked for, not a number where none was. */
struct Graded {
  ShapePtr shape;
  double requested_porosity;
  double thickening; ///< m, of both sides together; the mean where it changes from place to place
};

/** Thickness grading of a lattice as it was made, before solid and pore change places. */
ShapePtr grade_thickness(ShapePtr lattice, const ScaffoldParameters &parameters,
                         const dealii::BoundingBox<3> &box);

/**
 * Moves the surface so that the specimen gets the porosity asked for, everywhere or on average.
 * @throws std::runtime_error where the walls alone leave less.
 */
Graded grade_porosity(ShapePtr lattice, const ScaffoldParameters &parameters,
                      const Envelope &envelope, const ShapePtr &walls);

} // namespace lacuna::geometry
