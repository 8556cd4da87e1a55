// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/observables/record.h>
#include <solver/regeneration/culture.h>
#include <solver/regeneration/regeneration.h>

namespace lacuna::observables {

/** What a micro-CT sees of new bone in the end. */
void observe_regeneration(const regeneration::Regrowth &regrowth, Record &record);

/** regeneration.csv: a row a day; means over the pores. */
std::string regeneration_csv(const regeneration::Regrowth &regrowth);

/** How full pores in culture are in the end, and when they closed. */
void observe_filling(const regeneration::Filled &filled, Record &record);

/** regeneration.csv of these: a row a day. */
std::string filling_csv(const regeneration::Filled &filled);

} // namespace lacuna::observables
