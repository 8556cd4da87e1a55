// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/homogenization.h>

#include <solver/mechanics/engineering_constants.h>
#include <solver/mechanics/homogenization.h>
#include <solver/observables/directional_modulus.h>
#include <solver/observables/homogenization.h>
#include <solver/transport/effective_diffusivity.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::study {

namespace {

/** Six loads of the solid, three of the pores. */
constexpr PerUnknown per_stiffness = {400., 32e-6}, per_diffusivity = {800., 20e-6};

/** Counts a grid's work and says what came of it; `unit` is of what the log shows. */
void note(SpecimenWork &work, const adaptivity::AdaptiveTensor &tensor, const char *name,
          double unit) {
  const auto &pass = tensor.passes().back();
  const auto diagonal = [&](const adaptivity::Matrix &matrix) {
    return fmt::format("{:.4g}, {:.4g}, {:.4g}", matrix(0, 0) / unit, matrix(1, 1) / unit,
                       matrix(2, 2) / unit);
  };
  work.numerics.iterations += pass.iterations;
  // As if one more grid would do, which grows as they mostly do.
  constexpr double usual_growth = 2.5;
  double solved = 0.;
  for (const adaptivity::TensorPass &each : tensor.passes())
    solved += each.unknowns;
  work.done(solved / (solved + usual_growth * pass.unknowns));
  work.log.detail("{} cells, {} unknowns, {} iterations: {} {}", pass.cells, pass.unknowns,
                  pass.iterations, name, diagonal(pass.tensor));
  if (tensor.passes().size() > 1)
    work.log.detail("extrapolated {} ± {:.2g} %", diagonal(tensor.value()),
                    100. * tensor.relative_error());
}

/** Goes on from the grids that an interrupted run has solved. */
template <typename Effective>
void go_on(SpecimenWork &work, Effective &effective, const adaptivity::AdaptiveTensor &tensor,
           checkpoint::CommonState &states) {
  if (auto state = states.read()) {
    effective.serialize(*state);
    for (const adaptivity::TensorPass &pass : tensor.passes())
      work.numerics.iterations += pass.iterations;
    work.log.info("       {}: goes on from grids that were solved before", work.specimen.name);
  }
}

/** Keeps what the grids so far have given. */
template <typename Effective>
void keep(Effective &effective, checkpoint::CommonState &states) {
  checkpoint::Numbers state;
  effective.serialize(state);
  states.write(state);
}

void find_stiffness(SpecimenWork &work) {
  const SpecimenParameters &p = work.parameters();
  const std::string &name = work.specimen.name;
  mechanics::Homogenization homogenization(work.communicator, work.scaffold,
                                           p.material.elasticity(), p.discretization);
  checkpoint::CommonState states = work.states("stiffness");
  go_on(work, homogenization, homogenization.stiffness(), states);
  homogenization.run(
      [&](const adaptivity::AdaptiveTensor &tensor) {
        note(work, tensor, "stiffness (MPa) xx, yy, zz", 1e6);
      },
      [&] { keep(homogenization, states); });
  states.remove();
  const auto &stiffness = homogenization.stiffness();
  work.judge("stiffness", stiffness.relative_error());
  observables::observe_stiffness(stiffness, work.record);
  work.numerics.unknowns = stiffness.passes().back().unknowns;
  work.numerics.cells = stiffness.passes().back().cells;
  if (!mechanics::bears_every_load(stiffness.value(), stiffness.scale())) {
    work.log.warn("{}: the solid does not bear every load; it has no engineering constants", name);
    return;
  }
  const auto constants = mechanics::engineering_constants(stiffness.value());
  const auto &[x, y, z] = constants.youngs_modulus;
  work.log.info("       {}: Young's modulus x, y, z {:.4g}, {:.4g}, {:.4g} MPa; Zener ratio {:.3g}",
                name, 1e-6 * x, 1e-6 * y, 1e-6 * z, constants.zener_ratio);
  work.write("directional_modulus.vtp", observables::directional_modulus_vtp(stiffness.value()));
}

void find_diffusivity(SpecimenWork &work) {
  const SpecimenParameters &p = work.parameters();
  transport::EffectiveDiffusivity effective(work.communicator, work.scaffold, p.discretization);
  checkpoint::CommonState states = work.states("diffusivity");
  go_on(work, effective, effective.relative(), states);
  effective.run(
      [&](const adaptivity::AdaptiveTensor &tensor) {
        note(work, tensor, "relative diffusivity xx, yy, zz", 1.);
      },
      [&] { keep(effective, states); });
  states.remove();
  const auto &relative = effective.relative();
  work.judge("diffusivity", relative.relative_error());
  observables::observe_diffusivity(
      relative, p.factors.empty() ? std::nan("") : p.factors.front().diffusivity, work.record);
  work.log.info("       {}: relative diffusivity x, y, z {:.4g}, {:.4g}, {:.4g}",
                work.specimen.name, relative.value()(0, 0), relative.value()(1, 1),
                relative.value()(2, 2));
}

bool homogenizes(const Specimen &, const Tasks &tasks) {
  return tasks.homogenization;
}

} // namespace

Stage stiffness_stage() {
  Stage stage{"stiffness", 10., params::Changes::mechanics};
  stage.runs = homogenizes;
  stage.run = find_stiffness;
  stage.estimate = [](const Foresight &f, const Rates &rates) {
    return estimate(f.communicator, cell_grids(f.communicator, f.specimen, f.scaffold, 3),
                    per_stiffness, rates.elasticity);
  };
  return stage;
}

Stage diffusivity_stage() {
  Stage stage{"diffusivity", 3., params::Changes::mechanics};
  stage.runs = homogenizes;
  stage.run = find_diffusivity;
  stage.estimate = [](const Foresight &f, const Rates &rates) {
    return estimate(f.communicator, cell_grids(f.communicator, f.specimen, f.scaffold, 1),
                    per_diffusivity, rates.elasticity);
  };
  return stage;
}

} // namespace lacuna::study
