// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/moments.h>
#include <solver/operators/cell_kernel.h>
#include <solver/operators/reference_element.h>

#include <deal.II/fe/fe_tools.h>
#include <deal.II/lac/full_matrix.h>

#include <boost/test/unit_test.hpp>

#include <random>
#include <tuple>

using namespace lacuna;
using namespace lacuna::operators;
using Matrix = dealii::FullMatrix<double>;

BOOST_AUTO_TEST_SUITE(cell_kernel)

namespace {

template <typename Number_, int degree_, int n_components_>
struct Case {
  using Number = Number_;
  using Kernel = CellKernel<Number, degree_, n_components_>;
  using V = Lanes<Number>;
  static constexpr int degree = degree_, n_components = n_components_, n = Kernel::n_values;
  static constexpr double tolerance = sizeof(Number) == 4 ? 1e-5 : 1e-12;
};

using Cases =
    std::tuple<Case<float, 1, 1>, Case<float, 2, 1>, Case<float, 3, 1>, Case<float, 1, 3>,
               Case<float, 2, 3>, Case<float, 3, 3>, Case<double, 1, 1>, Case<double, 2, 1>,
               Case<double, 3, 1>, Case<double, 1, 3>, Case<double, 2, 3>, Case<double, 3, 3>>;

const std::array<double, 3> cell_size{2e-4, 3e-4, 2.5e-4};

template <int n_components>
FormCoefficients<n_components> coefficients() {
  if constexpr (n_components == 3)
    return {3e9, 2e9};
  else
    return {1e-9, 0.02};
}

/** Products of gradients and of values for any weights, by loops over all points and functions. */
struct DenseForm {
  DenseForm(unsigned int degree) : moments(degree), element(degree, moments) {}

  Matrix stiffness(const FormCoefficients<1> &form, const std::vector<double> &weights) const {
    return integrate(1, weights, [&](auto, auto, const auto &a, const auto &b) {
      return form.diffusivity * (a * b);
    });
  }

  Matrix stiffness(const FormCoefficients<3> &form, const std::vector<double> &weights) const {
    return integrate(3, weights, [&](auto i, auto j, const auto &a, const auto &b) {
      return form.lambda * a[i] * b[j] + form.mu * (a[j] * b[i] + (i == j ? a * b : 0.));
    });
  }

  Matrix mass(const FormCoefficients<1> &form, const std::vector<double> &weights) const {
    const unsigned int n = element.n_nodes();
    Matrix matrix(n, n);
    for (unsigned int q = 0; q < element.n_points(); ++q)
      for (unsigned int a = 0; a < n; ++a)
        for (unsigned int b = 0; b < n; ++b)
          matrix(a, b) +=
              weights[q] * volume() * form.mass * element.values(q)[a] * element.values(q)[b];
    return matrix;
  }

  Matrix mass(const FormCoefficients<3> &, const std::vector<double> &) const {
    return Matrix(3 * element.n_nodes(), 3 * element.n_nodes());
  }

  /** I − I₁ for each component. */
  Matrix without_trilinear(unsigned int degree, unsigned int n_components) const {
    const unsigned int n = element.n_nodes();
    const ReferenceElement linear(1, moments);
    const auto support = dealii::FE_Q<3>(degree).get_unit_support_points();
    const auto order = dealii::FETools::lexicographic_to_hierarchic_numbering<3>(degree);
    Matrix p(dealii::IdentityMatrix(n_components * n));
    for (unsigned int a = 0; a < n; ++a)
      for (unsigned int v = 0; v < 8; ++v) {
        const unsigned int corner =
            degree * ((v & 1) + (degree + 1) * ((v >> 1 & 1) + (degree + 1) * (v >> 2)));
        for (unsigned int c = 0; c < n_components; ++c)
          p(c + n_components * a, c + n_components * corner) -=
              linear.values_at(support[order[a]])[v];
      }
    return p;
  }

  octree::Moments moments;
  ReferenceElement element;

private:
  static double volume() { return cell_size[0] * cell_size[1] * cell_size[2]; }

  template <typename Product>
  Matrix integrate(unsigned int n_components, const std::vector<double> &weights,
                   const Product &product) const {
    const unsigned int n = element.n_nodes();
    Matrix matrix(n_components * n, n_components * n);
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      const auto gradient = [&](unsigned int a) {
        dealii::Tensor<1, 3> g;
        for (unsigned int d = 0; d < 3; ++d)
          g[d] = element.derivatives(d, q)[a] / cell_size[d];
        return g;
      };
      std::vector<dealii::Tensor<1, 3>> gradients(n);
      for (unsigned int a = 0; a < n; ++a)
        gradients[a] = gradient(a);
      for (unsigned int a = 0; a < n; ++a)
        for (unsigned int b = 0; b < n; ++b)
          for (unsigned int i = 0; i < n_components; ++i)
            for (unsigned int j = 0; j < n_components; ++j)
              matrix(n_components * a + i, n_components * b + j) +=
                  weights[q] * volume() * product(i, j, gradients[a], gradients[b]);
    }
    return matrix;
  }
};

