// SPDX-License-Identifier: LGPL-2.1-or-later
// Effective stiffness and diffusivity of periodic cells with known answers.
#include <meshes/geometry/lattices/columns.h>
#include <meshes/geometry/lattices/sphere_array.h>
#include <meshes/geometry/shapes/csg.h>
#include <solver/mechanics/bounds.h>
#include <solver/mechanics/engineering_constants.h>
#include <solver/mechanics/homogenization.h>
#include <solver/transport/effective_diffusivity.h>
#include <tests/messages.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <chrono>
#include <cmath>

using namespace lacuna;
using adaptivity::AdaptiveTensor;
using adaptivity::Matrix;
using geometry::Point;
using tests::message;

BOOST_AUTO_TEST_SUITE(homogenization)

namespace {

const materials::Isotropic material{1., 0.3};

/** Grids from cells of the given size on, halved or refined at necks so many times. */
operators::DiscretizationParameters grids(double cell_size, unsigned int n_refinements) {
  return tests::discretization(cell_size, 1e-9, n_refinements, 1e7);
}

geometry::Scaffold cell(const geometry::ShapePtr &solid, const Point &size) {
  auto result = tests::scaffold(solid, octree::Box({Point(), size}));
  result.periodic = true;
  return result;
}

geometry::ShapePtr complement(geometry::ShapePtr shape) {
  return std::make_shared<geometry::Complement>(std::move(shape));
}

/** Layers across z, the share `share` of which is solid, in a period of 1. */
class Layers : public geometry::Shape {
public:
  explicit Layers(double share) : share_(share) {}
  double distance(const Point &x) const override {
    return std::abs(x[2] - std::floor(x[2]) - 0.47) - 0.5 * share_;
  }

private:
  double share_;
};

/** Solid everywhere. */
class Everything : public geometry::Shape {
public:
  double distance(const Point &) const override { return -10.; }
};

const Point woodpile_cell(0.63, 0.63, 0.48);

geometry::ShapePtr woodpile(double offset = 0.5) {
  return std::make_shared<geometry::Woodpile>(tests::sharp_woodpile(0.33, 0.63, 0.24, offset));
}

/** Runs a tensor and says what each grid took. */
template <typename Run>
void run(const std::string &name, Run &homogenized) {
  using Clock = std::chrono::steady_clock;
  auto begin = Clock::now();
  homogenized.run([&](const AdaptiveTensor &tensor) {
    const auto &pass = tensor.passes().back();
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    message(fmt::format("{}: {} unknowns, {} iterations, {:.1f} s: {:.5f} {:.5f} {:.5f}", name,
                        pass.unknowns, pass.iterations, seconds, pass.tensor(0, 0),
                        pass.tensor(1, 1), pass.tensor(2, 2)));
    begin = Clock::now();
  });
}

Matrix stiffness(const std::string &name, const geometry::Scaffold &scaffold,
                 const operators::DiscretizationParameters &discretization,
                 const materials::Isotropic &solid = material) {
  mechanics::Homogenization result(MPI_COMM_WORLD, scaffold, solid, discretization);
  run(name, result);
  return result.stiffness().value();
}

Matrix diffusivity(const std::string &name, const geometry::Scaffold &scaffold,
                   const operators::DiscretizationParameters &discretization) {
  transport::EffectiveDiffusivity result(MPI_COMM_WORLD, scaffold, discretization);
  run(name, result);
  return result.relative().value();
}

void check_equal(const Matrix &a, const Matrix &b, double tolerance) {
  Matrix difference = a;
  difference.add(-1., b);
  BOOST_TEST(difference.linfty_norm() < tolerance * b.linfty_norm());
}

double sphere_diameter(double share) {
  return std::cbrt(6. * share / M_PI);
}

} // namespace

BOOST_AUTO_TEST_CASE(a_cell_without_pores_is_the_material) {
  const auto solid = cell(std::make_shared<Everything>(), Point(1, 1.5, 0.7));
  check_equal(stiffness("uniform", solid, grids(0.4, 0)), mechanics::voigt_stiffness(material),
              1e-12);
}

