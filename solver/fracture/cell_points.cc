// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/cell_points.h>

#include <deal.II/base/geometry_info.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace lacuna::fracture {

using operators::Point;

CellPoints::Shape::Shape(const Point &unit) : unit(unit) {
  for (unsigned int a = 0; a < n_nodes; ++a) {
    values[a] = dealii::GeometryInfo<3>::d_linear_shape_function(unit, a);
    gradients[a] = dealii::GeometryInfo<3>::d_linear_shape_function_gradient(unit, a);
  }
}

double CellPoints::Shape::value(const NodeValues &field) const {
  return std::inner_product(field.begin(), field.end(), values.begin(), 0.);
}

dealii::Tensor<1, 3> CellPoints::Shape::gradient(const NodeValues &field,
                                                 const dealii::Tensor<1, 3> &size) const {
  dealii::Tensor<1, 3> result;
  for (unsigned int a = 0; a < n_nodes; ++a)
    for (unsigned int d = 0; d < 3; ++d)
      result[d] += field[a] * gradients[a][d];
  for (unsigned int d = 0; d < 3; ++d)
    result[d] /= size[d];
  return result;
}

dealii::Tensor<2, 3> CellPoints::Shape::gradient(const Displacements &u,
                                                 const dealii::Tensor<1, 3> &size) const {
  dealii::Tensor<2, 3> result;
  for (unsigned int a = 0; a < n_nodes; ++a)
    for (unsigned int c = 0; c < 3; ++c)
      for (unsigned int d = 0; d < 3; ++d)
        result[c][d] += u[3 * a + c] * gradients[a][d];
  for (unsigned int c = 0; c < 3; ++c)
    for (unsigned int d = 0; d < 3; ++d)
      result[c][d] /= size[d];
  return result;
}

CellPoints::CellPoints(const operators::FiniteCellSpace &space) : space_(space) {
  if (space.degree() != 1)
    throw std::invalid_argument("a breaking solid needs cells of degree 1");
  const auto &gauss = space.moments().gauss();
  for (unsigned int q = 0; q < n_points; ++q)
    gauss_.emplace_back(
        Point(gauss.point(q % 3)[0], gauss.point(q / 3 % 3)[0], gauss.point(q / 9)[0]));
  for (unsigned int q = 0; q < n_points; ++q)
    for (unsigned int a = 0; a < n_nodes; ++a) {
      values_[a][q] = gauss_[q].values[a];
      for (unsigned int d = 0; d < 3; ++d)
        gradients_[a][d][q] = gauss_[q].gradients[a][d];
    }
  for (const FiniteCell &cell : space_.cells())
    if (cell.cell_class == octree::CellClass::cut)
      centroids_.push_back(at_centroid(cell));
}

CellPoints::Shape CellPoints::at_centroid(const FiniteCell &cell) const {
  const double *weights = space_.weights(cell);
  double sum = 0.;
  Point center;
  for (unsigned int q = 0; q < n_points; ++q) {
    sum += weights[q];
    center += weights[q] * gauss_[q].unit;
  }
  for (unsigned int d = 0; d < 3; ++d)
    center[d] = sum > 1e-12 ? std::clamp(center[d] / sum, 0., 1.) : 0.5;
  return Shape(center);
}

void CellPoints::values(const FiniteCell &cell, const NodeValues &field,
                        PointValues &result) const {
  if (count(cell) == 1) {
    result[0] = centroid(cell).value(field);
    return;
  }
  result.fill(0.);
  for (unsigned int a = 0; a < n_nodes; ++a)
    for (unsigned int q = 0; q < n_points; ++q)
      result[q] += field[a] * values_[a][q];
}

void CellPoints::gradients(const FiniteCell &cell, const Displacements &u,
                           PointGradients &result) const {
  if (count(cell) == 1) {
    const auto gradient = centroid(cell).gradient(u, cell.size);
    for (unsigned int i = 0; i < 9; ++i)
      result[i][0] = gradient[i / 3][i % 3];
    return;
  }
  for (unsigned int c = 0; c < 3; ++c)
    for (unsigned int d = 0; d < 3; ++d) {
      PointValues &g = result[3 * c + d];
      g.fill(0.);
      for (unsigned int a = 0; a < n_nodes; ++a) {
        const double value = u[3 * a + c] / cell.size[d];
        for (unsigned int q = 0; q < n_points; ++q)
          g[q] += value * gradients_[a][d][q];
      }
    }
}

void CellPoints::integrate(const FiniteCell &cell, const PointValues &weights,
                           NodeValues &result) const {
  for (unsigned int a = 0; a < n_nodes; ++a) {
    double sum = 0.;
    for (unsigned int q = 0; q < n_points; ++q)
      sum += weights[q] * values_[a][q];
    result[a] += sum * cell.volume();
  }
}

double CellPoints::volume(const FiniteCell &cell, unsigned int q) const {
  const double *weights = space_.weights(cell);
  return cell.volume() * (cell.cell_class == octree::CellClass::inside
                              ? weights[q]
                              : std::accumulate(weights, weights + n_points, 0.));
}

void CellPoints::multiply(const FiniteCell &cell, const PointValues &factors,
                          double *weights) const {
  const bool whole = cell.cell_class == octree::CellClass::inside;
  const double *original = space_.weights(cell);
  for (unsigned int q = 0; q < n_points; ++q)
    weights[q] = original[q] * factors[whole ? q : 0];
}

} // namespace lacuna::fracture