/** A kernel with random weights and scales in each lane, and its dense counterpart in one lane. */
template <typename C>
struct Fixture {
  using Number = typename C::Number;
  using V = typename C::V;
  static constexpr int n_lanes = operators::n_lanes<Number>;

  Fixture()
      : dense(C::degree), kernel(coefficients<C::n_components>(), cell_size),
        weights(C::Kernel::n_points) {
    for (int lane = 0; lane < n_lanes; ++lane) {
      scale.stiffness[lane] = random();
      scale.mass[lane] = random();
      scale.surplus[lane] = random();
      for (int q = 0; q < C::Kernel::n_points; ++q)
        weights[q][lane] = dense.moments.full()[q] * (1.5 * random() - 0.5);
    }
  }

  double random() { return std::uniform_real_distribution<>(0., 1.)(generator); }

  std::vector<double> weights_of(int lane) const {
    std::vector<double> w;
    for (const V &v : weights)
      w.push_back(v[lane]);
    return w;
  }

  Matrix matrix(const std::vector<double> &w, double stiffness, double mass) const {
    const auto form = coefficients<C::n_components>();
    Matrix sum(C::n, C::n);
    sum.add(stiffness, dense.stiffness(form, w));
    sum.add(mass, dense.mass(form, w));
    return sum;
  }

  Matrix surplus() const {
    const Matrix k = dense.stiffness(coefficients<C::n_components>(), dense.moments.full());
    const Matrix p = dense.without_trilinear(C::degree, C::n_components);
    Matrix kp(C::n, C::n), pkp(C::n, C::n);
    k.mmult(kp, p);
    p.Tmmult(pkp, kp);
    return pkp;
  }

  /** The matrix that `apply(x, y)` has in a lane, column by column. */
  template <typename Apply>
  Matrix columns(int lane, const Apply &apply) const {
    Matrix matrix(C::n, C::n);
    LanesVector<Number> x(C::n), y(C::n);
    for (int i = 0; i < C::n; ++i) {
      std::fill(x.begin(), x.end(), V{});
      x[i][lane] = 1;
      apply(x.data(), y.data());
      for (int j = 0; j < C::n; ++j)
        matrix(j, i) = y[j][lane];
    }
    return matrix;
  }

  Matrix full(int lane) const {
    return columns(lane, [&](const V *x, V *y) { kernel.apply_full(x, y, scale); });
  }
  Matrix cut(int lane) const {
    return columns(lane, [&](const V *x, V *y) { kernel.apply_cut(x, y, weights.data(), scale); });
  }

  std::mt19937 generator{1};
  DenseForm dense;
  typename C::Kernel kernel;
  LanesVector<Number> weights;
  CellScale<Number> scale;
};

/** Largest difference relative to the largest entry of b. */
double difference(Matrix a, const Matrix &b) {
  const auto largest = [](const Matrix &m) {
    double value = 0.;
    for (unsigned int i = 0; i < m.m(); ++i)
      for (unsigned int j = 0; j < m.n(); ++j)
        value = std::max(value, std::abs(m(i, j)));
    return value;
  };
  a.add(-1., b);
  return largest(a) / largest(b);
}

double asymmetry(const Matrix &a) {
  Matrix transposed(a.m(), a.n());
  transposed.copy_transposed(a);
  return difference(transposed, a);
}

/** Nodal values of component c = u(x)[c], the same in every lane. */
template <typename C, typename Function>
LanesVector<typename C::Number> interpolate(const Function &u) {
  const auto support = dealii::FE_Q<3>(C::degree).get_unit_support_points();
  const auto order = dealii::FETools::lexicographic_to_hierarchic_numbering<3>(C::degree);
  LanesVector<typename C::Number> values(C::n);
  for (int a = 0; a < C::Kernel::n_nodes; ++a) {
    octree::Point x;
    for (unsigned int d = 0; d < 3; ++d)
      x[d] = support[order[a]][d] * cell_size[d] / cell_size[0];
    const dealii::Tensor<1, 3> value = u(x);
    for (int c = 0; c < C::n_components; ++c)
      values[C::n_components * a + c] += typename C::Number(value[c]);
  }
  return values;
}

