// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/effective_diffusivity.h>

#include <meshes/geometry/shapes/csg.h>
#include <solver/mechanics/bounds.h>
#include <solver/multigrid/periodic_cell.h>

namespace lacuna::transport {

using adaptivity::Matrix;

namespace {

/** Relative residual of the linear solver. */
constexpr double solver_tolerance = 1e-9;

} // namespace

EffectiveDiffusivity::EffectiveDiffusivity(
    MPI_Comm communicator, const geometry::Scaffold &scaffold,
    const operators::DiscretizationParameters &discretization)
    : discretization_(discretization),
      relative_(communicator, std::make_shared<geometry::Complement>(scaffold.open_solid),
                scaffold.box, discretization, 1.) {}

void EffectiveDiffusivity::run(const adaptivity::AdaptiveTensor::Report &report,
                               const adaptivity::AdaptiveTensor::Refined &refined) {
  relative_.run([this](const operators::FiniteCellSpace &space) { return solve(space); }, report,
                refined);
  // A layered polarisation is answered along its normal alone.
  constexpr double trace_of_green = 1.;
  mechanics::check_bounds("diffusivity", relative_.value(), dealii::IdentityMatrix(3),
                          relative_.passes().back().share, trace_of_green, relative_.slack());
}

adaptivity::TensorPass EffectiveDiffusivity::solve(const operators::FiniteCellSpace &space) const {
  const multigrid::PeriodicCell<1> cell(
      space, {1., 0.}, {discretization_.fictitious_stiffness, discretization_.surplus_stiffness});
  std::vector<dealii::Tensor<2, 3>> gradients(3);
  for (unsigned int d = 0; d < 3; ++d)
    gradients[d][0][d] = 1.;
  const auto relaxation = cell.relax(gradients, solver_tolerance);
  Matrix relative = dealii::IdentityMatrix(3);
  relative *= cell.share();
  relative.add(-1., relaxation.energy);
  return {space.octree().n_cells(), cell.n_unknowns(), relaxation.iterations, cell.share(),
          relative};
}

} // namespace lacuna::transport
