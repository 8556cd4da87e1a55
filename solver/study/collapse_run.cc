// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/collapse_run.h>

#include <solver/mechanics/adaptive_modulus.h>
#include <solver/observables/field_writer.h>

#include <fmt/format.h>

namespace lacuna::study {

CollapseResult run_collapse(MPI_Comm communicator, const geometry::Scaffold &part,
                            const SpecimenParameters &parameters, double first_crack,
                            const std::string &directory, Log &log) {
  const auto &p = parameters.collapse;
  octree::Octree octree(communicator, part.open_solid, part.box, p.cell_size);
  mechanics::discard_loose_parts(octree);
  auto discretization = parameters.discretization;
  discretization.degree = 1;
  const mechanics::Compression specimen(octree, parameters.material.elasticity(), discretization,
                                        parameters.mechanics.platens == "bonded", part.mirrored);
  fracture::Collapse collapse(
      specimen.elasticity(),
      {fracture::PhaseFieldLaw::Kind::cohesive, parameters.material, p.length(), p.cell_size},
      specimen.held());
  observables::FieldWriter writer(specimen.space());

  const unsigned int n_parts = (1 + part.mirrored[0]) * (1 + part.mirrored[1]);
  const double height = part.box.side_length(2), area = part.cross_section_area;
  CollapseResult result{};
  result.curve = "time_s,displacement_m,force_N,strain,stress_Pa,work_J,stored_J,dissipated_J\n"
                 "0,0,0,0,0,0,0,0\n";
  const double step = first_crack / p.steps_to_first_crack;
  log.detail("{} cells, {} unknowns of displacement, a third as many of damage", octree.n_cells(),
             specimen.n_unknowns());
  collapse.run({0.5 * first_crack, step, p.stop_load, p.stop_strain, p.max_steps},
               [&](const fracture::CollapseStep &s) {
                 const double stress = s.force / area, displacement = s.strain * height;
                 if (collapse.steps().size() == 1)
                   result.modulus = stress / s.strain;
                 result.curve += fmt::format(
                     "{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g},{:.6g}\n",
                     displacement / p.speed, displacement, n_parts * s.force, s.strain, stress,
                     n_parts * s.work, n_parts * s.stored, n_parts * s.dissipated);
                 log.detail("strain {:.4f} %: {:.4g} MPa, {} passes{}, {} iterations; work {:.3g}, "
                            "stored {:.3g}, crack {:.3g} mJ",
                            100. * s.strain, 1e-6 * stress, s.passes,
                            s.settled ? "" : " (not settled)", s.iterations, 1e3 * n_parts * s.work,
                            1e3 * n_parts * s.stored, 1e3 * n_parts * s.dissipated);
                 if (parameters.output.fields) {
                   writer.add_nodal("damage", collapse.phase_field().damage(), 1);
                   writer.add_nodal("displacement", collapse.displacement(), 3);
                   writer.write(directory, "crack", displacement / p.speed);
                 }
               });
  const auto &peak = collapse.peak();
  result.strength = peak.force / area;
  result.strain_at_peak = peak.strain;
  result.energy = n_parts * collapse.steps().back().work;
  result.has_peak = peak.strain < collapse.steps().back().strain;
  return result;
}

} // namespace lacuna::study
