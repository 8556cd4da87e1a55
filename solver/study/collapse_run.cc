// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/collapse_run.h>

#include <meshes/files/is_root.h>
#include <solver/checkpoint/interruption.h>
#include <solver/checkpoint/state_file.h>
#include <solver/fracture/local_strength.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/observables/field_writer.h>
#include <solver/study/version.h>

#include <fmt/format.h>

namespace lacuna::study {

using fracture::Collapse;
using fracture::CollapseStep;

namespace {

/** Strain at which tests end over that at the first crack. */
constexpr double usual_end = 5.;

/** One test, with what it leaves in the specimen's directory. */
class CollapseRun {
public:
  CollapseRun(MPI_Comm communicator, const geometry::Scaffold &part, const Specimen &specimen,
              const std::string &directory, Log &log)
      : part_(part), p_(specimen.group->parameters), seed_(specimen.seed), directory_(directory),
        log_(log), octree_(make_octree(communicator)), collapse_(*octree_, model(), grid()) {
    if (files::is_root(communicator))
      states_.emplace(MPI_COMM_SELF, directory + "collapse.state",
                      lacuna_version + Study::resolved(specimen), 0.);
  }

  CollapseResult run(double first_crack, const std::function<void(double)> &progress) {
    resume();
    const auto &p = p_.collapse;
    collapse_.run({0.5 * first_crack, first_crack / p.steps_to_first_crack, p.stop_load,
                   p.stop_strain, p.max_steps},
                  [&](const CollapseStep &step) {
                    say(step);
                    progress(share(step.strain, first_crack));
                    if (p_.output.fields)
                      write_fields();
                    save();
                  });
    return result();
  }

private:
  /** Steps take longer as cracks spread, so that time goes about as strain squared. */
  double share(double strain, double first_crack) const {
    const double end = std::min(usual_end * first_crack, p_.collapse.stop_strain);
    return std::min(strain * strain / (end * end), 0.99);
  }

  std::unique_ptr<octree::Octree> make_octree(MPI_Comm communicator) const {
    auto octree = std::make_unique<octree::Octree>(communicator, part_.open_solid, part_.box,
                                                   p_.collapse.cell_size);
    mechanics::discard_loose_parts(*octree);
    return octree;
  }

  fracture::BreakingModel model() const {
    const bool bonded = p_.mechanics.is_bonded();
    return {p_.material.elasticity(),
            p_.discretization.fictitious_stiffness,
            {fracture::PhaseFieldLaw::Kind::cohesive, p_.material, p_.collapse.length_scale,
             p_.collapse.fine_size()},
            [bonded, mirrored = part_.mirrored](const operators::FiniteCellSpace &space) {
              return mechanics::held_by_platens(space, bonded, mirrored);
            },
            p_.collapse.correlation_length > 0.
                ? fracture::weibull_strength(p_.material, p_.collapse.correlation_length, seed_)
                : nullptr,
            fracture::CrushingLaw(p_.material)};
  }

  fracture::CollapseGrid grid() const {
    fracture::CollapseGrid grid{p_.collapse.fine_size()};
    grid.mend = [](octree::Octree &octree) { mechanics::discard_loose_parts(octree); };
    return grid;
  }

  unsigned int n_parts() const { return (1 + part_.mirrored[0]) * (1 + part_.mirrored[1]); }
  double displacement(const CollapseStep &step) const {
    return step.strain * part_.box.side_length(2);
  }
  double time(const CollapseStep &step) const { return displacement(step) / p_.collapse.speed; }
  double stress(const CollapseStep &step) const { return step.force / part_.cross_section_area; }

  void save();
  void resume();
  void say(const CollapseStep &step) const;
  void write_fields();
  std::string curve() const;
  CollapseResult result() const;

