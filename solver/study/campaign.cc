// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/campaign.h>

#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/checkpoint/folder_lock.h>
#include <solver/checkpoint/interruption.h>
#include <solver/checkpoint/on_root.h>
#include <solver/observables/mechanics.h>
#include <solver/operators/instruction_set.h>
#include <solver/study/kept_stages.h>
#include <solver/study/stages/stages.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace lacuna::study {

using observables::Record;
using params::Changes;

namespace {

nlohmann::ordered_json provenance() {
  return {{"lacuna", lacuna_version},
          {"dealii", dealii_version()},
          {"petsc", petsc_version()},
          {"kernels", operators::instruction_set()}};
}

} // namespace

Campaign::Campaign(MPI_Comm communicator, const Study &study, const CampaignOptions &options,
                   Log &log)
    : communicator_(communicator), study_(study), options_(options), log_(log) {}

SpecimenFolder Campaign::folder(const Specimen &specimen) const {
  return {options_.output, specimen.group->name, specimen.name};
}

Tasks Campaign::tasks(const Specimen &specimen) const {
  const SpecimenParameters &p = specimen.group->parameters;
  return {options_.tasks.mechanics,
          options_.tasks.transport && p.transport.enabled && !p.factors.empty(),
          options_.tasks.homogenization, options_.tasks.regeneration && p.regeneration.enabled};
}

std::vector<Specimen> Campaign::correctors(const Specimen &specimen) const {
  std::vector<Specimen> result;
  if (!specimen.refined && tasks(specimen).mechanics)
    for (const Specimen &other : study_.specimens())
      if (other.group->design == specimen.group->design && other.refined)
        result.push_back(other);
  return result;
}

std::string Campaign::identity(const Specimen &specimen) const {
  // The volume mesh that geometry writes holds the material and the platens.
  std::set<Changes> matter = {Changes::geometry, Changes::mechanics};
  for (const Stage &stage : stages())
    if (stage.runs(specimen, tasks(specimen)))
      matter.insert(stage.depends_on);
  const auto files = specimen.group->parameters.geometry.files();
  std::string text;
  for (const Changes what : matter)
    text += contents_.in_place_of_names(specimen.group->identity.at(what), files);
  return text + fmt::format("seed {}\n", specimen.seed);
}

std::string Campaign::fingerprint(const Specimen &specimen) const {
  const Tasks t = tasks(specimen);
  const char *mechanics = specimen.refined ? "refined" : "corrected";
  std::string text = identity(specimen) + lacuna_version + (t.mechanics ? mechanics : "-") +
                     (t.transport ? "t" : "-") + (t.homogenization ? "h" : "") +
                     (t.regeneration ? "r" : "");
  for (const Specimen &other : correctors(specimen))
    text += identity(other);
  return checkpoint::fingerprint(text);
}

SpecimenFolder::Kept Campaign::kept(const Specimen &specimen) const {
  SpecimenFolder::Kept found;
  if (files::is_root(communicator_))
    found = folder(specimen).kept(fingerprint(specimen));
  // Where a Lacuna that kept no checksums wrote it, this was not verified.
  if (found.record && specimen.refined && tasks(specimen).mechanics) {
    try {
      observables::refined_specimen(*found.record);
    } catch (const nlohmann::json::exception &) {
      found = {std::nullopt, "specimen.json is damaged"};
    }
  }
  const std::string text = dealii::Utilities::MPI::broadcast(
      communicator_, found.record ? found.record->stored().dump() : "");
  if (!text.empty())
    found.record = Record::restored(nlohmann::ordered_json::parse(text));
  return found;
}

std::vector<Specimen> Campaign::chosen() const {
  const std::vector<Specimen> specimens = study_.specimens();
  if (!options_.only.empty()) {
    for (const Specimen &specimen : specimens)
      if (specimen.name == options_.only)
        return {specimen};
    params::refuse_file("--only", options_.only,
                        "a specimen of the study, such as " + specimens.front().name);
  }
  if (options_.all)
    return specimens;
  const bool coated = options_.tasks.transport && !options_.tasks.mechanics;
  const auto first = std::find_if(specimens.begin(), specimens.end(), [&](const Specimen &s) {
    return !coated || s.group->parameters.coating.exists();
  });
  return {first == specimens.end() ? specimens.front() : *first};
}

