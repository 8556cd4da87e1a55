// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/tensor.h>

namespace lacuna::geometry {

/** Ball of the given centre and radius (m). Exact distance. */
class Sphere : public Shape {
public:
  Sphere(const Point &center, double radius);

  double distance(const Point &x) const override;

private:
  Point center_;
  double radius_;
};

/**
 * Infinite circular cylinder around the line through `point` along `direction`. Exact distance.
 *
 * @param point Any point of the axis (m).
 * @param direction Along the axis, of any length but zero (std::invalid_argument).
 * @param radius Radius (m).
 */
class Cylinder : public Shape {
public:
  Cylinder(const Point &point, const dealii::Tensor<1, 3> &direction, double radius);

  double distance(const Point &x) const override;

private:
  Point point_;
  dealii::Tensor<1, 3> direction_;
  double radius_;
};

/** Axis-parallel box from its lower to its upper corner (m). Exact distance. */
class Box : public Shape {
public:
  Box(const Point &lower, const Point &upper);

  double distance(const Point &x) const override;

private:
  Point center_;
  dealii::Tensor<1, 3> half_size_;
};

/**
 * Everything behind a plane. Exact distance.
 *
 * @param point Any point of the plane (m).
 * @param normal Out of the region, of any length but zero (std::invalid_argument).
 */
class HalfSpace : public Shape {
public:
  HalfSpace(const Point &point, const dealii::Tensor<1, 3> &normal);

  double distance(const Point &x) const override;

private:
  Point point_;
  dealii::Tensor<1, 3> normal_;
};

/** Cylinder along z with flat ends: centre of its bottom, radius, height (m). Exact distance. */
class CappedCylinder : public Shape {
public:
  CappedCylinder(const Point &bottom, double radius, double height);

  double distance(const Point &x) const override;

private:
  Point center_;
  double radius_;
  double half_height_;
};

} // namespace lacuna::geometry