BOOST_AUTO_TEST_CASE(layers) {
  // Two loads along the layers are borne in plane stress, others not at all.
  constexpr double share = 0.4;
  const auto scaffold = cell(std::make_shared<Layers>(share), Point(0.5, 0.5, 1));
  const double nu = material.poissons_ratio, plate = share / (1. - nu * nu);
  Matrix expected(6, 6);
  expected(0, 0) = expected(1, 1) = plate;
  expected(0, 1) = expected(1, 0) = nu * plate;
  expected(5, 5) = share * material.mu();
  check_equal(stiffness("layers", scaffold, grids(0.125, 0)), expected, 1e-5);
  Matrix pores(3, 3);
  pores(0, 0) = pores(1, 1) = 1. - share;
  check_equal(diffusivity("layers, pores", scaffold, grids(0.125, 0)), pores, 1e-5);
}

BOOST_AUTO_TEST_CASE(diffusion_around_cylinders) {
  // Perrins et al. 1979, 10.1098/rspa.1979.0160
  for (const auto &[share, expected] :
       {std::pair{0.1, 0.818177}, {0.3, 0.537580}, {0.5, 0.324654}, {0.6, 0.230318}}) {
    const auto cylinders = std::make_shared<geometry::Columns>(
        geometry::Arrangement::square, false, 2. * std::sqrt(share / M_PI), 1., 0.5);
    const auto d = diffusivity(fmt::format("cylinders, {}", share),
                               cell(cylinders, Point(1, 1, 0.25)), grids(0.0625, 1));
    message(fmt::format("transverse {:.5f}, known {:.5f}", d(0, 0), expected));
    BOOST_TEST(d(0, 0) == expected, boost::test_tools::tolerance(5e-3));
    BOOST_TEST(d(2, 2) == 1. - share, boost::test_tools::tolerance(5e-3));
  }
}

BOOST_AUTO_TEST_CASE(diffusion_around_spheres) {
  // Solid harmonics fitted to the faces of the cell, in orders up to 35.
  for (const auto &[share, expected] :
       {std::pair{0.1, 0.857112}, {0.2, 0.726703}, {0.4, 0.490110}, {0.463247, 0.41735}}) {
    const auto spheres = std::make_shared<geometry::SphereArray>(sphere_diameter(share), 1., 0.5);
    const auto d = diffusivity(fmt::format("spheres, {}", share), cell(spheres, Point(1, 1, 1)),
                               grids(0.125, 1));
    message(fmt::format("isotropic {:.5f}, known {:.5f}", d(0, 0), expected));
    for (unsigned int i = 0; i < 3; ++i)
      BOOST_TEST(d(i, i) == expected, boost::test_tools::tolerance(2e-3));
    BOOST_TEST(std::abs(d(0, 1)) < 1e-4);
  }
}

BOOST_AUTO_TEST_CASE(spherical_voids) {
  const auto voids =
      complement(std::make_shared<geometry::SphereArray>(sphere_diameter(0.1), 1., 0.5));
  const auto c = stiffness("spherical voids", cell(voids, Point(1, 1, 1)), grids(0.125, 1));
  const auto constants = mechanics::engineering_constants(c);
  message(fmt::format("E/Es {:.4f}, K/Es {:.4f}, Zener {:.4f}", constants.youngs_modulus[0],
                      constants.bulk_modulus, constants.zener_ratio));
  BOOST_TEST(constants.youngs_modulus[2] == 0.830, boost::test_tools::tolerance(5e-3));
  BOOST_TEST(constants.bulk_modulus == 0.643, boost::test_tools::tolerance(5e-3));
}

BOOST_AUTO_TEST_CASE(woodpile_with_sharp_necks) {
  const auto scaffold = cell(woodpile(), woodpile_cell);
  const auto c = stiffness("woodpile", scaffold, grids(0.08, 2), {1., 0.22});
  const auto constants = mechanics::engineering_constants(c);
  message(fmt::format("Ez/Es {:.4f}, Ex/Es {:.4f}, Ey/Es {:.4f}", constants.youngs_modulus[2],
                      constants.youngs_modulus[0], constants.youngs_modulus[1]));
  // Extrapolated from four neck-refined grids of an eighth of the cell.
  BOOST_TEST(constants.youngs_modulus[2] == 0.2444, boost::test_tools::tolerance(2e-2));
  BOOST_TEST(constants.youngs_modulus[0] == 0.3053, boost::test_tools::tolerance(5e-3));
  BOOST_TEST(constants.youngs_modulus[1] == constants.youngs_modulus[0],
             boost::test_tools::tolerance(1e-3));
  const auto d = diffusivity("woodpile, pores", scaffold, grids(0.08, 1));
  message(fmt::format("De_x {:.4f}, De_y {:.4f}, De_z {:.4f}", d(0, 0), d(1, 1), d(2, 2)));
  // References from voxels, whose staircases hinder diffusion by a few per cent.
  BOOST_TEST(d(0, 0) == 0.270, boost::test_tools::tolerance(4e-2));
  BOOST_TEST(d(2, 2) == 0.354, boost::test_tools::tolerance(4e-2));
}

