// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/file_contents.h>
#include <solver/study/specimen_folder.h>
#include <solver/study/specimen_run.h>

namespace lacuna::study {

/** Which specimens to run, for what, and where results go. */
struct CampaignOptions {
  Tasks tasks;
  /** A folder that is there. */
  std::string output;
  bool resume = false;
  /** All specimens of the study, or the first only. */
  bool all = true;
  /** Of several runs into one folder the part of this one, which writes no tables: only the
   * specimen of this name. Others that correct it are taken from the folder. */
  std::string only{};
  /** Nothing is computed: the tables are of what is in the folder. */
  bool gathers = false;
};

/**
 * Runs the specimens of a study one after the other. Each one's results are on disk as soon as it
 * is done, and so are the tables of all until then; with `resume` a specimen whose input has not
 * changed is taken from there. The refined specimens of a group come before those that they
 * correct.
 */
class Campaign {
public:
  Campaign(MPI_Comm communicator, const Study &study, const CampaignOptions &options, Log &log);

  /**
   * Results of all specimens in order; results.json and specimens.csv are written. Collective.
   * Throws params::InputError where the folder of a specimen cannot be written without harm, before
   * anything is computed; checkpoint::Interrupted where the run is asked to end.
   */
  std::vector<observables::Record> run();

  /** Names of the specimens that gathering did not find. */
  const std::vector<std::string> &missing() const { return missing_; }

private:
  /** Those to run. Release alone asks for one that is coated. */
  std::vector<Specimen> chosen() const;
  SpecimenFolder folder(const Specimen &specimen) const;
  /** What the tasks find out of a specimen depends on no more than this. */
  std::string identity(const Specimen &specimen) const;
  /** The same with what else its results depend on; files are read where this is called. */
  std::string fingerprint(const Specimen &specimen) const;
  /** Refined specimens of its design that correct this one; none where it is refined itself. */
  std::vector<Specimen> correctors(const Specimen &specimen) const;
  /** What is on disk of a specimen and serves again, verified on rank 0; the same on all ranks. */
  SpecimenFolder::Kept kept(const Specimen &specimen) const;
  Tasks tasks(const Specimen &specimen) const;
  /** The records of specimens that correct this one, from the folder. @throws params::InputError
   * where one is not there. Collective. */
  std::vector<observables::Record> read_correctors(const Specimen &specimen) const;
  /** Makes the specimen's folder fit to be written to, and says what is there. */
  void prepare(const Specimen &specimen, const std::string &fault_of_kept);
  /** `records`: of the specimens before. */
  observables::Record compute(const Specimen &specimen, const Drawn &drawn,
                              const std::vector<observables::Record> &records, Progress &progress);
  void write_tables(const std::vector<observables::Record> &records) const;

  MPI_Comm communicator_;
  const Study &study_;
  CampaignOptions options_;
  Log &log_;
  std::vector<std::string> missing_;
  mutable FileContents contents_;
};

} // namespace lacuna::study
