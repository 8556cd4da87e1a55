// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/notch.h>
#include <solver/adaptivity/extrapolation.h>
#include <solver/materials/principal_stress.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/mechanics/stress.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace lacuna;
using mechanics::Compression;
using octree::Box;
using octree::Octree;
using octree::Point;
using tests::scaffold;

BOOST_AUTO_TEST_SUITE(compression)

namespace {

const materials::Isotropic material{2., 0.3};
const dealii::Tensor<1, 3> up({0, 0, 1});

geometry::ShapePtr rod(double x, double y, double radius) {
  return std::make_shared<geometry::Cylinder>(Point(x, y, 0), up, radius);
}

operators::DiscretizationParameters discretization(double cell_size) {
  auto d = tests::discretization(cell_size, 0.001, 2, 1e6);
  d.degree = 1;
  d.neck_refinements = 1;
  return d;
}

const Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});

/** Two fused rods between plates, all along y: three pairs of notches, none at a platen. */
geometry::Scaffold fused_rods() {
  const dealii::Tensor<1, 3> y({0, 1, 0});
  return scaffold(std::make_shared<geometry::Union>(std::vector<geometry::ShapePtr>{
                      std::make_shared<geometry::Cylinder>(Point(0.5, 0, 0.28), y, 0.3),
                      std::make_shared<geometry::Cylinder>(Point(0.5, 0, 0.72), y, 0.3),
                      std::make_shared<geometry::HalfSpace>(Point(0, 0, 0.11), up),
                      std::make_shared<geometry::HalfSpace>(Point(0, 0, 0.89), -1. * up)}),
                  Box({Point(0, 0, 0), Point(1, 0.25, 1)}));
}

