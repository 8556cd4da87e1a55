// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

namespace lacuna::geometry {

/** The body of section Surface. */
LatticeKind surface_kind();

/** The solid of section Image. */
LatticeKind image_kind();

} // namespace lacuna::geometry
