// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/elasticity.h>

#include <array>
#include <functional>
#include <utility>

namespace lacuna::mechanics {

using materials::Stress;
using operators::Vector;

/** Calls `action(cell, stress)` for every cell with the stress (Pa) at its Gauss points. */
void for_each_stress(
    const operators::Elasticity &elasticity, const Vector &displacement,
    const std::function<void(const operators::FiniteCell &, const std::vector<Stress> &)> &action);

/** Mean stress of the physical part of each cell (Pa). */
std::vector<Stress> mean_stresses(const operators::Elasticity &elasticity,
                                  const Vector &displacement);

/** Of a stress at nodes, in VTK's order: xx yy zz xy yz xz. */
constexpr std::pair<unsigned int, unsigned int> stress_components[] = {{0, 0}, {1, 1}, {2, 2},
                                                                       {0, 1}, {1, 2}, {0, 2}};

/**
 * The recovered, continuous stress (Pa) at the nodes of the displacement, as recovery_error()
 * compares with: its stress_components side by side, with ghosts up to date.
 */
Vector nodal_stress(const operators::Elasticity &elasticity, const Vector &displacement,
                    const std::array<bool, 6> &mirrored = {});

/**
 * Squared error indicator of each cell (J): the energy of the difference between the stress and its
 * recovered, continuous counterpart, on the physical part only (Zienkiewicz & Zhu 1987,
 * 10.1002/nme.1620240206). The sum over all ranks estimates the error of the energy.
 *
 * @param mirrored Faces of the box (−x, +x, −y, …) beyond which the stress goes on as its mirror
 *   image: shear along them vanishes.
 */
std::vector<double> recovery_error(const operators::Elasticity &elasticity,
                                   const Vector &displacement,
                                   const std::array<bool, 6> &mirrored = {});

} // namespace lacuna::mechanics
