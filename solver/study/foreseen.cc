// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/foreseen.h>

namespace lacuna::study {

const Estimate &Foreseen::operator()(const Stage &stage, const Specimen &specimen) {
  const auto &identity = specimen.group->identity;
  const std::string what =
      stage.name + identity.at(params::Changes::geometry) + identity.at(stage.depends_on);
  if (const auto found = known_.find(what); found != known_.end())
    return found->second;
  const Estimate estimate =
      stage.estimate({MPI_COMM_WORLD, specimen, scaffold_of(specimen)}, rates_);
  return known_[what] = estimate;
}

const geometry::Scaffold &Foreseen::scaffold_of(const Specimen &specimen) {
  if (drawn_ != specimen.name) {
    scaffold_ = geometry::make_scaffold(specimen.group->parameters.geometry, specimen.seed);
    drawn_ = specimen.name;
  }
  return scaffold_;
}

} // namespace lacuna::study
