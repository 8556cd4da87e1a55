// SPDX-License-Identifier: LGPL-2.1-or-later
// Linear elasticity on finite cells against displacements known in closed form. Body forces follow
// from the displacement, tractions from its stress and the normals of the cut surface as it is
// approximated, so that the error of the geometry plays no part.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/multigrid/assembled_operator.h>
#include <solver/multigrid/make_operator.h>
#include <solver/operators/elasticity.h>
#include <tests/messages.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <random>
#include <vector>

using namespace lacuna;
using dealii::Tensor;
using geometry::Point;
using multigrid::AssembledOperator;
using multigrid::Method;
using octree::Box;
using octree::CellClass;
using octree::Octree;
using operators::DirichletValues;
using operators::Elasticity;
using operators::FiniteCell;
using operators::FiniteCellSpace;
using operators::Vector;
using tests::message;

BOOST_AUTO_TEST_SUITE(elasticity)

namespace {

const materials::Isotropic material{1., 0.3};
const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});

/** A displacement with the body force that balances its stress. */
class Displacement {
public:
  virtual ~Displacement() = default;
  virtual Tensor<1, 3> value(const Point &x) const = 0;
  /** ∂u_c/∂x_d. */
  virtual Tensor<2, 3> gradient(const Point &x) const = 0;
  /** f = −div σ(u). */
  virtual Tensor<1, 3> body_force(const Point &x) const = 0;
};

/** u = G x + t. */
class Linear : public Displacement {
public:
  Tensor<1, 3> value(const Point &x) const override { return shift_ + gradient_ * x; }
  Tensor<2, 3> gradient(const Point &) const override { return gradient_; }
  Tensor<1, 3> body_force(const Point &) const override { return {}; }

private:
  const Tensor<1, 3> shift_{{0.03, -0.02, 0.05}};
  const Tensor<2, 3> gradient_{{{0.11, -0.23, 0.17}, {0.05, -0.31, 0.29}, {-0.19, 0.13, 0.37}}};
};

/** u_c = exp(m_c·x) sin(k_c·x + φ_c). */
class Wave : public Displacement {
public:
  Tensor<1, 3> value(const Point &x) const override {
    Tensor<1, 3> u;
    for (unsigned int c = 0; c < 3; ++c)
      u[c] = std::exp(m_[c] * x) * std::sin(k_[c] * x + phase_[c]);
    return u;
  }

  Tensor<2, 3> gradient(const Point &x) const override {
    Tensor<2, 3> gradient;
    for (unsigned int c = 0; c < 3; ++c) {
      const double angle = k_[c] * x + phase_[c];
      gradient[c] = std::exp(m_[c] * x) * (std::sin(angle) * m_[c] + std::cos(angle) * k_[c]);
    }
    return gradient;
  }

  /** −(λ + μ) ∂_c div u − μ Δu_c. */
  Tensor<1, 3> body_force(const Point &x) const override {
    const double lambda = material.lambda(), mu = material.mu();
    Tensor<1, 3> force;
    for (unsigned int c = 0; c < 3; ++c) {
      const double angle = k_[c] * x + phase_[c], growth = std::exp(m_[c] * x);
      const double s = growth * std::sin(angle), r = growth * std::cos(angle);
      for (unsigned int d = 0; d < 3; ++d) {
        const auto second = [&](unsigned int i, unsigned int j) {
          return s * (m_[c][i] * m_[c][j] - k_[c][i] * k_[c][j]) +
                 r * (m_[c][i] * k_[c][j] + k_[c][i] * m_[c][j]);
        };
        force[d] -= (lambda + mu) * second(c, d);
        force[c] -= mu * second(d, d);
      }
    }
    return force;
  }

private:
  const Tensor<2, 3> m_{{{0.4, -0.3, 0.2}, {-0.2, 0.5, 0.3}, {0.3, 0.2, -0.4}}};
  const Tensor<2, 3> k_{{{1.9, 1.1, -0.8}, {-1.2, 1.6, 1.3}, {0.9, -1.4, 2.1}}};
  const Tensor<1, 3> phase_{{0.3, 0.9, -0.5}};
};

