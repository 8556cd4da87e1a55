// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/diffusion_problem.h>
#include <solver/transport/evolution.h>
#include <solver/transport/starting_values.h>

namespace lacuna::transport {

/**
 * Diffusion with first-order decay, binding r(c, b) and uptake u(c) in time,
 *   M dc/dt = s(t) − K c − V r(c, b) − S u(c),  db/dt = r(c, b),
 * with the volumes V and surfaces S of the nodes, by TR-BDF2 (Bank et al. 1985,
 * 10.1109/T-ED.1985.22232): second order, L-stable, both implicit stages with the same matrix, and
 * a third-order companion that tells the error of a step (Hosea & Shampine 1996,
 * 10.1016/0168-9274(95)00115-8). In a stage b follows from c node by node, and c is found by
 * Newton's method. Steps are parts 1 / 2^k of the time between two changes of the medium, doubled
 * or halved as the error asks, so that few different matrices occur and those times and the end are
 * met exactly. The balance is integrated with the same weights and therefore closes to the solver's
 * tolerance.
 *
 * Where a front is steeper than the cells the solution undershoots zero. Steps go on with it as it
 * is; what is shown of it is filled up from beside (see refill()), with the same balance, and a
 * change of the medium begins anew from that.
 */
class DiffusionStepper : public Evolution {
public:
  /** `space` must have degree 1; it and what the problem points to must outlive this. */
  DiffusionStepper(const operators::FiniteCellSpace &space, const DiffusionProblem &problem,
                   double duration, double tolerance);

  bool advance() override;
  bool is_done() const override { return position_ == n_finest_ && !must_change_medium(); }
  double share_done() const override;

  double time() const override { return time_; }
  const Vector &concentration() const override { return shown_.concentration; }
  /** The same of what is bound. */
  const Vector &bound() const { return shown_.bound; }
  const Vector &previous() const override { return shown_.previous; }
  double previous_time() const override { return previous_time_; }
  void add_exposure(Vector &exposure) const override;

  const Balance &balance() const override { return balance_; }
  double amount() const override;
  double refilled() const override { return refilled_; }
  unsigned int n_steps() const override { return n_steps_; }
  unsigned int n_iterations() const override { return n_iterations_; }

  const CutSurface &surface() const { return surface_; }

  /** Takes one step that meets the tolerance, or the finest. */
  void step();

  /** Whether the medium is to be changed before the next step. */
  bool must_change_medium() const {
    return position_ == n_finest_ && n_changes_ < problem_.changes.times.size();
  }
  void change_medium();

  void serialize(checkpoint::Numbers &state) override;

private:
  /** Of one time: c, b and the rates M dc/dt, db/dt. */
  struct Stage {
    Vector concentration, bound, rate, binding;
  };

  /** Of now, of before the last step, and bound. */
  struct Fields {
    explicit Fields(const operators::FiniteCellSpace &space)
        : concentration(space.make_vector(1)), previous(concentration), bound(concentration) {}

    Vector concentration, previous, bound;
  };

  bool try_step();
  /** Solves stage i with the right-hand side `b`; false where Newton's method does not converge. */
  bool solve_stage(Stage &stage, const Vector &b, const Vector &bound_before, double delta);
  /** b and r of the stage; δ g' into slope_ and δ (g' c − g) into `excess`, with g = V r + S u. */
  void linearize(Stage &stage, const Vector &bound_before, double delta, Vector &excess);
  /** Solves (A + δ g') x = b with the matrix A of a stage; its iterations. */
  unsigned int solve(Vector &x, const Vector &b, double tolerance);
  void set_rate(double t, Stage &stage) const;
  /** Largest error of c and of b, each relative to its largest value so far. */
  double relative_error(const std::array<Stage, 3> &stages, double dt);
  void accept(const std::array<Stage, 3> &stages, const std::array<double, 3> &times, double dt);
  /** What is free (mol) once nothing bound is below zero. */
  double amount_free(const Stage &stage) const;
  /** shown_ from solved_. */
  void show();
  void set_step(unsigned long step);
  /** Begins to step from now to the next change of the medium, or to the end. */
  void begin();
  void fill(const Vector &amounts);
  double end() const {
    const auto &times = problem_.changes.times;
    return n_changes_ < times.size() ? times[n_changes_] : duration_;
  }
  double length() const { return end() - begin_; }
  Binding binding(unsigned int node) const;
  /** The problem's, times what makes a step from time_ release the right amount. */
  double flux(double t) const { return flux_factor_ * problem_.flux(t); }
  void set_flux_factor(const std::array<double, 3> &times, double dt);

  const operators::FiniteCellSpace &space_;
  DiffusionProblem problem_;
  double duration_, tolerance_;
  std::unique_ptr<const CutSurface> own_surface_;
  const CutSurface &surface_;
  Fluid fluid_;
  /** M, K, and M + δ K of a step. */
  std::unique_ptr<operators::Operator> mass_, stiffness_, implicit_;
  double flux_factor_ = 1.;
  /** Time since begin_ and step in units of the finest step length() / n_finest. */
  static constexpr unsigned long n_finest_ = 1ul << 20;
  unsigned long position_ = 0, step_ = 0, longest_step_ = 0;
  double begin_ = 0., time_ = 0., previous_time_ = 0.;
  unsigned long n_changes_ = 0;
  /** Largest concentrations so far, the measure of errors. */
  double peak_ = 0., bound_peak_ = 0.;
  double refilled_ = 0.;
  /** What the steps solve for, and what is shown of it: without negative concentrations. */
  Fields solved_, shown_;
  Vector slope_;
  StartingValues starting_values_;
  Balance balance_;
  unsigned int n_steps_ = 0, n_iterations_ = 0;
};

} // namespace lacuna::transport
