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
