// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/elasticity.h>

namespace lacuna::fracture {

using operators::Vector;

/**
 * Largest principal stress averaged over a length ℓ: the solution s of
 *   s − ℓ² Δs = max(σ₁, 0) in the solid,  ∂s/∂n = 0 on its surface
 * (implicit gradient averaging, Peerlings et al. 1996,
 * 10.1002/(SICI)1097-0207(19961015)39:19<3391::AID-NME7>3.0.CO;2-D), which never averages across a
 * pore and stays finite at a sharp notch, where σ₁ does not.
 *
 * s is trilinear on the cells of the displacement, whatever the degree of that one: it varies over
 * ℓ, and costs little.
 */
class AveragedStress {
public:
  /**
   * @param length ℓ (m).
   * @param recovered Stress at nodes (see nodal_stress) in the place of that of the displacement.
   */
  AveragedStress(const operators::Elasticity &elasticity, const Vector &displacement, double length,
                 const Vector *recovered = nullptr);

  /** Its largest value in the solid (Pa). */
  double peak() const { return peak_; }

  /** ∫ max(s/peak, 0)^m dx over the solid (m³), on all ranks; 0 where nothing is under tension. */
  double effective_volume(double m) const;

  /** Values (Pa) at the nodes of the displacement, with ghosts up to date. */
  Vector at_nodes() const;

private:
  /** ∫ max(σ₁, 0) N dx over the solid. */
  Vector load(const operators::Elasticity &elasticity, const Vector &displacement,
              const Vector *recovered) const;
  double find_peak() const;
  /** Calls action(cell, weights, values at the Gauss points) for the owned cells. */
  template <typename Action>
  void for_each_cell(const Action &action) const;
  const double *weights(unsigned int cell) const {
    return cells_.is_whole(cell) ? rule_.full().data() : cells_.weights_of(cell);
  }

  const operators::FiniteCellSpace &space_;
  octree::Moments rule_;
  operators::WeightedCells cells_;
  operators::NodeNumbering numbering_;
  operators::NodalValues nodes_;
  operators::ReferenceElement element_;
  Vector field_;
  double peak_;
};

} // namespace lacuna::fracture
