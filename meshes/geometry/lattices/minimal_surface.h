// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/lattices/lattice_kind.h>

#include <vector>

namespace lacuna::geometry {

/**
 * Lattices bounded by level sets of the trigonometric functions F that approximate triply periodic
 * minimal surfaces (von Schnering & Nesper 1991, 10.1007/BF01313411): gyroid, diamond, primitive,
 * I-WP. With X = 2π (x − offset·s)/s and so on,
 *
 *   gyroid     sin X cos Y + sin Y cos Z + sin Z cos X
 *   diamond    sin X sin Y sin Z + sin X cos Y cos Z + cos X sin Y cos Z + cos X cos Y sin Z
 *   primitive  cos X + cos Y + cos Z
 *   iwp        2 (cos X cos Y + cos Y cos Z + cos Z cos X) − cos 2X − cos 2Y − cos 2Z
 *
 * Solid is F < level, or as a sheet |F − level| < half a width that gives the sheet the mean
 * thickness asked for. φ is that function over the largest slope of F: not the distance, but zero
 * with the surface and 1-Lipschitz.
 */
std::vector<LatticeKind> minimal_surface_kinds();

} // namespace lacuna::geometry
