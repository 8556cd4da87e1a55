// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/dose.h>

#include <algorithm>

namespace lacuna::regeneration {

MeanInTime::MeanInTime(const transport::FactorRelease *release) {
  if (release)
    for (const transport::ReleaseRow &row : release->history)
      rows_.emplace_back(row.time, row.mean);
}

double MeanInTime::at(double time) const {
  if (rows_.empty())
    return 0.;
  const auto after = std::upper_bound(rows_.begin(), rows_.end(), time,
                                      [](double t, const auto &row) { return t < row.first; });
  if (after == rows_.begin() || after == rows_.end())
    return after == rows_.end() ? rows_.back().second : after->second;
  const auto before = after - 1;
  const double share = (time - before->first) / (after->first - before->first);
  return before->second + share * (after->second - before->second);
}

Dose::Dose(const Conversion &conversion, const transport::CoatingParameters &coating,
           double cell_density, const transport::FactorRelease *release)
    : conversion_(conversion), soluble_(release) {
  if (coating.chosen() == transport::CoatingKind::migrasomes) {
    const transport::MigrasomeParameters layer = coating.layer();
    layer_ = transport::migrasome_delivery(layer);
    migrasomes_per_cell_ = layer.areal_density / cell_density;
  }
}

void Dose::ask_for_vegf(const Kinetics &kinetics, const transport::FactorRelease *release) {
  asks_for_vegf_ = kinetics;
  vegf_ = MeanInTime(release);
}

double Dose::engulfed(double time) const {
  const double load = layer_.load();
  return load > 0. ? migrasomes_per_cell_ * layer_.engulfed(time) / load : 0.;
}

Stimulus Dose::operator()(double time) const {
  const double vessels = asks_for_vegf_ ? asks_for_vegf_->vessel_growth_share(vegf_.at(time)) : 1.;
  return {conversion_.by_factor(soluble(time)), conversion_.on_strut(0.),
          conversion_.on_strut(engulfed(time)), vessels};
}

} // namespace lacuna::regeneration
