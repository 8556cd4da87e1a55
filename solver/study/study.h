// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/export_parameters.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <params/reader/registry.h>
#include <solver/fracture/collapse_parameters.h>
#include <solver/materials/material_parameters.h>
#include <solver/mechanics/compression.h>
#include <solver/operators/discretization.h>
#include <solver/regeneration/regeneration_parameters.h>
#include <solver/study/statistics_parameters.h>
#include <solver/transport/coating.h>
#include <solver/transport/transport_parameters.h>

#include <cstdint>
#include <map>
#include <memory>

namespace lacuna::study {

/** What is written beside the tables. */
struct OutputParameters {
  bool fields;
  double surface_resolution;
  bool thickness_map;

  void declare(params::Registry &registry);
};

/** Everything that describes one specimen but its seed. */
struct SpecimenParameters {
  geometry::GeometryParameters geometry;
  materials::MaterialParameters material;
  operators::DiscretizationParameters discretization;
  mechanics::MechanicsParameters mechanics;
  fracture::CollapseParameters collapse;
  transport::CoatingParameters coating;
  std::vector<transport::FactorParameters> factors;
  transport::TransportParameters transport;
  regeneration::RegenerationParameters regeneration;
  exporting::ExportParameters exports;
  OutputParameters output;
};

/** Specimens of one design. */
struct Group {
  std::string name;
  /** As written: "Section/Key = value; …". */
  std::string overrides;
  /** The group's parameters as a file that gives the same specimens again. */
  std::string resolved;
  /** The parameters that can change a thing: what is equal in two groups is equal in both. */
  std::map<params::Changes, std::string> identity;
  /** Of geometry and mechanics: groups of one design have the same modulus. */
  std::string design;
  /** Whether no group before it has its design. */
  bool first_of_design;
  SpecimenParameters parameters;
};

/** One printed sample. */
struct Specimen {
  std::string name;
  const Group *group;
  std::uint64_t seed;
  /** Solved on refined grids, or on the first one alone and corrected by those of its design. */
  bool refined;
};

/** A study file with its overrides, read and checked. */
class Study {
public:
  /** Throws params::InputError. */
  Study(const std::string &path, const std::vector<std::string> &overrides);

  /** The study that a file of this path with these entries would be. */
  Study(const std::string &path, const std::vector<params::Entry> &entries);

  /** The file's name without folder and ending. */
  const std::string &name() const { return name_; }
  const std::vector<Group> &groups() const { return groups_; }
  const StatisticsParameters &statistics() const { return statistics_; }

  /**
   * All specimens, group by group. Specimens of different groups are different samples, as on the
   * bench, unless the groups share their prints; another number of specimens leaves the seeds of
   * those before as they are.
   */
  std::vector<Specimen> specimens() const;

  /** Throws params::InputError where a group cannot be put between platens. */
  void require_specimens() const;

  /** Throws params::InputError where a group is not a periodic cell. */
  void require_cells() const;

  /** Throws params::InputError where a group's envelope does not fit its surroundings. */
  void require_surroundings() const;

  /** Throws params::InputError where no group has a factor whose transport is computed. */
  void require_factors() const;

  /** Throws params::InputError where no group asks for new bone. */
  void require_defects() const;

  /** The file that gives this specimen alone again. */
  static std::string resolved(const Specimen &specimen);

private:
  std::string path_, name_;
  unsigned int n_specimens_, n_refined_, seed_;
  bool common_prints_;
  StatisticsParameters statistics_;
  std::vector<Group> groups_;
};

/** Every parameter with its default, for one factor BMP2. */
params::Registry default_parameters();

} // namespace lacuna::study
