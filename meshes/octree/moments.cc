// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/moments.h>

#include <algorithm>
#include <stdexcept>

namespace lacuna::octree {

namespace {

constexpr unsigned int n_lanes = 8;

/** A number for each of eight triangles; compiled to the vector instructions there are. */
typedef double Lanes __attribute__((vector_size(n_lanes * sizeof(double))));

/** Eight triangles x = origin + s edge₀ + t edge₁ in the coordinates [−1, 1]³ of a cell. */
struct Triangles {
  Lanes origin[3], edge[2][3];
  Lanes area[3]; ///< twice the outward vector area, as a share of the unit cell's
};

Triangles to_lanes(const Triangle *triangles, std::size_t n, const Box &cell) {
  Triangles result{};
  const Point lower = cell.get_boundary_points().first;
  const double volume = cell.volume();
  for (unsigned int lane = 0; lane < std::min<std::size_t>(n, n_lanes); ++lane) {
    const auto &[vertices, normal] = triangles[lane];
    const auto a = vertices[1] - vertices[0], b = vertices[2] - vertices[0];
    const double area = dealii::cross_product_3d(a, b).norm();
    for (unsigned int d = 0; d < 3; ++d) {
      const double size = cell.side_length(d);
      result.origin[d][lane] = 2. * (vertices[0][d] - lower[d]) / size - 1.;
      result.edge[0][d][lane] = 2. * a[d] / size;
      result.edge[1][d][lane] = 2. * b[d] / size;
      result.area[d][lane] = area * normal[d] * size / volume;
    }
  }
  return result;
}

/** P_0(x) … P_(n−1)(x). */
template <typename Number>
void legendre(unsigned int n, const Number &x, Number *values) {
  values[0] = 1. + 0. * x;
  values[1] = x;
#pragma GCC unroll 8
  for (unsigned int m = 1; m + 1 < n; ++m)
    values[m + 1] = ((2. * m + 1.) / (m + 1.)) * x * values[m] - (m / (m + 1.)) * values[m - 1];
}

/** ∫ P_m from the lower end of [0, 1] to x, scaled, for 0 < m < n; from P_0(x) … P_n(x). */
template <unsigned int n>
void antiderivatives(const Lanes *values, const Lanes &scale, Lanes *integrals) {
#pragma GCC unroll 8
  for (unsigned int m = 1; m < n; ++m)
    integrals[m] = (0.5 / (2. * m + 1.)) * scale * (values[m + 1] - values[m - 1]);
}

/** y_(k j i) = Σ_m matrix_(i m) x_(m k j): applied three times it transforms all directions. */
template <unsigned int n>
void transform(const double *matrix, const double *x, double *y) {
  for (unsigned int i = 0; i < n; ++i)
    for (unsigned int kj = 0; kj < n * n; ++kj) {
      double sum = 0.;
      for (unsigned int m = 0; m < n; ++m)
        sum += matrix[i * n + m] * x[kj * n + m];
      y[i * n * n + kj] = sum;
    }
}

/** Points of a triangle rule of degree 3p + 1, for an antiderivative: 2n − 1 ≥ 3p + 1. */
unsigned int triangle_points(unsigned int degree) {
  return (3 * degree + 3) / 2;
}

} // namespace

Moments::Moments(unsigned int degree)
    : gauss_(2 * degree + 1), triangle_(triangle_points(degree)),
      from_legendre_(gauss_.size() * gauss_.size()) {
  const unsigned int n = gauss_.size();
  for (unsigned int i = 0; i < n; ++i) {
    legendre(n, 2. * gauss_.point(i)[0] - 1., &from_legendre_[i * n]);
    for (unsigned int m = 0; m < n; ++m)
      from_legendre_[i * n + m] *= (2. * m + 1.) * gauss_.weight(i);
  }
  for (unsigned int k = 0; k < n; ++k)
    for (unsigned int j = 0; j < n; ++j)
      for (unsigned int i = 0; i < n; ++i)
        full_.push_back(gauss_.weight(i) * gauss_.weight(j) * gauss_.weight(k));
}

std::vector<double> Moments::of(const CellPieces &pieces, const Box &cell) const {
  switch (gauss_.size()) {
  case 3:
    return integrate<3>(pieces, cell);
  case 5:
    return integrate<5>(pieces, cell);
  case 7:
    return integrate<7>(pieces, cell);
  default:
    throw std::invalid_argument("cut cells are integrated for degrees 1 to 3");
  }
}

template <unsigned int n>
std::vector<double> Moments::integrate(const CellPieces &pieces, const Box &cell) const {
  constexpr unsigned int max_points = 32;
  Lanes sums[n][n][n] = {}; // ∫ P_a(x) P_b(y) P_c(z) as [c][b][a]
  for (std::size_t first = 0; first < pieces.surface.size(); first += n_lanes) {
    const Triangles t = to_lanes(&pieces.surface[first], pieces.surface.size() - first, cell);

    Lanes x[max_points][n + 1], y[max_points][n + 1], to_y[max_points][n], to_z[max_points][n];
    for (unsigned int q = 0; q < triangle_.size(); ++q) {
      const auto &s = triangle_.point(q);
      const double weight = triangle_.weight(q);
      const auto position = [&](unsigned int d) {
        return t.origin[d] + s[0] * t.edge[0][d] + s[1] * t.edge[1][d];
      };
      Lanes to_x[n], z[n + 1];
      legendre(n + 1, position(0), x[q]);
      legendre(n + 1, position(1), y[q]);
      legendre(n + 1, position(2), z);
      antiderivatives<n>(x[q], weight * t.area[0], to_x);
      antiderivatives<n>(y[q], weight * t.area[1], to_y[q]);
      antiderivatives<n>(z, weight * t.area[2], to_z[q]);
      for (unsigned int a = 1; a < n; ++a)
        sums[0][0][a] += to_x[a];
    }

    for (unsigned int c = 0; c < n; ++c)
      for (unsigned int b = c == 0; b < n; ++b) {
        Lanes row[n] = {};
        for (unsigned int q = 0; q < triangle_.size(); ++q) {
          const Lanes yz = c == 0 ? to_y[q][b] : y[q][b] * to_z[q][c];
#pragma GCC unroll 8
          for (unsigned int a = 0; a < n; ++a)
            row[a] += x[q][a] * yz;
        }
        for (unsigned int a = 0; a < n; ++a)
          sums[c][b][a] += row[a];
      }
  }

  std::vector<double> moments(n_points()), scratch(n_points());
  for (unsigned int m = 0; m < n_points(); ++m)
    for (unsigned int lane = 0; lane < n_lanes; ++lane)
      moments[m] += (&sums[0][0][0])[m][lane];
  moments[0] = pieces.volume(cell) / cell.volume();
  transform<n>(from_legendre_.data(), moments.data(), scratch.data());
  transform<n>(from_legendre_.data(), scratch.data(), moments.data());
  transform<n>(from_legendre_.data(), moments.data(), scratch.data());
  return scratch;
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
