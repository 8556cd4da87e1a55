// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/elastic_compression.h>

#include <solver/materials/principal_stress.h>
#include <solver/mechanics/grid_correction.h>
#include <solver/mechanics/stress.h>
#include <solver/observables/field_writer.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::study {

using mechanics::StrengthCriterion;
using mechanics::stress_components;
using observables::CompressionResult;

namespace {

operators::DiscretizationParameters discretization(const Specimen &specimen) {
  operators::DiscretizationParameters result = specimen.group->parameters.discretization;
  if (!specimen.refined)
    result.accuracy = 0.;
  return result;
}

/** At which fields are written; the solution is that at strain 1. */
constexpr double strain_of_fields = 0.01;

void add_nodal(const std::string &name, operators::Vector x, unsigned int n_components,
               observables::FieldWriter &writer) {
  x *= strain_of_fields;
  x.update_ghost_values();
  writer.add_nodal(name, x, n_components);
}

void add_nodal_stress(const mechanics::Compression &solution, observables::FieldWriter &writer) {
  operators::Vector nodal = solution.nodal_stress();
  operators::Vector principal = solution.space().make_vector(1);
  for (unsigned int node = 0; node < solution.space().n_local_nodes(); ++node) {
    materials::Stress s;
    for (unsigned int i = 0; i < 6; ++i)
      s[stress_components[i].first][stress_components[i].second] =
          nodal.local_element(6 * node + i);
    principal.local_element(node) = materials::largest_principal(s);
  }
  add_nodal("stress", std::move(nodal), 6, writer);
  add_nodal("largest_principal_stress", std::move(principal), 1, writer);
}

void add_mean_stress(const mechanics::Compression &solution, observables::FieldWriter &writer) {
  std::vector<double> stress, principal;
  for (const auto &mean :
       mechanics::mean_stresses(solution.elasticity(), solution.displacement())) {
    const auto s = strain_of_fields * mean;
    for (const auto &[i, j] : stress_components)
      stress.push_back(s[i][j]);
    principal.push_back(materials::largest_principal(s));
  }
  writer.add_cell("stress", stress, 6);
  writer.add_cell("largest_principal_stress", principal, 1);
}

} // namespace

ElasticCompression::ElasticCompression(const SpecimenWork &work, const geometry::Scaffold &scaffold)
    : work_(work), p_(work.parameters()), scaffold_(scaffold),
      has_strength_(p_.mechanics.strength != StrengthCriterion::none),
      by_weakest_link_(p_.mechanics.strength == StrengthCriterion::weakest_link),
      adaptive_(work.communicator, scaffold, p_.material.elasticity(),
                discretization(work.specimen), p_.mechanics.is_bonded()),
      strength_(p_.material, by_weakest_link_) {}

CompressionResult ElasticCompression::run(const std::function<void(double)> &done,
                                          checkpoint::CommonState *states) {
  const std::string &name = work_.specimen.name;
  CompressionResult result{};
  for (unsigned int d = 0; d < 2; ++d)
    if (adaptive_.mirrored()[d])
      result.symmetry.push_back(d == 0 ? "x" : "y");
  if (!result.symmetry.empty())
    work_.log.info("       {}: symmetric about {}: a {} is solved", name,
                   fmt::join(result.symmetry, " and "),
                   result.symmetry.size() == 2 ? "quarter" : "half");
  result.has_strength = has_strength_;
  result.strength = {std::nan(""), std::nan("")};
  const auto report = [&](const mechanics::Pass &pass) {
    read(pass, result);
    say(pass, result);
  };
  if (states)
    if (auto state = states->read()) {
      serialize(result, *state);
      work_.log.info("       {}: goes on from grid {}", name, adaptive_.passes().size());
    }
  adaptive_.run(report, done, [&] {
    checkpoint::Numbers state;
    serialize(result, state);
    if (states)
      states->write(state);
  });
  warn();
  result.modulus = adaptive_.modulus();
  result.strength.error += adaptive_.gap_change() * result.strength.value;
  if (work_.specimen.refined)
    work_.judge("modulus", result.modulus.error / result.modulus.value);
  else
    correct(result);
  if (!(result.modulus.value > result.modulus.error))
    throw std::runtime_error(fmt::format(
        "{}: modulus {:.4g} ± {:.2g} MPa: the error bar leaves nothing of it; a smaller "
        "Discretization/Cell size or more Max refinements may find one",
        name, 1e-6 * result.modulus.value, 1e-6 * result.modulus.error));
  if (by_weakest_link_)
    result.scatter =
        fracture::WeibullStrength::of_median(result.strength.value, p_.material.weibull_modulus);
  return result;
}

