// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/finite_cell_space.h>

namespace lacuna::transport {

using operators::Vector;

/**
 * Brings concentrations up to zero where a grid that cannot show a steep front undershoots there,
 * from what is beside: each node below zero asks the nodes of its cells for what it lacks, by their
 * amounts, and none gives more than it has. Σ m c stays to rounding, no largest value grows, and
 * nothing goes farther than a few cells; only where all around is empty the rest is taken from
 * everywhere.
 *
 * @param mass Amount (m³) that a unit of concentration is at each node. @param c Sum m c ≥ 0.
 * @return Amount moved, on all ranks.
 */
double refill(const operators::FiniteCellSpace &space, const Vector &mass, Vector &c);

/**
 * The same for what is free and what is bound of one factor where either is below zero by more than
 * rounding: what is bound below zero was lent to the fluid at its node.
 *
 * @param bound Sites at nodes, or a vector of zeros.
 */
double fill_undershoots(const operators::FiniteCellSpace &space, const Vector &mass, Vector &free,
                        Vector &bound);

} // namespace lacuna::transport
