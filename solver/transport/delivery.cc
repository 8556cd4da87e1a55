// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/delivery.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::transport {

namespace {

/** A power law's flux grows without bounds towards t = 0; it is constant before (s). */
constexpr double start = 1.;

/** (1 − e^(−k t)) / k */
double decayed(double rate, double t) {
  return rate > 0. ? -std::expm1(-rate * t) / rate : t;
}

/** (1 − e^(−x)) / x */
double mean_of_decay(double x) {
  return x > 0. ? -std::expm1(-x) / x : 1.;
}

/** ∫₀¹ e^(−a (1 − s) − b s) ds, symmetric in a, b ≥ 0. */
double convolution(double a, double b) {
  return std::exp(-std::min(a, b)) * mean_of_decay(std::abs(a - b));
}

/** ∫₀¹ of that up to s instead of 1, over s. */
double convolution_integral(double a, double b) {
  const auto [small, large] = std::minmax(a, b);
  if (large > 1.)
    return (mean_of_decay(small) - convolution(a, b)) / large;
  // Σ (−1)ⁿ h_n(a, b) / (n + 2)! with the complete symmetric polynomials h_n.
  double sum = 0., h = 1., power = 1., factor = 0.5;
  for (int n = 0; n < 20; ++n) {
    sum += factor * h;
    power *= b;
    h = a * h + power;
    factor /= -(n + 3);
  }
  return sum;
}

/**
 * Kummer's function M(1, n + 1, −x): what is held of a power law that has released tⁿ, over tⁿ,
 * with x = λ t (Abramowitz & Stegun 13.1.2, 13.1.27, 13.5.1).
 */
double held_share(double n, double x) {
  constexpr double large = 40.;
  double sum = 1., term = 1.;
  if (x > large) {
    for (int k = 1; k < large && std::abs(term) > 1e-17; ++k) {
      term *= (k - n) / x;
      sum += term;
    }
    return n / x * sum;
  }
  // e^(−x) Σ n / (n + k) x^k / k!, all of one sign.
  for (int k = 1; k < x || term > 1e-17 * sum; ++k) {
    term *= x / k;
    sum += n / (n + k) * term;
  }
  return std::exp(-x) * sum;
}

} // namespace

Delivery::Delivery(std::vector<Portion> portions, const PowerLaw &law)
    : portions_(std::move(portions)), law_(law) {}

Delivery Delivery::scaled(double factor) const {
  Delivery result = *this;
  for (Portion &portion : result.portions_)
    portion.load *= factor;
  result.law_.load *= factor;
  return result;
}

double Delivery::flux(double t) const {
  double sum = 0.;
  for (const Portion &p : portions_)
    sum += p.load * p.release_rate * std::exp(-(p.release_rate + p.engulf_rate) * t);
  if (t < law_.time)
    sum += law_.load * law_.exponent / law_.time *
           std::pow(std::max(t, start) / law_.time, law_.exponent - 1.);
  return sum;
}

double Delivery::released(double t) const {
  double sum = law_.load * std::pow(std::min(t / law_.time, 1.), law_.exponent);
  for (const Portion &p : portions_)
    sum += p.load * p.release_rate * decayed(p.release_rate + p.engulf_rate, t);
  return sum;
}

double Delivery::held(double rate, double from, double to) const {
  double sum = 0.;
  for (const Portion &p : portions_) {
    const double leaving = p.release_rate + p.engulf_rate, span = to - from;
    sum += p.load * p.release_rate * std::exp(-leaving * from) * span *
           convolution(leaving * span, rate * span);
  }
  if (law_.load == 0. || from >= law_.time)
    return sum;
  const double end = std::min(to, law_.time);
  const double held_at_end =
      power_law_held(rate, end) - std::exp(-rate * (end - from)) * power_law_held(rate, from);
  return sum + std::exp(-rate * (to - end)) * held_at_end;
}

double Delivery::held_integral(double rate, double from, double to) const {
  double sum = 0.;
  for (const Portion &p : portions_) {
    const double leaving = p.release_rate + p.engulf_rate, span = to - from;
    sum += p.load * p.release_rate * std::exp(-leaving * from) * span * span *
           convolution_integral(leaving * span, rate * span);
  }
  if (law_.load == 0. || from >= law_.time)
    return sum;
  const double end = std::min(to, law_.time), span = end - from;
  const double before = power_law_held(rate, from);
  const double held_at_end = power_law_held(rate, end) - std::exp(-rate * span) * before;
  return sum + power_law_held_integral(rate, end) - power_law_held_integral(rate, from) -
         before * span * mean_of_decay(rate * span) +
         held_at_end * (to - end) * mean_of_decay(rate * (to - end));
}

double Delivery::power_law_held(double rate, double t) const {
  return law_.load * std::pow(t / law_.time, law_.exponent) * held_share(law_.exponent, rate * t);
}

double Delivery::power_law_held_integral(double rate, double t) const {
  const double n = law_.exponent;
  return law_.load * std::pow(t / law_.time, n) * t / (n + 1.) * held_share(n + 1., rate * t);
}

double Delivery::engulfed(double t) const {
  double sum = 0.;
  for (const Portion &p : portions_)
    sum += p.load * p.engulf_rate * decayed(p.release_rate + p.engulf_rate, t);
  return sum;
}

double Delivery::load() const {
  double sum = law_.load;
  for (const Portion &p : portions_)
    sum += p.load;
  return sum;
}

} // namespace lacuna::transport