operators::DiscretizationParameters at_once(unsigned int degree) {
  auto d = discretization(1.);
  d.degree = degree;
  d.fictitious_stiffness = 1e-8;
  return d;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_column_between_frictionless_platens_is_under_uniaxial_stress) {
  // A round column cut from its cells: E × solid fraction, stress −E everywhere, no error to see.
  const double r = 0.4;
  const Octree tree(MPI_COMM_WORLD, rod(0.5, 0.5, r), unit_box, 0.125);
  for (unsigned int degree = 1; degree <= 2; ++degree) {
    Compression test(tree, material, at_once(degree), false);
    test.solve(1e-10);
    double area = 0.;
    for (const auto &cell : test.space().cells()) {
      const double *weights = test.space().weights(cell);
      area +=
          cell.volume() * std::accumulate(weights, weights + test.space().moments().n_points(), 0.);
    }
    area = dealii::Utilities::MPI::sum(area, MPI_COMM_WORLD);
    BOOST_TEST(area == M_PI * r * r, boost::test_tools::tolerance(0.01));
    BOOST_TEST(test.apparent_modulus(1.) == material.youngs_modulus * area,
               boost::test_tools::tolerance(1e-6));
    const auto errors = mechanics::recovery_error(test.elasticity(), test.displacement());
    BOOST_TEST(std::accumulate(errors.begin(), errors.end(), 0.) < 1e-10);
    for (const auto &stress : mechanics::mean_stresses(test.elasticity(), test.displacement())) {
      BOOST_TEST(stress[2][2] == -material.youngs_modulus, boost::test_tools::tolerance(1e-5));
      BOOST_TEST(std::abs(materials::largest_principal(stress)) < 1e-4);
    }
    const auto nodal = test.nodal_stress();
    for (unsigned int node = 0; node < test.space().n_local_nodes(); ++node)
      for (unsigned int i = 0; i < 6; ++i)
        BOOST_TEST(std::abs(nodal.local_element(6 * node + i) +
                            (i == 2 ? material.youngs_modulus : 0.)) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(bonded_platens_stiffen_a_block) {
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(), 10.), unit_box,
                    0.25);
  Compression bonded(tree, material, at_once(2), true);
  bonded.solve(1e-8);
  const double nu = material.poissons_ratio;
  const double confined = material.youngs_modulus * (1. - nu) / ((1. + nu) * (1. - 2. * nu));
  BOOST_TEST(bonded.apparent_modulus(1.) > 1.02 * material.youngs_modulus);
  BOOST_TEST(bonded.apparent_modulus(1.) < confined);
}

BOOST_AUTO_TEST_CASE(extrapolation) {
  const auto check = [](const std::vector<double> &sequence, double value, double error) {
    const auto found = adaptivity::extrapolate(sequence, 0.5, 0.1);
    BOOST_TEST(found.value == value, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(found.error == error, boost::test_tools::tolerance(1e-12));
  };
  check({2.}, 2., 0.1);
  // 1 + 1/2^k.
  check({2., 1.5}, 1., 0.5);
  check({2., 1.5, 1.25}, 1., 0.2 * 0.25);
  // 1 + 1/5^k: much faster than the usual factor.
  check({2., 1.2, 1.04}, 1., 0.5 * 0.75 * 0.16);
  // A somewhat faster start is not believed, nor a factor that promises no convergence.
  check({2., 1.5, 1.28}, 1.06, 0.2 * 0.22);
  check({3., 2., 1.}, 0., 0.75 * (0.67 / 0.33 - 1.));
  // A longer sequence is known better; one whose factor is still 0.6 is not.
  check({3., 2., 1.5, 1.25}, 1., 0.1 * 0.25);
  check({4., 3., 2.5, 2.2}, 1.9, 0.75 * 0.5 * 0.3);
}

BOOST_AUTO_TEST_CASE(notches_are_re_entrant_only) {
  const octree::CellCutter cutter(3);
  const dealii::Tensor<1, 3> x({1, 0, 0}), z({0, 0, 1});
  const geometry::ShapePtr left = std::make_shared<geometry::HalfSpace>(Point(0.43, 0, 0), x),
                           lower = std::make_shared<geometry::HalfSpace>(Point(0, 0, 0.39), z);
  const auto turns = [&](const geometry::Shape &shape, double limit) {
    return octree::turns_inwards(cutter.cut(shape, unit_box).surface, limit);
  };
  BOOST_TEST(!turns(*left, 1e-6));
  BOOST_TEST(!turns(geometry::Intersection({left, lower}), 1e-6));
  BOOST_TEST(turns(geometry::Union({left, lower}), M_PI / 2. - 1e-6));
  BOOST_TEST(!turns(geometry::Union({left, lower}), M_PI / 2. + 1e-6));
  BOOST_TEST(!turns(geometry::Sphere(Point(0.5, 0.5, 0.5), 0.3), 0.3));
}

BOOST_AUTO_TEST_CASE(refinement_lowers_the_modulus_and_its_error_bar_covers_the_limit) {
  const auto run = [&](double cell_size, unsigned int refinements) {
    auto d = discretization(cell_size);
    d.max_refinements = d.neck_refinements = refinements;
    d.accuracy = 1e-6;
    mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, fused_rods(), material, d, false);
    std::vector<double> moduli;
    adaptive.run([&](const mechanics::Pass &pass) { moduli.push_back(pass.modulus); });
    for (std::size_t i = 1; i < moduli.size(); ++i)
      BOOST_TEST(moduli[i] < moduli[i - 1]);
    return adaptive.modulus();
  };
  const auto coarse = run(0.0625, 2), fine = run(0.03125, 3);
  BOOST_TEST_MESSAGE("modulus " << coarse.value << " ± " << coarse.error << ", finer " << fine.value
                                << " ± " << fine.error);
  BOOST_TEST(std::abs(coarse.value - fine.value) < coarse.error + fine.error);
  BOOST_TEST(fine.error < coarse.error);
}

BOOST_AUTO_TEST_CASE(the_accuracy_may_be_met_with_few_refinements_of_notches) {
  auto d = discretization(0.0625);
  d.accuracy = 0.5;
  d.max_refinements = 4;
  for (d.neck_refinements = 0; d.neck_refinements <= 3; ++d.neck_refinements) {
    mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, fused_rods(), material, d, false);
    adaptive.run([](const mechanics::Pass &) {});
    BOOST_TEST(adaptive.modulus().error < d.accuracy * adaptive.modulus().value);
    BOOST_TEST(adaptive.passes().size() == std::min(d.neck_refinements, 2u) + 1u);
  }
}

BOOST_AUTO_TEST_CASE(the_share_done_grows_within_every_grid) {
  auto d = discretization(0.0625);
  d.accuracy = 1e-6;
  d.max_refinements = d.neck_refinements = 2;
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, fused_rods(), material, d, false);
  std::vector<double> shares;
  std::vector<std::size_t> told;
  adaptive.run([&](const mechanics::Pass &) { told.push_back(shares.size()); },
               [&](double share) { shares.push_back(share); });
  BOOST_TEST(std::is_sorted(shares.begin(), shares.end()));
  BOOST_TEST(shares.front() > 0.);
  BOOST_TEST(shares.back() > 0.7);
  BOOST_TEST(shares.back() < 1.);
  BOOST_REQUIRE_EQUAL(told.size(), 3u);
  // Set-up, iterations, and the end of each.
  std::size_t before = 0;
  for (const std::size_t n : told) {
    BOOST_TEST(n > before + 5);
    BOOST_TEST(shares[n - 1] > shares[before] + 0.05);
    before = n;
  }
}

