// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/operators/lanes.h>

#include <array>

namespace lacuna::operators {

/** Constant coefficients of a form on box cells. */
template <int n_components>
struct FormCoefficients;

/** ∫ λ div u div v + 2 μ ε(u):ε(v) dx + a ∫ κ ∂_z u_z ∂_z v_z dx, where κ is in BoundaryWeights. */
template <>
struct FormCoefficients<3> {
  double lambda, mu, axial = 0.;
};

/** ∫ D ∇c·∇v + m c v dx + e ∫ κ c v ds, where κ is in BoundaryWeights. */
template <>
struct FormCoefficients<1> {
  double diffusivity, mass, exchange = 0.;
};

/** The part of a form that is integrated over the cells with their own weights. */
inline FormCoefficients<3> own_part(const FormCoefficients<3> &form) {
  return {form.lambda, form.mu};
}
inline FormCoefficients<1> own_part(const FormCoefficients<1> &form) {
  return {form.diffusivity, form.mass};
}

/** The part that BoundaryWeights are for. */
inline FormCoefficients<3> weighted_part(const FormCoefficients<3> &form) {
  return {0., 0., form.axial};
}
inline FormCoefficients<1> weighted_part(const FormCoefficients<1> &form) {
  return {0., form.exchange};
}

/**
 * What each lane's cell has beside its shape. A cell of 2^−l times the reference size has stiffness
 * 2^−l and mass 8^−l.
 */
template <typename Number>
struct CellScale {
  /** Factor of the products of gradients. */
  Lanes<Number> stiffness;
  /** Factor of the products of values; without meaning for three components. */
  Lanes<Number> mass;
  /** Factor of the surplus stabilisation, its size included; 0 for none. */
  Lanes<Number> surplus;
};

/**
 * The form at a Gauss point, between gradients and fluxes of cells in reference coordinates. With
 * ∂_j = f_j ∂/∂ξ_j, ρ_i = f_i / f_0 and output() = |cell| f_0² / ρ_i for component i's fluxes,
 * every factor is of the order of the coefficients, and both fluxes of a shear are the same number.
 */
template <typename Number, int n_components>
class PointLaw;

template <typename Number>
class PointLaw<Number, 3> {
public:
  using V = Lanes<Number>;
  static constexpr bool has_values = false;

  PointLaw() = default;
  PointLaw(const FormCoefficients<3> &form, const std::array<double, 3> &f, double volume, double) {
    for (int i = 0; i < 3; ++i) {
      const double ri = f[i] / f[0];
      trace_[i] = ri;
      bulk_[i] = form.lambda * ri * ri;
      normal_[i] = (2. * form.mu + (i == 2 ? form.axial : 0.)) * ri * ri * ri;
      output_[i] = volume * f[0] * f[0] / ri;
      for (int j = 0; j < 3; ++j)
        shear_[i][j] = form.mu * ri * f[j] / f[0] * f[j] / f[0];
    }
  }

  /** g[i][j] = ∂u_i/∂ξ_j becomes w σ_ij in the scaling above. */
  [[gnu::always_inline]] void apply(V (&g)[3][3], V (&)[3], const V &w,
                                    const CellScale<Number> &) const {
    const V trace = g[0][0] * trace_[0] + g[1][1] * trace_[1] + g[2][2] * trace_[2];
    unroll<3>([&](auto i) {
      g[i][i] = w * (trace * bulk_[i] + g[i][i] * normal_[i]);
      constexpr int j = (i + 1) % 3;
      g[i][j] = g[j][i] = w * (g[i][j] * shear_[i][j] + g[j][i] * shear_[j][i]);
    });
  }

  V output(int component, const CellScale<Number> &scale) const {
    return scale.stiffness * output_[component];
  }

private:
  std::array<Number, 3> trace_, bulk_, normal_, output_;
  std::array<std::array<Number, 3>, 3> shear_;
};

template <typename Number>
class PointLaw<Number, 1> {
public:
  using V = Lanes<Number>;
  static constexpr bool has_values = true;

  PointLaw() = default;
  /** Values are `value` times those in reference coordinates, which f has in it already. */
  PointLaw(const FormCoefficients<1> &form, const std::array<double, 3> &f, double volume,
           double value) {
    for (int j = 0; j < 3; ++j)
      diffusivity_[j] = form.diffusivity * f[j] / f[0] * f[j] / f[0];
    mass_ = form.mass * value / f[0] * value / f[0];
    output_ = volume * f[0] * f[0];
  }

  /** Gradient and value become flux and source. */
  [[gnu::always_inline]] void apply(V (&g)[1][3], V (&c)[1], const V &w,
                                    const CellScale<Number> &scale) const {
    const V stiffness = w * scale.stiffness;
    unroll<3>([&](auto j) { g[0][j] = g[0][j] * diffusivity_[j] * stiffness; });
    c[0] = c[0] * mass_ * (w * scale.mass);
  }

  V output(int, const CellScale<Number> &) const { return V{} + output_; }

private:
  std::array<Number, 3> diffusivity_;
  Number mass_, output_;
};

} // namespace lacuna::operators
