// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/release.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace lacuna::observables {

void observe_release(const std::vector<transport::FactorRelease> &releases, Record &record) {
  record.set_key("/transport/effective_diffusivity_m2_per_s", nullptr);
  record.set_key("/transport/relative_diffusivity", nullptr);
  record.set_key("/transport/factors", nlohmann::ordered_json::object());
  for (const transport::FactorRelease &release : releases) {
    const auto set = [&](const std::string &key, double value) {
      record.set("/transport/factors/" + release.factor + "/" + key, release.factor + "_" + key,
                 value);
    };
    const transport::ReleaseRow &end = release.last();
    set("loaded_mol", release.loaded);
    set("released_mol", end.balance.released);
    set("fluid_mol", end.fluid);
    set("cleared_mol", end.balance.cleared);
    set("degraded_mol", end.balance.degraded);
    set("bound_mol", end.balance.bound);
    set("taken_up_mol", end.balance.taken_up);
    set("removed_mol", end.balance.removed);
    set("engulfed_mol", release.engulfed);
    set("contact_dose_per_cell", release.contact_dose);
    set("mass_balance_error", release.balance_error());
    set("peak_concentration_mol_per_m3", release.peak);
    set("lowest_over_largest_concentration", release.lowest_concentration);
    set("undershoot_filled_mol", release.refilled);
    set("volume_fraction_above_threshold_max", release.share_above_threshold_max);
    set("surface_fraction_above_threshold_max", release.surface_share_above_threshold_max);
    set("penetration_depth_max_m", release.penetration_depth_max);
    set("time_above_threshold_mean_s", release.time_above_threshold_mean);
    set("exposure_mean_mol_s_per_m3", release.exposure_mean);
  }
}

std::string release_csv(const std::vector<transport::FactorRelease> &releases) {
  std::string text =
      "time_s,factor,released_mol,fluid_mol,degraded_mol,cleared_mol,bound_mol,taken_up_mol,"
      "removed_mol,engulfed_mol,release_rate_mol_per_s,concentration_mean_mol_per_m3,"
      "concentration_max_mol_per_m3,";
  for (const double share : transport::percentiles)
    text += fmt::format("concentration_p{:02.0f}_mol_per_m3,", 100. * share);
  text += "volume_fraction_above_threshold,surface_fraction_above_threshold,penetration_depth_m\n";
  for (const transport::FactorRelease &release : releases)
    for (const transport::ReleaseRow &row : release.history) {
      const transport::Balance &b = row.balance;
      text += fmt::format(
          "{:.9g},{},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},"
          "{:.9g},{:.6g},{:.6g},{:.6g},{:.6g}\n",
          row.time, release.factor, b.released, row.fluid, b.degraded, b.cleared, b.bound,
          b.taken_up, b.removed, row.engulfed, row.release_rate, row.mean, row.max,
          fmt::join(row.percentiles, ","), row.share_above_threshold,
          row.surface_share_above_threshold, row.penetration_depth);
    }
  return text;
}

} // namespace lacuna::observables
