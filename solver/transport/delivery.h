// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace lacuna::transport {

/** A part of a coating that leaves at constant rates: mol/m², then 1/s into the fluid, to cells. */
struct Portion {
  double load, release_rate, engulf_rate = 0.;
};

/** A part of a coating of which the share (t/T)^n is released until t, all of it from T on. */
struct PowerLaw {
  double load = 0., time = 1., exponent = 1.;
};

/**
 * What a coating delivers of one factor per area of the scaffold's surface. The rest m of a portion
 * obeys dm/dt = −(k_release + k_engulf) m; what is engulfed is handed to cells and never reaches
 * the fluid. A power law is that of Korsmeyer & Peppas 1983, 10.1016/0378-5173(83)90064-9.
 */
class Delivery {
public:
  explicit Delivery(std::vector<Portion> portions = {}, const PowerLaw &law = {});

  /** The same with all loads times `factor`. */
  Delivery scaled(double factor) const;

  /** Flux into the fluid at time t (mol/(m² s)); that of a power law is bounded at its start. */
  double flux(double t) const;

  /** Amount released into the fluid until t (mol/m²), the integral of an unbounded flux. */
  double released(double t) const;

  /**
   * ∫ e^(−λ (to − t)) dreleased(t) between two times (mol/m²): what a place holds that loses what
   * it holds at the rate λ ≥ 0; in closed form.
   */
  double held(double rate, double from, double to) const;

  /** ∫ held(rate, from, t) dt up to `to` (mol s/m²). */
  double held_integral(double rate, double from, double to) const;

  /** Amount handed to cells until t (mol/m²). */
  double engulfed(double t) const;

  /** Amount held at t = 0 (mol/m²). */
  double load() const;

  const std::vector<Portion> &portions() const { return portions_; }

private:
  /** Of the power law, from the start to t before its end. */
  double power_law_held(double rate, double t) const;
  double power_law_held_integral(double rate, double t) const;

  std::vector<Portion> portions_;
  PowerLaw law_;
};

} // namespace lacuna::transport
