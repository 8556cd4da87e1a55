// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/diffusion_problem.h>

#include <memory>

namespace lacuna::transport {

/**
 * Diffusion, with binding and uptake as they are far below saturation, u = σ c and r = β c − κ b:
 *   M dc/dt = s(t) − (K + S σ) c − V r,   db/dt = r,
 * as one symmetric problem with one or, where something binds, two unknowns a node, x = (c, b/β):
 *   M̂ dx/dt = (s, 0) − K̂ x,   M̂ = [M, 0; 0, V β κ],   K̂ = [K + S σ + V β, −V β κ; −V β κ, V β κ²].
 */
class LinearDiffusion {
public:
  /**
   * Binding must be reversible, and nothing flow. `space`, the surface, which must be given, and
   * what else the problem points to must outlive this.
   */
  LinearDiffusion(const operators::FiniteCellSpace &space, const DiffusionProblem &problem);

  const operators::FiniteCellSpace &space() const { return space_; }
  const Fluid &fluid() const { return fluid_; }
  /** σ at nodes, with their surface (m³/s); a null vector without uptake. */
  const Vector &uptake() const { return uptake_; }

  /**
   * 1 at nodes that stand for a hundredth of the smallest cell at least, 0 at others. What those
   * hold is next to nothing, and follows what is beside; at first, when the cells resolve nothing
   * yet, it may be anything.
   */
  const Vector &substantial() const { return substantial_; }

  /** Time (s) that diffusion takes through the smallest cell. */
  double cell_time() const { return cell_time_; }

  /** Unknowns a node. */
  unsigned int n_components() const { return binds() ? 2 : 1; }
  bool binds() const { return affinity_.size() > 0; }

  /** x with c and, where something binds, b. */
  Vector join(const Vector &free, const Vector &bound) const;
  void split(const Vector &x, Vector &free, Vector &bound) const;

  /** x of which all of M̂ and K̂ are balances: c = 1 and b to go with it. */
  Vector equilibrium() const;
  /** K̂ times it, without rounding: decay, clearance and uptake at the nodes. */
  Vector losses() const;

  /** (s, 0) for a flux of one. */
  Vector source() const;

  Vector mass(const Vector &x) const;
  Vector stiffness(const Vector &x) const;

  /**
   * Solves (K̂ + p M̂) x = load from the given x on, to a relative residual below `tolerance` and in
   * any case to a tenth of what it was. @return Iterations.
   */
  unsigned int solve(double p, Vector &x, const Vector &load, double tolerance) const;

private:
  Vector free_part(const Vector &x) const;

  const operators::FiniteCellSpace &space_;
  const CutSurface &surface_;
  Fluid fluid_;
  double leaving_; // κ
  /** β at nodes; of size zero where nothing binds. */
  Vector affinity_;
  Vector uptake_, substantial_;
  double cell_time_;
  std::unique_ptr<operators::Operator> mass_, stiffness_;
};

} // namespace lacuna::transport
