// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/operators/discretization.h>
#include <solver/operators/finite_cell_space.h>

#include <deal.II/lac/full_matrix.h>

#include <functional>
#include <vector>

namespace lacuna::adaptivity {

using Matrix = dealii::FullMatrix<double>;

/** An effective property of a periodic cell as one grid gives it. */
struct TensorPass {
  dealii::types::global_cell_index cells;
  dealii::types::global_dof_index unknowns;
  unsigned int iterations;
  /** Share of the cell's volume that is of the shape. */
  double share;
  Matrix tensor;
};

/**
 * An effective property of a periodic cell, on grids refined until its error bar is small enough.
 *
 * Cells along re-entrant surfaces (necks) are halved, where there are none all cells. Each entry
 * approaches its limit by a steady factor, which gives an extrapolated value with its error bar.
 * With one grid nothing is known of the error: it is NaN.
 */
class AdaptiveTensor {
public:
  using Solve = std::function<TensorPass(const operators::FiniteCellSpace &)>;
  using Report = std::function<void(const AdaptiveTensor &)>;
  /** Called on a new grid, before it is solved. */
  using Refined = std::function<void()>;

  /**
   * @param shape Has `box` as a period; std::runtime_error where nothing of it is there.
   * @param scale The property of the material, of which very little counts as nothing.
   */
  AdaptiveTensor(MPI_Comm communicator, geometry::ShapePtr shape, const octree::Box &box,
                 const operators::DiscretizationParameters &discretization, double scale);

  /** Solves and refines; calls `report` after each pass. Throws where a tensor is not symmetric. */
  void run(const Solve &solve, const Report &report, const Refined &refined = {});

  /** The passes so far. Where a state is read, the grid is made again that comes after them.
   * Collective. */
  void serialize(checkpoint::Numbers &state);

  const Matrix &value() const { return value_; }
  /** The error bar of each entry. */
  const Matrix &error() const { return error_; }
  /** The largest error bar; that of entry ij is relative to the root of entries ii and jj. */
  double relative_error() const;
  /** The property of the material. */
  double scale() const { return scale_; }
  /** Relative error to allow for where the value is compared with a bound. */
  double slack() const;
  const std::vector<TensorPass> &passes() const { return passes_; }
  /** Whether all cells were halved in the last refinement. */
  bool is_uniform() const { return uniform_; }

private:
  void extrapolate();
  bool is_done() const;
  /** False where the next grid would have too many unknowns. */
  bool refine();

  operators::DiscretizationParameters discretization_;
  double scale_;
  octree::Octree octree_;
  std::vector<TensorPass> passes_;
  Matrix value_, error_;
  /** Whether all cells were halved in the last refinement, and the first pass of its kind. */
  bool uniform_ = false;
  std::size_t first_ = 0;
};

} // namespace lacuna::adaptivity
