// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/regeneration/lumped_diffusion.h>
#include <solver/regeneration/regeneration_parameters.h>

namespace lacuna::regeneration {

/** Volume (m³) where a distance at nodes (m) is below 0. Collective. */
double open_volume(const operators::FiniteCellSpace &space, const Vector &depth);

/**
 * Tissue whose surface moves into open pores by a + A κ⁺ and never back: κ⁺ is the sum of its
 * principal curvatures where it is concave, 0 elsewhere. As a phase field φ, 1 in tissue and −1 in
 * the open (Sun & Beckermann 2007, 10.1016/j.jcp.2006.05.025):
 *
 *   ∂φ/∂t = a (1 − φ²)/(√2 w) + A [∇²φ + φ (1 − φ²)/w²]⁺,  ∂φ/∂n = 0 on the envelope
 *
 * of which φ = tanh(n/(√2 w)) is a flat front, n into the tissue. A step adds a Δt to n, then
 * solves for what the bracket adds to φ, implicit in ∇² and linear in the rest: at each node either
 * nothing is added or the equation holds, found by a primal-dual active set (Hintermüller, Ito &
 * Kunisch 2002, 10.1137/S1052623401383558). Steps of at most w²/(2A) keep the matrix positive
 * definite.
 *
 * Struts are as tissue, so that a layer on them may be thinner than w: with ∂φ/∂n = 0 on struts,
 * fronts would be perpendicular to them, and corners would not fill.
 */
class Front {
public:
  /** `site`, of pores and struts, must outlive this. */
  Front(const Site &site, const FrontParameters &parameters);

  /** Begins at t = 0 from distances (m) at nodes to the surface, positive in tissue. */
  void start(const Vector &depth);

  /** Steps to a later time (s). Collective. */
  void advance_to(double time);

  double time() const { return time_; }
  /** φ at nodes. */
  Vector phase() const;
  /** Volume without tissue (m³). Collective. */
  double open() const { return open_volume(site_.space, depth_); }
  /** When (s) φ came to be above 0 everywhere; not a number before. */
  double closed_at() const { return closed_at_; }
  unsigned int n_steps() const { return n_steps_; }
  unsigned int n_iterations() const { return n_iterations_; }

  void serialize(checkpoint::Numbers &state);

private:
  void step(double dt);
  /** @param r A Δt (m²). */
  void grow_by_curvature(double r);
  /**
   * Frees nodes that are pulled on, and holds those that would move back; how many of all ranks.
   *
   * @param flow K gain.
   */
  unsigned int update_resting(double r, const Vector &pull, const Vector &flow);
  /** Least depth where there are pores. */
  double lowest() const;

  const Site &site_;
  FrontParameters parameters_;
  LumpedDiffusion diffusion_;
  /** n = √2 w artanh φ (m), which tells more of places far away; what φ gained last; ones. */
  Vector depth_, gain_, everywhere_;
  /** Owned nodes at which the bracket adds nothing in this step. */
  std::vector<bool> resting_;
  double profile_;      ///< √2 w (m)
  double least_volume_; ///< of nodes that count as open
  double time_ = 0., closed_at_;
  unsigned int n_steps_ = 0, n_iterations_ = 0;
};

} // namespace lacuna::regeneration
