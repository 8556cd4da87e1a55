// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/breaking_solid.h>
#include <solver/fracture/cell_fields.h>

namespace lacuna::fracture {

/** How a specimen is driven; strains are motions of the platen over the specimen's height. */
struct CollapseControl {
  /** First load, within the elastic range or not far above it, and the longest step from there on.
   */
  double first_strain, strain_step;
  /** Where to stop: load over the largest one, strain, number of steps. */
  double stop_share, stop_strain;
  unsigned int max_steps;
  /** Passes between displacement and damage in a step, on all its grids, at the most. */
  unsigned int max_passes = 50;
  /** Damage has settled where it changes by less than this between passes. */
  double settled_change = 3e-3;
};

/** Where cells are halved, and how often. */
struct CollapseGrid {
  /** Largest cells (m) where there is damage or soon will be; infinite for a fixed grid. */
  double fine_size;
  /** Damage and drive (see PhaseFieldLaw) above which a cell has to be so small. */
  double damage = 0.02, drive = 0.64;
  /** What a refined grid needs beside, such as to leave out loose parts. */
  std::function<void(octree::Octree &)> mend = nullptr;
};

/** One step of a test. */
struct CollapseStep {
  double strain;
  double force; ///< N
  /** J: of the platen, in the deformed solid, taken by the crack. */
  double work, stored, dissipated;
  unsigned int passes, iterations;
  /** Whether damage had settled within the passes. */
  bool settled;
  dealii::types::global_cell_index cells;

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &strain &force &work &stored &dissipated &passes &iterations &settled &cells;
  }
};

/**
 * Progressive failure under displacement control. In each step the displacement at fixed damage and
 * the damage at fixed displacement are found in turns until damage changes no more (Bourdin et al.
 * 2000, 10.1016/S0022-5096(99)00028-9). Where cells are too large for the damage in them the grid
 * is refined, and the step goes on there. Steps become shorter where damage takes many passes to
 * settle or the load drops, longer again after.
 */
class Collapse {
public:
  using Report = std::function<void(const CollapseStep &)>;

  /** `octree` is refined as the crack asks for; it must outlive the test. */
  Collapse(octree::Octree &octree, BreakingModel model, CollapseGrid grid);

  /** Steps until the control says so; calls `report` after each. */
  void run(const CollapseControl &control, const Report &report);

  const std::vector<CollapseStep> &steps() const { return steps_; }
  /** The one with the largest force. */
  const CollapseStep &peak() const;
  /** On the present grid, which a step may replace. */
  const BreakingSolid &solid() const { return *solid_; }

  /** How often the grid was refined. */
  std::size_t n_refinements() const { return refinements_.size(); }

  /** All that a later run needs to go on from the last step, on the first rank. Collective. */
  std::string state() const;
  /**
   * Goes on from a state, given on the first rank, of a test of the same model whose octree was
   * then what this one's is now. Collective.
   */
  void restore(const std::string &state);

private:
  using CellName = dealii::CellId::binary_type;
  struct State;

  CollapseStep step(double strain, const CollapseControl &control);
  /** Refines where cells are too large, with all that the step has so far; whether there were any.
   */
  bool adapt(double strain);
  /** Names of the cells on all ranks that are too large for what happens in them. */
  std::vector<CellName> too_large_cells() const;
  bool is_too_large(const octree::Octree::Cell &cell) const;
  /** Halves cells, and their parts, until they are small enough. */
  void refine(const std::vector<CellName> &names);
  /** Of the solid; `take` makes one on the present grid that goes on from them. */
  CellFields fields() const;
  void take(const CellFields &fields, double strain);

  octree::Octree &octree_;
  BreakingModel model_;
  CollapseGrid grid_;
  std::unique_ptr<BreakingSolid> solid_;
  std::vector<CollapseStep> steps_;
  /** To the next step. */
  double increment_ = 0.;
  /** What was refined, in order. */
  std::vector<std::vector<CellName>> refinements_;
};

} // namespace lacuna::fracture
