// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/release_run.h>

#include <solver/checkpoint/state_file.h>
#include <solver/observables/field_writer.h>
#include <solver/study/version.h>
#include <solver/transport/patches.h>

#include <cmath>
#include <deque>
#include <tuple>

namespace lacuna::study {

namespace {

using Releases = std::vector<std::unique_ptr<transport::Release>>;

void write_fields(const transport::Surroundings &surroundings, const Releases &releases,
                  const std::vector<transport::FactorParameters> &factors,
                  const std::string &directory) {
  using Part = observables::FieldWriter::Part;
  const transport::CellParts cells = surroundings.parts();
  // Where struts are meshed, too, the scaffold's surface is not that of the mesh.
  const std::tuple<Part, const char *, const geometry::Shape &> parts[] = {
      {Part::inside, "pore", surroundings.octree().shape()},
      {Part::surface, "surface", cells.open_space()}};
  for (const auto &[part, file, shape] : parts) {
    observables::FieldWriter writer(surroundings.space(), part, shape);
    const std::size_t n_times = releases.front()->snapshots().size();
    for (std::size_t t = 0; t < n_times; ++t) {
      for (std::size_t i = 0; i < releases.size(); ++i) {
        const transport::Release &release = *releases[i];
        const std::string &name = factors[i].name;
        writer.add_nodal("concentration_" + name, release.snapshots()[t].second, 1);
        writer.add_nodal("exposure_" + name, release.exposure(), 1);
        writer.add_nodal("peak_concentration_" + name, release.peak(), 1);
        writer.add_nodal("time_above_threshold_" + name, release.time_above_threshold(), 1);
      }
      writer.write(directory, file, releases.front()->snapshots()[t].first);
    }
  }
}

/** Of the load, to which the law of Korsmeyer & Peppas 1983 holds. */
constexpr double power_law_holds_until = 0.6;

/** Says where a power law is carried on beyond what it is known to hold for. */
void say_extrapolation(const Specimen &specimen, Log &log) {
  const transport::CoatingParameters &coating = specimen.group->parameters.coating;
  const transport::AdsorbedParameters &adsorbed = coating.adsorbed;
  if (coating.chosen() != transport::CoatingKind::adsorbed ||
      adsorbed.law != transport::AdsorbedLaw::power_law)
    return;
  const double until =
      adsorbed.whole_time * std::pow(power_law_holds_until, 1. / adsorbed.exponent);
  if (specimen.group->parameters.transport.duration > until)
    log.info("       {}: the power law holds for the first 60 % of the release (Korsmeyer and "
             "Peppas); from {:.3g} d on it is an extrapolation",
             specimen.name, until / 86400.);
}

} // namespace

ReleaseResult run_release(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                          const Specimen &specimen, const std::string &directory, Log &log,
                          const std::function<void(double)> &progress) {
  const SpecimenParameters &p = specimen.group->parameters;
  const transport::Surroundings surroundings(communicator, scaffold, p.transport);
  const transport::Patches patches(p.coating.covered_share(), p.coating.patch_size, specimen.seed);
  const transport::CutSurface surface(surroundings.space(), surroundings.parts(),
                                      [&](const geometry::Point &x) { return patches.cover(x); });
  const transport::Penetration penetration(surroundings.space(), *scaffold.solid);
  ReleaseResult result{{}, surroundings.space().n_nodes(), surroundings.octree().n_cells(), 0};
  say_extrapolation(specimen, log);
  // What was found of factors that are done would be lost with their states.
  std::deque<checkpoint::StateFile> states;
  const std::string about = lacuna_version + Study::resolved(specimen);
  Releases releases;
  for (std::size_t i = 0; i < p.factors.size(); ++i) {
    releases.push_back(std::make_unique<transport::Release>(surroundings, surface, penetration,
                                                            p.transport, p.coating, p.factors[i]));
    states.emplace_back(communicator, directory + "release-" + p.factors[i].name + ".state", about,
                        p.transport.checkpoint_interval);
    result.factors.push_back(releases.back()->run(
        [&](double share) { progress((i + share) / p.factors.size()); }, &states.back()));
    if (releases.back()->resumed_at() > 0.)
      log.info("       {}: {}: went on from {:.3g} h", specimen.name, p.factors[i].name,
               releases.back()->resumed_at() / 3600.);
    const transport::FactorRelease &done = result.factors.back();
    result.iterations += done.iterations;
    if (done.linearization > 0.)
      log.info(
          "       {}: {}: binding and uptake are taken for linear: at most {:.1e} of saturation",
          specimen.name, done.factor, done.linearization);
    log.detail("{}: {} unknowns, {} steps, {} iterations, balance closes to {:.1e}", done.factor,
               result.unknowns, done.steps, done.iterations, done.balance_error());
  }
  if (p.output.fields)
    write_fields(surroundings, releases, p.factors, directory);
  for (checkpoint::StateFile &file : states)
    file.remove();
  return result;
}

} // namespace lacuna::study
