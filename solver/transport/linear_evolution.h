// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/delivery.h>
#include <solver/transport/evolution.h>
#include <solver/transport/rational_krylov.h>

namespace lacuna::transport {

/** Largest c/K of uptake, and largest b/B of binding. */
struct Saturation {
  double uptake = 0., binding = 0.;
};

/**
 * The evolution of a linear problem: what comes from the coating and what was there at the start,
 * or after the last change of the medium, each by a rational Krylov space whose small problem is
 * integrated exactly. Times at which it is looked at lie close to the start and to each change, and
 * farther and farther apart after it.
 */
class LinearEvolution : public Evolution {
public:
  /** See LinearDiffusion; `delivery` must outlive this, too. */
  LinearEvolution(const operators::FiniteCellSpace &space, const DiffusionProblem &problem,
                  const Delivery &delivery, double duration, double tolerance);

  bool advance() override;
  bool is_done() const override { return position_ == n_finest_ && !must_change_medium(); }
  double share_done() const override;

  double time() const override { return time_; }
  const Vector &concentration() const override { return shown_; }
  const Vector &previous() const override { return previous_; }
  double previous_time() const override { return previous_time_; }
  void add_exposure(Vector &exposure) const override;

  const Balance &balance() const override { return balance_; }
  double amount() const override { return problem_.fluid().volume() * shown_; }
  double refilled() const override { return refilled_; }
  unsigned int n_steps() const override { return n_steps_; }
  unsigned int n_iterations() const override;

  /** Whether the spaces for the time until the next change of the medium are complete. */
  bool is_prepared() const;
  /** Adds to them. */
  void prepare();

  /** Foreseen once the spaces for the first interval are complete. */
  Saturation saturation() const;

  void set_linearization(double error) { linearization_ = error; }
  double linearization() const override { return linearization_; }

  void serialize(checkpoint::Numbers &state) override;

private:
  bool must_change_medium() const {
    return position_ == n_finest_ && n_changes_ < changes_.times.size();
  }
  void change_medium();
  void go_to(double time);
  /** Of the spaces now, with the functions `from_source` and `from_start` of the rates. */
  Vector solution(const RationalKrylov::Function &from_source,
                  const RationalKrylov::Function &from_start) const;
  void show(const Vector &solution);
  /** Begins anew from what is shown. */
  void begin();
  /** For what is shown, until the next change. */
  std::unique_ptr<RationalKrylov> make_start() const;
  /** Between two changes of the medium. */
  double shortest_interval() const;
  /** Of an interval, down to a quarter of the time in which the cells resolve anything. */
  unsigned int n_halvings(double length) const;
  double end() const { return end_of(n_changes_); }
  double end_of(std::size_t interval) const {
    return interval < changes_.times.size() ? changes_.times[interval] : duration_;
  }

  LinearDiffusion problem_;
  Binding binding_;
  Uptake uptake_;
  MediumChanges changes_;
  double covered_area_;
  const Delivery &delivery_;
  double duration_, tolerance_;
  /** None where nothing comes from there. */
  std::unique_ptr<RationalKrylov> source_, start_;

  /** Time since begin_ in units of the finest step. */
  static constexpr unsigned long n_finest_ = 1ul << 20;
  unsigned long position_ = 0;
  double begin_ = 0., time_ = 0., previous_time_ = 0.;
  unsigned long n_changes_ = 0;
  Vector shown_, previous_, bound_, integral_;
  double initial_ = 0., linearization_ = 0., refilled_ = 0.;
  Balance balance_;
  unsigned int n_steps_ = 0, n_iterations_before_ = 0;
};

} // namespace lacuna::transport
