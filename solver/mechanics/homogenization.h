// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/adaptivity/adaptive_tensor.h>
#include <solver/materials/isotropic.h>

namespace lacuna::mechanics {

/**
 * Effective stiffness of a periodic scaffold. For a mean strain E the displacement is E·x + ũ with
 * ũ periodic and −∇·σ = 0 in the solid, and E : C* : E' = 1/|cell| ∫_solid (E + ε(ũ)) : C : E' dx.
 * Six strains, one set-up of the solver on each grid.
 */
class Homogenization {
public:
  Homogenization(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                 const materials::Isotropic &material,
                 const operators::DiscretizationParameters &discretization);

  /** Throws std::runtime_error where the stiffness breaks a bound. */
  void run(const adaptivity::AdaptiveTensor::Report &report,
           const adaptivity::AdaptiveTensor::Refined &refined = {});

  /** See AdaptiveTensor. Collective. */
  void serialize(checkpoint::Numbers &state) { stiffness_.serialize(state); }

  /** 6 × 6 (Pa), Voigt order xx yy zz yz xz xy with engineering shear. */
  const adaptivity::AdaptiveTensor &stiffness() const { return stiffness_; }

private:
  adaptivity::TensorPass solve(const operators::FiniteCellSpace &space) const;
  void check() const;

  materials::Isotropic material_;
  operators::DiscretizationParameters discretization_;
  adaptivity::AdaptiveTensor stiffness_;
};

/** C of the material, 6 × 6 (Pa) in Voigt order with engineering shear. */
adaptivity::Matrix voigt_stiffness(const materials::Isotropic &material);

} // namespace lacuna::mechanics
