// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/estimate.h>

#include <solver/study/grids.h>
#include <solver/study/memory.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::study {

namespace {

/** What one unknown takes, all told; time on one core of the machine that it was measured on. */
struct PerUnknown {
  double bytes, seconds;
};

/** Elasticity by degree 1, 2, 3; one grid with its solution, error, first crack and files. */
constexpr PerUnknown elastic[] = {{1000., 26e-6}, {280., 14e-6}, {280., 12e-6}};

/** Stiffness of a periodic cell, six loads; diffusivity, three. */
constexpr PerUnknown stiffness = {400., 20e-6}, diffusivity = {800., 20e-6};

/** Some eighty steps of a test to collapse, of an unknown at its end. */
constexpr PerUnknown collapse = {5000., 15e-3};

/** Diffusion of one factor: some hundred steps of three solves. */
constexpr PerUnknown release = {3000., 550e-6};

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

/** @param slowness Of this machine in this kind of work, see Rates. */
Estimate estimate(MPI_Comm communicator, const Grids &grids, const PerUnknown &takes,
                  double slowness) {
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  return {grids.last, grids.last * takes.bytes, slowness * grids.sum * takes.seconds / n_ranks};
}

} // namespace

Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen,
                              const geometry::Scaffold &scaffold, const Rates &rates) {
  return estimate(communicator, compression_grids(communicator, specimen, scaffold),
                  elastic[specimen.group->parameters.discretization.degree - 1], rates.elasticity);
}

Estimate estimate_homogenization(MPI_Comm communicator, const Specimen &specimen,
                                 const geometry::Scaffold &scaffold, unsigned int n_components,
                                 const Rates &rates) {
  return estimate(communicator, cell_grids(communicator, specimen, scaffold, n_components),
                  n_components == 3 ? stiffness : diffusivity, rates.elasticity);
}

Estimate estimate_collapse(MPI_Comm communicator, const Specimen &specimen,
                           const geometry::Scaffold &scaffold, const Rates &rates) {
  return estimate(communicator, collapse_grids(communicator, specimen, scaffold), collapse,
                  rates.elasticity);
}

Estimate estimate_release(MPI_Comm communicator, const Specimen &specimen,
                          const geometry::Scaffold &scaffold, const Rates &rates) {
  const SpecimenParameters &p = specimen.group->parameters;
  if (!p.coating.exists() || !p.transport.enabled || p.factors.empty())
    return {0., 0., 0.};
  // Nodes by volume, and those that its surface adds: N h³ is linear in the cell size h.
  transport::TransportParameters counted = p.transport;
  counted.perfusion = 0.; // no flow is to be solved here
  const double size = counted.cell_size;
  const auto nodes_times_volume = [&](double cell_size) {
    counted.cell_size = cell_size;
    const transport::Surroundings surroundings(communicator, scaffold, counted);
    return surroundings.space().n_nodes() * std::pow(cell_size, 3);
  };
  const double coarse = std::max(size, coarsest(scaffold.box, counted));
  double scaled = nodes_times_volume(coarse);
  if (coarse > size)
    scaled += (nodes_times_volume(2. * coarse) - scaled) * (size - coarse) / coarse;
  const double unknowns = scaled / std::pow(size, 3);
  return estimate(communicator, {unknowns, unknowns * p.factors.size()}, release, rates.transport);
}

void require_memory(MPI_Comm communicator, const Specimen &specimen,
                    const geometry::Scaffold &scaffold, bool compresses, bool releases) {
  constexpr double margin = 1.3; // an estimate is refused only where it is clearly too much
  const double available = available_memory(communicator);
  const SpecimenParameters &p = specimen.group->parameters;
  const auto box_cells = [&](double size) { return scaffold.box.volume() / std::pow(size, 3); };
  const auto refuse = [&](const char *section, const char *key, const std::string &value,
                          const std::string &expected, const Estimate &needed) {
    throw params::InputError(
        {section, key, value, specimen.name, 0},
        fmt::format("{}: {:.2g} unknowns take {:.2g} GB, and {:.2g} GB are free", expected,
                    needed.unknowns, 1e-9 * needed.memory, 1e-9 * available));
  };
  const auto um = [](double size) { return fmt::format("{:.4g} um", 1e6 * size); };

  // What may take long to foresee is so only where it can be too much at all.
  const auto &d = p.discretization;
  const double bytes = elastic[d.degree - 1].bytes,
               first = 6. * std::pow(d.degree, 3) * box_cells(d.cell_size);
  if (compresses && bytes * std::max(first, d.max_unknowns) > margin * available) {
    const Estimate needed = estimate_compression(communicator, specimen, scaffold, {});
    const bool is_first = d.accuracy == 0. || !specimen.refined || needed.unknowns > d.max_unknowns;
    if (needed.memory > margin * available && is_first)
      refuse("Discretization", "Cell size", um(d.cell_size), "larger cells", needed);
    if (needed.memory > margin * available)
      refuse("Discretization", "Max unknowns", fmt::format("{:.3g}", d.max_unknowns),
             fmt::format("at most {:.2g}", available / bytes), needed);
  }
  if (releases && 2. * release.bytes * box_cells(p.transport.cell_size) > margin * available) {
    const Estimate needed = estimate_release(communicator, specimen, scaffold, {});
    if (needed.memory > margin * available)
      refuse("Transport", "Cell size", um(p.transport.cell_size), "larger cells", needed);
  }
}

} // namespace lacuna::study