/** Everything between an octree and a solution. */
struct Discretisation {
  Discretisation(const Octree &tree, unsigned int degree, double fictitious_stiffness,
                 double surplus_stiffness = 0.)
      : space(tree, degree), form(space, material, fictitious_stiffness, surplus_stiffness) {}

  FiniteCellSpace space;
  Elasticity form;
};

/**
 * The load under which u balances: ∫ f·v dx over the physical part plus ∫ σ(u) n·v ds over the cut
 * surface. `fictitious` adds α ∫ σ(u):ε(v) dx over the void part, where α belongs to the matrix.
 */
Vector load(const Discretisation &problem, const Displacement &u, bool fictitious = false) {
  const FiniteCellSpace &space = problem.space;
  const auto &element = problem.form.element();
  Vector b = space.make_vector(3);
  std::vector<double> values(3 * element.n_nodes());
  const auto add = [&](const double *shape, const Tensor<1, 3> &force) {
    for (unsigned int a = 0; a < element.n_nodes(); ++a)
      for (unsigned int c = 0; c < 3; ++c)
        values[3 * a + c] += shape[a] * force[c];
  };
  for (const FiniteCell &cell : space.cells()) {
    const Box box = cell.box();
    std::fill(values.begin(), values.end(), 0.);
    for (unsigned int q = 0; q < element.n_points(); ++q)
      add(element.values(q), space.weights(cell)[q] * cell.volume() *
                                 u.body_force(box.unit_to_real(element.point(q))));
    if (fictitious)
      for (unsigned int q = 0; q < element.n_points(); ++q) {
        const auto stress = problem.form.fictitious_stiffness() *
                            (space.moments().full()[q] - space.weights(cell)[q]) * cell.volume() *
                            material.stress(u.gradient(box.unit_to_real(element.point(q))));
        for (unsigned int d = 0; d < 3; ++d)
          add(element.derivatives(d, q), Tensor<2, 3>(stress)[d] / cell.size[d]);
      }
    if (cell.cell_class == CellClass::cut)
      for (const auto &point : space.moments().on(space.octree().pieces(cell.cell).surface))
        add(element.values_at(box.real_to_unit(point.position)).data(),
            point.weight * (material.stress(u.gradient(point.position)) * point.normal));
    space.scatter_add(values.data(), 3, cell, b);
  }
  b.compress(dealii::VectorOperation::add);
  return b;
}

/** The values of u at the nodes for which `chosen` holds. */
DirichletValues prescribe(const FiniteCellSpace &space, const Displacement &u,
                          const std::function<bool(const Point &)> &chosen) {
  DirichletValues values;
  const auto positions = space.positions();
  for (unsigned int node = 0; node < positions.size(); ++node)
    if (chosen(positions[node]))
      for (unsigned int c = 0; c < 3; ++c)
        values[3 * node + c] = u.value(positions[node])[c];
  return values;
}

geometry::ShapePtr tilted_cylinder() {
  return std::make_shared<geometry::Cylinder>(Point(0.48, 0.53, 0.5), Tensor<1, 3>({0.2, -0.15, 1}),
                                              0.31);
}

bool on_boundary(const Point &x) {
  return *std::min_element(x.begin_raw(), x.end_raw()) < 1e-12 ||
         *std::max_element(x.begin_raw(), x.end_raw()) > 1. - 1e-12;
}

Vector solve(const Discretisation &problem, const Displacement &u,
             const std::function<bool(const Point &)> &chosen, Method method,
             bool fictitious = false) {
  const auto matrix = multigrid::make_operator(problem.space, problem.form,
                                               prescribe(problem.space, u, chosen), method);
  Vector x = problem.space.make_vector(3);
  matrix->solve(x, load(problem, u, fictitious), 1e-10);
  return x;
}

