// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/print/woodpile.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/operators/discretization.h>

namespace lacuna::tests {

/** A scaffold of any shape in a box. */
inline geometry::Scaffold scaffold(const geometry::ShapePtr &solid,
                                   const dealii::BoundingBox<3> &box) {
  const auto [lower, upper] = box.get_boundary_points();
  geometry::Scaffold result;
  result.envelope = std::make_shared<geometry::Box>(lower, upper);
  result.box = box;
  result.cross_section_area = box.side_length(0) * box.side_length(1);
  result.height = box.side_length(2);
  result.envelope_volume = box.volume();
  result.periodic = false;
  result.solid = result.open_solid = solid;
  result.requested_porosity = std::nan("");
  result.thickness = box.side_length(0);
  return result;
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
  operators::DiscretizationParameters p;
  p.degree = 2;
  p.cell_size = cell_size;
  p.accuracy = accuracy;
  p.neck_refinements = p.max_refinements = refinements;
  p.max_unknowns = max_unknowns;
  p.fictitious_stiffness = 1e-6;
  p.surplus_stiffness = 1e-2;
  p.solver = operators::SolverKind::multigrid;
  p.symmetry = operators::SymmetryUse::automatic;
  return p;
}

} // namespace lacuna::tests
