// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/choice.h>
#include <params/reader/registry.h>

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace lacuna::study {

/** How p values are adjusted for the number of quantities that a study compares. */
enum class Correction { none, holm, benjamini_hochberg };

params::Words<Correction> words(Correction);

/** How the report compares groups. Nothing of a specimen depends on it. */
struct StatisticsParameters {
  /** Largest difference, in parts of the first group's mean, that counts as none. */
  double equivalence_margin;
  /** As written: "compressive_strength = 15 %; porosity = 2 %". */
  std::string margins_by_quantity;
  Correction correction;

  void declare(params::Registry &registry);
  void check(const params::Registry &registry) const;

  /** Margins of single quantities. Throws params::ValueError. */
  std::map<std::string, double> margins() const;

  /** For results.json. */
  nlohmann::ordered_json describe() const;
};

} // namespace lacuna::study