/** λ (tr ε)² + 2 μ ε:ε. */
double energy_density(const Tensor<2, 3> &gradient) {
  return material.stress(gradient) * dealii::symmetrize(gradient);
}

/** Calls action(cell, its values of x, ∇x, q, weight) at all Gauss points of all ranks' cells. */
template <typename Action>
void for_each_point(const Discretisation &problem, const Vector &x, const Action &action) {
  const FiniteCellSpace &space = problem.space;
  std::vector<double> values(3 * space.n_nodes_per_cell());
  std::vector<Tensor<2, 3>> gradients;
  for (const FiniteCell &cell : space.cells()) {
    space.gather(x, 3, cell, values.data());
    problem.form.gradients(cell, values.data(), gradients);
    for (unsigned int q = 0; q < space.moments().n_points(); ++q)
      action(cell, values, gradients[q], q, space.weights(cell)[q] * cell.volume());
  }
}

struct Norms {
  double l2, energy;
};

/** ‖x − u‖ in L2 and in the energy over the physical part; with u = nullptr those of x. */
Norms distance(const Discretisation &problem, const Vector &x, const Displacement *u) {
  const auto &element = problem.form.element();
  double l2 = 0., energy = 0.;
  for_each_point(problem, x, [&](auto &cell, auto &values, auto gradient, auto q, double weight) {
    Tensor<1, 3> value;
    for (unsigned int a = 0; a < element.n_nodes(); ++a)
      for (unsigned int c = 0; c < 3; ++c)
        value[c] += element.values(q)[a] * values[3 * a + c];
    if (u != nullptr) {
      const Point position = cell.box().unit_to_real(element.point(q));
      value -= u->value(position);
      gradient -= u->gradient(position);
    }
    l2 += weight * value.norm_square();
    energy += weight * energy_density(gradient);
  });
  // The weights of cut cells have both signs, so that zero may come out just below it.
  return {std::sqrt(std::abs(dealii::Utilities::MPI::sum(l2, MPI_COMM_WORLD))),
          std::sqrt(std::abs(dealii::Utilities::MPI::sum(energy, MPI_COMM_WORLD)))};
}

/** max |x − u| over the nodes of the cells of the shape. */
double largest_error(const FiniteCellSpace &space, const Vector &x, const Displacement &u) {
  double error = 0.;
  std::vector<double> values(3 * space.n_nodes_per_cell());
  for (const FiniteCell &cell : space.cells()) {
    space.gather(x, 3, cell, values.data());
    for (unsigned int a = 0; a < space.n_nodes_per_cell(); ++a)
      for (unsigned int c = 0; c < 3; ++c)
        error = std::max(error, std::abs(values[3 * a + c] - u.value(space.position(cell, a))[c]));
  }
  return dealii::Utilities::MPI::max(error, MPI_COMM_WORLD);
}

/** Cells with hanging nodes. */
unsigned int n_hanging(const FiniteCellSpace &space) {
  unsigned int n = 0;
  for (const FiniteCell &cell : space.cells())
    n += space.interpolation(cell) != nullptr;
  return dealii::Utilities::MPI::sum(n, MPI_COMM_WORLD);
}

/** max |A u − b| / max |b| over the free unknowns without prescribed values. */
double largest_residual(const Discretisation &problem, const Displacement &u,
                        const DirichletValues &dirichlet) {
  const FiniteCellSpace &space = problem.space;
  Vector x = space.make_vector(3), y = space.make_vector(3);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
    for (unsigned int c = 0; c < 3; ++c)
      x.local_element(3 * node + c) = u.value(positions[node])[c];
  AssembledOperator(space, problem.form, {}, Method::direct).vmult(y, x);
  const Vector b = load(problem, u);
  double residual = 0., scale = 0.;
  for (unsigned int i = 0; i < 3 * space.n_owned_nodes(); ++i)
    if (dirichlet.count(i) == 0) {
      residual = std::max(residual, std::abs(y.local_element(i) - b.local_element(i)));
      scale = std::max(scale, std::abs(b.local_element(i)));
    }
  return dealii::Utilities::MPI::max(residual, MPI_COMM_WORLD) /
         dealii::Utilities::MPI::max(scale, MPI_COMM_WORLD);
}

