// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/periodic_cell.h>

#include <solver/multigrid/conjugate_gradients.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <numeric>

namespace lacuna::multigrid {

namespace {

/**
 * Loads below this share of what unbalanced cells give count as rounding: those of a uniform cell
 * vanish, and nothing is to be solved for.
 */
constexpr double least_load = 1e-3;

/** Volume (m³) of this rank's cells, the fictitious part of cut ones included. */
double weighted_volume(const WeightedCells &cells, double fictitious) {
  double sum = 0.;
  for (unsigned int i = 0; i < cells.n_owned; ++i) {
    double share = 1.;
    if (!cells.is_whole(i)) {
      const double *weights = cells.weights_of(i);
      const double solid = std::accumulate(weights, weights + cells.n_points, 0.);
      share = solid + fictitious * (1. - solid);
    }
    const double size = cells.cells[i].size;
    sum += share * size * size * size;
  }
  return sum * cells.unit[0] * cells.unit[1] * cells.unit[2];
}

} // namespace

template <int n_components>
PeriodicCell<n_components>::PeriodicCell(const operators::FiniteCellSpace &space,
                                         const operators::FormCoefficients<n_components> &form,
                                         const operators::Stabilization &stabilization)
    : volume_(space.octree().box().volume()) {
  const WeightedCells &cells = space.weighted_cells();
  op_ = make_level_operator<double>(cells, space.numbering(), form, stabilization);
  preconditioner_ =
      std::make_unique<VCycle>(space.communicator(), cells, space.numbering(), form, stabilization,
                               operators::BoundaryWeights(), std::vector<unsigned int>());
  share_ = dealii::Utilities::MPI::sum(weighted_volume(cells, stabilization.fictitious),
                                       space.communicator()) /
           volume_;
  force_ = op_->diagonal().l2_norm() * *std::max_element(cells.unit.begin(), cells.unit.end());
}

template <int n_components>
typename PeriodicCell<n_components>::Relaxation
PeriodicCell<n_components>::relax(const std::vector<Gradient> &gradients, double tolerance) const {
  Relaxation result;
  std::vector<LevelVector<double>> loads, fields;
  for (const Gradient &gradient : gradients) {
    loads.push_back(op_->make_vector());
    fields.push_back(op_->make_vector());
    op_->vmult_linear(loads.back(), gradient);
    loads.back() *= -1.;
    const double norm = std::max(loads.back().l2_norm(), least_load * force_ * gradient.norm());
    result.iterations +=
        conjugate_gradients(*op_, *preconditioner_, fields.back(), loads.back(), norm, tolerance)
            .iterations;
  }
  result.energy.reinit(gradients.size(), gradients.size());
  for (unsigned int i = 0; i < gradients.size(); ++i)
    for (unsigned int j = 0; j < gradients.size(); ++j)
      result.energy(i, j) = (loads[i] * fields[j]) / volume_;
  return result;
}

template class PeriodicCell<1>;
template class PeriodicCell<3>;

} // namespace lacuna::multigrid
