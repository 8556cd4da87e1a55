// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

namespace lacuna::geometry {

/** Layers of parallel strands as a 3D printer lays them: make_woodpile. */
LatticeKind woodpile_kind();

} // namespace lacuna::geometry