BOOST_AUTO_TEST_CASE(loose_bodies_bear_nothing) {
  const auto spheres = std::make_shared<geometry::SphereArray>(sphere_diameter(0.1), 1., 0.5);
  mechanics::Homogenization result(MPI_COMM_WORLD, cell(spheres, Point(1, 1, 1)), material,
                                   grids(0.125, 1));
  run("loose spheres", result);
  BOOST_TEST(result.stiffness().passes().size() == 2u);
  BOOST_TEST(result.stiffness().value().linfty_norm() == 0.);
  BOOST_TEST(result.stiffness().relative_error() == 0.);
  BOOST_TEST(!mechanics::bears_every_load(result.stiffness().value(), 1.));
}

BOOST_AUTO_TEST_CASE(the_origin_of_the_cell_does_not_matter) {
  const auto one = cell(woodpile(0.5), woodpile_cell), other = cell(woodpile(0.13), woodpile_cell);
  check_equal(stiffness("offset 0.5", one, grids(0.08, 0)),
              stiffness("offset 0.13", other, grids(0.08, 0)), 5e-3);
}

BOOST_AUTO_TEST_CASE(refinement_across_the_period) {
  // Necks at a corner of the cell; the same as in the middle of it.
  const auto one = cell(woodpile(0.), woodpile_cell), other = cell(woodpile(0.5), woodpile_cell);
  check_equal(stiffness("necks at corners", one, grids(0.08, 1)),
              stiffness("necks in the middle", other, grids(0.08, 1)), 1e-4);
}

BOOST_AUTO_TEST_CASE(bounds_are_checked) {
  Matrix d = dealii::IdentityMatrix(3);
  d *= 0.5;
  mechanics::check_bounds("diffusivity", d, dealii::IdentityMatrix(3), 0.61, 1., 0.);
  const auto refuses = [&](double share) {
    BOOST_CHECK_THROW(
        mechanics::check_bounds("diffusivity", d, dealii::IdentityMatrix(3), share, 1., 1e-3),
        std::runtime_error);
  };
  refuses(0.59); // Hashin–Shtrikman: 2 f / (3 − f)
  refuses(0.49); // Voigt
  d(2, 2) = -0.1;
  refuses(0.9);
  d(2, 2) = std::nan("");
  refuses(0.9);
}

BOOST_AUTO_TEST_CASE(loads_are_borne_by_more_than_cut_cells_hold) {
  Matrix c = mechanics::voigt_stiffness(material);
  BOOST_TEST(mechanics::bears_every_load(c, material.youngs_modulus));
  c *= 1e-6;
  BOOST_TEST(!mechanics::bears_every_load(c, material.youngs_modulus));
  c(0, 0) = std::nan("");
  BOOST_CHECK_THROW(mechanics::bears_every_load(c, material.youngs_modulus), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(engineering_constants_of_the_material) {
  const Matrix c = mechanics::voigt_stiffness(material);
  const auto constants = mechanics::engineering_constants(c);
  for (unsigned int i = 0; i < 3; ++i) {
    BOOST_TEST(constants.youngs_modulus[i] == 1., boost::test_tools::tolerance(1e-12));
    BOOST_TEST(constants.shear_modulus[i] == 1. / 2.6, boost::test_tools::tolerance(1e-12));
  }
  for (const double nu : constants.poissons_ratio)
    BOOST_TEST(nu == 0.3, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(constants.bulk_modulus == 1. / 1.2, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(constants.zener_ratio == 1., boost::test_tools::tolerance(1e-12));
  BOOST_TEST(mechanics::youngs_modulus(mechanics::compliance(c), Point(0.6, 0., 0.8)) == 1.,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
