// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/columns.h>

namespace lacuna::observables {

namespace {

void append(std::vector<Column> &columns, const std::string &stem,
            const std::vector<std::string> &endings, const std::string &unit) {
  for (const std::string &ending : endings)
    columns.push_back({stem + "_" + ending, unit});
}

} // namespace

std::vector<Column> geometry_columns() {
  std::vector<Column> columns = {{"porosity", ""},           {"open_porosity", ""},
                                 {"closed_porosity", ""},    {"requested_porosity", ""},
                                 {"surface_area", "m2"},     {"strand_number", "per_m"},
                                 {"solid_parts", ""},        {"euler_number", ""},
                                 {"connectivity", "per_m3"}, {"degree_of_anisotropy", ""},
                                 {"voxel_size", "m"}};
  append(columns, "strand_thickness", {"mean", "sd", "max"}, "m");
  append(columns, "pore_size", {"mean", "sd", "max"}, "m");
  append(columns, "pore_throat", {"x", "y", "z"}, "m");
  append(columns, "solid_through_share", {"x", "y", "z"}, "");
  append(columns, "pore_through_share", {"x", "y", "z"}, "");
  return columns;
}

std::vector<Column> compression_columns() {
  return {{"youngs_modulus", "Pa"},
          {"compressive_strength", "Pa"},
          {"strain_at_peak", ""},
          {"first_crack_stress", "Pa"}};
}

std::vector<Column> weakest_link_columns() {
  return {{"strength_p05", "Pa"},
          {"strength_p95", "Pa"},
          {"strength_mean", "Pa"},
          {"effective_volume", "m3"}};
}

std::vector<Column> collapse_columns() {
  return {{"energy_to_failure", "J"}};
}

std::vector<Column> release_quantities() {
  std::vector<Column> columns;
  for (const char *name : {"loaded", "released", "fluid", "cleared", "degraded", "bound",
                           "taken_up", "removed", "engulfed", "undershoot_filled"})
    columns.push_back({name, "mol"});
  for (const char *name :
       {"contact_dose_per_cell", "mass_balance_error", "lowest_over_largest_concentration",
        "volume_fraction_above_threshold_max", "surface_fraction_above_threshold_max"})
    columns.push_back({name, ""});
  columns.push_back({"peak_concentration", "mol_per_m3"});
  columns.push_back({"penetration_depth_max", "m"});
  columns.push_back({"time_above_threshold_mean", "s"});
  columns.push_back({"exposure_mean", "mol_s_per_m3"});
  return columns;
}

std::vector<Column> release_columns(const std::string &factor) {
  std::vector<Column> columns = release_quantities();
  for (Column &column : columns)
    column.name = factor + "_" + column.name;
  return columns;
}

std::vector<Column> regeneration_columns() {
  std::vector<Column> columns = {{"bone_fraction", ""},
                                 {"pore_bone_fraction", ""},
                                 {"bone_covered_fraction", ""},
                                 {"bone_mineral_density", "kg_per_m3"},
                                 {"trabecular_thickness", "m"},
                                 {"trabecular_spacing", "m"},
                                 {"trabecular_number", "per_m"},
                                 {"bone_balance_error", ""},
                                 {"bone_refilled_fraction", ""},
                                 {"bone_grown_fraction", ""},
                                 {"bone_grown_fraction_centre", ""}};
  append(columns, "bone_fraction", {"centre", "ring", "rim"}, "");
  return columns;
}

std::vector<Column> culture_columns() {
  return {{"tissue_fraction", ""}, {"closing_time", "s"}, {"closing_time_error", "s"}};
}

std::vector<Column> cell_columns() {
  const std::vector<std::string> axes = {"x", "y", "z"},
                                 pairs = {"xx", "yy", "zz", "yz", "xz", "xy"};
  std::vector<Column> columns = {{"bulk_modulus", "Pa"}, {"zener_ratio", ""}};
  append(columns, "youngs_modulus", axes, "Pa");
  append(columns, "shear_modulus", {"yz", "xz", "xy"}, "Pa");
  append(columns, "poissons_ratio", {"xy", "xz", "yx", "yz", "zx", "zy"}, "");
  append(columns, "relative_diffusivity", {"xx", "xy", "xz", "yy", "yz", "zz"}, "");
  for (std::size_t i = 0; i < pairs.size(); ++i)
    append(columns, "stiffness_" + pairs[i], {pairs.begin() + i, pairs.end()}, "Pa");
  return columns;
}

std::vector<Column> numerics_columns() {
  return {{"time", "s"}, {"unknowns", ""}, {"cells", ""}, {"iterations", ""}};
}

} // namespace lacuna::observables
