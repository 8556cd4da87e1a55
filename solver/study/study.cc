// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/study.h>

#include <meshes/export/export_all.h>
#include <meshes/geometry/scaffold/geometry_sections.h>
#include <params/reader/prm_file.h>
#include <params/reader/reference.h>
#include <params/reader/text.h>
#include <solver/study/group_name.h>
#include <solver/study/measured_groups.h>
#include <solver/study/study_entries.h>
#include <solver/study/sweep_sections.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace lacuna::study {

using params::Changes;
using params::Entry;

namespace {

const std::string groups_section = "Groups";
const std::string factor_prefix = "Factor ";

/** Factors name columns, files and fields. */
const char *const name_characters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::size_t longest_factor_name = 40, most_factors = 50, most_groups = 1000;

/** Specimens of a group at the most, and the distance between the seeds of groups. */
constexpr unsigned int max_specimens = 10000;

/** Whether specimens of the same number in different groups are prints of one seed. */
enum class Prints { independent, common };

params::Words<Prints> words(Prints) {
  return {{Prints::independent, "independent"}, {Prints::common, "common"}};
}

/** What is the same for all groups. */
struct GroupParameters {
  unsigned int specimens, refined, seed;
  Prints prints;
  MeasuredParameters measured;
  StatisticsParameters statistics;

  void declare(params::Registry &registry) {
    registry.section_changes(groups_section, params::Changes::count);
    registry.integer(groups_section, "Specimens", specimens, 1, 1, max_specimens,
                     "Specimens of each group", "6 in the study behind bcp_vs_mig");
    registry.integer(
        groups_section, "Refined specimens", refined, 0, 0, max_specimens,
        "The first so many of each design are compressed on grids refined to Accuracy, "
        "the others on the first grid, corrected by what refinement changed in those; "
        "0 refines all");
    registry.integer(groups_section, "Seed", seed, 1, 0, 4000000000u,
                     "Seed of the first specimen; the others of its group count on from it, each "
                     "further group begins 10000 later");
    registry.choice(groups_section, "Prints", prints, Prints::independent,
                    "common: every group has the same seeds, so that its specimens are compared "
                    "print by print");
    measured.declare(registry);
    statistics.declare(registry);
  }

