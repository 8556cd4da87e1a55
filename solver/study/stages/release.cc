// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/release.h>

#include <solver/observables/release.h>
#include <solver/study/release_run.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

constexpr double bytes_per_unknown = 3000.;

/** Seconds of one factor and unknown: a dozen solves, or some hundred steps of three solves. */
constexpr double at_once = 120e-6, by_steps = 550e-6;

/** Of all factors. Whether binding and uptake saturate is seen only when a release runs. */
PerUnknown per_unknown(const SpecimenParameters &p) {
  double seconds = 0.;
  for (const transport::FactorParameters &factor : p.factors)
    seconds += p.transport.perfusion > 0. || p.transport.uptake || factor.binding.exists()
                   ? by_steps
                   : at_once * (p.transport.changes().size() + 1.);
  return {bytes_per_unknown, seconds};
}

/** Cells of the box in which the pores are counted, at the most. */
constexpr double most_pore_cells = 4e4;

/** Cells (m) of which there are soon enough counted in the scaffold, and larger ones around it. */
double coarsest(const octree::Box &box, const transport::TransportParameters &transport) {
  constexpr double growth = 4.; // of cells away from the scaffold
  const double margin = transport.in_cell() ? 0. : 2. * transport.margin / growth;
  double around = 1.;
  for (unsigned int d = 0; d < 3; ++d)
    around *= box.side_length(d) / growth + margin;
  return std::cbrt(std::max(box.volume(), around) / most_pore_cells);
}

void observe(SpecimenWork &work, const std::vector<transport::FactorRelease> &releases) {
  observables::observe_release(releases, work.record);
  work.write("release.csv", observables::release_csv(releases));
}

void run(SpecimenWork &work) {
  ReleaseResult result = run_release(work.communicator, work.scaffold, work.specimen,
                                     work.directory, work.log, work.done);
  work.numerics.iterations += result.iterations;
  if (work.numerics.unknowns == 0) {
    work.numerics.unknowns = result.unknowns;
    work.numerics.cells = result.cells;
  }
  observe(work, result.factors);
  work.releases = std::move(result.factors);
}

void leave_out(SpecimenWork &work) {
  if (!work.tasks.transport) {
    observables::observe_release({}, work.record);
    return;
  }
  std::vector<transport::FactorRelease> none;
  for (const auto &factor : work.parameters().factors)
    none.push_back(transport::no_release(work.parameters().transport, factor));
  observe(work, none);
}

Estimate foresee(const Foresight &f, const Rates &rates) {
  const SpecimenParameters &p = f.specimen.group->parameters;
  // Nodes by volume, and those that its surface adds: N h³ is linear in the cell size h.
  transport::TransportParameters counted = p.transport;
  counted.perfusion = 0.; // no flow is to be solved here
  const double size = counted.cell_size;
  const auto nodes_times_volume = [&](double cell_size) {
    counted.cell_size = cell_size;
    const transport::Surroundings surroundings(f.communicator, f.scaffold, counted);
    return surroundings.space().n_nodes() * std::pow(cell_size, 3);
  };
  const double coarse = std::max(size, coarsest(f.scaffold.box, counted));
  double scaled = nodes_times_volume(coarse);
  if (coarse > size)
    scaled += (nodes_times_volume(2. * coarse) - scaled) * (size - coarse) / coarse;
  const double unknowns = scaled / std::pow(size, 3);
  return estimate(f.communicator, {unknowns, unknowns}, per_unknown(p), rates.transport);
}

void require_memory(const Foresight &f, double available) {
  const double size = f.specimen.group->parameters.transport.cell_size,
               box_cells = f.scaffold.box.volume() / std::pow(size, 3);
  if (!is_too_much(2. * bytes_per_unknown * box_cells, available))
    return;
  const Estimate needed = foresee(f, {});
  if (is_too_much(needed.memory, available))
    refuse(f.specimen,
           {"Transport", "Cell size", fmt::format("{:.4g} um", 1e6 * size), "larger cells"}, needed,
           available);
}

} // namespace

Stage release_stage() {
  Stage stage{"release", 10., params::Changes::transport};
  stage.runs = [](const Specimen &specimen, const Tasks &tasks) {
    const SpecimenParameters &p = specimen.group->parameters;
    return tasks.transport && p.transport.enabled && !p.factors.empty() && p.coating.exists();
  };
  stage.run = run;
  stage.leave_out = leave_out;
  stage.estimate = foresee;
  stage.require_memory = require_memory;
  return stage;
}

} // namespace lacuna::study
