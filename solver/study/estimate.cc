// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/estimate.h>

#include <meshes/geometry/shapes/csg.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/study/collapse_run.h>
#include <solver/study/memory.h>
#include <solver/study/sample.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>

namespace lacuna::study {

namespace {

/** What one unknown takes, all told. */
struct Rate {
  double bytes, seconds;
};

/** Elasticity by degree 1, 2, 3; one grid with its solution, error, first crack and files. */
constexpr Rate elastic_rates[] = {{1000., 26e-6}, {280., 14e-6}, {280., 12e-6}};

/** Stiffness of a periodic cell, six loads; diffusivity, three. */
constexpr Rate stiffness_rate = {400., 20e-6}, diffusivity_rate = {800., 20e-6};

/** Some eighty steps of a test to collapse, of an unknown at its end. */
constexpr Rate collapse_rate = {5000., 15e-3};

/** Diffusion of one factor: some hundred steps of three solves. */
constexpr Rate release_rate = {3000., 550e-6};

Estimate estimate(MPI_Comm communicator, double largest, double solved, const Rate &rate) {
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  return {largest, largest * rate.bytes, solved * rate.seconds / n_ranks};
}

/**
 * Refinements of a periodic cell after which its error bar is mostly below 1 %: along necks, and of
 * all cells where there are none.
 */
constexpr unsigned int neck_refinements = 3, uniform_refinements = 2;

/** Unknowns of a grid that are counted at the most. */
constexpr double most_counted = 1.5e5;

/** Cells of the box in which the pores are counted, at the most. */
constexpr double most_pore_cells = 4e4;

/** Unknowns of the last grid and of all. */
struct Grids {
  double last, sum;
};

/**
 * The grids from the first on. `count` tells the unknowns of the grid as it is, `refine` makes the
 * next one, and says whether there is any. Where counting takes too long, each adds to its
 * predecessor so many times what that added as the last two that were counted did: about twice at
 * notches, which are lines, and more while they are as coarse as what lies between them.
 */
Grids foresee(double max_unknowns, unsigned int n_refinements, double times,
              const std::function<double()> &count, const std::function<bool()> &refine) {
  double counted = count();
  Grids grids{times * counted, times * counted};
  double added = 0., ratio = 2.;
  bool counts = true;
  for (unsigned int i = 0; i < n_refinements; ++i) {
    counts = counts && counted <= most_counted;
    double adds = ratio * added;
    if (counts || i == 0) {
      if (!refine())
        break;
      const double next = count();
      adds = times * (next - counted);
      if (i > 0 && added > 0.)
        ratio = std::clamp(adds / added, 1., 4.);
      counted = next;
    }
    if (grids.last + adds > max_unknowns)
      break;
    added = adds;
    grids.last += adds;
    grids.sum += grids.last;
  }
  return grids;
}

} // namespace

Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen,
                              const geometry::Scaffold &scaffold) {
  const auto &d = specimen.group->parameters.discretization;
  const geometry::Scaffold part = mechanics::solved_part(scaffold, d);
  const Sample sample = representative(part, d.cell_size,
                                       specimen.group->parameters.geometry.scaffold.strand_spacing);
  const octree::CellSize size(d.cell_size, part.voxels);
  octree::Octree octree(communicator, part.open_solid, sample.box, size);
  const unsigned int n_refinements =
      d.accuracy > 0. && specimen.refined ? std::min(d.neck_refinements, d.max_refinements) : 0;
  const auto count = [&] {
    // In a part, what connects the platens around it would seem loose.
    if (sample.is_whole)
      mechanics::discard_loose_parts(octree);
    return 3. * n_nodes(operators::FiniteCellSpace(octree, d.degree), part.box);
  };
  const auto refine = [&] { return mechanics::refine_at_notches(octree); };
  const Grids grids = foresee(d.max_unknowns, n_refinements, sample.times, count, refine);
  return estimate(communicator, grids.last, grids.sum, elastic_rates[d.degree - 1]);
}

