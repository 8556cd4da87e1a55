// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/phase_field.h>

namespace lacuna::fracture {

/**
 * How a material is crushed: the largest principal pressure never exceeds the compressive strength
 * σc, which falls in proportion to the shortening w that crushing adds, to zero at
 * w_c = 2 l_ch σc/E, as tension does over a crack (l_ch = E Gc/σt²). A cell of size h takes w up,
 * so that the energy per area is the same on any grid (crack band, Bažant & Oh 1983,
 * 10.1007/BF02486267): of the pressure p = q σc of a sound material
 *   k = (1 − η q) / ((1 − η) q),   η = h/(2 l_ch),   1 ≤ q ≤ 1/η,   is left.
 */
class CrushingLaw {
public:
  explicit CrushingLaw(const materials::MaterialParameters &material);

  /** k. @param band η. */
  static double stiffness(double q, double band);
  /** η of a cell. */
  double band(const FiniteCell &cell) const;
  /** q at n points of displacement gradients of material that cracks left a share g of its
   * stiffness, where the strength is `strength` times the usual. */
  void pressure(const CellPoints::PointGradients &gradients, unsigned int n, const double *g,
                const double *strength, double *result) const;
  /** J/m³ that crushing took; none up to q = 1. */
  double energy(double q, double band) const;

private:
  materials::Isotropic elasticity_;
  double strength_, characteristic_length_;
};

/** The largest pressure q that a solid has borne, on the nodes of a space of degree 1. */
class Crushing {
public:
  Crushing(const CellPoints &points, const CrushingLaw &law);

  /** With ghosts up to date. */
  const Vector &pressure() const { return pressure_; }
  /** That accepted last. */
  const Vector &least() const { return least_; }

  /**
   * The pressure at a displacement (m), at least that accepted last; by how much k changed at the
   * most. @param cracks In the same cells, of the same local strength.
   */
  double follow(const Vector &displacement, const PhaseField &cracks);
  void accept() { restart(pressure_, pressure_); }
  /** Goes on from a pressure that was accepted last and one found since. */
  void restart(const Vector &least, const Vector &pressure);

  /** k at the points of a cell; false where that is 1. */
  bool stiffness(const FiniteCell &cell, CellPoints::PointValues &result) const;
  /** J, on all ranks. */
  double energy(const PhaseField &cracks) const;
  /** Whether the pressure exceeds a share of the strength somewhere in a cell. */
  bool exceeds(const FiniteCell &cell, double share) const;

private:
  /** ∫ f N over the solid by node; fill(cell, f) sets f at the points of a cell. */
  template <typename Fill>
  Vector integrals(const Fill &fill) const;
  /** Calls action(q, pressure) at the points of a cell that is crushed; false where it is not. */
  template <typename Action>
  bool for_each_crushed(const FiniteCell &cell, const Action &action) const;

  const CellPoints &points_;
  const operators::FiniteCellSpace &space_;
  CrushingLaw law_;
  /** Of the nodes: the volume (m³) of solid that a node stands for. */
  Vector volumes_;
  Vector pressure_, least_;
};

} // namespace lacuna::fracture
