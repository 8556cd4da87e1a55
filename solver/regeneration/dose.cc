// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/dose.h>

#include <algorithm>

namespace lacuna::regeneration {

Dose::Dose(const Conversion &conversion, const transport::CoatingParameters &coating,
           double cell_density, const transport::FactorRelease *release)
    : conversion_(conversion) {
  if (coating.chosen() == transport::CoatingKind::migrasomes) {
    const transport::MigrasomeParameters layer = coating.layer();
    layer_ = transport::migrasome_delivery(layer);
    migrasomes_per_cell_ = layer.areal_density / cell_density;
  }
  if (release)
    for (const transport::ReleaseRow &row : release->history)
      soluble_.emplace_back(row.time, row.mean);
}

double Dose::engulfed(double time) const {
  const double load = layer_.load();
  return load > 0. ? migrasomes_per_cell_ * layer_.engulfed(time) / load : 0.;
}

double Dose::soluble(double time) const {
  if (soluble_.empty())
    return 0.;
  const auto after = std::upper_bound(soluble_.begin(), soluble_.end(), time,
                                      [](double t, const auto &row) { return t < row.first; });
  if (after == soluble_.begin() || after == soluble_.end())
    return after == soluble_.end() ? soluble_.back().second : after->second;
  const auto before = after - 1;
  const double share = (time - before->first) / (after->first - before->first);
  return before->second + share * (after->second - before->second);
}

Stimulus Dose::operator()(double time) const {
  return {conversion_.by_factor(soluble(time)), conversion_.on_strut(0.),
          conversion_.on_strut(engulfed(time))};
}

} // namespace lacuna::regeneration
