// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/specimen_run.h>

#include <meshes/export/export_all.h>
#include <solver/checkpoint/interruption.h>
#include <solver/study/kept_stages.h>
#include <solver/study/memory.h>
#include <solver/study/stages/stages.h>

#include <deal.II/base/mpi.h>

namespace lacuna::study {

using observables::Record;

namespace {

/** How long stages took (s), by their names. */
using Times = std::map<std::string, double>;

void observe_numerics(const Numerics &numerics, const Times &times, Record &record) {
  double total = 0.;
  for (const auto &[name, seconds] : times) {
    record.set_key("/numerics/time_s/" + name, seconds);
    total += seconds;
  }
  record.set("/numerics/time_s/total", "time_s", total);
  record.set("/numerics/unknowns", numerics.unknowns);
  record.set("/numerics/cells", numerics.cells);
  record.set("/numerics/iterations", numerics.iterations);
}

} // namespace

std::map<std::string, unsigned int> jobs(const Specimen &specimen, const Tasks &tasks) {
  std::map<std::string, unsigned int> result;
  for (const Stage &stage : stages())
    if (stage.runs(specimen, tasks))
      result[stage.name] = 1;
  return result;
}

std::map<std::string, double> expected_durations() {
  std::map<std::string, double> result;
  for (const Stage &stage : stages())
    result[stage.name] = stage.expected_duration;
  return result;
}

Drawn draw_specimen(MPI_Comm communicator, const Specimen &specimen, const Tasks &tasks) {
  const SpecimenParameters &p = specimen.group->parameters;
  // Before anything of the specimen is there.
  Drawn drawn{restart_peak_memory(communicator), {}, {}};
  drawn.scaffold = geometry::make_scaffold(
      p.geometry, specimen.seed, [&](const std::string &text) { drawn.notes.push_back(text); });
  const double available = available_memory(communicator);
  for (const Stage &stage : stages())
    if (stage.require_memory && stage.runs(specimen, tasks))
      stage.require_memory({communicator, specimen, drawn.scaffold}, available);
  // Of an envelope from a file this is known only now.
  if (const auto fault =
          exporting::too_fine(p.exports, p.output.surface_resolution, drawn.scaffold.box))
    throw params::InputError({fault->section, fault->key, "", "", 0}, fault->expected);
  return drawn;
}

Record run_specimen(MPI_Comm communicator, const Specimen &specimen, const Drawn &drawn,
                    const Tasks &tasks, const std::vector<Record> &refined,
                    const std::string &about, const std::string &directory, Log &log,
                    Progress &progress) {
  SpecimenWork work{
      communicator, specimen, drawn.scaffold, tasks, refined, directory, log, [&](double share) {
        progress.share(share);
      }};
  work.record.set("/specimen", specimen.name);
  work.record.set("/group", specimen.group->name);
  work.record.set("/seed", specimen.seed);
  for (const std::string &note : drawn.notes)
    log.detail("{}", note);
  KeptStages kept(communicator, directory, about);
  kept.restore(work);
  for (const Stage &stage : stages())
    if (kept.has(stage.name)) {
      log.info("       {}: {} was done before", specimen.name, stage.name);
      progress.skip(stage.name);
    } else if (stage.runs(specimen, tasks)) {
      checkpoint::end_if_asked(communicator);
      progress.begin(stage.name, specimen.name + ": " + stage.name);
      stage.run(work);
      progress.end();
      kept.add(stage.name, progress.last_duration(), work);
    } else if (stage.leave_out)
      stage.leave_out(work);
  observe_numerics(work.numerics, kept.times(), work.record);
  work.record.set(drawn.has_own_peak ? "/numerics/peak_memory_B"
                                     : "/numerics/process_peak_memory_B",
                  peak_memory(communicator));
  work.record.set("/numerics/ranks", dealii::Utilities::MPI::n_mpi_processes(communicator));
  return work.record;
}

} // namespace lacuna::study
