// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>

namespace lacuna::geometry {

/**
 * Makes of any values the signed distance (m) to where they change sign, of the same sign.
 *
 * |∇φ| = 1 by Godunov's upwind scheme in eight sweeps (Zhao 2005, 10.1090/S0025-5718-04-01678-3).
 * Along an axis that crosses the surface before the next centre, the source is the crossing, of
 * distance zero: so the distance is exact at planes between centres and the differences along an
 * axis are at most its spacing everywhere. The error is of first order away from the surface. Takes
 * one more volume for the time.
 *
 * @return false when all values have the same sign: there is no surface.
 */
bool to_signed_distance(Volume &volume, Voxels voxels);

} // namespace lacuna::geometry
