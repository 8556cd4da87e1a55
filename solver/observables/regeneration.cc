// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/regeneration.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::observables {

void observe_regeneration(const regeneration::Regrowth &regrowth, Record &record) {
  const regeneration::BoneMeasures &bone = regrowth.measures;
  const auto set = [&](const std::string &key, double value) {
    record.set("/regeneration/" + key, value);
  };
  set("bone_fraction", bone.bone_fraction);
  set("pore_bone_fraction", bone.pore_bone_fraction);
  set("bone_mineral_density_kg_per_m3", bone.mineral_density);
  set("trabecular_thickness_m", bone.thickness);
  set("trabecular_spacing_m", bone.spacing);
  set("trabecular_number_per_m", bone.number);
  set("bone_fraction_centre", bone.zones[0]);
  set("bone_fraction_ring", bone.zones[1]);
  set("bone_fraction_rim", bone.zones[2]);
  set("bone_covered_fraction", bone.covered);
  set("bone_grown_fraction", regrowth.history.back().bone);
  set("bone_grown_fraction_centre", regrowth.history.back().zones[0]);
  set("bone_balance_error", regrowth.balance_error);
  set("bone_refilled_fraction", regrowth.refilled_share());
}

std::string regeneration_csv(const regeneration::Regrowth &regrowth) {
  std::string text = "time_s,bone_fraction,mineral_fraction,osteoblast_fraction,"
                     "progenitor_fraction,vessel_fraction,bone_fraction_centre,bone_fraction_ring,"
                     "bone_fraction_rim,scanned_bone_fraction,engulfed_per_cell,"
                     "BMP2_mean_mol_per_m3\n";
  for (const regeneration::GrowthRow &row : regrowth.history)
    text += fmt::format("{:.9g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{},"
                        "{:.6g},{:.6g}\n",
                        row.time, row.bone, row.mineral, row.osteoblasts, row.progenitors,
                        row.vessels, row.zones[0], row.zones[1], row.zones[2],
                        std::isnan(row.scanned) ? "" : fmt::format("{:.6g}", row.scanned),
                        row.engulfed, row.soluble);
  return text;
}

void observe_filling(const regeneration::Filled &filled, Record &record) {
  record.set("/regeneration/tissue_fraction", filled.history.back().tissue);
  record.set("/regeneration/closing_time_s", filled.closed_at);
  record.set("/regeneration/closing_time_error_s", filled.closed_at_error);
}

std::string filling_csv(const regeneration::Filled &filled) {
  std::string text = "time_s,tissue_fraction\n";
  for (const regeneration::FillRow &row : filled.history)
    text += fmt::format("{:.9g},{:.6g}\n", row.time, row.tissue);
  return text;
}

} // namespace lacuna::observables
