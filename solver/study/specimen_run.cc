// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/specimen_run.h>

#include <meshes/export/export_all.h>
#include <meshes/files/whole_file.h>
#include <meshes/morphometry/morphometry.h>
#include <solver/fracture/first_crack.h>
#include <solver/fracture/weakest_link.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/mechanics/engineering_constants.h>
#include <solver/mechanics/grid_correction.h>
#include <solver/mechanics/homogenization.h>
#include <solver/mechanics/stress.h>
#include <solver/observables/directional_modulus.h>
#include <solver/observables/field_writer.h>
#include <solver/observables/homogenization.h>
#include <solver/observables/mechanics.h>
#include <solver/observables/morphometry.h>
#include <solver/observables/release.h>
#include <solver/study/collapse_run.h>
#include <solver/study/estimate.h>
#include <solver/study/memory.h>
#include <solver/study/release_run.h>
#include <solver/transport/effective_diffusivity.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <cmath>

namespace lacuna::study {

namespace {

constexpr const char *refined_job = "compression";
constexpr const char *first_grid_job = "compression, first grid";

const char *compression_job(const Specimen &specimen) {
  return specimen.refined ? refined_job : first_grid_job;
}

/** The order that VTK has. */
constexpr std::pair<unsigned int, unsigned int> stress_components[] = {{0, 0}, {1, 1}, {2, 2},
                                                                       {0, 1}, {1, 2}, {0, 2}};

/** Share of a compression until its fields are written. */
constexpr double fields_begin = 0.95;

bool computes_strength(const SpecimenParameters &p) {
  return p.mechanics.strength != "none";
}

/** Counts work over the stages of one specimen. */
struct Numerics {
  dealii::types::global_dof_index unknowns = 0;
  dealii::types::global_cell_index cells = 0;
  unsigned int iterations = 0;
};

class SpecimenRun {
public:
  SpecimenRun(MPI_Comm communicator, const Specimen &specimen, const Drawn &drawn,
              const std::vector<observables::Record> &refined, const std::string &directory,
              Log &log, Progress &progress)
      : communicator_(communicator), specimen_(specimen), p_(specimen.group->parameters),
        drawn_(drawn), scaffold_(drawn.scaffold), refined_(refined), directory_(directory),
        log_(log), progress_(progress) {}

  observables::Record run(const Tasks &tasks) {
    record_.set("/specimen", specimen_.name);
    record_.set("/group", specimen_.group->name);
    record_.set("/seed", specimen_.seed);
    for (const std::string &note : drawn_.notes)
      log_.detail("{}", note);
    measure();
    if (tasks.mechanics)
      compress();
    else
      observables::observe_compression(nullptr, record_);
    if (tasks.transport)
      release();
    else
      observables::observe_release({}, record_);
    if (tasks.homogenization) {
      homogenize_stiffness();
      homogenize_diffusivity();
    }
    finish();
    return record_;
  }

private:
  bool is_root() const { return dealii::Utilities::MPI::this_mpi_process(communicator_) == 0; }

  template <typename Work>
  void job(const std::string &kind, const Work &work) {
    progress_.begin(kind, specimen_.name + ": " + kind);
    work();
    progress_.end();
    times_[kind] = progress_.last_duration();
  }

  void write(const std::string &name, const std::string &content) const {
    if (is_root())
      files::write_text(directory_ + name, content);
  }

  void measure();
  void write_geometry() const;
  void compress();
  /** Modulus, first crack and weakest link, with fields of the specimen itself. */
  Numerics compress_elastically(const geometry::Scaffold &scaffold,
                                observables::CompressionResult &result,
                                const operators::WorkDone &done);
  /** Strength by a test to collapse in the place of that at the first crack. */
  void collapse(observables::CompressionResult &result);
  void collapse(const geometry::Scaffold &scaffold, observables::CompressionResult &result);
  /** Strength on the last grid into `result`; returns the stress that it is read from. */
  std::unique_ptr<fracture::AveragedStress>
  find_strength(const mechanics::AdaptiveModulus &adaptive,
                observables::CompressionResult &result) const;
  /** Of parts left out and of gaps that cells join. */
  void warn_of(const mechanics::AdaptiveModulus &adaptive,
               const geometry::Scaffold &scaffold) const;
  /** Modulus and strength of the first grid by what refinement changed in other specimens. */
  void correct(observables::CompressionResult &result) const;
  /** @param averaged_stress None where no strength was asked for. */
  void write_solid(const mechanics::Compression &solution,
                   const fracture::AveragedStress *averaged_stress) const;
  void homogenize_stiffness();
  void homogenize_diffusivity();
  /** Counts a grid's work and says what came of it; `unit` is of what the log shows. */
  void note(const mechanics::AdaptiveTensor &tensor, const char *name, double unit);
  /** Says so where the accuracy asked for was not reached. */
  void judge(const char *name, double relative_error) const;
  void release();
  void finish();

