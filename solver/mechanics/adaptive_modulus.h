// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold.h>
#include <solver/mechanics/compression.h>
#include <solver/mechanics/value.h>

#include <functional>

namespace lacuna::mechanics {

/** One solution on the way to the accuracy asked for. */
struct Pass {
  dealii::types::global_cell_index cells;
  dealii::types::global_dof_index unknowns;
  unsigned int iterations;
  double modulus;         ///< Pa, of this grid
  double estimated_error; ///< relative, by recovered stress
};

/**
 * The apparent modulus of a specimen, on grids refined until its error bar is small enough.
 *
 * The first passes refine along re-entrant surfaces (necks), where the error of every uniform grid
 * sits; the next ones where recovered stress differs most from the computed one. Successive moduli
 * fall towards the exact one by a steady factor, which gives an extrapolated value; its distance
 * from the last grid's is the error bar.
 */
class AdaptiveModulus {
public:
  using Report = std::function<void(const Pass &)>;

  AdaptiveModulus(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                  const materials::Isotropic &material,
                  const operators::DiscretizationParameters &discretization, bool bonded);

  /** Solves and refines; calls `report` after each pass. */
  void run(const Report &report);

  Value modulus() const { return modulus_; }
  const std::vector<Pass> &passes() const { return passes_; }
  /** Volume (m³) of parts that do not connect the platens and were left out. */
  double loose_volume() const { return loose_volume_; }
  const octree::Octree &octree() const { return octree_; }
  /** The solution on the last grid. */
  const Compression &solution() const { return *solution_; }

private:
  void refine(const std::vector<double> &errors);
  bool is_done() const;

  geometry::Scaffold scaffold_;
  materials::Isotropic material_;
  operators::DiscretizationParameters discretization_;
  bool bonded_;
  octree::Octree octree_;
  std::unique_ptr<Compression> solution_;
  std::vector<Pass> passes_;
  Value modulus_{};
  double loose_volume_ = 0.;
  bool refined_by_estimate_ = false;
};

/**
 * Halves the cells at surfaces that turn inwards, such as necks, and their neighbours; false where
 * there are none.
 */
bool refine_at_notches(octree::Octree &octree);

/**
 * Leaves out, until the next refinement, the parts that do not connect the platens; their volume
 * (m³). Throws std::runtime_error where nothing is left.
 */
double discard_loose_parts(octree::Octree &octree);

/**
 * The limit of a sequence whose steps shrink by a steady factor (Aitken), with its distance from
 * the last term as the error bar. With two terms the factor is taken as `usual_factor`; with one
 * nothing is known beyond `first_error`, of the same unit.
 */
Value extrapolate(const std::vector<double> &sequence, double usual_factor, double first_error);

} // namespace lacuna::mechanics