std::vector<Record> Campaign::run() {
  const checkpoint::Interruptible interruptible;
  const std::vector<Specimen> specimens = chosen();
  checkpoint::on_root(communicator_, [&] {
    for (const Specimen &specimen : specimens)
      folder(specimen).check();
  });
  std::map<std::string, unsigned int> n_jobs;
  for (const Specimen &specimen : specimens)
    for (const auto &[kind, n] : jobs(specimen, tasks(specimen)))
      n_jobs[kind] += n;
  Progress progress(log_, n_jobs, expected_durations());

  std::vector<Record> records;
  if (!options_.only.empty())
    records = read_correctors(specimens.front());
  for (const Specimen &specimen : specimens) {
    const SpecimenFolder::Kept kept =
        options_.resume || options_.gathers ? this->kept(specimen) : SpecimenFolder::Kept{};
    if (kept.record) {
      log_.info("{} is taken from {}", specimen.name, folder(specimen).path());
      for (const auto &[kind, n] : jobs(specimen, tasks(specimen)))
        progress.skip(kind);
      records.push_back(*kept.record);
    } else if (options_.gathers) {
      missing_.push_back(specimen.name);
      for (const auto &[kind, n] : jobs(specimen, tasks(specimen)))
        progress.skip(kind);
    } else {
      const Drawn drawn = draw_specimen(communicator_, specimen, tasks(specimen));
      // Of rank 0, and until the specimen is done.
      std::optional<checkpoint::FolderLock> lock;
      checkpoint::on_root(communicator_, [&] {
        folder(specimen).create();
        lock.emplace(folder(specimen).path());
      });
      prepare(specimen, kept.fault);
      records.push_back(compute(specimen, drawn, records, progress));
    }
    if (options_.only.empty())
      write_tables(records);
  }
  progress.finish();
  return records;
}

std::vector<Record> Campaign::read_correctors(const Specimen &specimen) const {
  std::vector<Record> records;
  for (const Specimen &other : correctors(specimen)) {
    const SpecimenFolder::Kept kept = this->kept(other);
    if (!kept.record)
      params::refuse_file(folder(specimen).path(), "not begun",
                          fmt::format("{}, which corrects it, to be done before{}", other.name,
                                      kept.fault.empty() ? "" : ": " + kept.fault));
    records.push_back(*kept.record);
  }
  return records;
}

void Campaign::prepare(const Specimen &specimen, const std::string &fault_of_kept) {
  if (!files::is_root(communicator_))
    return;
  const SpecimenFolder folder = this->folder(specimen);
  // What an interrupted run of the same specimen left, it can go on from.
  folder.clear(options_.resume && fault_of_kept.empty() &&
               has_kept_stages(folder.path(), fingerprint(specimen)));
  files::write_text(folder.path() + "study.prm", Study::resolved(specimen));
  log_.open(folder.path() + "log");
  if (!fault_of_kept.empty())
    log_.info("{} is computed anew: {}", specimen.name, fault_of_kept);
  if (const std::size_t n = folder.n_foreign(); n > 0)
    log_.info("{}: {} files or folders in {} are not Lacuna's and stay", specimen.name, n,
              folder.path());
}

Record Campaign::compute(const Specimen &specimen, const Drawn &drawn,
                         const std::vector<Record> &records, Progress &progress) {
  MPI_Barrier(communicator_); // the folder is there
  std::vector<Record> refined;
  for (const Specimen &other : correctors(specimen))
    for (const Record &record : records)
      if (record.json()["specimen"] == other.name)
        refined.push_back(record);
  const std::string input_hash = dealii::Utilities::MPI::broadcast(
      communicator_, files::is_root(communicator_) ? fingerprint(specimen) : "");
  Record record = run_specimen(communicator_, specimen, drawn, tasks(specimen), refined, input_hash,
                               folder(specimen).path(), log_, progress);
  auto about = provenance();
  about["input_hash"] = input_hash;
  record.set_key("/provenance", about);
  // What other ranks write is there, too.
  MPI_Barrier(communicator_);
  log_.open("");
  if (files::is_root(communicator_))
    folder(specimen).keep(record, input_hash);
  return record;
}

void Campaign::write_tables(const std::vector<Record> &records) const {
  if (!files::is_root(communicator_))
    return;
  nlohmann::ordered_json json = {{"study", study_.name()},
                                 {"specimens", nlohmann::ordered_json::array()},
                                 {"groups", nlohmann::ordered_json::object()},
                                 {"statistics", study_.statistics().describe()},
                                 {"provenance", provenance()}};
  for (const Record &record : records)
    json["specimens"].push_back(record.json());
  for (const Group &group : study_.groups())
    json["groups"][group.name] = {{"overrides", group.overrides}};
  files::write_text(options_.output + "/specimens.csv", observables::to_csv(records));
  files::write_text(options_.output + "/results.json", json.dump(1) + "\n");
}

} // namespace lacuna::study
