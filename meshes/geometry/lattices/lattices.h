// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

#include <string>
#include <vector>

namespace lacuna::geometry {

const std::vector<LatticeKind> &lattice_kinds();

/** @throws std::invalid_argument for a name that is none. */
const LatticeKind &lattice_kind(const std::string &name);

} // namespace lacuna::geometry