template <typename Number>
double largest(const LanesVector<Number> &y) {
  double value = 0.;
  for (const auto &v : y)
    for (int lane = 0; lane < n_lanes<Number>; ++lane)
      value = std::max(value, std::abs(double(v[lane])));
  return value;
}

} // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(lanes_fill_the_registers, C, Cases) {
  BOOST_TEST(sizeof(typename C::V) == register_bytes);
  BOOST_TEST(alignof(typename C::V) == register_bytes);
  LanesVector<typename C::Number> values(3);
  BOOST_TEST(reinterpret_cast<std::uintptr_t>(values.data()) % register_bytes == 0u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whole_cells_have_the_dense_matrix, C, Cases) {
  const Fixture<C> f;
  const int lane = f.n_lanes - 1;
  const Matrix full = f.full(lane);
  BOOST_TEST(difference(full, f.matrix(f.dense.moments.full(), f.scale.stiffness[lane],
                                       f.scale.mass[lane])) < C::tolerance);
  BOOST_TEST(asymmetry(full) < C::tolerance);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(cut_cells_have_the_dense_matrix_with_surplus, C, Cases) {
  const Fixture<C> f;
  const int lane = f.n_lanes > 1 ? 1 : 0;
  Matrix expected = f.matrix(f.weights_of(lane), f.scale.stiffness[lane], f.scale.mass[lane]);
  expected.add(f.scale.surplus[lane], f.surplus());
  const Matrix cut = f.cut(lane);
  BOOST_TEST(difference(cut, expected) < C::tolerance);
  BOOST_TEST(asymmetry(cut) < C::tolerance);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(diagonals_are_those_of_the_matrices, C, Cases) {
  const Fixture<C> f;
  LanesVector<typename C::Number> full(C::n), cut(C::n);
  f.kernel.diagonal_full(full.data(), f.scale);
  f.kernel.diagonal_cut(cut.data(), f.weights.data(), f.scale);
  const auto diagonal = [](const Matrix &matrix) {
    Matrix d(C::n, 1);
    for (int i = 0; i < C::n; ++i)
      d(i, 0) = matrix(i, i);
    return d;
  };
  const auto in_lane = [](const auto &values, int lane) {
    Matrix d(C::n, 1);
    for (int i = 0; i < C::n; ++i)
      d(i, 0) = values[i][lane];
    return d;
  };
  for (const int lane : {0, f.n_lanes - 1}) {
    BOOST_TEST(difference(in_lane(full, lane), diagonal(f.full(lane))) < C::tolerance);
    BOOST_TEST(difference(in_lane(cut, lane), diagonal(f.cut(lane))) < C::tolerance);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(rigid_bodies_feel_no_force, C, Cases) {
  Fixture<C> f;
  f.scale.mass = typename C::V{};
  const auto translation = interpolate<C>([](const octree::Point &) {
    return dealii::Tensor<1, 3>({1, -2, 0.5});
  });
  const auto rotation = interpolate<C>([](const octree::Point &x) {
    return C::n_components == 3 ? dealii::cross_product_3d(dealii::Tensor<1, 3>({1, 2, -1}), x)
                                : dealii::Tensor<1, 3>({1, 0, 0});
  });
  LanesVector<typename C::Number> y(C::n);
  for (const auto &x : {translation, rotation}) {
    const double unit = f.full(0).linfty_norm();
    f.kernel.apply_full(x.data(), y.data(), f.scale);
    BOOST_TEST(largest<typename C::Number>(y) < C::tolerance * unit);
    f.kernel.apply_cut(x.data(), y.data(), f.weights.data(), f.scale);
    BOOST_TEST(largest<typename C::Number>(y) < C::tolerance * unit);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(surplus_leaves_trilinear_functions_alone, C, Cases) {
  Fixture<C> f;
  f.scale.stiffness = f.scale.mass = typename C::V{};
  const auto x = interpolate<C>([](const octree::Point &x) {
    return dealii::Tensor<1, 3>({1 + x[0] * x[1] * x[2], x[1] - x[0] * x[2], x[2] + x[0] * x[1]});
  });
  LanesVector<typename C::Number> y(C::n);
  f.kernel.apply_cut(x.data(), y.data(), f.weights.data(), f.scale);
  f.scale.stiffness += typename C::Number(1);
  BOOST_TEST(largest<typename C::Number>(y) < C::tolerance * f.full(0).linfty_norm());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(results_may_take_the_place_of_values, C, Cases) {
  const Fixture<C> f;
  auto x = interpolate<C>([](const octree::Point &x) {
    return dealii::Tensor<1, 3>({x[0] * x[0], x[1] * x[2], x[2]});
  });
  LanesVector<typename C::Number> y(C::n);
  f.kernel.apply_cut(x.data(), y.data(), f.weights.data(), f.scale);
  f.kernel.apply_cut(x.data(), x.data(), f.weights.data(), f.scale);
  for (int i = 0; i < C::n; ++i)
    BOOST_TEST(x[i][0] == y[i][0]);
}

BOOST_AUTO_TEST_SUITE_END()
