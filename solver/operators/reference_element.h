// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/octree/moments.h>

#include <deal.II/base/polynomial.h>
#include <deal.II/fe/fe_q.h>

#include <array>
#include <vector>

namespace lacuna::operators {

/** Qp basis functions on the unit cell, tabulated at the Gauss points of the moments; x fastest. */
class ReferenceElement {
public:
  ReferenceElement(unsigned int degree, const octree::Moments &moments);

  unsigned int n_nodes() const { return n_nodes_; }
  unsigned int n_points() const { return n_points_; }

  /** Gauss point q in [0, 1]³. */
  const octree::Point &point(unsigned int q) const { return points_[q]; }

  /** N_a at point q, for all a. */
  const double *values(unsigned int q) const { return &values_[q * n_nodes_]; }

  /** ∂N_a/∂ξ_d at point q, for all a. */
  const double *derivatives(unsigned int d, unsigned int q) const {
    return &derivatives_[d][q * n_nodes_];
  }

  /** ∂N_a/∂ξ_d at all points. */
  const double *derivatives_of(unsigned int d, unsigned int a) const {
    return &derivatives_by_node_[d][a * n_points_];
  }

  /** N_a at any point of the unit cell. */
  std::vector<double> values_at(const octree::Point &unit) const;

  /** ∂N_a/∂ξ at any point of the unit cell. */
  std::vector<dealii::Tensor<1, 3>> gradients_at(const octree::Point &unit) const;

private:
  dealii::FE_Q<3> fe_;
  std::vector<dealii::Polynomials::Polynomial<double>> basis_;
  std::vector<unsigned int> lexicographic_;
  unsigned int n_nodes_, n_points_;
  std::vector<octree::Point> points_;
  std::vector<double> values_;
  std::array<std::vector<double>, 3> derivatives_, derivatives_by_node_;
};

} // namespace lacuna::operators
