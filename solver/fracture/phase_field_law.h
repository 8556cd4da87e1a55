// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/cell_points.h>
#include <solver/materials/material_parameters.h>

namespace lacuna::fracture {

/**
 * How a material softens with damage d, 0 (sound) to 1 (cracked), spread over a length scale l:
 *   energy = ∫ g(d) ψ(ε) + Gc γ(d, ∇d) dx.
 *
 * Cohesive (PF-CZM with linear softening, Wu 2017, 10.1016/j.jmps.2017.03.015):
 *   γ = (2d − d² + l²|∇d|²) / (π l),  g = (1−d)² / ((1−d)² + a1 d (1 − d/2)),  a1 = 4 l_ch / (π l),
 * driven by ⟨σ̃₁⟩²/(2E), so that pressure does not crack (hybrid); its strength is σt whatever l.
 * AT2 (Bourdin et al. 2000, 10.1016/S0022-5096(99)00028-9), which has no strength but the one that
 * l makes:
 *   γ = (d²/l + l |∇d|²) / 2,  g = (1−d)²,
 * driven by the tensile part of the energy (Miehe et al. 2010, 10.1002/nme.2861).
 *
 * On cells of size h a crack is wider than it should be and takes about Gc (1 + h/(2π l)), found on
 * a bar; Gc is divided by as much.
 *
 * With the drive H over its scale, the equation of damage is r(d, H) − l² Δd = 0,
 *   r = (1−d)(1 − H/D²),  D = N + a1 (1−N)/2,  N = (1−d)²   and   r = d − (1−d) H.
 */
class PhaseFieldLaw {
public:
  enum class Kind { cohesive, at2 };

  /**
   * @param length l (m). @param cell_size h (m), 0 for the law itself.
   * Throws std::invalid_argument where l is above longest().
   */
  PhaseFieldLaw(Kind kind, const materials::MaterialParameters &material, double length,
                double cell_size);

  double length() const { return length_; }
  /** l_ch = E Gc/σt² (m). */
  static double characteristic_length(const materials::MaterialParameters &material);
  /** The longest l of the cohesive law: 2/π l_ch (m). */
  static double longest(const materials::MaterialParameters &material);

  /**
   * H at n points of gradients of the displacement, where the strength is `strength` times the
   * usual.
   */
  void drive(const CellPoints::PointGradients &gradients, unsigned int n, const double *strength,
             double *result) const;

  /** g(d). */
  double stiffness(double d) const;
  /** r(d, H). */
  double residual(double d, double drive) const;
  /** ∂r/∂d, where that is negative 0: steps of Newton's method then stay well posed. */
  double slope(double d, double drive) const;
  /** Gc γ (J/m³) with |∇d|². */
  double crack_energy(double d, double gradient_square) const;

private:
  /** D, the cohesive law's. */
  double denominator(double d) const {
    const double n = (1. - d) * (1. - d);
    return n + half_a1_ * (1. - n);
  }

  Kind kind_;
  materials::Isotropic elasticity_;
  double strength_, length_;
  /** Gc of the cells (J/m²). */
  double toughness_;
  double half_a1_;
};

} // namespace lacuna::fracture
