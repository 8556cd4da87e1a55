// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/moments.h>

#include <cmath>

namespace lacuna::octree {

namespace {

constexpr unsigned int max_points_1d = 16;

/** Points of a simplex rule of degree 3p: 2n − 1 ≥ 3p. */
unsigned int simplex_points(unsigned int degree) {
  return (3 * degree + 2) / 2;
}

} // namespace

Moments::Moments(unsigned int degree)
    : gauss_(2 * degree + 1), tetrahedron_(simplex_points(degree)),
      triangle_(simplex_points(degree)), barycentric_(gauss_.size(), 1.), full_(n_points(), 0.) {
  for (unsigned int i = 0; i < gauss_.size(); ++i)
    for (unsigned int j = 0; j < gauss_.size(); ++j)
      if (i != j)
        barycentric_[i] /= gauss_.point(i)[0] - gauss_.point(j)[0];
  const double *w = gauss_.get_weights().data();
  add_product(w, w, w, 1., full_);
}

void Moments::lagrange(double x, double *values) const {
  const unsigned int n = gauss_.size();
  double prefix = 1.;
  for (unsigned int i = 0; i < n; ++i) {
    values[i] = barycentric_[i] * prefix;
    prefix *= x - gauss_.point(i)[0];
  }
  double suffix = 1.;
  for (unsigned int i = n; i-- > 0;) {
    values[i] *= suffix;
    suffix *= x - gauss_.point(i)[0];
  }
}

void Moments::add_product(const double *x, const double *y, const double *z, double factor,
                          std::vector<double> &weights) const {
  const unsigned int n = gauss_.size();
  double *w = weights.data();
  for (unsigned int k = 0; k < n; ++k)
    for (unsigned int j = 0; j < n; ++j, w += n) {
      const double yz = factor * y[j] * z[k];
      for (unsigned int i = 0; i < n; ++i)
        w[i] += yz * x[i];
    }
}

std::vector<double> Moments::of(const CellPieces &pieces, const Box &cell) const {
  const unsigned int n = gauss_.size();
  std::vector<double> weights(n_points(), 0.);
  std::array<std::array<double, max_points_1d>, 3> l;

  for (const Block &block : pieces.blocks) {
    const double size = std::ldexp(1., -static_cast<int>(block.level));
    for (unsigned int d = 0; d < 3; ++d) {
      l[d].fill(0.);
      std::array<double, max_points_1d> at_point;
      for (unsigned int q = 0; q < n; ++q) {
        lagrange((block.index[d] + gauss_.point(q)[0]) * size, at_point.data());
        for (unsigned int i = 0; i < n; ++i)
          l[d][i] += size * gauss_.weight(q) * at_point[i];
      }
    }
    add_product(l[0].data(), l[1].data(), l[2].data(), 1., weights);
  }

  const Point lower = cell.get_boundary_points().first;
  for (const Tetrahedron &t : pieces.tetrahedra) {
    const auto a = t[1] - t[0], b = t[2] - t[0], c = t[3] - t[0];
    const double determinant = std::abs(a * dealii::cross_product_3d(b, c)) / cell.volume();
    for (unsigned int q = 0; q < tetrahedron_.size(); ++q) {
      const auto &s = tetrahedron_.point(q);
      const Point x = t[0] + s[0] * a + s[1] * b + s[2] * c;
      for (unsigned int d = 0; d < 3; ++d)
        lagrange((x[d] - lower[d]) / cell.side_length(d), l[d].data());
      add_product(l[0].data(), l[1].data(), l[2].data(), determinant * tetrahedron_.weight(q),
                  weights);
    }
  }
  return weights;
}

std::vector<SurfacePoint> Moments::on(const std::vector<Triangle> &triangles) const {
  std::vector<SurfacePoint> points;
  points.reserve(triangles.size() * triangle_.size());
  for (const auto &[vertices, normal] : triangles) {
    const auto a = vertices[1] - vertices[0], b = vertices[2] - vertices[0];
    const double determinant = dealii::cross_product_3d(a, b).norm();
    for (unsigned int q = 0; q < triangle_.size(); ++q) {
      const auto &s = triangle_.point(q);
      points.push_back(
          {vertices[0] + s[0] * a + s[1] * b, normal, determinant * triangle_.weight(q)});
    }
  }
  return points;
}

} // namespace lacuna::octree
