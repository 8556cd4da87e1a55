// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/adaptivity/adaptive_tensor.h>

namespace lacuna::transport {

/**
 * Effective diffusivity d of the pore space of a periodic scaffold, relative to that of the fluid.
 * For a mean gradient g the concentration is g·x + c̃ with c̃ periodic, −Δc̃ = 0 in the pores and no
 * flux through the scaffold's surface, and
 *   g · d · g' = 1/|cell| ∫_pores (g + ∇c̃) · g' dx.
 */
class EffectiveDiffusivity {
public:
  EffectiveDiffusivity(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                       const operators::DiscretizationParameters &discretization);

  /** Throws std::runtime_error where the diffusivity breaks a bound. */
  void run(const adaptivity::AdaptiveTensor::Report &report,
           const adaptivity::AdaptiveTensor::Refined &refined = {});

  /** See AdaptiveTensor. Collective. */
  void serialize(checkpoint::Numbers &state) { relative_.serialize(state); }

  /** 3 × 3, without unit. */
  const adaptivity::AdaptiveTensor &relative() const { return relative_; }

private:
  adaptivity::TensorPass solve(const operators::FiniteCellSpace &space) const;

  operators::DiscretizationParameters discretization_;
  adaptivity::AdaptiveTensor relative_;
};

} // namespace lacuna::transport