  void check(const params::Registry &registry) const {
    if (refined > specimens)
      registry.reject(groups_section, "Refined specimens", "at most the number of Specimens");
    measured.check(registry);
    statistics.check(registry);
  }
};

/** Declares all sections in their fixed order; factors by the names that occur. */
void declare(params::Registry &registry, SpecimenParameters &p, GroupParameters &groups,
             const std::vector<Entry> &entries) {
  geometry::declare(p.geometry, registry);
  p.material.declare(registry);
  p.discretization.declare(registry);
  p.mechanics.declare(registry);
  p.collapse.declare(registry);
  p.coating.declare(registry);
  p.factors.clear();
  for (const Entry &entry : entries) {
    if (entry.section.rfind(factor_prefix, 0) != 0)
      continue;
    const std::string name = entry.section.substr(factor_prefix.size());
    if (name.find_first_not_of(name_characters) != std::string::npos ||
        name.size() > longest_factor_name)
      throw params::InputError(entry, fmt::format("a factor's name of letters, digits, - and _, at "
                                                  "most {}",
                                                  longest_factor_name));
    const bool known = std::any_of(p.factors.begin(), p.factors.end(),
                                   [&](const auto &factor) { return factor.name == name; });
    if (!known && p.factors.size() == most_factors)
      throw params::InputError(entry, fmt::format("at most {} factors", most_factors));
    if (!known)
      p.factors.push_back({name});
  }
  for (auto &factor : p.factors)
    factor.declare(registry);
  p.transport.declare(registry);
  p.regeneration.declare(registry);
  groups.declare(registry);
  p.exports.declare(registry);
  p.output.declare(registry);
}

/**
 * A strength is read from stress averaged over a length that the material has. Beyond every
 * specimen that is the same number everywhere, and no solver can tell its equation from 0 = 0.
 */
void check_averaging(const SpecimenParameters &p, const params::Registry &registry) {
  constexpr double longest = 1.;
  const double length = p.material.averaging_length();
  if (p.mechanics.strength != mechanics::StrengthCriterion::none && length > longest)
    registry.reject("Material", "Tensile strength",
                    fmt::format("at least {:.3g} Pa where Fracture toughness is {:.3g} Pa*sqrt(m): "
                                "stress is averaged over (toughness/strength)^2/(2 pi) = {:.3g} m, "
                                "of at most {} m",
                                p.material.tensile_strength * std::sqrt(length / longest),
                                p.material.fracture_toughness, length, longest));
}

/** New bone in a defect asks for an envelope that fills it, and for factors until the end. */
void check_regeneration(const SpecimenParameters &p, const params::Registry &registry) {
  p.regeneration.check(registry);
  if (p.regeneration.in_culture())
    return;
  if (p.geometry.envelope.is_cell())
    registry.reject("Envelope", "Shape",
                    "cylinder, box or another that fills a defect; a cell where Model of "
                    "Regeneration is front");
  if (!p.transport.enabled || !p.coating.exists() ||
      p.transport.duration >= p.regeneration.duration)
    return;
  for (const transport::FactorParameters &factor : p.factors)
    if ((factor.name == regeneration::soluble_factor &&
         p.regeneration.conversion.soluble_rate > 0.) ||
        regeneration::is_vessel_factor(factor.name))
      registry.reject("Transport", "Duration",
                      fmt::format("at least {:.4g} d, the Duration of Regeneration: until then {} "
                                  "acts on cells",
                                  p.regeneration.duration / 86400., factor.name));
}

/**
 * Entries that switch off, in a periodic cell, what varies prints by default. What a study sets
 * itself is left to the checks, which refuse it there.
 */
std::vector<Entry> defaults_of_cell(const std::vector<Entry> &entries) {
  std::vector<Entry> result;
  for (const char *key : {"Diameter variation", "Position variation"}) {
    const bool is_set = std::any_of(entries.begin(), entries.end(), [&](const Entry &entry) {
      return entry.section == "Print" && entry.key == key;
    });
    if (!is_set)
      result.push_back({"Print", key, "0", "default", 0});
  }
  return result;
}

/** Reads and checks one group's parameters. */
Group make_group(const std::string &name, const std::string &overrides,
                 const std::vector<Entry> &entries, GroupParameters &counts) {
  Group group;
  group.name = name;
  group.overrides = overrides;
  params::Registry registry;
  declare(registry, group.parameters, counts, entries);
  registry.read(entries);
  if (group.parameters.geometry.envelope.is_cell())
    registry.read(defaults_of_cell(entries));
  geometry::check(group.parameters.geometry, registry);
  group.parameters.exports.check(registry, group.parameters.geometry);
  if (const auto box = geometry::box_without_files(group.parameters.geometry))
    if (const auto fault = exporting::too_fine(group.parameters.exports,
                                               group.parameters.output.surface_resolution, *box))
      registry.reject(fault->section, fault->key, fault->expected);
  check_averaging(group.parameters, registry);
  if (group.parameters.mechanics.strength == mechanics::StrengthCriterion::collapse)
    group.parameters.collapse.check(group.parameters.material, registry);
  group.parameters.coating.check(registry);
  group.parameters.transport.check(registry);
  if (group.parameters.transport.in_cell() && !group.parameters.geometry.envelope.is_cell())
    registry.reject("Transport", "Surroundings", "defect or well: the Envelope is no cell");
  for (const auto &factor : group.parameters.factors)
    factor.check(registry);
  if (group.parameters.regeneration.enabled)
    check_regeneration(group.parameters, registry);
  counts.check(registry);
  // How many specimens there are, and which one this is, is not part of what it is.
  const GroupParameters read = counts;
  registry.read({{groups_section, "Specimens", "1", "", 0},
                 {groups_section, "Refined specimens", "0", "", 0},
                 {groups_section, "Seed", "1", "", 0},
                 {groups_section, "Prints", "independent", "", 0}});
  group.resolved = params::reference(registry, "prm");
  for (const Changes what :
       {Changes::geometry, Changes::mechanics, Changes::transport, Changes::files})
    group.identity[what] = params::identity(registry.parameters(), what);
  group.design = group.identity[Changes::geometry] + group.identity[Changes::mechanics];
  counts = read;
  return group;
}

} // namespace

void OutputParameters::declare(params::Registry &registry) {
  const std::string s = "Output";
  registry.section_changes(s, params::Changes::files);
  registry.boolean(s, "Fields", fields, true, "Whether fields are written for ParaView");
  registry.quantity(s, "Surface resolution", surface_resolution, params::length, "40 um",
                    {"1 um", "1 mm"}, "Sampling distance of the exported surface");
  registry.boolean(s, "Thickness map", thickness_map, false,
                   "Whether thickness.vti shows the local thickness of strands and pores");
}

Study::Study(const std::string &path, const std::vector<std::string> &overrides)
    : Study(path, read_entries(path, overrides)) {}

