// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/regeneration.h>

#include <solver/observables/field_writer.h>
#include <solver/observables/regeneration.h>
#include <solver/study/version.h>
#include <solver/transport/patches.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

using regeneration::Regrowth;
using regeneration::Tissue;

/** Of a node of the grid, of which there are about as many as cells in the envelope; eight weeks.
 */
constexpr PerUnknown per_node = {900., 1e-3};
constexpr double voxel_bytes = 40.;

constexpr double week = 7. * 86400.;

/** Ends of weeks (s) before another, from the start on. */
std::vector<double> times_before(double weeks) {
  std::vector<double> result;
  for (double i = 0.; i < weeks; ++i)
    result.push_back(i * week);
  return result;
}

/** The release of a factor; none where it was not computed. */
const transport::FactorRelease *release_of(const SpecimenWork &work, const std::string &factor) {
  const auto found = std::find_if(work.releases.begin(), work.releases.end(),
                                  [&](const auto &one) { return one.factor == factor; });
  return found == work.releases.end() ? nullptr : &*found;
}

regeneration::Dose dose(const SpecimenWork &work) {
  const SpecimenParameters &p = work.parameters();
  const bool is_empty = p.regeneration.filling == regeneration::Filling::none;
  regeneration::Dose dose(p.regeneration.conversion);
  if (!is_empty)
    dose = {p.regeneration.conversion, p.coating, p.transport.cell_density,
            release_of(work, regeneration::soluble_factor)};
  for (const transport::FactorParameters &factor : p.factors)
    if (regeneration::is_vessel_factor(factor.name))
      dose.ask_for_vegf(p.regeneration.kinetics,
                        is_empty ? nullptr : release_of(work, factor.name));
  return dose;
}

void say(const SpecimenWork &work, const Regrowth &found) {
  const regeneration::BoneMeasures &bone = found.measures;
  work.log.info("       {}: new bone fills {:.1f} % of the defect, {:.1f} % of its pores; centre "
                "{:.1f} %, ring {:.1f} %, rim {:.1f} %",
                work.specimen.name, 100. * bone.bone_fraction, 100. * bone.pore_bone_fraction,
                100. * bone.zones[0], 100. * bone.zones[1], 100. * bone.zones[2]);
  work.log.info(
      "       {}: for one set of rates, most of them assumed: a sweep gives the range, see "
      "solver/regeneration/validation.md",
      work.specimen.name);
  work.log.detail("{} steps, {} iterations, balances close to {:.1e}, refilled {:.1e}", found.steps,
                  found.iterations, found.balance_error, found.refilled_share());
}

void run(SpecimenWork &work) {
  const SpecimenParameters &p = work.parameters();
  const transport::Patches patches(p.coating.covered_share(), p.coating.patch_size,
                                   work.specimen.seed);
  const regeneration::Defect defect(work.communicator, work.scaffold, p.regeneration,
                                    [&](const geometry::Point &x) { return patches.cover(x); });
  const regeneration::Dose dose = study::dose(work);
  regeneration::Regeneration regeneration(defect, work.scaffold, p.regeneration, dose);
  observables::FieldWriter writer(defect.space());
  bool has_shown = false;
  const auto show = [&](double time, const Tissue &tissue) {
    const double weeks = std::round(time / week);
    if (!p.output.fields || std::abs(time - weeks * week) > 1.)
      return;
    if (!has_shown && weeks > 0.) // what an interrupted run has written
      writer.go_on(work.directory, "bone", times_before(weeks));
    has_shown = true;
    writer.add_nodal("bone", tissue.bone, 1);
    writer.add_nodal("mineral", tissue.mineral, 1);
    writer.add_nodal("osteoblasts", tissue.osteoblasts, 1);
    writer.add_nodal("progenitors", tissue.progenitors, 1);
    writer.add_nodal("vessels", tissue.vessels, 1);
    writer.write(work.directory, "bone", time);
  };
  checkpoint::StateFile states(work.communicator, work.directory + "regeneration.state",
                               lacuna_version + Study::resolved(work.specimen),
                               p.transport.checkpoint_interval);
  const Regrowth found = regeneration.run(work.done, &states, show);
  if (regeneration.resumed_at() > 0.)
    work.log.info("       {}: new bone: went on from {:.3g} d", work.specimen.name,
                  regeneration.resumed_at() / 86400.);
  states.remove();
  work.numerics.iterations += found.iterations;
  if (work.numerics.unknowns == 0) {
    work.numerics.unknowns = defect.space().n_nodes();
    work.numerics.cells = defect.octree().n_cells();
  }
  observables::observe_regeneration(found, work.record);
  work.write("regeneration.csv", observables::regeneration_csv(found));
  say(work, found);
}

Estimate foresee(const Foresight &f, const Rates &rates) {
  const regeneration::RegenerationParameters &p = f.specimen.group->parameters.regeneration;
  const double nodes = f.scaffold.envelope_volume / std::pow(p.cell_size, 3);
  Estimate result = estimate(f.communicator, {nodes, nodes}, per_node, rates.transport);
  result.memory += voxel_bytes * f.scaffold.box.volume() / std::pow(p.scan.voxel_size, 3);
  return result;
}

void require_memory(const Foresight &f, double available) {
  const Estimate needed = foresee(f, {});
  const double size = f.specimen.group->parameters.regeneration.cell_size;
  if (is_too_much(needed.memory, available))
    refuse(f.specimen,
           {"Regeneration", "Cell size", fmt::format("{:.4g} um", 1e6 * size), "larger cells"},
           needed, available);
}

} // namespace

Stage regeneration_stage() {
  Stage stage{"regeneration", 20., params::Changes::transport};
  stage.runs = [](const Specimen &specimen, const Tasks &tasks) {
    return tasks.regeneration && specimen.group->parameters.regeneration.enabled;
  };
  stage.run = run;
  stage.estimate = foresee;
  stage.require_memory = require_memory;
  return stage;
}

} // namespace lacuna::study
