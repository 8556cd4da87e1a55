// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/estimate.h>

#include <solver/mechanics/adaptive_modulus.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace lacuna::study {

namespace {

/** What one unknown takes, all told. */
struct Rate {
  double bytes, seconds;
};

/** Elasticity by degree 1, 2, 3; one grid with its solution, error, first crack and files. */
constexpr Rate elastic_rates[] = {{1000., 26e-6}, {400., 14e-6}, {400., 12e-6}};

/** Diffusion of one factor: some hundred steps of three solves. */
constexpr Rate release_rate = {3000., 550e-6};

Estimate estimate(MPI_Comm communicator, double largest, double solved, const Rate &rate) {
  const auto n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  return {static_cast<dealii::types::global_dof_index>(largest), largest * rate.bytes,
          solved * rate.seconds / n_ranks};
}

geometry::Scaffold scaffold_of(const Specimen &specimen) {
  const SpecimenParameters &p = specimen.group->parameters;
  return geometry::make_scaffold(p.geometry, specimen.seed);
}

} // namespace

Estimate estimate_compression(MPI_Comm communicator, const Specimen &specimen) {
  const auto &d = specimen.group->parameters.discretization;
  const geometry::Scaffold scaffold = scaffold_of(specimen);
  octree::Octree octree(communicator, scaffold.open_solid, scaffold.box, d.cell_size);
  const unsigned int n_refinements =
      d.accuracy > 0. && specimen.refined ? std::min(d.neck_refinements, d.max_refinements) : 0;
  const auto count = [&] {
    mechanics::discard_loose_parts(octree);
    return 3. * operators::FiniteCellSpace(octree, d.degree).n_nodes();
  };
  double unknowns = count(), sum = unknowns;
  const bool grows = n_refinements > 0 && mechanics::refine_at_notches(octree);
  const double growth = grows ? count() / unknowns : 1.;
  for (unsigned int i = 0; i < n_refinements && growth * unknowns <= d.max_unknowns; ++i) {
    unknowns *= growth;
    sum += unknowns;
  }
  return estimate(communicator, unknowns, sum, elastic_rates[d.degree - 1]);
}

Estimate estimate_release(MPI_Comm communicator, const Specimen &specimen) {
  const SpecimenParameters &p = specimen.group->parameters;
  if (!p.coating.exists() || !p.transport.enabled || p.factors.empty())
    return {0, 0., 0.};
  const transport::Surroundings surroundings(communicator, scaffold_of(specimen), p.transport);
  const auto unknowns = surroundings.space().n_nodes();
  return estimate(communicator, unknowns, 1. * unknowns * p.factors.size(), release_rate);
}

} // namespace lacuna::study
