// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/transport/cut_surface.h>
#include <solver/transport/fluid.h>
#include <solver/transport/reactions.h>
#include <solver/transport/starting_values.h>

#include <functional>
#include <memory>

namespace lacuna::transport {

/**
 * Amounts (mol) that entered and left the fluid, with medium that was changed among others; bound
 * is held in it.
 */
struct Balance {
  double released = 0., degraded = 0., cleared = 0., taken_up = 0., removed = 0., bound = 0.;
};

/** Fluid is exchanged for fresh one at times between the start and the end (s), ascending. */
struct MediumChanges {
  std::vector<double> times;
  /** Volume exchanged at each node (m³); what is bound stays. */
  const Vector *volume = nullptr;
};

/**
 * What drives a concentration: flux through the cut surface, decay, clearance at the boundary,
 * binding in the fluid, uptake at the cut surface, what is in the fluid at the start.
 */
struct DiffusionProblem {
  double diffusivity;
  double decay;
  std::array<double, 6> clearance;
  /** Flux density into the fluid (mol/(m² s)) at time t, the same on all that is covered. */
  std::function<double(double)> flux;
  Binding binding = {};
  Uptake uptake = {};
  /** Its integral from 0 to t, which steps then keep to exactly; none for theirs. */
  std::function<double(double)> released = {};
  /** The cut surface, where it is covered; none for all of it. */
  const CutSurface *surface = nullptr;
  /** Amount (mol) at each free node at the start; none for zero. */
  const Vector *initial = nullptr;
  /** Where the fluid differs, sites and all; none for the same everywhere. */
  const Regions *regions = nullptr;
  MediumChanges changes = {};
  /** Which carries the factor; none for a fluid at rest, and where regions differ. */
  const Flow *flow = nullptr;
};

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
class DiffusionStepper {
public:
  /** `space` must have degree 1; it and what the problem points to must outlive this. */
  DiffusionStepper(const operators::FiniteCellSpace &space, const DiffusionProblem &problem,
                   double duration, double tolerance);

  double time() const { return time_; }
  bool is_done() const { return position_ == n_finest_ && !must_change_medium(); }
  unsigned int n_steps() const { return n_steps_; }
  unsigned int n_iterations() const { return n_iterations_; }

  /** Concentration in the fluid and bound (mol/m³), distributed; none below zero. */
  const Vector &concentration() const { return shown_.concentration; }
  const Vector &bound() const { return shown_.bound; }

  /** Concentration before the last step, and its time. */
  const Vector &previous() const { return shown_.previous; }
  double previous_time() const { return previous_time_; }

  const Balance &balance() const { return balance_; }

  /** Largest amount (mol) that was moved at one time for no concentration to be below zero. */
  double refilled() const { return refilled_; }

  /** Amount in the fluid that is free (mol). */
  double amount() const;

  const CutSurface &surface() const { return surface_; }

  /** Takes one step that meets the tolerance, or the finest. */
  void step();

  /** Whether the medium is to be changed before the next step. */
  bool must_change_medium() const {
    return position_ == n_finest_ && n_changes_ < problem_.changes.times.size();
  }
  void change_medium();

  /** All that changes in time: from its state a stepper of the same problem goes on as this one. */
  void exchange(checkpoint::Numbers &state);

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
  void fill_undershoots();
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
  bool is_linear() const { return !problem_.binding.exists() && !problem_.uptake.exists(); }

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
  /** The same but that nothing shown is below zero. */
  Fields solved_, shown_;
  Vector slope_;
  StartingValues starting_values_;
  Balance balance_;
  unsigned int n_steps_ = 0, n_iterations_ = 0;
};

} // namespace lacuna::transport
