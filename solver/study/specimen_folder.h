// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/observables/record.h>

#include <optional>
#include <string>

namespace lacuna::study {

/** What stages found that have ended, see KeptStages; until the specimen is done. */
inline const char *const kept_stages_file = "stages.json";

/**
 * The folder of one specimen. Of what is in it only the files that Lacuna writes, known by their
 * names, are ever replaced or deleted, and none of them through a link.
 */
class SpecimenFolder {
public:
  /** OUTPUT/GROUP/SPECIMEN, which need not be there. */
  SpecimenFolder(const std::string &output, const std::string &group, const std::string &specimen);

  /** With a slash at its end. */
  const std::string &path() const { return path_; }

  /**
   * Throws params::InputError where the specimen's files cannot be written without harm: its folder
   * or that of its group is a link or a file, or a file's name is that of a folder or a device.
   */
  void check() const;

  /** Makes the folder. Throws std::runtime_error. */
  void create() const;

  /** Deletes Lacuna's files; where `goes_on`, what a run that was interrupted left half written. */
  void clear(bool goes_on) const;

  /** The number of files and folders in it that are not Lacuna's. */
  std::size_t n_foreign() const;

  /** Keeps a record in specimen.json, with checksums of itself and of all files of the specimen. */
  void keep(const observables::Record &record, const std::string &input_hash) const;

  /** A record that was kept, or why it is not of use; neither where there is none. */
  struct Kept {
    std::optional<observables::Record> record;
    std::string fault;
  };
  /** Reads and verifies specimen.json and the files. */
  Kept kept(const std::string &input_hash) const;

private:
  void remove(const std::string &name) const;
  /** What is wrong with the files that a record was kept with; empty where nothing. */
  std::string fault_of_files(const nlohmann::ordered_json &sums) const;

  std::string group_, path_;
};

} // namespace lacuna::study
