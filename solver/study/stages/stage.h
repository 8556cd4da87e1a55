// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/common_state.h>
#include <solver/observables/mechanics.h>
#include <solver/study/estimate.h>
#include <solver/study/log.h>
#include <solver/transport/release.h>

#include <functional>
#include <optional>

namespace lacuna::study {

/** What is to be found out about a specimen. Its geometry always is. */
struct Tasks {
  bool mechanics = false, transport = false, homogenization = false, regeneration = false;
};

/** Counts work over the stages of one specimen. */
struct Numerics {
  dealii::types::global_dof_index unknowns = 0;
  dealii::types::global_cell_index cells = 0;
  unsigned int iterations = 0;
};

/** A specimen on its way through the stages, and what they have found. */
struct SpecimenWork {
  MPI_Comm communicator;
  const Specimen &specimen;
  const geometry::Scaffold &scaffold;
  const Tasks &tasks;
  /** Records of the refined specimens that correct this one; none where it is refined itself. */
  const std::vector<observables::Record> &refined;
  std::string directory; ///< ends with "/"
  Log &log;
  /** Told the share of the present stage's work that is done. */
  std::function<void(double)> done;

  observables::Record record{};
  Numerics numerics{};
  double porosity = 0.;
  std::optional<observables::CompressionResult> compression{};
  std::vector<transport::FactorRelease> releases{};

  const SpecimenParameters &parameters() const { return specimen.group->parameters; }

  /** Writes a file of the specimen, on rank 0. */
  void write(const std::string &name, const std::string &content) const;

  /** What an interrupted run of a stage goes on from, in the specimen's folder. */
  checkpoint::CommonState states(const std::string &stage) const;

  /** Says so where an accuracy was asked for and not reached. */
  void judge(const char *name, double relative_error) const;
};

/** What is foreseen of a stage before it runs. */
struct Foresight {
  MPI_Comm communicator;
  const Specimen &specimen;
  const geometry::Scaffold &scaffold;
};

/** One thing that is found out about a specimen. A null function is nothing to do. */
struct Stage {
  const char *name; ///< of its job in logs and of its time in results
  /** Relative to the other stages', before any has ended. */
  double expected_duration;
  /** Which parameters change what it finds, besides those of the geometry. */
  params::Changes depends_on;
  bool (*runs)(const Specimen &specimen, const Tasks &tasks) = nullptr;
  void (*run)(SpecimenWork &work) = nullptr;
  /** Writes what results hold of it where it does not run. */
  void (*leave_out)(SpecimenWork &work) = nullptr;
  /** Collective. */
  Estimate (*estimate)(const Foresight &foresight, const Rates &rates) = nullptr;
  /** Throws params::InputError, with the key that makes it smaller, where it would clearly take
   * more memory (B) than there is. Collective.
   */
  void (*require_memory)(const Foresight &foresight, double available) = nullptr;
};

} // namespace lacuna::study
