// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/text.h>
#include <solver/checkpoint/files.h>
#include <solver/study/sweep_sections.h>
#include <solver/sweep/design_space.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::sweep {

using params::Entry;
using params::InputError;
using study::Study;

namespace {

/** Of each key the last entry, where its first stood. */
std::vector<Entry> last_of_each(const std::vector<Entry> &entries) {
  std::vector<Entry> result;
  for (const Entry &entry : entries) {
    const auto same = std::find_if(result.begin(), result.end(), [&](const Entry &other) {
      return other.section == entry.section && other.key == entry.key;
    });
    if (same == result.end())
      result.push_back(entry);
    else
      *same = entry;
  }
  return result;
}

/** What the specimens of a group will have in specimens.csv. */
std::vector<observables::Column> columns(PointCommand command, const study::Group &group) {
  using mechanics::StrengthCriterion;
  const study::Tasks of_command = tasks(command);
  std::vector<observables::Column> result = observables::geometry_columns();
  const auto add = [&](const std::vector<observables::Column> &more) {
    result.insert(result.end(), more.begin(), more.end());
  };
  add(observables::numerics_columns());
  if (of_command.homogenization)
    add(observables::cell_columns());
  const StrengthCriterion strength = group.parameters.mechanics.strength;
  if (of_command.mechanics) {
    const auto all = observables::compression_columns();
    add(strength == StrengthCriterion::none ? decltype(all){all.front()} : all);
    if (strength == StrengthCriterion::weakest_link)
      add(observables::weakest_link_columns());
    if (strength == StrengthCriterion::collapse)
      add(observables::collapse_columns());
  }
  if (of_command.transport && group.parameters.transport.enabled)
    for (const auto &factor : group.parameters.factors)
      add(observables::release_columns(factor.name));
  if (of_command.regeneration && group.parameters.regeneration.enabled)
    add(group.parameters.regeneration.in_culture() ? observables::culture_columns()
                                                   : observables::regeneration_columns());
  return result;
}

/** Seeds of points that differ: far apart, and the same whenever a point has the same design. */
unsigned int seed_of_point(unsigned int first, const std::vector<Entry> &applied) {
  // Groups are 10000 apart, see study::Study; this leaves room for 40 of them.
  constexpr std::uint64_t apart = 400000, most = 4000000000u;
  std::string text;
  for (const Entry &entry : applied)
    text += entry.section + "/" + entry.key + "=" + entry.value + "\n";
  const std::uint64_t hash = std::stoull(checkpoint::fingerprint(text), nullptr, 16);
  return first + apart * (hash % std::max<std::uint64_t>((most - first) / apart, 1));
}

} // namespace

DesignSpace::DesignSpace(const std::string &path, const std::vector<Entry> &entries) : path_(path) {
  std::vector<Entry> own, variables, applied;
  for (const Entry &entry : entries) {
    if (!study::is_of_sweep(entry))
      base_.push_back(entry);
    else if (entry.key.empty() || entry.section == study::site_section)
      continue;
    else if (entry.section == study::variables_section)
      variables.push_back(entry);
    else if (entry.section == study::goals_section)
      goals_.push_back(entry);
    else if (entry.section.compare(0, study::apply_section.size(), study::apply_section) == 0)
      applied.push_back(entry);
    else
      own.push_back(entry);
  }
  parameters_.declare(registry_);
  registry_.read(own);
  parameters_.check(registry_);
  goals_ = last_of_each(goals_);
  read_variables(last_of_each(variables));
  read_assignments(last_of_each(applied));
}

void DesignSpace::read_variables(const std::vector<Entry> &entries) {
  if (entries.empty())
    throw InputError(
        {"", "", "no variable", path_, 0},
        "a subsection Variables in subsection Sweep, with lines such as set d = 250 um "
        ".. 600 um");
  for (const Entry &entry : entries)
    variables_.push_back(parse_variable(entry));
}

void DesignSpace::read_assignments(const std::vector<Entry> &entries) {
  const params::Registry known = study::default_parameters();
  for (const Entry &entry : entries)
    assignments_.emplace_back(entry, variables_, known.parameters());
  for (const Variable &variable : variables_) {
    const bool is_used =
        std::any_of(assignments_.begin(), assignments_.end(),
                    [&](const Assignment &one) { return one.uses(variable.name); });
    if (!is_used)
      throw InputError({"", "", "variable " + variable.name, path_, 0},
                       "a parameter in Sweep/Apply that follows from it: it sets nothing");
  }
}

std::vector<Entry> DesignSpace::at(const PointValues &values) const {
  std::vector<Entry> result;
  for (const Assignment &assignment : assignments_)
    result.push_back(assignment.at(values));
  const auto prints = of_prints(result);
  result.insert(result.end(), prints.begin(), prints.end());
  return result;
}

std::vector<Entry> DesignSpace::of_prints(const std::vector<Entry> &applied) const {
  std::vector<Entry> result;
  if (parameters_.n_specimens > 0)
    result.push_back({"Groups", "Specimens", std::to_string(parameters_.n_specimens), path_, 0});
  if (parameters_.prints == Prints::independent)
    result.push_back(
        {"Groups", "Seed", std::to_string(seed_of_point(first_seed(), applied)), path_, 0});
  return result;
}

unsigned int DesignSpace::first_seed() const {
  std::string seed = "1";
  for (const Entry &entry : base_)
    if (entry.section == "Groups" && entry.key == "Seed")
      seed = entry.value;
  return static_cast<unsigned int>(std::min(std::strtoul(seed.c_str(), nullptr, 10), 4000000000ul));
}

void DesignSpace::reject(const std::string &key, const std::string &expected) const {
  registry_.reject(study::sweep_section, key, expected);
}

std::string DesignSpace::group_of_goals(const Study &point) const {
  std::vector<std::string> names;
  for (const study::Group &group : point.groups())
    names.push_back(group.name);
  const std::string &chosen = parameters_.group;
  if (chosen.empty() && (names.size() == 1 || goals_.empty()))
    return names.front();
  if (std::find(names.begin(), names.end(), chosen) == names.end())
    reject("Group", "the group that Goals are about: " + params::join_with_or(names));
  return chosen;
}

std::vector<Goal> DesignSpace::goals(const Study &point) const {
  const std::string name = group_of_goals(point);
  const auto group = std::find_if(point.groups().begin(), point.groups().end(),
                                  [&](const study::Group &one) { return one.name == name; });
  std::vector<Goal> result;
  for (const Entry &entry : goals_)
    result.push_back(parse_goal(entry, columns(parameters_.command, *group)));
  return result;
}

void require(PointCommand command, const Study &study) {
  if (command == PointCommand::compare || command == PointCommand::compress)
    study.require_specimens();
  if (command == PointCommand::homogenize)
    study.require_cells();
  if (command == PointCommand::release) {
    study.require_surroundings();
    study.require_factors();
  }
  if (command == PointCommand::regenerate) {
    study.require_surroundings();
    study.require_defects();
  }
}

study::Tasks tasks(PointCommand command) {
  study::Tasks result;
  result.mechanics = command == PointCommand::compare || command == PointCommand::compress;
  result.regeneration = command == PointCommand::compare || command == PointCommand::regenerate;
  result.transport = result.regeneration || command == PointCommand::release;
  result.homogenization = command == PointCommand::homogenize;
  return result;
}

} // namespace lacuna::sweep
