// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/estimate.h>

#include <meshes/geometry/csg.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/study/collapse_run.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace lacuna::study {

namespace {

/** What one unknown takes, all told. */
struct Rate {
  double bytes, seconds;
};

/** Elasticity by degree 1, 2, 3; one grid with its solution, error, first crack and files. */
constexpr Rate elastic_rates[] = {{1000., 26e-6}, {400., 14e-6}, {400., 12e-6}};

/** Stiffness of a periodic cell, six loads; diffusivity, three. */
constexpr Rate stiffness_rate = {400., 20e-6}, diffusivity_rate = {800., 20e-6};

/** Some eighty steps of a test to collapse, of an unknown at its end. */
constexpr Rate collapse_rate = {5000., 15e-3};

/** Diffusion of one factor: some hundred steps of three solves. */
constexpr Rate release_rate = {3000., 550e-6};

Estimate estimate(MPI_Comm communicator, double largest, double solved, const Rate &rate) {
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  return {static_cast<dealii::types::global_dof_index>(largest), largest * rate.bytes,
          solved * rate.seconds / n_ranks};
}

/**
 * Refinements of a periodic cell after which its error bar is mostly below 1 %: along necks, and of
 * all cells where there are none.
 */
constexpr unsigned int neck_refinements = 3, uniform_refinements = 2;

/**
 * The grids from an octree on, each refinement adding what the first adds; `refine` makes the first
 * and says how many there will be.
 */
Estimate foresee(const octree::Octree &octree, const operators::DiscretizationParameters &d,
                 unsigned int n_refinements, const std::function<double()> &count,
                 const std::function<unsigned int()> &refine, const Rate &rate) {
  double unknowns = count(), sum = unknowns, growth = 1.;
  if (n_refinements > 0) {
    n_refinements = std::min(n_refinements, refine());
    growth = count() / unknowns;
  }
  for (unsigned int i = 0; i < n_refinements && growth * unknowns <= d.max_unknowns; ++i) {
    unknowns *= growth;
    sum += unknowns;
  }
  return estimate(octree.communicator(), unknowns, sum, rate);
}

} // namespace

Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen,
                              const geometry::Scaffold &scaffold) {
  const auto &d = specimen.group->parameters.discretization;
  const geometry::Scaffold part = mechanics::solved_part(scaffold, d);
  octree::Octree octree(communicator, part.open_solid, part.box, d.cell_size);
  const unsigned int n_refinements =
      d.accuracy > 0. && specimen.refined ? std::min(d.neck_refinements, d.max_refinements) : 0;
  const auto count = [&] {
    mechanics::discard_loose_parts(octree);
    return 3. * operators::FiniteCellSpace(octree, d.degree).n_nodes();
  };
  const auto refine = [&] { return mechanics::refine_at_notches(octree) ? n_refinements : 0; };
  return foresee(octree, d, n_refinements, count, refine, elastic_rates[d.degree - 1]);
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
  const auto refine = [&] {
    if (mechanics::refine_at_notches(octree))
      return neck_refinements;
    octree.refine([](const auto &) { return true; });
    return uniform_refinements;
  };
  return foresee(octree, d, d.accuracy > 0. ? d.max_refinements : 0, count, refine,
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
    return {0, 0., 0.};
  const transport::Surroundings surroundings(communicator, scaffold, p.transport);
  const auto unknowns = surroundings.space().n_nodes();
  return estimate(communicator, unknowns, 1. * unknowns * p.factors.size(), release_rate);
}

} // namespace lacuna::study
