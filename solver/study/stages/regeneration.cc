// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/regeneration.h>

#include <solver/observables/bone_scan.h>
#include <solver/observables/field_writer.h>
#include <solver/observables/regeneration.h>
#include <solver/regeneration/regeneration.h>
#include <solver/study/version.h>
#include <solver/transport/patches.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

using regeneration::Regrowth;
using regeneration::Tissue;

/**
 * Of a node of the grid, of which there are about as many as cells in the envelope; eight weeks of
 * a defect, and one step in culture.
 */
constexpr PerUnknown per_node = {900., 1e-3};
constexpr double bytes_in_culture = 1200., seconds_a_step = 1.5e-6;
constexpr double voxel_bytes = 40.;

constexpr double day = 86400.;

/** bone.pvd, a file whenever so much time has passed, where fields are asked for. */
class FieldsInTime {
public:
  using Fields = std::vector<std::pair<const char *, const operators::Vector *>>;

  FieldsInTime(const SpecimenWork &work, const operators::FiniteCellSpace &space, double interval)
      : work_(work), writer_(space), interval_(interval) {}

  void show(double time, const Fields &fields) {
    const double n = std::round(time / interval_);
    if (!work_.parameters().output.fields || std::abs(time - n * interval_) > 1.)
      return;
    if (!has_shown_ && n > 0.) { // what an interrupted run has written
      std::vector<double> before;
      for (double i = 0.; i < n; ++i)
        before.push_back(i * interval_);
      writer_.go_on(work_.directory, "bone", before);
    }
    has_shown_ = true;
    for (const auto &[name, field] : fields)
      writer_.add_nodal(name, *field, 1);
    writer_.write(work_.directory, "bone", time);
  }

private:
  const SpecimenWork &work_;
  observables::FieldWriter writer_;
  double interval_;
  bool has_shown_ = false;
};

checkpoint::StateFile states(const SpecimenWork &work) {
  return {work.communicator, work.directory + "regeneration.state",
          lacuna_version + Study::resolved(work.specimen),
          work.parameters().transport.checkpoint_interval};
}

/** Counts what was solved, and says where an interrupted run went on. */
void note(SpecimenWork &work, const operators::FiniteCellSpace &space, unsigned int iterations,
          double resumed_at) {
  if (resumed_at > 0.)
    work.log.info("       {}: new bone: went on from {:.3g} d", work.specimen.name,
                  resumed_at / day);
  work.numerics.iterations += iterations;
  if (work.numerics.unknowns == 0) {
    work.numerics.unknowns = space.n_nodes();
    work.numerics.cells = space.octree().n_cells();
  }
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

void run_defect(SpecimenWork &work) {
  const SpecimenParameters &p = work.parameters();
  const transport::Patches patches(p.coating.covered_share(), p.coating.patch_size,
                                   work.specimen.seed);
  const regeneration::Defect defect(work.communicator, work.scaffold, p.regeneration,
                                    [&](const geometry::Point &x) { return patches.cover(x); });
  const regeneration::Dose dose = study::dose(work);
  regeneration::Regeneration regeneration(defect, work.scaffold, p.regeneration, dose);
  FieldsInTime fields(work, defect.space(), 7. * day);
  checkpoint::StateFile states = study::states(work);
  const Regrowth found =
      regeneration.run(work.done, &states, [&](double time, const Tissue &tissue) {
        fields.show(time, {{"bone", &tissue.bone},
                           {"mineral", &tissue.mineral},
                           {"osteoblasts", &tissue.osteoblasts},
                           {"progenitors", &tissue.progenitors},
                           {"vessels", &tissue.vessels}});
      });
  states.remove();
  note(work, defect.space(), found.iterations, found.resumed_at);
  observables::observe_regeneration(found, work.record);
  work.write("regeneration.csv", observables::regeneration_csv(found));
  work.write("bone_scan.vti",
             observables::bone_scan_vti(found.scan, found.materials, p.output.fields));
  say(work, found);
}

void run_culture(SpecimenWork &work) {
  const regeneration::Culture culture(work.communicator, work.scaffold,
                                      work.parameters().regeneration);
  FieldsInTime fields(work, culture.space(), day);
  checkpoint::StateFile states = study::states(work);
  const regeneration::Filled found =
      culture.fill(work.done, &states, [&](double time, const operators::Vector &phase) {
        fields.show(time, {{"phase", &phase}});
      });
  states.remove();
  note(work, culture.space(), found.iterations, found.resumed_at);
  observables::observe_filling(found, work.record);
  work.write("regeneration.csv", observables::filling_csv(found));
  work.log.info("       {}: tissue fills {:.1f} % of the pores{}", work.specimen.name,
                100. * found.history.back().tissue,
                found.closed_at >= 0.
                    ? fmt::format(", which closed after {:.3g} ± {:.1g} d", found.closed_at / day,
                                  found.closed_at_error / day)
                    : "");
  work.log.detail("{} steps, {} iterations", found.steps, found.iterations);
}

void run(SpecimenWork &work) {
  work.parameters().regeneration.in_culture() ? run_culture(work) : run_defect(work);
}

Estimate foresee(const Foresight &f, const Rates &rates) {
  const regeneration::RegenerationParameters &p = f.specimen.group->parameters.regeneration;
  const double nodes = f.scaffold.envelope_volume / std::pow(p.cell_size, 3);
  if (p.in_culture()) {
    const double steps = p.duration / p.front.longest_step();
    return estimate(f.communicator, {nodes, nodes}, {bytes_in_culture, steps * seconds_a_step},
                    rates.transport);
  }
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
