// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/parameters/scaffold_parameters.h>

namespace lacuna::geometry {

/** Declares Scaffold, Envelope, Print, Surface and Image. */
void declare(GeometryParameters &parameters, params::Registry &registry);

/** @throws params::InputError naming the key at fault where values do not go together. */
void check(const GeometryParameters &parameters, const params::Registry &registry);

} // namespace lacuna::geometry
