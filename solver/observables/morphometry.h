// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/morphometry.h>
#include <solver/observables/record.h>

namespace lacuna::observables {

/** What was measured, as keys and columns in SI units; null where there was nothing to measure. */
void observe_morphometry(const morphometry::Morphometry &measured, Record &record);

/** The same with the names and units of micro-CT (Bouxsein et al. 2010, 10.1002/jbmr.141). */
std::string morphometry_csv(const morphometry::Morphometry &measured);

/** Histograms of local thickness: the part of the volume of each phase in each bin. */
std::string thickness_csv(const morphometry::Morphometry &measured);

} // namespace lacuna::observables
