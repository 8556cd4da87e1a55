// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/file_shapes.h>
#include <meshes/geometry/parameters/scaffold_parameters.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <optional>
#include <string>
#include <vector>

namespace lacuna::geometry {

/** The outer shape of a specimen. SI units. */
struct Envelope {
  ShapePtr envelope;
  /** The same without those planes that are faces of `box`; none where nothing else is left. */
  ShapePtr open_envelope;
  dealii::BoundingBox<3> box;
  double cross_section_area; ///< across z; the mean where it changes with z
  double height;
  double envelope_volume;
  bool periodic; ///< whether opposite faces of the box fit together
};

/** One kind of envelope. Adding a kind is adding its function and a line in envelope.cc. */
struct EnvelopeKind {
  EnvelopeShape shape;

  /** Refuses values that make no such envelope: throws params::InputError. */
  void (*check)(const params::Registry &registry, const GeometryParameters &parameters);

  Envelope (*make)(const GeometryParameters &parameters, FileShapes &files);
};

/**
 * A cylinder or box stands on z = 0, centred on the z axis. A cell is one period of the lattice
 * from the origin. A surface is that of section Surface. What fits is the box around a surface or
 * an image; of a surface it is 0.1 % of the height shorter at both ends, which are hardly ever
 * flat.
 */
const EnvelopeKind &envelope_kind(EnvelopeShape shape);

/** Where the envelope of checked parameters ends; nothing where only its file tells. */
std::optional<dealii::BoundingBox<3>> box_without_files(const GeometryParameters &parameters);

/**
 * The scaffold in a box of n periods along each axis, without walls and without what chance makes
 * of a print, in the place of the whole one. Nothing where n is 0, the lattice does not repeat
 * itself, or the whole is no larger.
 */
std::optional<GeometryParameters> representative_block(const GeometryParameters &parameters,
                                                       unsigned int n);

/**
 * The solid walls of an envelope: a rim of the given thickness inside its sides, plates at its
 * bottom and top (m, 0 for none). Null without any. Within the envelope only.
 */
ShapePtr make_walls(const Envelope &envelope, double rim_thickness, double plate_thickness);

} // namespace lacuna::geometry
