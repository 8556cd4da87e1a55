// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/campaign.h>

#include <solver/checkpoint/files.h>
#include <solver/study/version.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

namespace lacuna::study {

using observables::Record;

namespace {

nlohmann::ordered_json provenance() {
  return {{"lacuna", lacuna_version}, {"dealii", dealii_version()}, {"petsc", petsc_version()}};
}

} // namespace

Campaign::Campaign(MPI_Comm communicator, const Study &study, const CampaignOptions &options,
                   Log &log)
    : communicator_(communicator), study_(study), options_(options), log_(log) {}

bool Campaign::is_root() const {
  return dealii::Utilities::MPI::this_mpi_process(communicator_) == 0;
}

std::string Campaign::directory(const Specimen &specimen) const {
  return options_.output + "/" + specimen.group->name + "/" + specimen.name + "/";
}

Tasks Campaign::tasks(const Specimen &specimen) const {
  const SpecimenParameters &p = specimen.group->parameters;
  return {options_.tasks.mechanics,
          options_.tasks.transport && p.transport.enabled && !p.factors.empty(),
          options_.tasks.homogenization};
}

std::vector<Specimen> Campaign::correctors(const Specimen &specimen) const {
  std::vector<Specimen> result;
  if (!specimen.refined && tasks(specimen).mechanics)
    for (const Specimen &other : study_.specimens())
      if (other.group->design == specimen.group->design && other.refined)
        result.push_back(other);
  return result;
}

std::string Campaign::fingerprint(const Specimen &specimen) const {
  const Tasks t = tasks(specimen);
  const char *mechanics = specimen.refined ? "refined" : "corrected";
  std::string text = Study::resolved(specimen) + lacuna_version + (t.mechanics ? mechanics : "-") +
                     (t.transport ? "t" : "-") + (t.homogenization ? "h" : "");
  for (const Specimen &other : correctors(specimen))
    text += Study::resolved(other);
  // Files change under one name; reading all of a large one each time would take too long.
  for (const std::string &file : specimen.group->parameters.geometry.files())
    if (std::filesystem::is_regular_file(file))
      text += fmt::format("{} {}", std::filesystem::file_size(file),
                          std::filesystem::last_write_time(file).time_since_epoch().count());
  return checkpoint::fingerprint(text);
}

std::optional<Record> Campaign::stored(const Specimen &specimen) const {
  // Read on one rank, so that all agree on what is there.
  std::string text;
  if (is_root())
    text = checkpoint::read_file(directory(specimen) + "specimen.json");
  text = dealii::Utilities::MPI::broadcast(communicator_, text);
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object() || json.value("input_hash", "") != fingerprint(specimen))
    return std::nullopt;
  return Record::restored(json);
}

std::vector<Specimen> Campaign::chosen() const {
  const std::vector<Specimen> specimens = study_.specimens();
  if (options_.all)
    return specimens;
  const bool coated = options_.tasks.transport && !options_.tasks.mechanics;
  const auto first = std::find_if(specimens.begin(), specimens.end(), [&](const Specimen &s) {
    return !coated || s.group->parameters.coating.exists();
  });
  return {first == specimens.end() ? specimens.front() : *first};
}

std::vector<Record> Campaign::run() {
  const std::vector<Specimen> specimens = chosen();
  std::map<std::string, unsigned int> n_jobs;
  for (const Specimen &specimen : specimens)
    for (const auto &[kind, n] : jobs(specimen, tasks(specimen)))
      n_jobs[kind] += n;
  Progress progress(log_, n_jobs, expected_durations());

  std::vector<Record> records;
  for (const Specimen &specimen : specimens) {
    std::optional<Record> record;
    if (options_.resume && (record = stored(specimen))) {
      log_.info("{} is taken from {}", specimen.name, directory(specimen));
      for (const auto &[kind, n] : jobs(specimen, tasks(specimen)))
        progress.skip(kind);
    }
    records.push_back(record ? *record : compute(specimen, records, progress));
    write_tables(records);
  }
  return records;
}

Record Campaign::compute(const Specimen &specimen, const std::vector<Record> &records,
                         Progress &progress) {
  std::vector<Record> refined;
  for (const Specimen &other : correctors(specimen))
    for (const Record &record : records)
      if (record.json()["specimen"] == other.name)
        refined.push_back(record);
  const std::string path = directory(specimen);
  if (is_root()) {
    std::error_code error;
    // What an interrupted run of the same specimen left, it can go on from.
    if (!options_.resume || checkpoint::read_file(path + "study.prm") != Study::resolved(specimen))
      std::filesystem::remove_all(path, error);
    std::filesystem::create_directories(path, error);
    checkpoint::write_file(path + "study.prm", Study::resolved(specimen));
    log_.open(path + "log");
  }
  MPI_Barrier(communicator_);
  Record record =
      run_specimen(communicator_, specimen, tasks(specimen), refined, path, log_, progress);
  auto about = provenance();
  about["input_hash"] = fingerprint(specimen);
  record.set_key("/provenance", about);
  if (is_root()) {
    auto json = record.stored();
    json["input_hash"] = fingerprint(specimen);
    checkpoint::write_file(path + "specimen.json", json.dump(1) + "\n");
  }
  log_.open("");
  return record;
}

void Campaign::write_tables(const std::vector<Record> &records) const {
  if (!is_root())
    return;
  nlohmann::ordered_json json = {{"study", study_.name()},
                                 {"specimens", nlohmann::ordered_json::array()},
                                 {"groups", nlohmann::ordered_json::object()},
                                 {"provenance", provenance()}};
  for (const Record &record : records)
    json["specimens"].push_back(record.json());
  for (const Group &group : study_.groups())
    json["groups"][group.name] = {{"overrides", group.overrides}};
  checkpoint::write_file(options_.output + "/specimens.csv", observables::to_csv(records));
  checkpoint::write_file(options_.output + "/results.json", json.dump(1) + "\n");
}

} // namespace lacuna::study
