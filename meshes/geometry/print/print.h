// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/parameters/scaffold_parameters.h>
#include <meshes/geometry/print/toolpath.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <cstdint>

namespace lacuna::geometry {

/** Number of layers after which a woodpile repeats itself. */
int layers_in_period(const ScaffoldParameters &scaffold);

/**
 * The woodpile of a specimen, which the envelope then cuts: a Woodpile where all strands are alike,
 * a PrintedWoodpile otherwise. Parameters as sintered.
 */
ShapePtr make_woodpile(const GeometryParameters &parameters, const dealii::BoundingBox<3> &box,
                       std::uint64_t seed);

/**
 * What the nozzle does to print a specimen: the design without variations, in the dimensions of the
 * wet print. The lowest layer's axes lie half a layer height above the bed.
 *
 * @throws std::invalid_argument unless it is a woodpile in a cylinder or a box.
 */
Toolpath green_toolpath(const GeometryParameters &parameters);

} // namespace lacuna::geometry
