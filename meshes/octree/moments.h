// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/cell_cutter.h>

#include <deal.II/base/quadrature_lib.h>

#include <vector>

namespace lacuna::octree {

/** A point of a surface with its outward normal and its share of the area (m²). */
struct SurfacePoint {
  Point position;
  dealii::Tensor<1, 3> normal;
  double weight;
};

/**
 * Integration over the cut part of a cell for tensor-product polynomials Qp of degree p.
 *
 * The solid part enters as weights on the (2p+1)³ Gauss points of the whole cell,
 *   w_q = ∫_solid ℓ_q dx / |cell|,
 * with ℓ_q the Lagrange polynomials of those points: exact for every polynomial of degree 2p in
 * each direction, which is what Qp stiffness and mass with constant coefficients ask for on a box.
 * The weights of a whole cell are the Gauss weights; the weights of a cell are sums over its parts.
 *
 * Only the surface within the cell is integrated over. In coordinates of [−1, 1] the antiderivative
 * of a Legendre polynomial P_c, c > 0, vanishes at both ends, so by the divergence theorem
 *   ∫_solid P_a(x) P_b(y) P_c(z) = ∫_surface P_a(x) P_b(y) I_c(z) n_z,  I_c' = P_c,
 * without the cell's faces. Where c = 0 the same holds for y, then for x; the last one is the
 * volume.
 */
class Moments {
public:
  explicit Moments(unsigned int degree);

  unsigned int n_points_1d() const { return gauss_.size(); }
  unsigned int n_points() const { return gauss_.size() * gauss_.size() * gauss_.size(); }

  /** Coordinates in [0, 1] and weights of the one-dimensional rule; points run x fastest. */
  const dealii::QGauss<1> &gauss() const { return gauss_; }

  /** Weights of a cell that is wholly inside; they sum to 1. */
  const std::vector<double> &full() const { return full_; }

  /** Weights of the given pieces of `cell`; they sum to the volume fraction. */
  std::vector<double> of(const CellPieces &pieces, const Box &cell) const;

  /** Points on triangles that integrate polynomials of total degree 3p + 1 exactly. */
  std::vector<SurfacePoint> on(const std::vector<Triangle> &triangles) const;

private:
  template <unsigned int n>
  std::vector<double> integrate(const CellPieces &pieces, const Box &cell) const;

  dealii::QGauss<1> gauss_;
  dealii::QWitherdenVincentSimplex<2> triangle_;
  std::vector<double> from_legendre_; ///< ℓ_i = Σ_m from_legendre_[i n + m] P_m
  std::vector<double> full_;
};

} // namespace lacuna::octree
