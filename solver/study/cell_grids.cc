// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <solver/adaptivity/notches.h>
#include <solver/mechanics/homogenization.h>
#include <solver/study/grid_sequence.h>
#include <solver/study/grids.h>
#include <solver/study/sample.h>
#include <solver/transport/effective_diffusivity.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <stdexcept>

namespace lacuna::study {

namespace {

/**
 * Refinements of a periodic cell after which its error bar is mostly below 1 %: along necks, and of
 * all cells where there are none.
 */
constexpr unsigned int neck_refinements = 3, uniform_refinements = 2;

/** Each grid is solved for several loads, to a smaller residual. */
constexpr double most_solved_of_cells = most_solved / 3.;

/** The nodes of a part of an endless structure: each side of it cuts. */
double n_nodes_of_endless(const operators::FiniteCellSpace &space) {
  auto [lower, upper] = space.octree().box().get_boundary_points();
  const auto sides = upper - lower;
  return n_nodes(space, octree::Box({lower - sides, upper + sides}));
}

/** Grids of a cell that is solved as far as that takes seconds; none where one says nothing. */
template <typename Effective>
std::optional<Grids> followed(Effective &effective, const adaptivity::AdaptiveTensor &tensor,
                              const operators::DiscretizationParameters &d, double limit) {
  try {
    effective.run([](const adaptivity::AdaptiveTensor &) {});
  } catch (const std::runtime_error &) {
    // A bound that is broken ends the run when its grids are done.
  }
  if (tensor.passes().size() < 2)
    return std::nullopt;
  GridSequence sequence(d.max_unknowns);
  for (const adaptivity::TensorPass &pass : tensor.passes())
    sequence.add(pass.unknowns);
  if (limit == most_solved_of_cells)
    follow(sequence, {tensor.relative_error(), 2, 0., tensor.is_uniform()}, d);
  return sequence.grids();
}

} // namespace

Grids cell_grids(MPI_Comm communicator, const Specimen &specimen,
                 const geometry::Scaffold &scaffold, unsigned int n_components) {
  const SpecimenParameters &p = specimen.group->parameters;
  const auto &d = p.discretization;
  geometry::Scaffold phase = scaffold;
  if (n_components == 1)
    phase.open_solid = std::make_shared<geometry::Complement>(scaffold.open_solid);
  const double first = n_components * std::pow(d.degree / d.cell_size, 3) * scaffold.box.volume();
  if (first <= most_solved_of_cells && d.accuracy > 0. && d.max_refinements > 0) {
    auto of_sample = d;
    of_sample.max_unknowns = std::min(d.max_unknowns, most_solved_of_cells);
    std::optional<Grids> grids;
    if (n_components == 3) {
      mechanics::Homogenization stiffness(communicator, scaffold, p.material.elasticity(),
                                          of_sample);
      grids = followed(stiffness, stiffness.stiffness(), d, of_sample.max_unknowns);
    } else {
      transport::EffectiveDiffusivity diffusivity(communicator, scaffold, of_sample);
      grids = followed(diffusivity, diffusivity.relative(), d, of_sample.max_unknowns);
    }
    if (grids)
      return *grids;
  }
  const Sample sample = representative(phase, d.cell_size, p.geometry.scaffold.strand_spacing);
  octree::Octree octree(communicator, phase.open_solid, sample.box, d.cell_size,
                        octree::CellCutter(), sample.is_whole);
  const auto count = [&] {
    const operators::FiniteCellSpace space(octree, d.degree);
    return n_components * (sample.is_whole ? 1. * space.n_nodes() : n_nodes_of_endless(space));
  };
  unsigned int n_done = 0;
  bool at_notches = true;
  const auto refine = [&] {
    at_notches = at_notches && adaptivity::refine_at_notches(octree);
    if (!at_notches && n_done < uniform_refinements)
      octree.refine([](const auto &) { return true; });
    return ++n_done <= (at_notches ? neck_refinements : uniform_refinements);
  };
  return count_grids(d.max_unknowns,
                     d.accuracy > 0. ? std::min(d.max_refinements, neck_refinements) : 0,
                     sample.times, count, refine);
}

} // namespace lacuna::study
