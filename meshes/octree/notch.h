// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/octree.h>

namespace lacuna::octree {

/**
 * Whether a surface turns towards the void by more than `limit` (rad): never where it is flat or
 * bulges outwards, by about π/2 at the neck of two crossing strands, by π across a narrow gap.
 *
 * Two points of the surface with outward normals n₁, n₂ belong to a re-entrant part where
 * (x₂ − x₁)·(n₂ − n₁) < 0. Stress is singular at a sharp notch, and error there rules the modulus.
 */
bool turns_inwards(const std::vector<Triangle> &surface, double limit);

/**
 * For every active cell: true where its surface, or that of a neighbour over a face, turns inwards
 * by more than `limit` (rad). Neighbours count so that the error falls by a steady factor, which
 * can be extrapolated; neighbours over edges and corners too would cost half as much again and
 * change the modulus by less than 0.1 %.
 *
 * In a periodic box cells have neighbours across its faces. Any other stands between platens, at
 * its faces across z: there the surface goes on as its mirror image, and an edge where it meets a
 * platen at a sharp angle is a notch.
 */
std::vector<bool> cells_at_notches(const Octree &octree, double limit);

} // namespace lacuna::octree
