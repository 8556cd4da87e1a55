// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/adaptivity/notches.h>
#include <solver/study/grids.h>

#include <solver/mechanics/adaptive_modulus.h>
#include <solver/study/collapse_run.h>
#include <solver/study/grid_sequence.h>
#include <solver/study/sample.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace lacuna::study {

namespace {

/** Grids with notches that give an error bar at all; see mechanics::AdaptiveModulus. */
constexpr unsigned int fewest_grids = 3;

/** Of the unknowns that a refinement is foreseen to give by its cells: some of these are void. */
constexpr double usual_share = 0.8;

geometry::Scaffold cut_out(const geometry::Scaffold &part, const octree::Box &box) {
  geometry::Scaffold piece = part;
  piece.box = box;
  piece.cross_section_area = box.side_length(0) * box.side_length(1);
  piece.envelope_volume = box.volume();
  return piece;
}

/** Whether the error bar of a specimen with notches can end refinement before the limits do. */
bool may_end_early(const operators::DiscretizationParameters &d) {
  return d.max_refinements >= fewest_grids || d.neck_refinements < d.max_refinements;
}

/** None where nothing of the sample connects the platens, or what does cannot be solved for. */
std::optional<Grids> solved(MPI_Comm communicator, const SpecimenParameters &p,
                            const geometry::Scaffold &part, const Sample &sample) {
  const auto &d = p.discretization;
  auto of_sample = d;
  of_sample.max_unknowns = std::min(d.max_unknowns / sample.times, most_solved);
  of_sample.symmetry =
      operators::SymmetryUse::off; // what is left of the part's is not the sample's
  GridSequence sequence(d.max_unknowns);
  try {
    mechanics::AdaptiveModulus adaptive(communicator, cut_out(part, sample.box),
                                        p.material.elasticity(), of_sample,
                                        p.mechanics.is_bonded());
    double share = usual_share;
    adaptive.run([&](const mechanics::Pass &pass) {
      sequence.add(3. * sample.times * n_nodes(adaptive.solution().space(), part.box));
      if (sequence.size() > 1)
        share = pass.unknowns / adaptive.foreseen_unknowns();
    });
    const mechanics::Pass &last = adaptive.passes().back();
    if (of_sample.max_unknowns == most_solved)
      follow(sequence,
             {adaptive.modulus().error / adaptive.modulus().value,
              last.error_at_notches > 0. ? std::min(fewest_grids, d.neck_refinements + 1) : 2,
              sequence.last() * share * adaptive.foreseen_unknowns() / last.unknowns},
             d);
    return sequence.grids();
  } catch (const std::runtime_error &) {
    return std::nullopt;
  }
}

} // namespace

Grids compression_grids(MPI_Comm communicator, const Specimen &specimen,
                        const geometry::Scaffold &scaffold) {
  const SpecimenParameters &p = specimen.group->parameters;
  const auto &d = p.discretization;
  const geometry::Scaffold part = mechanics::solved_part(scaffold, d);
  const Sample sample = representative(part, d.cell_size, p.geometry.scaffold.strand_spacing);
  const bool refines = d.accuracy > 0. && d.max_refinements > 0 && specimen.refined;
  if (refines && may_end_early(d))
    if (const auto grids = solved(communicator, p, part, sample))
      return *grids;
  octree::Octree octree(communicator, part.open_solid, sample.box, {d.cell_size, part.voxels});
  const auto count = [&] {
    // In a part, what connects the platens around it would seem loose.
    if (sample.is_whole)
      mechanics::discard_loose_parts(octree);
    return 3. * n_nodes(operators::FiniteCellSpace(octree, d.degree), part.box);
  };
  bool has_notches = true;
  const auto refine = [&] { return has_notches = adaptivity::refine_at_notches(octree); };
  const Grids grids =
      count_grids(d.max_unknowns, refines ? std::min(d.neck_refinements, d.max_refinements) : 0,
                  sample.times, count, refine);
  if (!has_notches && !may_end_early(d))
    return solved(communicator, p, part, sample).value_or(grids);
  return grids;
}

Grids collapse_grids(MPI_Comm communicator, const Specimen &specimen,
                     const geometry::Scaffold &scaffold) {
  const SpecimenParameters &p = specimen.group->parameters;
  const auto block = collapsing_block(specimen);
  const geometry::Scaffold part = collapsing_part(block ? *block : scaffold, p);
  const Sample sample =
      representative(part, p.collapse.cell_size, p.geometry.scaffold.strand_spacing);
  const octree::Octree octree(communicator, part.open_solid, sample.box, p.collapse.cell_size);
  // Cells are halved along surfaces of a width of their own: between two and three dimensions.
  const double unknowns = 3. * sample.times *
                          n_nodes(operators::FiniteCellSpace(octree, 1), part.box) *
                          std::pow(p.collapse.cell_size / p.collapse.fine_size(), 2.5);
  return {unknowns, unknowns};
}

} // namespace lacuna::study
