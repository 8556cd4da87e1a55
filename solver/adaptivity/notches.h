// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/octree.h>

#include <cmath>

namespace lacuna::adaptivity {

/** Surfaces that turn inwards by more than this within a cell are refined. */
constexpr double notch_limit = M_PI / 4.;

/**
 * Halves the cells at surfaces that turn inwards, such as necks, and their neighbours; false where
 * there are none.
 */
bool refine_at_notches(octree::Octree &octree);

} // namespace lacuna::adaptivity
