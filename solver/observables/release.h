// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/observables/record.h>
#include <solver/transport/release.h>

namespace lacuna::observables {

/** What became of each factor, and how much of it reached the pore space. */
void observe_release(const std::vector<transport::FactorRelease> &releases, Record &record);

/** release.csv: a row a factor and time; amounts in mol, concentrations of the pore space. */
std::string release_csv(const std::vector<transport::FactorRelease> &releases);

} // namespace lacuna::observables
