// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/primitives.h>
#include <meshes/geometry/scaffold.h>
#include <meshes/geometry/woodpile.h>
#include <solver/operators/discretization.h>

namespace lacuna::tests {

/** A scaffold of any shape in a box. */
inline geometry::Scaffold scaffold(const geometry::ShapePtr &solid,
                                   const dealii::BoundingBox<3> &box) {
  const auto [lower, upper] = box.get_boundary_points();
  return {{std::make_shared<geometry::Box>(lower, upper), nullptr, box,
           box.side_length(0) * box.side_length(1), box.side_length(2), box.volume(), false},
          solid,
          solid,
          std::nan(""),
          box.side_length(0),
          {},
          std::nullopt};
}

/** A woodpile of layers at 0° and 90° with sharp necks, without print variations. */
inline geometry::WoodpileParameters sharp_woodpile(double diameter, double spacing, double height,
                                                   double offset) {
  geometry::WoodpileParameters p;
  p.strand_diameter = diameter;
  p.spacing = spacing;
  p.layer_height = height;
  p.strand_offset = offset;
  p.fillet_radius = 0.;
  return p;
}

/** Quadratic cells with the defaults of what keeps them stable. */
inline operators::DiscretizationParameters
discretization(double cell_size, double accuracy, unsigned int refinements, double max_unknowns) {
  return {2,    cell_size, accuracy,    refinements, refinements, max_unknowns,
          1e-6, 1e-2,      "multigrid", "auto"};
}

} // namespace lacuna::tests