Estimate estimate_homogenization(MPI_Comm communicator, const Specimen &specimen,
                                 const geometry::Scaffold &scaffold, unsigned int n_components) {
  const auto &d = specimen.group->parameters.discretization;
  const geometry::ShapePtr shape =
      n_components == 3 ? scaffold.open_solid
                        : std::make_shared<geometry::Complement>(scaffold.open_solid);
  octree::Octree octree(communicator, shape, scaffold.box, d.cell_size, octree::CellCutter(), true);
  const auto count = [&] {
    return 1. * n_components * operators::FiniteCellSpace(octree, d.degree).n_nodes();
  };
  unsigned int n_done = 0;
  bool at_notches = true;
  const auto refine = [&] {
    if (n_done == 0)
      at_notches = mechanics::refine_at_notches(octree);
    else if (at_notches)
      mechanics::refine_at_notches(octree);
    if (!at_notches && n_done < uniform_refinements)
      octree.refine([](const auto &) { return true; });
    return ++n_done <= (at_notches ? neck_refinements : uniform_refinements);
  };
  const Grids grids =
      foresee(d.max_unknowns, d.accuracy > 0. ? std::min(d.max_refinements, neck_refinements) : 0,
              1., count, refine);
  return estimate(communicator, grids.last, grids.sum,
                  n_components == 3 ? stiffness_rate : diffusivity_rate);
}

Estimate estimate_collapse(MPI_Comm communicator, const Specimen &specimen,
                           const geometry::Scaffold &scaffold) {
  const SpecimenParameters &p = specimen.group->parameters;
  const auto block = collapsing_block(specimen);
  const geometry::Scaffold part = collapsing_part(block ? *block : scaffold, p);
  const octree::Octree octree(communicator, part.open_solid, part.box, p.collapse.cell_size);
  // Cells are halved along surfaces of a width of their own: between two and three dimensions.
  const double unknowns = 3. * operators::FiniteCellSpace(octree, 1).n_nodes() *
                          std::pow(p.collapse.cell_size / p.collapse.fine_size(), 2.5);
  return estimate(communicator, unknowns, unknowns, collapse_rate);
}

Estimate estimate_release(MPI_Comm communicator, const Specimen &specimen,
                          const geometry::Scaffold &scaffold) {
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
  const double coarse = std::max(size, std::cbrt(scaffold.box.volume() / most_pore_cells));
  double scaled = nodes_times_volume(coarse);
  if (coarse > size)
    scaled += (nodes_times_volume(2. * coarse) - scaled) * (size - coarse) / coarse;
  const double unknowns = scaled / std::pow(size, 3);
  return estimate(communicator, unknowns, unknowns * p.factors.size(), release_rate);
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
  const double bytes = elastic_rates[d.degree - 1].bytes,
               first = 6. * std::pow(d.degree, 3) * box_cells(d.cell_size);
  if (compresses && bytes * std::max(first, d.max_unknowns) > margin * available) {
    const Estimate needed = estimate_compression(communicator, specimen, scaffold);
    const bool is_first = d.accuracy == 0. || !specimen.refined || needed.unknowns > d.max_unknowns;
    if (needed.memory > margin * available && is_first)
      refuse("Discretization", "Cell size", um(d.cell_size), "larger cells", needed);
    if (needed.memory > margin * available)
      refuse("Discretization", "Max unknowns", fmt::format("{:.3g}", d.max_unknowns),
             fmt::format("at most {:.2g}", available / bytes), needed);
  }
  if (releases && 2. * release_rate.bytes * box_cells(p.transport.cell_size) > margin * available) {
    const Estimate needed = estimate_release(communicator, specimen, scaffold);
    if (needed.memory > margin * available)
      refuse("Transport", "Cell size", um(p.transport.cell_size), "larger cells", needed);
  }
}

} // namespace lacuna::study
