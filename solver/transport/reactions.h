// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <algorithm>

namespace lacuna::transport {

/**
 * Reversible binding to sites that are fixed in the fluid,
 *   ∂b/∂t = k_on c (B − b) − k_off b.
 * A concentration that comes out below zero binds as to empty sites, so that the rate grows with c
 * everywhere. SI units: k_on in m³/(mol s), k_off in 1/s, B in mol/m³.
 */
struct Binding {
  double on = 0., off = 0., sites = 0.;

  bool exists() const { return on > 0. && sites > 0.; }

  double rate(double c, double bound) const {
    return on * (c * sites - std::max(c, 0.) * bound) - off * bound;
  }

  /** −∂rate/∂b */
  double leaving(double c) const { return on * std::max(c, 0.) + off; }

  /** The solution of b = β + δ rate(c, b), and ∂rate/∂c along it. */
  struct Implicit {
    double bound, slope;
  };
  Implicit implicit(double c, double beta, double delta) const {
    const double scale = 1. + delta * leaving(c);
    const double bound = (beta + delta * on * sites * c) / scale;
    const double vacant = c > 0. ? std::max(sites - bound, 0.) : sites;
    return {bound, on * vacant / scale};
  }
};

/**
 * Uptake by the cells on a surface, u = u_max c / (K + c), linear below zero. SI units: u_max in
 * mol/(m² s), K in mol/m³.
 */
struct Uptake {
  double maximum = 0., half_saturation = 1.;

  bool exists() const { return maximum > 0.; }

  double flux(double c) const { return maximum * c / (half_saturation + std::max(c, 0.)); }

  double slope(double c) const {
    const double share = half_saturation / (half_saturation + std::max(c, 0.));
    return maximum / half_saturation * share * share;
  }
};

} // namespace lacuna::transport
