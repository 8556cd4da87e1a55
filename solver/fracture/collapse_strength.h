// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/adaptivity/value.h>

namespace lacuna::fracture {

/**
 * The largest load (Pa) of a test to collapse with its error bar: what the size of cells, a
 * twentieth of the strand, may change (evidence.md), or more where the modulus of the test's grid
 * is farther from the specimen's.
 */
adaptivity::Value collapse_strength(double largest_stress, double modulus_of_test,
                                    double modulus_of_specimen);

/**
 * The strength of a specimen of which a block was tested: it bears more or less than the block as
 * it does at the first crack.
 */
adaptivity::Value strength_by_block(const adaptivity::Value &first_crack,
                                    const adaptivity::Value &first_crack_of_block,
                                    const adaptivity::Value &strength_of_block);

} // namespace lacuna::fracture
