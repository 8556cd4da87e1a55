// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/homogenization.h>

#include <solver/mechanics/bounds.h>
#include <solver/multigrid/periodic_cell.h>

#include <cmath>

namespace lacuna::mechanics {

namespace {

/** Relative residual of the linear solver. */
constexpr double solver_tolerance = 1e-9;

constexpr unsigned int voigt[6][2] = {{0, 0}, {1, 1}, {2, 2}, {1, 2}, {0, 2}, {0, 1}};

/** Unit strains in Voigt order; of a shear strain γ = 1 each of both entries is ½. */
std::vector<dealii::Tensor<2, 3>> unit_strains() {
  std::vector<dealii::Tensor<2, 3>> strains(6);
  for (unsigned int i = 0; i < 6; ++i)
    for (unsigned int k = 0; k < 2; ++k)
      strains[i][voigt[i][k]][voigt[i][1 - k]] += 0.5;
  return strains;
}

/** Over the orthonormal basis of Kelvin, whose shear strains are √2 ε_ij = γ / √2. */
adaptivity::Matrix kelvin(adaptivity::Matrix stiffness) {
  for (unsigned int i = 0; i < 6; ++i)
    for (unsigned int j = 0; j < 6; ++j)
      stiffness(i, j) *= (i < 3 ? 1. : std::sqrt(2.)) * (j < 3 ? 1. : std::sqrt(2.));
  return stiffness;
}

} // namespace

adaptivity::Matrix voigt_stiffness(const materials::Isotropic &material) {
  adaptivity::Matrix stiffness(6, 6);
  for (unsigned int i = 0; i < 3; ++i) {
    for (unsigned int j = 0; j < 3; ++j)
      stiffness(i, j) = material.lambda();
    stiffness(i, i) += 2. * material.mu();
    stiffness(3 + i, 3 + i) = material.mu();
  }
  return stiffness;
}

Homogenization::Homogenization(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                               const materials::Isotropic &material,
                               const operators::DiscretizationParameters &discretization)
    : material_(material), discretization_(discretization),
      stiffness_(communicator, scaffold.open_solid, scaffold.box, discretization,
                 material.youngs_modulus) {}

void Homogenization::run(const adaptivity::AdaptiveTensor::Report &report,
                         const adaptivity::AdaptiveTensor::Refined &refined) {
  stiffness_.run([this](const operators::FiniteCellSpace &space) { return solve(space); }, report,
                 refined);
  check();
}

adaptivity::TensorPass Homogenization::solve(const operators::FiniteCellSpace &space) const {
  const multigrid::PeriodicCell<3> cell(
      space, {material_.lambda(), material_.mu()},
      {discretization_.fictitious_stiffness, discretization_.surplus_stiffness});
  const auto relaxation = cell.relax(unit_strains(), solver_tolerance);
  // E : C* : E' = f E : C : E' − what ũ takes from it
  adaptivity::Matrix stiffness = voigt_stiffness(material_);
  stiffness *= cell.share();
  stiffness.add(-1., relaxation.energy);
  return {space.octree().n_cells(), cell.n_unknowns(), relaxation.iterations, cell.share(),
          stiffness};
}

void Homogenization::check() const {
  // Of a layered polarisation: one pressure wave and two shear waves.
  const double lambda = material_.lambda(), mu = material_.mu();
  check_bounds("stiffness", kelvin(stiffness_.value()), kelvin(voigt_stiffness(material_)),
               stiffness_.passes().back().share, 1. / (lambda + 2. * mu) + 1. / mu,
               stiffness_.slack());
}

} // namespace lacuna::mechanics