Study::Study(const std::string &path, const std::vector<Entry> &entries)
    : path_(path), name_(std::filesystem::path(path).stem().string()) {
  if (!params::is_utf8(name_) || params::has_controls(name_)) // it names the study in results
    params::refuse_file(path, "a name that is no text", "a file's name in UTF-8");

  std::vector<Entry> common, named;
  for (const Entry &entry : entries) {
    if (is_of_sweep(entry))
      continue;
    if (!names_group(entry)) {
      common.push_back(entry);
      continue;
    }
    const auto same = std::find_if(named.begin(), named.end(),
                                   [&](const Entry &other) { return other.key == entry.key; });
    if (same == named.end() && named.size() == most_groups)
      throw params::InputError(entry, fmt::format("at most {} groups", most_groups));
    if (same == named.end())
      named.push_back(entry);
    else
      *same = entry;
  }
  if (named.empty())
    named.push_back({groups_section, name_, "", path, 0});

  GroupParameters counts{};
  for (const Entry &entry : named) {
    check_group_name(entry);
    if (is_measured(entry)) {
      measured_group(entry); // a faulty one is refused by every command
      continue;
    }
    std::vector<Entry> own = common;
    const auto more = group_overrides(entry);
    own.insert(own.end(), more.begin(), more.end());
    Group group = make_group(entry.key, entry.value, own, counts);
    group.first_of_design = std::none_of(groups_.begin(), groups_.end(), [&](const Group &other) {
      return other.design == group.design;
    });
    groups_.push_back(std::move(group));
  }
  if (groups_.empty())
    throw params::InputError(named.front(), "a group to compute, too: all of them are measured");
  n_specimens_ = counts.specimens;
  n_refined_ = counts.refined > 0 ? counts.refined : counts.specimens;
  seed_ = counts.seed;
  common_prints_ = counts.prints == Prints::common;
  statistics_ = counts.statistics;
}

std::vector<Specimen> Study::specimens() const {
  std::vector<Specimen> result;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const std::uint64_t seed = seed_ + (common_prints_ ? 0 : g * max_specimens);
    const bool has_refined = n_refined_ == n_specimens_ || groups_[g].first_of_design;
    const unsigned int n_refined = has_refined ? n_refined_ : 0;
    for (unsigned int i = 0; i < n_specimens_; ++i)
      result.push_back(
          {fmt::format("{}-{}", groups_[g].name, i + 1), &groups_[g], seed + i, i < n_refined});
  }
  return result;
}

void Study::require_specimens() const {
  for (const Group &group : groups_) {
    const SpecimenParameters &p = group.parameters;
    if (p.geometry.envelope.is_cell())
      throw params::InputError({"Envelope", "Shape", "cell", path_, 0},
                               "cylinder or box; a cell is for design, homogenize and release");
    const auto &scaffold = p.geometry.scaffold;
    const bool columns = scaffold.lattice == "cylinders" || scaffold.lattice == "columns";
    if (columns && !scaffold.invert && !p.mechanics.is_bonded())
      throw params::InputError({"Mechanics", "Platens", "frictionless", path_, 0},
                               "bonded: each of several columns would slide on its own");
  }
}

void Study::require_cells() const {
  for (const Group &group : groups_) {
    const geometry::EnvelopeParameters &envelope = group.parameters.geometry.envelope;
    if (!envelope.is_cell())
      throw params::InputError({"Envelope", "Shape", params::word(envelope.shape), path_, 0},
                               "cell: one period of the lattice is homogenized");
  }
}

void Study::require_surroundings() const {
  for (const Group &group : groups_) {
    const SpecimenParameters &p = group.parameters;
    if (p.geometry.envelope.is_cell() && !p.transport.in_cell())
      throw params::InputError(
          {"Transport", "Surroundings", params::word(p.transport.surroundings), path_, 0},
          "cell where the Envelope is one");
  }
}

void Study::require_factors() const {
  for (const Group &group : groups_)
    if (group.parameters.transport.enabled && !group.parameters.factors.empty())
      return;
  throw params::InputError({"", "Factor", "none", path_, 0},
                           "a section \"Factor NAME\" for each factor released");
}

void Study::require_defects() const {
  for (const Group &group : groups_)
    if (group.parameters.regeneration.enabled)
      return;
  throw params::InputError({"Regeneration", "Enabled", "false", path_, 0},
                           "true in a group whose bone is to be computed");
}

std::string Study::resolved(const Specimen &specimen) {
  return specimen.group->resolved +
         fmt::format(
             "\n# This specimen alone\nsubsection Groups\n  set Specimens = 1\n  set Seed = "
             "{}\nend\n",
             specimen.seed);
}

params::Registry default_parameters() {
  // The registry keeps texts only; the targets may go.
  SpecimenParameters parameters;
  GroupParameters groups{};
  params::Registry registry;
  declare(registry, parameters, groups, {{factor_prefix + "BMP2", "", "", "", 0}});
  return registry;
}

} // namespace lacuna::study
