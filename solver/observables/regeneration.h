// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/observables/record.h>
#include <solver/regeneration/regeneration.h>

namespace lacuna::observables {

/** What a micro-CT sees of new bone in the end. */
void observe_regeneration(const regeneration::Regrowth &regrowth, Record &record);

/** regeneration.csv: a row a day; means over the pores. */
std::string regeneration_csv(const regeneration::Regrowth &regrowth);

} // namespace lacuna::observables