/**
 * A linear displacement solves the discrete equations exactly. Without a fictitious stiffness the
 * matrix hardly sees some nodes of badly cut cells, whose values a solver then cannot find from
 * p = 2 on, but it finds the displacement of the solid. With one, and the load that goes with it,
 * it finds them all.
 */
void check_patch(const std::string &name, const Octree &tree,
                 const std::function<bool(const Point &)> &chosen) {
  message(fmt::format("{}\n  p  residual  error of the solid  of nodes  of nodes, α > 0", name));
  const Linear u;
  for (const unsigned int degree : {1, 2, 3}) {
    const Discretisation bare(tree, degree, 0.), stiffened(tree, degree, 1e-6);
    const double residual = largest_residual(bare, u, prescribe(bare.space, u, chosen));
    const Vector x = solve(bare, u, chosen, Method::direct);
    const double solid = distance(bare, x, &u).l2 / distance(bare, x, nullptr).l2;
    const double nodes = largest_error(bare.space, x, u);
    const double all_nodes =
        largest_error(stiffened.space, solve(stiffened, u, chosen, Method::direct, true), u);
    message(fmt::format("  {}  {:8.1e}  {:18.1e}  {:8.1e}  {:15.1e}", degree, residual, solid,
                        nodes, all_nodes));
    BOOST_TEST(residual < 1e-12);
    BOOST_TEST(solid < 1e-8);
    BOOST_TEST((degree > 1 || nodes < 1e-9));
    BOOST_TEST(all_nodes < 1e-9);
  }
}

/** Solves on cells of size 1/n for each n; the rates of the last pair must reach p + 1 and p. */
void check_rates(const std::string &name, const geometry::ShapePtr &shape, unsigned int degree,
                 const std::vector<unsigned int> &n_cells) {
  // The surplus stiffness bounds the rate of the energy by 3/2, which shows at p = 3 only.
  const bool is_cubic = degree == 3;
  const double fictitious_stiffness = is_cubic ? 1e-10 : 1e-6;
  const double surplus_stiffness = is_cubic ? 0. : 1e-2;
  const Method method = is_cubic ? Method::direct : Method::multigrid;
  message(
      fmt::format("{}, p = {}\n     h  unknowns  L2 error  rate    energy  rate", name, degree));
  const Wave u;
  std::vector<Norms> errors;
  Norms rate{0., 0.};
  for (const unsigned int n : n_cells) {
    const Octree tree(MPI_COMM_WORLD, shape, unit_box, 1. / n);
    const Discretisation problem(tree, degree, fictitious_stiffness, surplus_stiffness);
    const Vector x = solve(problem, u, on_boundary, method);
    errors.push_back(distance(problem, x, &u));
    const Norms norms = distance(problem, x, nullptr);
    errors.back().l2 /= norms.l2;
    errors.back().energy /= norms.energy;
    std::string rates[2];
    if (errors.size() > 1) {
      const Norms &coarse = errors[errors.size() - 2], &fine = errors.back();
      const double halvings = std::log(double(n) / n_cells[errors.size() - 2]);
      rate = {std::log(coarse.l2 / fine.l2) / halvings,
              std::log(coarse.energy / fine.energy) / halvings};
      rates[0] = fmt::format("{:.2f}", rate.l2);
      rates[1] = fmt::format("{:.2f}", rate.energy);
    }
    message(fmt::format("  1/{:<2d}  {:8d}  {:.2e}  {:>4}  {:.2e}  {:>4}", n,
                        3 * problem.space.n_nodes(), errors.back().l2, rates[0],
                        errors.back().energy, rates[1]));
  }
  BOOST_TEST(rate.l2 >= degree + 0.8);
  BOOST_TEST(rate.energy >= degree - 0.2);
}

} // namespace

