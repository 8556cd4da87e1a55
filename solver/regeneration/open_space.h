// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/regeneration/regeneration_parameters.h>

namespace lacuna::regeneration {

/** What cells may fill within the box: pores, or all of the envelope where it is left empty. */
geometry::ShapePtr open_space(const geometry::Scaffold &scaffold, Filling filling);

} // namespace lacuna::regeneration
