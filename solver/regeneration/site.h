// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

#include <vector>

namespace lacuna::regeneration {

using operators::Vector;

/** By how much two local nodes are closer than the stiffness of their cell has them (m). */
struct Link {
  unsigned int a, b;
  double strength;
};

/** The space that bone may fill, at the nodes of Q1 finite cells; sums are of the whole. */
struct Site {
  /** Without struts or surroundings. @param space Of degree 1; it must outlive this. */
  explicit Site(const operators::FiniteCellSpace &space);

  const operators::FiniteCellSpace &space;
  /** ∫ N dx (m³): all mass is lumped in nodes. */
  Vector volume;
  /** ∫ N ds (m²) of struts, of the coated ones among them, and towards the dura. */
  Vector strut, coated, dura;
  /** Owned nodes at bone of the rim, at the dura, at the periosteum. */
  std::vector<bool> at_rim, at_dura, at_periosteum;
  /** Of nodes before the rim with those beyond it in the same cell. */
  std::vector<Link> rim_links;

  /** What nodes must have to count (m³): less is off the pores. Collective. */
  double least_volume() const;
};

/** Weight of the void part of cut cells. */
constexpr double fictitious_fraction = 1e-6;

} // namespace lacuna::regeneration