BOOST_AUTO_TEST_CASE(patch_test_on_a_half_space_with_hanging_nodes) {
  // 2 x + y + 2 z = 3 + 1/6 meets the edges of cells of size 1/4, 1/8 … at thirds and sixths.
  const auto shape =
      std::make_shared<geometry::HalfSpace>(Point(0, 19. / 6., 0), Tensor<1, 3>({2, 1, 2}));
  Octree tree(MPI_COMM_WORLD, shape, unit_box, 0.25);
  tree.refine([](const auto &cell) { return cell->center()[0] + cell->center()[1] > 1.1; });
  BOOST_TEST(n_hanging(FiniteCellSpace(tree, 1)) > 0u);
  check_patch("half space", tree, on_boundary);
}

BOOST_AUTO_TEST_CASE(patch_test_on_a_ball) {
  const Point center(0.5, 0.5, 0.5);
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(center, 0.41), unit_box,
                    0.25);
  check_patch("ball", tree, [&](const Point &x) { return (x - center).norm() < 0.26; });
}

BOOST_AUTO_TEST_CASE(ball_converges) {
  // The octant of a ball around a corner, clamped on the three flat faces.
  const auto shape = std::make_shared<geometry::Sphere>(Point(-0.03, -0.05, -0.02), 0.87);
  check_rates("octant of a ball", shape, 1, {6, 12, 24});
  check_rates("octant of a ball", shape, 2, {3, 6, 12});
  check_rates("octant of a ball", shape, 3, {2, 4, 6});
}

BOOST_AUTO_TEST_CASE(cylinder_converges) {
  check_rates("tilted cylinder", tilted_cylinder(), 1, {6, 12, 24});
  check_rates("tilted cylinder", tilted_cylinder(), 2, {3, 6, 12});
  check_rates("tilted cylinder", tilted_cylinder(), 3, {2, 4, 6});
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_ranks_or_solver) {
  Octree tree(MPI_COMM_WORLD, tilted_cylinder(), unit_box, 0.25);
  tree.refine([](const auto &cell) { return cell->center()[2] > 0.5; });
  const Wave u;
  const Discretisation problem(tree, 2, 1e-2);
  for (const bool is_direct : {true, false}) {
    const Vector x = solve(problem, u, on_boundary, is_direct ? Method::direct : Method::assembled);
    const double error = distance(problem, x, &u).l2, norm = distance(problem, x, nullptr).energy;
    // Found on one rank with the direct solver.
    BOOST_TEST(error == 6.330059504196e-03, boost::test_tools::tolerance(1e-7));
    BOOST_TEST(norm == 1.707305155276e+00, boost::test_tools::tolerance(1e-7));
  }
}

BOOST_AUTO_TEST_CASE(matrix_agrees_with_the_energy) {
  Octree tree(MPI_COMM_WORLD, tilted_cylinder(), unit_box, 0.25);
  tree.refine([](const auto &cell) { return cell->center()[2] > 0.5; });
  const double alpha = 0.03;
  std::mt19937 generator(1 + dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD));
  std::uniform_real_distribution<double> uniform(-1., 1.);
  for (const unsigned int degree : {1, 2, 3}) {
    const Discretisation problem(tree, degree, alpha);
    const FiniteCellSpace &space = problem.space;
    BOOST_TEST(n_hanging(space) > 0u);
    Vector x = space.make_vector(3), y = space.make_vector(3);
    for (unsigned int i = 0; i < x.locally_owned_size(); ++i)
      x.local_element(i) = uniform(generator);
    x.update_ghost_values();
    AssembledOperator(space, problem.form, {}, Method::direct).vmult(y, x);

    double energy = 0.;
    for_each_point(problem, x, [&](auto &cell, auto &, auto &gradient, auto q, double weight) {
      const double whole = space.moments().full()[q] * cell.volume();
      energy += (weight + alpha * (whole - weight)) * energy_density(gradient);
    });
    const double product = x * y;
    BOOST_TEST(product == dealii::Utilities::MPI::sum(energy, MPI_COMM_WORLD),
               boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_SUITE_END()
