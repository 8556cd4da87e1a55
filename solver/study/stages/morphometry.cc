// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/stages/morphometry.h>

#include <meshes/export/export_all.h>
#include <meshes/files/is_root.h>
#include <meshes/morphometry/morphometry.h>
#include <solver/observables/morphometry.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

/** Morphometry and surface, of one of the voxels that are an eighth of the strands; at the most. */
constexpr double voxel_seconds = 10e-6, most_voxels = 5e7;

void write_geometry(const SpecimenWork &work) {
  constexpr double large = 1e9;
  const SpecimenParameters &p = work.parameters();
  for (const auto &file : exporting::export_all(
           {work.scaffold,
            p.geometry,
            p.exports,
            p.output.surface_resolution,
            {p.material.youngs_modulus, p.material.poissons_ratio, p.mechanics.is_bonded()}},
           work.directory))
    if (file.size > large)
      work.log.warn(
          "{}{} has {:.1f} GB; a coarser Surface resolution or Voxel size makes it smaller",
          work.directory, file.name, 1e-9 * file.size);
}

void say(const SpecimenWork &work, const morphometry::Morphometry &measured) {
  const std::string &name = work.specimen.name;
  const double requested = work.scaffold.requested_porosity;
  if (measured.is_coarse)
    work.log.warn("{}: morphometry on voxels of {:.0f} um, coarser than the strands ask for", name,
                  1e6 * measured.voxel_size);
  const auto um = [](double size) {
    return std::isnan(size) ? "none" : fmt::format("{:.0f}", 1e6 * size);
  };
  work.log.info("       {}: porosity {:.1f} %{}, strands {} um, pores {} um, throats {} {} {} um, "
                "surface {:.4g} mm2",
                name, 100. * measured.porosity(),
                std::isnan(requested) ? "" : fmt::format(" ({:.1f} % asked for)", 100. * requested),
                um(measured.strand_thickness.mean), um(measured.pore_size.mean),
                um(measured.throat[0]), um(measured.throat[1]), um(measured.throat[2]),
                1e6 * measured.solid.surface);
}

void run(SpecimenWork &work) {
  if (files::is_root(work.communicator))
    write_geometry(work);
  morphometry::MeasureOptions options{work.scaffold.thickness};
  options.done = work.done;
  if (work.parameters().output.thickness_map)
    options.thickness_image = work.directory + "thickness.vti";
  const auto measured = morphometry::measure(work.communicator, work.scaffold, options);
  observables::observe_morphometry(measured, work.record);
  work.record.set("/morphometry/requested_porosity", work.scaffold.requested_porosity);
  work.write("morphometry.csv", observables::morphometry_csv(measured));
  work.write("thickness.csv", observables::thickness_csv(measured));
  work.porosity = measured.porosity();
  say(work, measured);
}

/** Of time alone. */
Estimate foresee(const Foresight &f, const Rates &rates) {
  const double n_voxels = f.scaffold.box.volume() / std::pow(f.scaffold.thickness / 8., 3),
               seconds = std::min(n_voxels, most_voxels) * voxel_seconds;
  return {0., 0.,
          rates.elasticity * seconds / dealii::Utilities::MPI::n_mpi_processes(f.communicator)};
}

} // namespace

Stage morphometry_stage() {
  Stage stage{"geometry", 1., params::Changes::files};
  stage.runs = [](const Specimen &, const Tasks &) { return true; };
  stage.run = run;
  stage.estimate = foresee;
  return stage;
}

} // namespace lacuna::study
