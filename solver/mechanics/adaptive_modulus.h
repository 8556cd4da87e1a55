// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/adaptivity/value.h>
#include <solver/checkpoint/numbers.h>
#include <solver/mechanics/compression.h>
#include <solver/mechanics/loose_parts.h>

#include <functional>

namespace lacuna::mechanics {

/** One solution on the way to the accuracy asked for. */
struct Pass {
  dealii::types::global_cell_index cells;
  dealii::types::global_dof_index unknowns;
  unsigned int iterations;
  double modulus; ///< Pa, of this grid
  /** By recovered stress, relative to the modulus: at re-entrant surfaces and in all other cells.
   */
  double error_at_notches, error_elsewhere;
  /** False where this grid is as coarse at notches as the one before. */
  bool refined_notches;
};

/**
 * The apparent modulus of a specimen, on grids refined until its error bar is small enough.
 *
 * At re-entrant surfaces (necks) sits most of the error of every uniform grid. It falls by a known
 * factor with each refinement along them, so that its limit is extrapolated. The rest is estimated
 * from recovered stress, and once it was refined from what that changed. Whichever is the larger is
 * refined next; the error bar is the sum of the uncertainty of the extrapolation and of the rest.
 *
 * Where parts of the specimen face each other across gaps narrower than the last cells, these join
 * them. The error bar then holds what the modulus is without the joining cells, too.
 *
 * Of a symmetric specimen a half or a quarter is solved; modulus and loose volume are those of the
 * whole, cells, unknowns and solution those of the part.
 */
class AdaptiveModulus {
public:
  using Report = std::function<void(const Pass &)>;
  /** Called on a new grid, before it is solved. */
  using Refined = std::function<void()>;

  AdaptiveModulus(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                  const materials::Isotropic &material,
                  const operators::DiscretizationParameters &discretization, bool bonded);

  /**
   * Solves and refines; calls `report` after each pass. `done` is told the share of the work that
   * is done, as far as passes to come can be foreseen; it never falls.
   */
  void run(const Report &report, const operators::WorkDone &done = {}, const Refined &refined = {});

  /** What is known of the grids so far. Where a state is read, the grid is made again that comes
   * after them. Collective. */
  void serialize(checkpoint::Numbers &state);

  /** Along x, y: whether the part that is solved ends at a mirror plane. */
  const std::array<bool, 2> &mirrored() const { return scaffold_.mirrored; }
  adaptivity::Value modulus() const { return modulus_; }
  const std::vector<Pass> &passes() const { return passes_; }
  /** What does not connect the platens and was left out of the part that is solved. */
  const LooseParts &loose() const { return loose_; }
  /** By how much less of itself the modulus is without the cells that join what gaps part. */
  double gap_change() const { return gap_change_; }
  /** Unknowns foreseen of the current grid or, after the run, of the one that was too large. */
  double foreseen_unknowns() const { return current_; }
  const octree::Octree &octree() const { return octree_; }
  /** The solution on the last grid. */
  const Compression &solution() const { return *solution_; }
  /** Parts like the one solved of which the specimen consists. */
  unsigned int n_parts() const { return (1 + scaffold_.mirrored[0]) * (1 + scaffold_.mirrored[1]); }

private:
  using CellName = dealii::CellId::binary_type;

  /** Names of the cells on all ranks that are wanted. */
  std::vector<CellName> names_of(const std::vector<bool> &wanted) const;
  void refine_again(const std::vector<CellName> &names);
  /** Tells the share that is done, of which this much of the current pass is. */
  void tell(double share_of_pass);
  /** Passes until there can be an error bar: mostly enough, or all that memory allows. */
  std::size_t n_usual_passes() const;
  /** One pass; whether another is due. */
  bool solve(const Report &report);
  /** Keeps of the bridging cells those at gaps, not at notches. */
  void find_gaps();
  void allow_for_gaps();
  double estimate(bool at_notches) const;
  void follow_sequence();
  /** Error bar (Pa) of all cells that are not at notches. */
  double error_elsewhere() const;
  bool is_done() const;
  /** By active cell whether to refine it. */
  std::vector<bool> choose_cells();
  double unknowns_after(const std::vector<bool> &wanted) const;
  /** Active index of a cell of the solution. */
  unsigned int index(std::size_t cell) const;

  geometry::Scaffold scaffold_;
  materials::Isotropic material_;
  operators::DiscretizationParameters discretization_;
  bool bonded_;
  octree::Octree octree_;
  std::unique_ptr<Compression> solution_;
  std::vector<Pass> passes_;
  /** By active cell whether it is at a notch; by cell of the solution its error (J). */
  std::vector<bool> at_notches_;
  std::vector<double> errors_;
  /** Moduli by refinement at notches, as if all else had always been as fine as it is now. */
  std::vector<double> sequence_;
  bool refined_elsewhere_ = false;
  /** The cells that were halved, refinement by refinement. */
  std::vector<std::vector<CellName>> refinements_;
  /** What the last refinement elsewhere changed (Pa), and the relative estimate after it. */
  double elsewhere_change_ = 0., elsewhere_then_ = 0.;
  operators::WorkDone done_;
  /** Unknowns of the current pass, as foreseen; a unit until any are known. */
  double current_ = 1.;
  double told_ = 0.;
  adaptivity::Value modulus_{};
  double extrapolation_error_ = 0., gap_change_ = 0.;
  LooseParts loose_{};
  /** By pass, of the bridging cells at gaps (m²). */
  std::vector<double> gap_areas_;
};

/** What of a specimen is solved: where it is symmetric a half or a quarter, unless `Symmetry` is
 * off.
 */
geometry::Scaffold solved_part(const geometry::Scaffold &scaffold,
                               const operators::DiscretizationParameters &discretization);

} // namespace lacuna::mechanics