BOOST_AUTO_TEST_CASE(loose_parts_are_left_out) {
  const geometry::ShapePtr column = rod(0.3, 0.3, 0.2),
                           ball = std::make_shared<geometry::Sphere>(Point(0.75, 0.75, 0.5), 0.15);
  auto d = discretization(0.0625);
  d.accuracy = 0.;
  const auto modulus = [&](const geometry::ShapePtr &solid) {
    mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, scaffold(solid, unit_box), material, d,
                                        true);
    adaptive.run([](const mechanics::Pass &) {});
    return std::make_pair(adaptive.modulus().value, adaptive.n_parts() * adaptive.loose().volume);
  };
  const auto alone = modulus(column);
  const auto both =
      modulus(std::make_shared<geometry::Union>(std::vector<geometry::ShapePtr>{column, ball}));
  BOOST_TEST(both.first == alone.first, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(alone.second == 0.);
  BOOST_TEST(both.second == 4. / 3. * M_PI * std::pow(0.15, 3), boost::test_tools::tolerance(0.03));
  auto nothing = discretization(0.125);
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, scaffold(ball, unit_box), material, nothing,
                                      true);
  BOOST_CHECK_THROW(adaptive.run([](const mechanics::Pass &) {}), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(a_column_that_ends_below_the_platen_bears_nothing) {
  // Within the uppermost cell of its neighbour, and within the same cells as this from the side.
  const auto block = [](double from, double to, double top) -> geometry::ShapePtr {
    return std::make_shared<geometry::Box>(Point(from, 0.25, -1.), Point(to, 0.75, top));
  };
  auto d = discretization(0.125);
  d.accuracy = 0.;
  d.symmetry = operators::SymmetryUse::off;
  const auto solid = std::make_shared<geometry::Union>(
      std::vector<geometry::ShapePtr>{block(0.25, 0.5, 2.), block(0.53125, 0.75, 0.99)});
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, scaffold(solid, unit_box), material, d,
                                      false);
  adaptive.run([](const mechanics::Pass &) {});
  BOOST_TEST(adaptive.modulus().value == 0.125 * material.youngs_modulus,
             boost::test_tools::tolerance(1e-4));
  BOOST_TEST(adaptive.loose().to > 0.9);
  BOOST_TEST(adaptive.gap_change() == 0.);
}

BOOST_AUTO_TEST_CASE(the_error_bar_holds_what_a_gap_thinner_than_a_cell_changes) {
  // A hairpin: two plates that are one at one end, loaded so that they come closer at the other.
  const geometry::ShapePtr slit =
      std::make_shared<geometry::Box>(Point(-1., -1., 0.49), Point(0.85, 2., 0.51));
  const auto solid = std::make_shared<geometry::Intersection>(std::vector<geometry::ShapePtr>{
      std::make_shared<geometry::Complement>(slit),
      std::make_shared<geometry::Complement>(
          std::make_shared<geometry::Box>(Point(0.3, -1., 0.75), Point(2., 2., 2.))),
      std::make_shared<geometry::Complement>(
          std::make_shared<geometry::Box>(Point(0.3, -1., -1.), Point(2., 2., 0.25)))});
  const auto modulus = [&](double cell_size, unsigned int refinements) {
    auto d = discretization(cell_size);
    d.degree = 2;
    d.accuracy = refinements > 0 ? 1e-6 : 0.;
    d.max_refinements = d.neck_refinements = refinements;
    mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD,
                                        scaffold(solid, Box({Point(0, 0, 0), Point(1, 0.125, 1)})),
                                        material, d, false);
    adaptive.run([](const mechanics::Pass &) {});
    return std::make_pair(adaptive.modulus(), adaptive.gap_change());
  };
  const auto [coarse, change] = modulus(0.125, 0);
  const auto [fine, none] = modulus(0.03125, 3);
  BOOST_TEST_MESSAGE(coarse.value << " ± " << coarse.error << " on cells wider than the gap, "
                                  << fine.value << " ± " << fine.error << " on finer ones");
  BOOST_TEST(change > 0.1);
  BOOST_TEST(none == 0.);
  BOOST_TEST(std::abs(coarse.value - fine.value) < coarse.error);
  // Without it the bar would not.
  BOOST_TEST(coarse.error - change * coarse.value < coarse.value - fine.value - fine.error);
}

BOOST_AUTO_TEST_SUITE_END()