void ElasticCompression::serialize(CompressionResult &result, checkpoint::Numbers &state) {
  adaptive_.serialize(state);
  strength_.serialize(state);
  state.serialize(numerics_.iterations);
  for (double *x :
       {&result.first_grid.modulus, &result.first_grid.error_estimate, &result.first_grid.strength})
    state.serialize(*x);
}

void ElasticCompression::read(const mechanics::Pass &pass, CompressionResult &result) {
  numerics_ = {pass.unknowns, pass.cells, numerics_.iterations + pass.iterations};
  if (has_strength_) {
    const fracture::LinearStrength &found = strength_.read(adaptive_);
    result.strength = found.strength;
    result.strain_at_strength = found.strain;
    result.first_crack_stress = found.first_crack_stress;
    result.effective_volume = found.effective_volume;
  }
  if (adaptive_.passes().size() == 1)
    result.first_grid = {pass.modulus, pass.error_at_notches + pass.error_elsewhere,
                         result.strength.value};
}

void ElasticCompression::say(const mechanics::Pass &pass, const CompressionResult &result) const {
  work_.log.detail(
      "{} cells, {} unknowns, {} iterations: modulus {:.4g} MPa (error at notches {:.1f} "
      "%, elsewhere {:.2f} %), extrapolated {:.4g} ± {:.2g} MPa",
      pass.cells, pass.unknowns, pass.iterations, 1e-6 * pass.modulus, 100. * pass.error_at_notches,
      100. * pass.error_elsewhere, 1e-6 * adaptive_.modulus().value,
      1e-6 * adaptive_.modulus().error);
  if (has_strength_)
    work_.log.detail("{} at {:.4g} ± {:.2g} MPa", by_weakest_link_ ? "weakest link" : "first crack",
                     1e-6 * result.strength.value, 1e-6 * result.strength.error);
}

void ElasticCompression::warn() const {
  const mechanics::LooseParts &loose = adaptive_.loose();
  const double bottom = scaffold_.box.lower_bound(2);
  if (loose.volume > 0.)
    work_.log.warn(
        "{}: {:.3g} % of the solid, between {:.4g} and {:.4g} um above the lower platen, does "
        "not connect the platens and was left out",
        work_.specimen.name,
        100. * adaptive_.n_parts() * loose.volume /
            (scaffold_.envelope_volume * (1. - work_.porosity)),
        1e6 * (loose.from - bottom), 1e6 * (loose.to - bottom));
  if (adaptive_.gap_change() > 1e-3)
    work_.log.warn("{}: parts face each other across gaps narrower than the cells; modulus and "
                   "strength are up to {:.2g} % lower for it, which their error bars hold",
                   work_.specimen.name, 100. * adaptive_.gap_change());
}

void ElasticCompression::correct(CompressionResult &result) const {
  std::vector<mechanics::RefinedSpecimen> refined;
  for (const observables::Record &record : work_.refined) {
    refined.push_back(observables::refined_specimen(record));
    result.corrected_by.push_back(record.json()["specimen"]);
  }
  const mechanics::GridCorrection correction(refined);
  result.modulus = correction.modulus(result.first_grid);
  if (has_strength_) {
    result.strength = correction.strength(result.first_grid);
    result.strain_at_strength = correction.strain_at_strength(result.first_grid);
    result.first_crack_stress =
        by_weakest_link_ ? std::nan("") : correction.first_crack(result.first_grid);
    result.effective_volume = std::nan("");
  }
  work_.log.info(
      "       {}: modulus {:.4g} GPa on the first grid, corrected {:.4g} ± {:.2g} GPa by {}",
      work_.specimen.name, 1e-9 * result.first_grid.modulus, 1e-9 * result.modulus.value,
      1e-9 * result.modulus.error, fmt::join(result.corrected_by, ", "));
}

void ElasticCompression::write_fields() const {
  const mechanics::Compression &solution = adaptive_.solution();
  observables::FieldWriter writer(solution.space());
  // Each field goes before the next one comes, and all before they are written.
  add_nodal("displacement", solution.displacement(), 3, writer);
  if (has_strength_)
    add_nodal("averaged_principal_stress", strength_.stress().at_nodes(), 1, writer);
  add_nodal_stress(solution, writer);
  add_mean_stress(solution, writer);
  writer.write(work_.directory, "solid", 0.);
}

} // namespace lacuna::study
