// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/study.h>

#include <nlohmann/json.hpp>

namespace lacuna::study {

/** Parts of a study for programs outside: keys end in their SI unit. */

/** area_m2 (of the cross-section) and height_m of a specimen. */
nlohmann::ordered_json describe_specimen(const Specimen &specimen);

nlohmann::ordered_json describe_material(const materials::MaterialParameters &material);

/**
 * kind, coverage, the relative load of a factor, and the parameters of migrasomes, exosomes or an
 * adsorbed layer; of migrasomes leaks as pairs: a share of the cargo, its rate of leakage (1/s).
 */
nlohmann::ordered_json describe_coating(const transport::CoatingParameters &coating,
                                        const transport::FactorParameters &factor);

} // namespace lacuna::study