  MPI_Comm communicator_;
  const Specimen &specimen_;
  const SpecimenParameters &p_;
  const Drawn &drawn_;
  const geometry::Scaffold &scaffold_;
  const std::vector<observables::Record> &refined_;
  std::string directory_;
  Log &log_;
  Progress &progress_;
  observables::Record record_;
  Numerics numerics_;
  std::map<std::string, double> times_;
};

void SpecimenRun::measure() {
  job("geometry", [&] {
    if (is_root())
      write_geometry();
    morphometry::MeasureOptions options{scaffold_.thickness};
    options.done = [&](double share) { progress_.share(share); };
    if (p_.output.thickness_map)
      options.thickness_image = directory_ + "thickness.vti";
    const auto measured = morphometry::measure(communicator_, scaffold_, options);
    observables::observe_morphometry(measured, record_);
    record_.set("/morphometry/requested_porosity", scaffold_.requested_porosity);
    write("morphometry.csv", observables::morphometry_csv(measured));
    write("thickness.csv", observables::thickness_csv(measured));
    if (measured.is_coarse)
      log_.warn("{}: morphometry on voxels of {:.0f} um, coarser than the strands ask for",
                specimen_.name, 1e6 * measured.voxel_size);
    const auto um = [](double size) {
      return std::isnan(size) ? "none" : fmt::format("{:.0f}", 1e6 * size);
    };
    log_.info("       {}: porosity {:.1f} %{}, strands {} um, pores {} um, throats {} {} {} um, "
              "surface {:.4g} mm2",
              specimen_.name, 100. * measured.porosity(),
              std::isnan(scaffold_.requested_porosity)
                  ? ""
                  : fmt::format(" ({:.1f} % asked for)", 100. * scaffold_.requested_porosity),
              um(measured.strand_thickness.mean), um(measured.pore_size.mean),
              um(measured.throat[0]), um(measured.throat[1]), um(measured.throat[2]),
              1e6 * measured.solid.surface);
  });
}

void SpecimenRun::write_geometry() const {
  constexpr double large = 1e9;
  for (const auto &file :
       exporting::export_all({scaffold_,
                              p_.geometry,
                              p_.exports,
                              p_.output.surface_resolution,
                              {p_.material.youngs_modulus, p_.material.poissons_ratio,
                               p_.mechanics.platens == "bonded"}},
                             directory_))
    if (file.size > large)
      log_.warn("{}{} has {:.1f} GB; a coarser Surface resolution or Voxel size makes it smaller",
                directory_, file.name, 1e-9 * file.size);
}

void SpecimenRun::compress() {
  observables::CompressionResult result{};
  job(compression_job(specimen_), [&] {
    numerics_ = compress_elastically(scaffold_, result,
                                     [&](double share) { progress_.share(fields_begin * share); });
  });
  if (collapses(specimen_) && std::isfinite(result.strength.value))
    job("collapse", [&] { collapse(result); });
  observables::observe_compression(&result, record_);
  write("curve.csv", observables::curve_csv(result));
}

void SpecimenRun::collapse(observables::CompressionResult &result) {
  const auto block = collapsing_block(specimen_);
  if (!block)
    return collapse(scaffold_, result);
  const unsigned int n = p_.collapse.block_cells;
  log_.info("       {}: {} x {} x {} unit cells collapse in the place of the specimen",
            specimen_.name, n, n, n);
  observables::CompressionResult of_block{};
  compress_elastically(*block, of_block, {});
  const double first_crack = of_block.strength.value,
               error = result.strength.error / result.strength.value +
                       of_block.strength.error / first_crack;
  collapse(*block, of_block);
  // What the specimen bears more or less than the block, from the start.
  const double ratio = result.strength.value / first_crack;
  result.strength = {ratio * of_block.strength.value,
                     ratio * (of_block.strength.error + error * of_block.strength.value)};
  result.strain_at_strength = of_block.strain_at_strength;
  result.energy_to_failure =
      of_block.energy_to_failure * scaffold_.envelope_volume / block->envelope_volume;
  result.curve = of_block.curve;
}

void SpecimenRun::collapse(const geometry::Scaffold &scaffold,
                           observables::CompressionResult &result) {
  const CollapseResult collapse = run_collapse(
      communicator_, collapsing_part(scaffold, p_), p_, specimen_.seed, result.strain_at_strength,
      directory_, log_, [&](double share) { progress_.share(share); });
  if (!collapse.has_peak)
    log_.warn("{}: the load still rose at the end: Max steps or Stop strain ended the test",
              specimen_.name);
  // Of cells of a twentieth of the strand (fracture/collapse.md).
  constexpr double cell_dependence = 0.15;
  const double error =
      std::max(cell_dependence, std::abs(collapse.modulus / result.modulus.value - 1.));
  result.strength = {collapse.strength, error * collapse.strength};
  result.strain_at_strength = collapse.strain_at_peak;
  result.energy_to_failure = collapse.energy;
  result.curve = collapse.curve;
}

Numerics SpecimenRun::compress_elastically(const geometry::Scaffold &scaffold,
                                           observables::CompressionResult &result,
                                           const operators::WorkDone &done) {
  Numerics numerics;
  auto discretization = p_.discretization;
  if (!specimen_.refined)
    discretization.accuracy = 0.;
  mechanics::AdaptiveModulus adaptive(communicator_, scaffold, p_.material.elasticity(),
                                      discretization, p_.mechanics.platens == "bonded");
  for (unsigned int d = 0; d < 2; ++d)
    if (adaptive.mirrored()[d])
      result.symmetry.push_back(d == 0 ? "x" : "y");
  if (!result.symmetry.empty())
    log_.info("       {}: symmetric about {}: a {} is solved", specimen_.name,
              fmt::join(result.symmetry, " and "),
              result.symmetry.size() == 2 ? "quarter" : "half");
  result.has_strength = computes_strength(p_);
  result.strength = {std::nan(""), std::nan("")};
  std::unique_ptr<fracture::AveragedStress> averaged_stress;
  const auto report = [&](const mechanics::Pass &pass) {
    numerics = {pass.unknowns, pass.cells, numerics.iterations + pass.iterations};
    if (result.has_strength)
      averaged_stress = find_strength(adaptive, result);
    if (adaptive.passes().size() == 1)
      result.first_grid = {pass.modulus, pass.error_at_notches + pass.error_elsewhere,
                           result.has_strength ? result.strength.value : std::nan("")};
    log_.detail("{} cells, {} unknowns, {} iterations: modulus {:.4g} MPa (error at notches {:.1f} "
                "%, elsewhere {:.2f} %), extrapolated {:.4g} ± {:.2g} MPa",
                pass.cells, pass.unknowns, pass.iterations, 1e-6 * pass.modulus,
                100. * pass.error_at_notches, 100. * pass.error_elsewhere,
                1e-6 * adaptive.modulus().value, 1e-6 * adaptive.modulus().error);
    if (result.has_strength)
      log_.detail("{} at {:.4g} MPa",
                  p_.mechanics.strength == "weakest link" ? "weakest link" : "first crack",
                  1e-6 * result.strength.value);
  };
  adaptive.run(report, done);
  warn_of(adaptive, scaffold);
  result.modulus = adaptive.modulus();
  result.strength.error += adaptive.gap_change() * result.strength.value;
  if (specimen_.refined)
    judge("modulus", result.modulus.error / result.modulus.value);
  else
    correct(result);
  if (!(result.modulus.value > result.modulus.error))
    throw std::runtime_error(fmt::format(
        "{}: modulus {:.4g} ± {:.2g} MPa: the error bar leaves nothing of it; a smaller "
        "Discretization/Cell size or more Max refinements may find one",
        specimen_.name, 1e-6 * result.modulus.value, 1e-6 * result.modulus.error));
  if (p_.mechanics.strength == "weakest link")
    result.scatter =
        fracture::WeibullStrength::of_median(result.strength.value, p_.material.weibull_modulus);
  if (p_.output.fields && &scaffold == &scaffold_)
    write_solid(adaptive.solution(), averaged_stress.get());
  return numerics;
}

void SpecimenRun::warn_of(const mechanics::AdaptiveModulus &adaptive,
                          const geometry::Scaffold &scaffold) const {
  const mechanics::LooseParts &loose = adaptive.loose();
  const double bottom = scaffold.box.lower_bound(2);
  if (loose.volume > 0.)
    log_.warn(
        "{}: {:.3g} % of the solid, between {:.4g} and {:.4g} um above the lower platen, does "
        "not connect the platens and was left out",
        specimen_.name,
        100. * adaptive.n_parts() * loose.volume /
            (scaffold.envelope_volume *
             (1. - record_.json()["morphometry"]["porosity"].get<double>())),
        1e6 * (loose.from - bottom), 1e6 * (loose.to - bottom));
  if (adaptive.gap_change() > 1e-3)
    log_.warn("{}: parts face each other across gaps narrower than the cells; modulus and strength "
              "are up to {:.2g} % lower for it, which their error bars hold",
              specimen_.name, 100. * adaptive.gap_change());
}

std::unique_ptr<fracture::AveragedStress>
SpecimenRun::find_strength(const mechanics::AdaptiveModulus &adaptive,
                           observables::CompressionResult &result) const {
  const mechanics::Pass &pass = adaptive.passes().back();
  const auto &solution = adaptive.solution();
  auto stress = std::make_unique<fracture::AveragedStress>(
      solution.elasticity(), solution.displacement(), p_.material.averaging_length());
  result.strain_at_strength = fracture::first_crack_factor(*stress, p_.material);
  result.first_crack_stress = result.strain_at_strength * pass.modulus;
  if (p_.mechanics.strength == "weakest link") {
    const auto weakest = fracture::weakest_link(*stress, p_.material, adaptive.n_parts());
    result.strain_at_strength = weakest.load_factor.median();
    result.effective_volume = weakest.effective_volume;
  }
  const double strength = result.strain_at_strength * pass.modulus;
  const double step = std::abs(strength - result.strength.value); // NaN on the first grid
  // A grid that is no finer at notches says nothing of the error there.
  const double error = pass.refined_notches ? step : std::fmax(step, result.strength.error);
  result.strength = {strength, error};
  return stress;
}

void SpecimenRun::correct(observables::CompressionResult &result) const {
  std::vector<mechanics::RefinedSpecimen> refined;
  for (const auto &record : refined_) {
    refined.push_back(observables::refined_specimen(record));
    result.corrected_by.push_back(record.json()["specimen"]);
  }
  const mechanics::GridCorrection correction(refined);
  result.modulus = correction.modulus(result.first_grid);
  if (result.has_strength) {
    result.strength = correction.strength(result.first_grid);
    result.strain_at_strength = correction.strain_at_strength(result.first_grid);
    const bool is_first_crack = p_.mechanics.strength == "first crack";
    result.first_crack_stress = is_first_crack ? result.strength.value : std::nan("");
    result.effective_volume = std::nan("");
  }
  log_.info("       {}: modulus {:.4g} GPa on the first grid, corrected {:.4g} ± {:.2g} GPa by {}",
            specimen_.name, 1e-9 * result.first_grid.modulus, 1e-9 * result.modulus.value,
            1e-9 * result.modulus.error, fmt::join(result.corrected_by, ", "));
}

void SpecimenRun::judge(const char *name, double relative_error) const {
  const double wanted = p_.discretization.accuracy;
  if (wanted > 0. && relative_error > wanted)
    log_.info("       {}: {} to ± {:.2g} % instead of {:.2g} %: Max refinements or Max unknowns "
              "ended it",
              specimen_.name, name, 100. * relative_error, 100. * wanted);
}

void SpecimenRun::note(const mechanics::AdaptiveTensor &tensor, const char *name, double unit) {
  const auto &pass = tensor.passes().back();
  const auto diagonal = [&](const mechanics::Matrix &matrix) {
    return fmt::format("{:.4g}, {:.4g}, {:.4g}", matrix(0, 0) / unit, matrix(1, 1) / unit,
                       matrix(2, 2) / unit);
  };
  numerics_.iterations += pass.iterations;
  log_.detail("{} cells, {} unknowns, {} iterations: {} {}", pass.cells, pass.unknowns,
              pass.iterations, name, diagonal(pass.tensor));
  if (tensor.passes().size() > 1)
    log_.detail("extrapolated {} ± {:.2g} %", diagonal(tensor.value()),
                100. * tensor.relative_error());
}

void SpecimenRun::homogenize_stiffness() {
  job("stiffness", [&] {
    mechanics::Homogenization homogenization(communicator_, scaffold_, p_.material.elasticity(),
                                             p_.discretization);
    homogenization.run([&](const mechanics::AdaptiveTensor &tensor) {
      note(tensor, "stiffness (MPa) xx, yy, zz", 1e6);
    });
    const auto &stiffness = homogenization.stiffness();
    judge("stiffness", stiffness.relative_error());
    observables::observe_stiffness(stiffness, record_);
    numerics_.unknowns = stiffness.passes().back().unknowns;
    numerics_.cells = stiffness.passes().back().cells;
    if (mechanics::bears_every_load(stiffness.value(), stiffness.scale())) {
      const auto constants = mechanics::engineering_constants(stiffness.value());
      const auto &[x, y, z] = constants.youngs_modulus;
      log_.info("       {}: Young's modulus x, y, z {:.4g}, {:.4g}, {:.4g} MPa; Zener ratio {:.3g}",
                specimen_.name, 1e-6 * x, 1e-6 * y, 1e-6 * z, constants.zener_ratio);
      write("directional_modulus.vtp", observables::directional_modulus_vtp(stiffness.value()));
    } else {
      log_.warn("{}: the solid does not bear every load; it has no engineering constants",
                specimen_.name);
    }
  });
}

void SpecimenRun::homogenize_diffusivity() {
  job("diffusivity", [&] {
    transport::EffectiveDiffusivity effective(communicator_, scaffold_, p_.discretization);
    effective.run([&](const mechanics::AdaptiveTensor &tensor) {
      note(tensor, "relative diffusivity xx, yy, zz", 1.);
    });
    const auto &relative = effective.relative();
    judge("diffusivity", relative.relative_error());
    observables::observe_diffusivity(
        relative, p_.factors.empty() ? std::nan("") : p_.factors.front().diffusivity, record_);
    log_.info("       {}: relative diffusivity x, y, z {:.4g}, {:.4g}, {:.4g}", specimen_.name,
              relative.value()(0, 0), relative.value()(1, 1), relative.value()(2, 2));
  });
}

void SpecimenRun::write_solid(const mechanics::Compression &solution,
                              const fracture::AveragedStress *averaged_stress) const {
  // Fields at 1 % compression.
  constexpr double strain = 0.01;
  observables::FieldWriter writer(solution.space());
  operators::Vector displacement = solution.displacement();
  displacement *= strain;
  displacement.update_ghost_values();
  writer.add_nodal("displacement", displacement, 3);
  if (averaged_stress) {
    operators::Vector averaged = averaged_stress->at_nodes();
    averaged *= strain;
    averaged.update_ghost_values();
    writer.add_nodal("averaged_principal_stress", averaged, 1);
  }
  operators::Vector nodal = solution.nodal_stress();
  nodal *= strain;
  nodal.update_ghost_values();
  writer.add_nodal("stress", nodal, 6);
  operators::Vector nodal_principal = solution.space().make_vector(1);
  for (unsigned int node = 0; node < solution.space().n_local_nodes(); ++node) {
    materials::Stress s;
    for (unsigned int i = 0; i < 6; ++i)
      s[stress_components[i].first][stress_components[i].second] =
          nodal.local_element(6 * node + i);
    nodal_principal.local_element(node) = materials::largest_principal(s);
  }
  writer.add_nodal("largest_principal_stress", nodal_principal, 1);
  std::vector<double> stress, principal;
  for (const auto &mean :
       mechanics::mean_stresses(solution.elasticity(), solution.displacement())) {
    const auto s = strain * mean;
    for (const auto &[i, j] : stress_components)
      stress.push_back(s[i][j]);
    principal.push_back(materials::largest_principal(s));
  }
  writer.add_cell("stress", stress, 6);
  writer.add_cell("largest_principal_stress", principal, 1);
  writer.write(directory_, "solid", 0.);
}

void SpecimenRun::release() {
  std::vector<transport::FactorRelease> releases;
  if (p_.coating.exists())
    job("release", [&] {
      ReleaseResult result = run_release(communicator_, scaffold_, specimen_, directory_, log_,
                                         [&](double share) { progress_.share(share); });
      numerics_.iterations += result.iterations;
      if (numerics_.unknowns == 0) {
        numerics_.unknowns = result.unknowns;
        numerics_.cells = result.cells;
      }
      releases = std::move(result.factors);
    });
  else
    for (const auto &factor : p_.factors)
      releases.push_back(transport::no_release(p_.transport, factor));
  observables::observe_release(releases, record_);
  write("release.csv", observables::release_csv(releases));
}

void SpecimenRun::finish() {
  double total = 0.;
  for (const auto &[kind, seconds] : times_) {
    record_.set_key("/numerics/time_s/" + kind, seconds);
    total += seconds;
  }
  record_.set("/numerics/time_s/total", "time_s", total);
  record_.set("/numerics/unknowns", numerics_.unknowns);
  record_.set("/numerics/cells", numerics_.cells);
  record_.set("/numerics/iterations", numerics_.iterations);
  record_.set(drawn_.has_own_peak ? "/numerics/peak_memory_B" : "/numerics/process_peak_memory_B",
              peak_memory(communicator_));
  record_.set("/numerics/ranks", dealii::Utilities::MPI::n_mpi_processes(communicator_));
}

} // namespace

std::map<std::string, unsigned int> jobs(const Specimen &specimen, const Tasks &tasks) {
  std::map<std::string, unsigned int> result = {{"geometry", 1}};
  if (tasks.mechanics)
    result[compression_job(specimen)] = 1;
  if (tasks.mechanics && collapses(specimen))
    result["collapse"] = 1;
  if (tasks.homogenization)
    result["stiffness"] = result["diffusivity"] = 1;
  // Without a coating there is nothing to compute.
  if (tasks.transport && specimen.group->parameters.coating.exists())
    result["release"] = 1;
  return result;
}

const std::map<std::string, double> &expected_durations() {
  static const std::map<std::string, double> durations = {
      {"geometry", 1.}, {refined_job, 10.}, {first_grid_job, 3.}, {"collapse", 600.},
      {"release", 10.}, {"stiffness", 10.}, {"diffusivity", 3.}};
  return durations;
}

Drawn draw_specimen(MPI_Comm communicator, const Specimen &specimen, const Tasks &tasks) {
  const SpecimenParameters &p = specimen.group->parameters;
  // Before anything of the specimen is there.
  Drawn drawn{restart_peak_memory(communicator), {}, {}};
  drawn.scaffold = geometry::make_scaffold(
      p.geometry, specimen.seed, [&](const std::string &text) { drawn.notes.push_back(text); });
  require_memory(communicator, specimen, drawn.scaffold, tasks.mechanics,
                 tasks.transport && p.coating.exists());
  // Of an envelope from a file this is known only now.
  if (const auto fault =
          exporting::too_fine(p.exports, p.output.surface_resolution, drawn.scaffold.box))
    throw params::InputError({fault->section, fault->key, "", "", 0}, fault->expected);
  return drawn;
}

observables::Record run_specimen(MPI_Comm communicator, const Specimen &specimen,
                                 const Drawn &drawn, const Tasks &tasks,
                                 const std::vector<observables::Record> &refined,
                                 const std::string &directory, Log &log, Progress &progress) {
  return SpecimenRun(communicator, specimen, drawn, refined, directory, log, progress).run(tasks);
}

} // namespace lacuna::study