  const geometry::Scaffold &part_;
  const SpecimenParameters &p_;
  std::uint64_t seed_;
  std::string directory_;
  Log &log_;
  /** Of the first rank. */
  std::optional<checkpoint::StateFile> states_;
  std::unique_ptr<octree::Octree> octree_;
  Collapse collapse_;
  /** Of the grid after so many refinements. */
  std::unique_ptr<observables::FieldWriter> writer_;
  std::size_t n_refinements_ = 0;
};

void CollapseRun::save() {
  const std::string state = collapse_.state();
  if (states_)
    states_->write(state);
  checkpoint::end_if_asked(octree_->communicator());
}

void CollapseRun::resume() {
  const std::string state = states_ ? states_->read() : std::string();
  if (!dealii::Utilities::MPI::logical_or(!state.empty(), octree_->communicator()))
    return;
  collapse_.restore(state);
  log_.info("       the test goes on from its step {}", collapse_.steps().size());
}

void CollapseRun::say(const CollapseStep &s) const {
  log_.detail("strain {:.4f} %: {:.4g} MPa, {} cells, {} passes{}, {} iterations; work {:.3g}, "
              "stored {:.3g}, crack {:.3g} mJ",
              100. * s.strain, 1e-6 * stress(s), s.cells, s.passes,
              s.settled ? "" : " (not settled)", s.iterations, 1e3 * n_parts() * s.work,
              1e3 * n_parts() * s.stored, 1e3 * n_parts() * s.dissipated);
}

void CollapseRun::write_fields() {
  if (!writer_ || n_refinements_ != collapse_.n_refinements()) {
    writer_ = std::make_unique<observables::FieldWriter>(collapse_.solid().space());
    n_refinements_ = collapse_.n_refinements();
    std::vector<double> times;
    for (const CollapseStep &step : collapse_.steps())
      times.push_back(time(step));
    times.pop_back();
    writer_->go_on(directory_, "crack", times);
  }
  writer_->add_nodal("damage", collapse_.solid().cracks().damage(), 1);
  writer_->add_nodal("pressure", collapse_.solid().crushing()->pressure(), 1);
  writer_->add_nodal("displacement", collapse_.solid().displacement(), 3);
  writer_->write(directory_, "crack", time(collapse_.steps().back()));
}

std::string CollapseRun::curve() const {
  std::string text = "time_s,displacement_m,force_N,strain,stress_Pa,work_J,stored_J,dissipated_J\n"
                     "0,0,0,0,0,0,0,0\n";
  for (const CollapseStep &s : collapse_.steps())
    text += fmt::format("{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}\n", time(s),
                        displacement(s), n_parts() * s.force, s.strain, stress(s),
                        n_parts() * s.work, n_parts() * s.stored, n_parts() * s.dissipated);
  return text;
}

CollapseResult CollapseRun::result() const {
  const CollapseStep &peak = collapse_.peak(), &first = collapse_.steps().front(),
                     &last = collapse_.steps().back();
  return {
      stress(peak),          peak.strain, peak.strain < last.strain, stress(first) / first.strain,
      n_parts() * last.work, curve()};
}

} // namespace

bool collapses(const Specimen &specimen) {
  return specimen.refined &&
         specimen.group->parameters.mechanics.strength == mechanics::StrengthCriterion::collapse;
}

std::optional<geometry::Scaffold> collapsing_block(const Specimen &specimen) {
  const SpecimenParameters &p = specimen.group->parameters;
  const auto parameters = geometry::representative_block(p.geometry, p.collapse.block_cells);
  if (!parameters)
    return std::nullopt;
  return geometry::make_scaffold(*parameters, specimen.seed);
}

geometry::Scaffold collapsing_part(const geometry::Scaffold &scaffold,
                                   const SpecimenParameters &parameters) {
  return parameters.collapse.correlation_length > 0.
             ? scaffold
             : mechanics::solved_part(scaffold, parameters.discretization);
}

CollapseResult run_collapse(MPI_Comm communicator, const geometry::Scaffold &part,
                            const Specimen &specimen, double first_crack,
                            const std::string &directory, Log &log,
                            const std::function<void(double)> &progress) {
  return CollapseRun(communicator, part, specimen, directory, log).run(first_crack, progress);
}

} // namespace lacuna::study
