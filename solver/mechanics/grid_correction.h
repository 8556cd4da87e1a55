// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/adaptivity/value.h>

#include <vector>

namespace lacuna::mechanics {

/** What the first grid says of a specimen. */
struct FirstGrid {
  double modulus; ///< Pa
  /** Of the modulus, relative to it, by recovered stress: at notches and elsewhere. */
  double error_estimate;
  double strength; ///< Pa; not finite where it was not computed or nothing is under tension
};

/** A specimen that was solved on the first grid and on refined ones. */
struct RefinedSpecimen {
  FirstGrid first_grid;
  adaptivity::Value modulus,
      strength;              ///< Pa, in the end; the strength may be not finite, or its error
  double strain_at_strength; ///< on the last grid
  double first_crack;        ///< Pa, in the end; not a number where it is not known
};

/**
 * Takes the error of the first grid from the results of specimens of one design by what refinement
 * changed in some of them. Grids of the same cells make nearly the same relative error in prints of
 * the same design; what differs with the print is taken from the error estimate e₀ of each
 * (a control variate). With modulus E₀ and strength S₀ on the first grid, E and S in the end, and
 * means over the refined specimens,
 *
 *   c = mean (1 − E/E₀)/e₀,    E_i = E₀_i (1 − c e₀_i),    S_i = S₀_i mean S/S₀,
 *   δE_i = E_i mean δE/E + |E_i − E₀_i mean E/E₀| + e₀_i E₀_i sd (1 − E/E₀)/e₀,
 *   δS_i = S_i (mean δS/S + sd (S/S₀) / mean (S/S₀)).
 *
 * The standard deviations sd need two refined specimens at least and are left out with one. Where
 * the estimate of a refined specimen is zero there is nothing to scale by: E_i = E₀_i mean E/E₀,
 * its third part of the error E₀_i sd E/E₀.
 */
class GridCorrection {
public:
  /** At least one specimen. */
  explicit GridCorrection(const std::vector<RefinedSpecimen> &refined);

  /** Modulus with its error bar (Pa). */
  adaptivity::Value modulus(const FirstGrid &first) const;

  /**
   * Strength with its error bar (Pa), by the refined specimens that have one; where none has, that
   * of the first grid, and its error is not a number.
   */
  adaptivity::Value strength(const FirstGrid &first) const;

  /** Strain at that strength, from the first grid's S₀/E₀ by its mean ratio, as the strength. */
  double strain_at_strength(const FirstGrid &first) const;

  /** Stress at the first crack (Pa), by its mean ratio to S₀; not a number where none has one. */
  double first_crack(const FirstGrid &first) const;

private:
  /** Mean and standard deviation over the refined specimens; 0 for one. */
  struct Sample {
    double mean, deviation;
  };
  static Sample sample(const std::vector<double> &values);

  bool scales_; ///< by the estimate of each specimen
  Sample change_per_estimate_, modulus_ratio_, strength_ratio_, strain_ratio_, first_crack_ratio_;
  double modulus_error_, strength_error_; ///< relative, means
};

} // namespace lacuna::mechanics
