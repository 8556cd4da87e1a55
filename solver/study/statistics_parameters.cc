// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/statistics_parameters.h>

#include <params/reader/quantity.h>
#include <params/reader/text.h>
#include <solver/observables/columns.h>

#include <algorithm>

namespace lacuna::study {

namespace {

const std::string section = "Statistics", by_quantity = "Margins by quantity";

constexpr double smallest_margin = 0.001, largest_margin = 0.9;

/** Columns of specimens.csv without unit, and without the factor where they have one. */
std::vector<std::string> quantities() {
  using namespace observables;
  std::vector<std::string> names;
  for (const auto &columns : {compression_columns(), collapse_columns(), weakest_link_columns(),
                              geometry_columns(), release_quantities(), cell_columns()})
    for (const Column &column : columns)
      names.push_back(column.name);
  return names;
}

/** One of "compressive_strength = 15 %". */
std::pair<std::string, double> parse_margin(const std::string &text) {
  const std::vector<std::string> sides = params::split(text, '=');
  const std::string name = params::trim(sides[0]);
  const std::vector<std::string> known = quantities();
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw params::ValueError("quantities such as youngs_modulus = 5 %; porosity = 2 %",
                             params::closest(name, known));
  const double margin = sides.size() == 2
                            ? params::parse_quantity(params::trim(sides[1]), params::dimensionless)
                            : 0.;
  if (margin < smallest_margin || margin > largest_margin)
    throw params::ValueError(name + " = a share from 0.1 % to 90 %");
  return {name, margin};
}

} // namespace

params::Words<Correction> words(Correction) {
  return {{Correction::none, "none"},
          {Correction::holm, "Holm"},
          {Correction::benjamini_hochberg, "Benjamini-Hochberg"}};
}

void StatisticsParameters::declare(params::Registry &registry) {
  registry.section_changes(section, params::Changes::count);
  registry.quantity(section, "Equivalence margin", equivalence_margin, params::dimensionless,
                    "10 %", {"0.1 %", "90 %"},
                    "Groups are equivalent whose means differ by less than this share of the first "
                    "group's",
                    "assumption: the scatter between prints of one design");
  registry.text(section, by_quantity, margins_by_quantity, "",
                "Margins of single quantities, \"compressive_strength = 15 %; porosity = 2 %\", "
                "by their columns in specimens.csv without factor and unit");
  registry.choice(
      section, "Correction", correction, Correction::none,
      "Adjusts p for the number of quantities that are compared: Holm bounds the chance "
      "of any false finding, Benjamini-Hochberg the share of false ones");
}

void StatisticsParameters::check(const params::Registry &registry) const {
  try {
    margins();
  } catch (const params::ValueError &error) {
    const std::string &meant = error.suggestion();
    registry.reject(section, by_quantity,
                    error.what() + (meant.empty() ? "" : "; did you mean " + meant));
  }
}

std::map<std::string, double> StatisticsParameters::margins() const {
  std::map<std::string, double> result;
  for (const std::string &item : params::split(margins_by_quantity, ';'))
    if (!params::trim(item).empty() && !result.insert(parse_margin(item)).second)
      throw params::ValueError("each quantity once");
  return result;
}

nlohmann::ordered_json StatisticsParameters::describe() const {
  return {{"equivalence_margin", equivalence_margin},
          {"margins_by_quantity", margins()},
          {"correction", params::word(correction)}};
}

} // namespace lacuna::study
