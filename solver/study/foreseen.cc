// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/foreseen.h>

#include <solver/study/stages/stages.h>

#include <algorithm>

namespace lacuna::study {

void Demand::add(const Estimate &estimate) {
  unknowns = std::max(unknowns, estimate.unknowns);
  memory = std::max(memory, estimate.memory);
  time += estimate.time;
}

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

Demand Foreseen::demand(const Specimen &specimen, const Tasks &tasks) {
  Demand result;
  for (const Stage &stage : stages())
    if (stage.estimate && stage.runs(specimen, tasks)) {
      try {
        result.add((*this)(stage, specimen));
      } catch (const params::InputError &) {
        throw;
      } catch (const std::exception &) { // the run itself will tell
      }
    }
  return result;
}

const geometry::Scaffold &Foreseen::scaffold_of(const Specimen &specimen) {
  if (drawn_ != specimen.name) {
    scaffold_ = geometry::make_scaffold(specimen.group->parameters.geometry, specimen.seed);
    drawn_ = specimen.name;
  }
  return scaffold_;
}

} // namespace lacuna::study
