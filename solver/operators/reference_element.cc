// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/reference_element.h>

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_tools.h>

namespace lacuna::operators {

ReferenceElement::ReferenceElement(unsigned int degree, const octree::Moments &moments)
    : fe_(degree), basis_(dealii::Polynomials::generate_complete_Lagrange_basis(
                       dealii::QGaussLobatto<1>(degree + 1).get_points())),
      lexicographic_(dealii::FETools::lexicographic_to_hierarchic_numbering<3>(degree)),
      n_nodes_(lexicographic_.size()), n_points_(moments.n_points()),
      points_(dealii::QGauss<3>(moments.n_points_1d()).get_points()) {
  for (const auto &point : points_) {
    const auto values = values_at(point);
    values_.insert(values_.end(), values.begin(), values.end());
    for (const auto &gradient : gradients_at(point))
      for (unsigned int d = 0; d < 3; ++d)
        derivatives_[d].push_back(gradient[d]);
  }
  for (unsigned int d = 0; d < 3; ++d)
    for (unsigned int a = 0; a < n_nodes_; ++a)
      for (unsigned int q = 0; q < n_points_; ++q)
        derivatives_by_node_[d].push_back(derivatives_[d][q * n_nodes_ + a]);
}

std::vector<double> ReferenceElement::values_at(const octree::Point &unit) const {
  std::array<std::vector<double>, 3> along;
  for (unsigned int d = 0; d < 3; ++d)
    for (const auto &polynomial : basis_)
      along[d].push_back(polynomial.value(unit[d]));
  std::vector<double> values;
  for (const double z : along[2])
    for (const double y : along[1])
      for (const double x : along[0])
        values.push_back(x * y * z);
  return values;
}

std::vector<dealii::Tensor<1, 3>> ReferenceElement::gradients_at(const octree::Point &unit) const {
  std::vector<dealii::Tensor<1, 3>> gradients(n_nodes_);
  for (unsigned int a = 0; a < n_nodes_; ++a)
    gradients[a] = fe_.shape_grad(lexicographic_[a], unit);
  return gradients;
}

} // namespace lacuna::operators
