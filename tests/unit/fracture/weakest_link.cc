// SPDX-License-Identifier: LGPL-2.1-or-later
// Exact answers of Weibull's theory: a bar in tension, pure bending, the size effect.
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/weakest_link.h>
#include <solver/mechanics/compression.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <numeric>

using namespace lacuna;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(weakest_link)

namespace {

/** Strength 3 at a volume of 2, m = 8; `toughness` sets the averaging length. */
materials::MaterialParameters material(double toughness) {
  return {100., 0.25, 3., toughness, 8., 2.};
}

/** Averaging over next to nothing. */
const materials::MaterialParameters brittle = material(1e-3);

geometry::ShapePtr everywhere() {
  return std::make_shared<geometry::Sphere>(Point(), 100.);
}

template <typename Displacement>
fracture::AveragedStress averaged(const operators::FiniteCellSpace &space,
                                  const Displacement &displacement) {
  Vector u = space.make_vector(3);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
    for (unsigned int d = 0; d < 3; ++d)
      u.local_element(3 * node + d) = displacement(positions[node])[d];
  u.update_ghost_values();
  return {operators::Elasticity(space, brittle.elasticity(), 0., 0.), u,
          brittle.averaging_length()};
}

/** Plane bending: σ_zz = 6 at x = 1, nothing at x = 0, pressure beyond. */
dealii::Tensor<1, 3> bending(const Point &x) {
  const double curvature = 6. / brittle.youngs_modulus, nu = brittle.poissons_ratio;
  return dealii::Tensor<1, 3>({-0.5 * curvature * (x[2] * x[2] + nu * (x[0] * x[0] - x[1] * x[1])),
                               -curvature * nu * x[0] * x[1], curvature * x[0] * x[2]});
}

struct Pulled {
  double force, volume;
  fracture::WeakestLink link;
};

/** A round bar across the cells, `scale` times the unit size, pulled by the mean strain 0.01. */
Pulled pull(double scale, const materials::MaterialParameters &material, double radius_at_middle) {
  const Point center(0.5 * scale, 0.5 * scale, 0.5 * scale);
  geometry::ShapePtr shape =
      std::make_shared<geometry::Cylinder>(center, dealii::Tensor<1, 3>({0, 0, 1}), 0.45 * scale);
  if (radius_at_middle > 0.)
    shape = std::make_shared<geometry::Intersection>(std::vector<geometry::ShapePtr>{
        shape, std::make_shared<geometry::Complement>(
                   std::make_shared<geometry::Sphere>(center, radius_at_middle * scale))});
  const Octree tree(MPI_COMM_WORLD, shape, Box({Point(0, 0, 0), Point(scale, scale, scale)}),
                    0.125 * scale);
  mechanics::Compression bar(tree, material.elasticity(), tests::discretization(1., 0., 0, 1e9),
                             false);
  bar.solve(1e-9);
  Vector u = bar.displacement();
  u *= -0.01;
  u.update_ghost_values();
  const fracture::AveragedStress stress(bar.elasticity(), u, material.averaging_length());
  double volume = 0.;
  for (const auto &cell : bar.space().cells()) {
    const double *weights = bar.space().weights(cell);
    volume +=
        cell.volume() * std::accumulate(weights, weights + bar.space().moments().n_points(), 0.);
  }
  volume = dealii::Utilities::MPI::sum(volume, MPI_COMM_WORLD);
  return {0.01 * bar.apparent_modulus(scale * scale), volume,
          fracture::weakest_link(stress, material, 1)};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_bar_in_tension_has_its_volume) {
  // σ̄ = σ0 (V0/V)^(1/m) Γ(1 + 1/m), a force of σ̄ times its cross-section.
  const auto m = material(1.);
  const auto [force, volume, link] = pull(1., m, 0.);
  BOOST_TEST(link.effective_volume == volume, boost::test_tools::tolerance(2e-4));
  const double stress = force * link.load_factor.mean() / volume;
  BOOST_TEST(stress == 3. * std::pow(2. / volume, 1. / 8.) * std::tgamma(1. + 1. / 8.),
             boost::test_tools::tolerance(2e-4));
}

BOOST_AUTO_TEST_CASE(bending_has_a_share_of_its_volume) {
  // V_eff = V / (2 (m + 1))
  const Octree tree(MPI_COMM_WORLD, everywhere(), Box({Point(-1, 0, 0), Point(1, 1, 1)}), 0.0625);
  const operators::FiniteCellSpace space(tree, 2);
  const auto stress = averaged(space, bending);
  const auto link = fracture::weakest_link(stress, brittle, 1);
  const double exact = 2. / (2. * 9.);
  // Relative to the largest stress at a Gauss point, which is not quite at the surface.
  BOOST_TEST(link.effective_volume * std::pow(stress.peak() / 6., 8.) == exact,
             boost::test_tools::tolerance(1e-3));
  BOOST_TEST(link.load_factor.median() == 3. / 6. * std::pow(2. / exact * std::log(2.), 1. / 8.),
             boost::test_tools::tolerance(2e-4));
}

BOOST_AUTO_TEST_CASE(larger_specimens_are_weaker) {
  // A bar with a pore, twice as large, with a material that averages over twice the length.
  const auto small = pull(1., material(1.), 0.25), large = pull(2., material(std::sqrt(2.)), 0.25);
  BOOST_TEST(large.link.effective_volume == 8. * small.link.effective_volume,
             boost::test_tools::tolerance(1e-6));
  BOOST_TEST(large.force == small.force, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(large.link.load_factor.median() ==
                 small.link.load_factor.median() * std::pow(8., -1. / 8.),
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(mirror_images_count) {
  const Octree tree(MPI_COMM_WORLD, everywhere(), Box({Point(-1, 0, 0), Point(1, 1, 1)}), 0.25);
  const operators::FiniteCellSpace space(tree, 1);
  const auto stress = averaged(space, bending);
  BOOST_TEST(fracture::weakest_link(stress, brittle, 4).effective_volume ==
             4. * fracture::weakest_link(stress, brittle, 1).effective_volume);
}

BOOST_AUTO_TEST_CASE(pressure_never_breaks) {
  const Octree tree(MPI_COMM_WORLD, everywhere(), Box({Point(0, 0, 0), Point(1, 1, 1)}), 0.5);
  const operators::FiniteCellSpace space(tree, 1);
  const auto stress = averaged(space, [](const Point &x) { return -x; });
  const auto link = fracture::weakest_link(stress, brittle, 1);
  BOOST_TEST(link.effective_volume == 0.);
  BOOST_TEST(std::isinf(link.load_factor.median()));
}

BOOST_AUTO_TEST_CASE(quantiles_and_mean) {
  // A strength of Weibull modulus 1 is distributed exponentially.
  const fracture::WeibullStrength exponential(2., 1.);
  BOOST_TEST(exponential.mean() == 2.);
  BOOST_TEST(exponential.median() == 2. * std::log(2.));
  BOOST_TEST(exponential.quantile(0.95) == 2. * std::log(20.), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(fracture::WeibullStrength::of_median(5., 8.).median() == 5.,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
