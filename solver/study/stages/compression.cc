// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/compression.h>

#include <solver/study/elastic_compression.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::study {

namespace {

/** By degree 1, 2, 3: one grid with its solution, error, first crack and files. */
constexpr PerUnknown elastic[] = {{1000., 26e-6}, {300., 14e-6}, {300., 12e-6}};

/** Share of the stage until fields are written. */
constexpr double fields_begin = 0.95;

void run(SpecimenWork &work) {
  ElasticCompression compression(work, work.scaffold);
  checkpoint::CommonState states = work.states("compression");
  const auto result =
      compression.run([&](double share) { work.done(fields_begin * share); }, &states);
  work.numerics = compression.numerics();
  work.compression = result;
  observables::observe_compression(&result, work.record);
  work.write("curve.csv", observables::curve_csv(result));
  if (work.parameters().output.fields)
    compression.write_fields();
  states.remove();
}

/** Of either stage, once. */
void leave_out(SpecimenWork &work) {
  if (!work.tasks.mechanics)
    observables::observe_compression(nullptr, work.record);
}

Estimate foresee(const Foresight &f, const Rates &rates) {
  return estimate(f.communicator, compression_grids(f.communicator, f.specimen, f.scaffold),
                  elastic[f.specimen.group->parameters.discretization.degree - 1],
                  rates.elasticity);
}

void require_memory(const Foresight &f, double available) {
  const auto &d = f.specimen.group->parameters.discretization;
  const double bytes = elastic[d.degree - 1].bytes,
               box_cells = f.scaffold.box.volume() / std::pow(d.cell_size, 3),
               first = 6. * std::pow(d.degree, 3) * box_cells;
  // What may take long to foresee is so only where it can be too much at all.
  if (!is_too_much(bytes * std::max(first, d.max_unknowns), available))
    return;
  const Estimate needed = foresee(f, {});
  if (!is_too_much(needed.memory, available))
    return;
  if (d.accuracy == 0. || !f.specimen.refined || needed.unknowns > d.max_unknowns)
    refuse(f.specimen,
           {"Discretization", "Cell size", fmt::format("{:.4g} um", 1e6 * d.cell_size),
            "larger cells"},
           needed, available);
  refuse(f.specimen,
         {"Discretization", "Max unknowns", fmt::format("{:.3g}", d.max_unknowns),
          fmt::format("at most {:.2g}", available / bytes)},
         needed, available);
}

Stage stage(const char *name, double expected_duration) {
  Stage result{name, expected_duration, params::Changes::mechanics};
  result.run = run;
  result.estimate = foresee;
  result.require_memory = require_memory;
  return result;
}

} // namespace

Stage compression_stage() {
  Stage result = stage("compression", 10.);
  result.runs = [](const Specimen &specimen, const Tasks &tasks) {
    return tasks.mechanics && specimen.refined;
  };
  result.leave_out = leave_out;
  return result;
}

Stage first_grid_stage() {
  Stage result = stage("compression, first grid", 3.);
  result.runs = [](const Specimen &specimen, const Tasks &tasks) {
    return tasks.mechanics && !specimen.refined;
  };
  return result;
}

} // namespace lacuna::study
