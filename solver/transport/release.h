// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/state_file.h>
#include <solver/transport/coating.h>
#include <solver/transport/cut_surface.h>
#include <solver/transport/evolution.h>
#include <solver/transport/penetration.h>
#include <solver/transport/surroundings.h>

namespace lacuna::transport {

/** Shares of the pore space below or at whose concentration a percentile of it lies. */
constexpr std::array<double, 5> percentiles = {0.05, 0.25, 0.5, 0.75, 0.95};

/** The state at one time; concentrations and shares above threshold are of the pore space. */
struct ReleaseRow {
  double time;
  Balance balance;
  double fluid;
  /** Into the fluid (mol/s); handed to cells until then (mol). */
  double release_rate, engulfed;
  double mean, max;
  std::array<double, 5> percentiles;
  double share_above_threshold;
  /** Of the scaffold's surface. */
  double surface_share_above_threshold;
  /** How far from the scaffold's surface the threshold is reached (m). */
  double penetration_depth;
};

/** What became of one factor. Amounts in mol, concentrations in mol/m³, SI units. */
struct FactorRelease {
  std::string factor;
  std::vector<ReleaseRow> history;
  double loaded = 0., engulfed = 0.;
  /** Molecules that a cell on the surface received with engulfed migrasomes. */
  double contact_dose = 0.;
  double peak = 0., share_above_threshold_max = 0., surface_share_above_threshold_max = 0.;
  double time_above_threshold_mean = 0., exposure_mean = 0.;
  double penetration_depth_max = 0.;
  /** Smallest concentration over the largest at the same time, of all times. */
  double lowest_concentration = 0.;
  /** Largest amount (mol) moved at one time to fill undershoots, see refill(). */
  double refilled = 0.;
  /** Largest c/K + b/B up to which uptake and binding were taken for linear; 0 where not. */
  double linearization = 0.;
  unsigned int steps = 0, iterations = 0;

  /** |released − fluid − bound − degraded − taken up − cleared − removed| over released, or 0. */
  double balance_error() const;
  const ReleaseRow &last() const { return history.back(); }
};

/** Releases one factor from the coating, or from the pores, into the surroundings. */
class Release {
public:
  /** Called with the share of the work done, after each piece of it. */
  using Report = std::function<void(double)>;

  /** What is referred to must outlive this. */
  Release(const Surroundings &surroundings, const CutSurface &surface,
          const Penetration &penetration, const TransportParameters &transport,
          const CoatingParameters &coating, const FactorParameters &factor);

  /** @param states Of runs that were interrupted, and of this one; none to keep none. */
  FactorRelease run(const Report &report, checkpoint::StateFile *states = nullptr);

  /** When (s) the run went on from a state that was kept; 0 where it began at the start. */
  double resumed_at() const { return resumed_at_; }

  /** Concentration at the output times (mol/m³), distributed. */
  const std::vector<std::pair<double, Vector>> &snapshots() const { return snapshots_; }
  /** Time above the threshold (s), exposure ∫ c dt (mol s/m³), peak (mol/m³) at each node. */
  const Vector &time_above_threshold() const { return time_above_; }
  const Vector &exposure() const { return exposure_; }
  const Vector &peak() const { return peak_; }

private:
  void observe(const Evolution &evolution);
  void take_snapshots(const Evolution &evolution);
  /** All that a run has found so far. */
  void serialize(Evolution &evolution, checkpoint::Numbers &state);

  const Surroundings &surroundings_;
  const CutSurface &surface_;
  const Penetration &penetration_;
  TransportParameters transport_;
  Carried carried_;
  FactorRelease result_;
  double resumed_at_ = 0.;
  std::vector<std::pair<double, Vector>> snapshots_;
  Vector time_above_, exposure_, peak_;
};

/** The history of a factor that no coating releases: zero at start and end. */
FactorRelease no_release(const TransportParameters &transport, const FactorParameters &factor);

} // namespace lacuna::transport
