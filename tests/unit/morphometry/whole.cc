// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/sphere_array.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/morphometry/morphometry.h>
#include <tests/scaffolds.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>

using namespace lacuna;
using geometry::Point;
using geometry::ShapePtr;
using morphometry::MeasureOptions;
using morphometry::Morphometry;

namespace {

const dealii::BoundingBox<3> cube2({Point(0, 0, 0), Point(2, 2, 2)});

morphometry::MeanInterceptLength intercepts(const ShapePtr &solid) {
  const morphometry::VoxelImage image(MPI_COMM_WORLD, tests::scaffold(solid, cube2), 1. / 50.);
  return mean_intercept_length(surface_points(image), cube2.volume());
}

/** Four layers without variations. */
geometry::Scaffold specimen() {
  geometry::EnvelopeParameters envelope;
  envelope.shape = geometry::EnvelopeShape::cylinder;
  envelope.size = {2.4e-3, 1.28e-3};
  geometry::PrintParameters print;
  print.diameter_variation = print.position_variation = 0.;
  return geometry::make_scaffold({{}, envelope, print}, 1);
}

/** A thin shell around the middle of a cube of side 1, which counts how often φ is asked for. */
class Shell : public geometry::Shape {
public:
  static constexpr double radius = 0.4, thickness = 0.016;

  double distance(const Point &x) const override {
    ++n_evaluations;
    return std::abs(x.distance(Point(0.51, 0.5, 0.495)) - radius) - 0.5 * thickness;
  }

  mutable std::uint64_t n_evaluations = 0;
};

const dealii::BoundingBox<3> cube1({Point(0, 0, 0), Point(1, 1, 1)});

/** As a design would ask for that was to be three times as thick. */
MeasureOptions of_shell() {
  return MeasureOptions{3. * Shell::thickness};
}

std::vector<double> numbers(const Morphometry &m) {
  std::vector<double> all = {m.total_volume,
                             m.solid.volume,
                             m.solid.surface,
                             m.strand_thickness.mean,
                             m.strand_thickness.standard_deviation,
                             m.strand_thickness.largest,
                             m.pore_size.mean,
                             m.pore_size.standard_deviation,
                             m.pore_size.largest,
                             m.mid_axis_distance,
                             m.euler_number,
                             m.connectivity_density};
  for (const auto *parts : {&m.solid_parts, &m.pore_parts}) {
    all.insert(all.end(), {parts->n_parts, parts->open_share});
    all.insert(all.end(), parts->through_share.begin(), parts->through_share.end());
  }
  all.insert(all.end(), m.throat.begin(), m.throat.end());
  all.insert(all.end(), m.intercepts.length.begin(), m.intercepts.length.end());
  return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(morphometry_whole)

// Lines through an array of n spheres a volume meet each on an area π R², twice.
BOOST_AUTO_TEST_CASE(intercepts_of_spheres) {
  // Off the middle of voxels, whose lines would meet the spheres in step.
  const auto mil = intercepts(std::make_shared<geometry::SphereArray>(0.8, 1., 0.517));
  const double exact = 1. / (2. * dealii::numbers::PI * 0.16);
  for (const double length : mil.length)
    BOOST_TEST(std::abs(length / exact - 1.) < 0.01);
  BOOST_TEST(mil.degree_of_anisotropy() < 1.01);
}

BOOST_AUTO_TEST_CASE(intercepts_along_rods_have_no_end) {
  const dealii::Tensor<1, 3> along({0.6, 0., 0.8});
  const auto mil = intercepts(std::make_shared<geometry::Cylinder>(Point(1, 1, 1), along, 0.2));
  BOOST_TEST(mil.degree_of_anisotropy() > 100.);
  BOOST_TEST(std::abs(mil.direction[0] * along) > 0.999);
  BOOST_TEST(std::abs(mil.length[1] / mil.length[2] - 1.) < 0.05);
}

BOOST_AUTO_TEST_CASE(nearest_of_points) {
  std::vector<Point> points;
  const auto random = [](int i, int d) { return std::fmod((i + 1) * (0.618034 + 0.13 * d), 1.); };
  for (int i = 0; i < 500; ++i)
    points.emplace_back(random(i, 0), random(i, 1), random(i, 2));
  const morphometry::NearestPoint nearest(points);
  for (int i = 0; i < 200; ++i) {
    const Point x(random(i, 3), random(i, 4), 1.4 * random(i, 5));
    double least = 10.;
    for (const Point &point : points)
      least = std::min(least, x.distance(point));
    BOOST_TEST(x.distance(nearest(x)) == least);
    for (const double known : {1., 1.01, 3.})
      BOOST_TEST(x.distance(nearest.within(x, known * least)) == least);
  }
  for (const Point &point : points)
    BOOST_TEST(point.distance(nearest.within(point, 0.)) == 0.);
}

BOOST_AUTO_TEST_CASE(printed_specimen) {
  const Morphometry m = measure(MPI_COMM_WORLD, specimen(), MeasureOptions{400e-6});
  BOOST_TEST(std::abs(m.strand_thickness.mean - 400e-6) < 0.02 * 400e-6);
  BOOST_TEST(m.solid_parts.n_parts == 1);
  BOOST_TEST(m.pore_parts.open_share > 0.999);
  // Between strands two layers apart 640 − 400 µm, below those of the second layer 480 − 200 µm.
  for (int d = 0; d < 2; ++d)
    BOOST_TEST((m.throat[d] > 0.98 * 240e-6 && m.throat[d] < 1.02 * 280e-6));
  BOOST_TEST(std::abs(m.throat[2] - 400e-6) < 0.02 * 400e-6);
  BOOST_TEST(!m.is_coarse);
}

BOOST_AUTO_TEST_CASE(same_on_any_number_of_ranks) {
  const auto together = numbers(measure(MPI_COMM_WORLD, specimen(), MeasureOptions{600e-6}));
  const auto alone = numbers(measure(MPI_COMM_SELF, specimen(), MeasureOptions{600e-6}));
  for (std::size_t i = 0; i < alone.size(); ++i)
    BOOST_TEST(together[i] == alone[i], boost::test_tools::tolerance(1e-11));
}

BOOST_AUTO_TEST_CASE(thin_shell_is_measured_and_its_pores) {
  const auto shell = std::make_shared<Shell>();
  const Morphometry m = measure(MPI_COMM_WORLD, tests::scaffold(shell, cube1), of_shell());
  const double outer = Shell::radius + 0.5 * Shell::thickness,
               inner = Shell::radius - 0.5 * Shell::thickness, pi = dealii::numbers::PI;
  const double volume = 4. / 3. * pi * (std::pow(outer, 3) - std::pow(inner, 3)),
               surface = 4. * pi * (outer * outer + inner * inner);
  BOOST_TEST(std::abs(m.solid.volume / volume - 1.) < 1e-3);
  BOOST_TEST(std::abs(m.solid.surface / surface - 1.) < 1e-3);
  BOOST_TEST(std::abs(m.strand_thickness.mean / Shell::thickness - 1.) < 0.02);
  BOOST_TEST(std::abs(m.pore_size.largest / (2. * inner) - 1.) < 0.01);
  BOOST_TEST(m.solid_parts.n_parts == 1);
  BOOST_TEST(m.pore_parts.n_parts == 2);
  BOOST_TEST(m.euler_number == 2); // one hollow
  const double closed = 4. / 3. * pi * std::pow(inner, 3) / (1. - volume);
  BOOST_TEST(std::abs(m.pore_parts.open_share - (1. - closed)) < 2e-3);
  BOOST_TEST(!m.is_coarse);
}

// Off the wall few values settle many voxels, and pores are no finer than they need.
BOOST_AUTO_TEST_CASE(thin_shell_asks_for_fine_voxels_on_the_wall_alone) {
  const auto shell = std::make_shared<Shell>();
  const Morphometry m = measure(MPI_COMM_SELF, tests::scaffold(shell, cube1), of_shell());
  const double n_voxels = std::pow(m.voxel_size, -3),
               n_pore_voxels = std::pow(m.pore_voxel_size, -3);
  BOOST_TEST(n_voxels > 3e6);
  BOOST_TEST(n_pore_voxels < 0.05 * n_voxels);
  // Each voxel of the surface costs some 60, on the lattice of the volume most of all.
  const double n_on_surface = 8. * dealii::numbers::PI * std::pow(Shell::radius / m.voxel_size, 2);
  BOOST_TEST(shell->n_evaluations < 100. * n_on_surface);
}

// At the limit of what the wall leaves of a voxel.
BOOST_AUTO_TEST_CASE(walls_much_thinner_than_designed_get_voxels_of_their_own) {
  const auto shell = std::make_shared<Shell>();
  const Morphometry m = measure(MPI_COMM_WORLD, tests::scaffold(shell, cube1),
                                MeasureOptions{10. * Shell::thickness});
  BOOST_TEST(m.voxel_size < 0.5 * Shell::thickness);
  BOOST_TEST(std::abs(m.strand_thickness.mean / Shell::thickness - 1.) < 0.02);
  const Morphometry limited = measure(MPI_COMM_WORLD, tests::scaffold(shell, cube1),
                                      MeasureOptions{10. * Shell::thickness, 1e5});
  BOOST_TEST(limited.is_coarse);
}

BOOST_AUTO_TEST_CASE(pores_on_larger_voxels_are_the_same_on_any_number_of_ranks) {
  const auto scaffold = tests::scaffold(std::make_shared<Shell>(), cube1);
  const Morphometry together = measure(MPI_COMM_WORLD, scaffold, of_shell()),
                    alone = measure(MPI_COMM_SELF, scaffold, of_shell());
  BOOST_TEST(alone.pore_voxel_size > 2. * alone.voxel_size);
  const auto one = numbers(alone), other = numbers(together);
  for (std::size_t i = 0; i < one.size(); ++i)
    BOOST_TEST(other[i] == one[i], boost::test_tools::tolerance(1e-11));
}

BOOST_AUTO_TEST_CASE(work_done_rises_to_one) {
  std::vector<double> shares;
  MeasureOptions options = of_shell();
  options.done = [&](double share) { shares.push_back(share); };
  measure(MPI_COMM_WORLD, tests::scaffold(std::make_shared<Shell>(), cube1), options);
  BOOST_TEST(shares.size() > 50u);
  BOOST_TEST(std::is_sorted(shares.begin(), shares.end()));
  BOOST_TEST(shares.front() < 0.1);
  BOOST_TEST(shares.back() == 1.);
  double longest = 0.;
  for (std::size_t i = 1; i < shares.size(); ++i)
    longest = std::max(longest, shares[i] - shares[i - 1]);
  BOOST_TEST(longest < 0.15);
}

BOOST_AUTO_TEST_CASE(limit_makes_voxels_larger) {
  const Morphometry m = measure(MPI_COMM_WORLD, specimen(), MeasureOptions{400e-6, 2e4});
  BOOST_TEST(m.is_coarse);
  BOOST_TEST(m.voxel_size > 51e-6);
}

BOOST_AUTO_TEST_CASE(image_of_the_thickness) {
  const auto path = std::filesystem::temp_directory_path() / "lacuna_local_thickness.vti";
  const bool is_root = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  morphometry::measure(MPI_COMM_WORLD, specimen(), {600e-6, 1e6, path.string()});
  if (is_root) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    BOOST_TEST(line.find("VTKFile") + line.find("xml") != 2 * std::string::npos);
    BOOST_TEST(!std::filesystem::exists(path.string() + ".part"));
    std::filesystem::remove(path);
  }
  const std::string nowhere = "/no/such/folder/t.vti";
  BOOST_CHECK_EXCEPTION(morphometry::measure(MPI_COMM_WORLD, specimen(), {600e-6, 1e6, nowhere}),
                        std::runtime_error, [&](const std::runtime_error &error) {
                          return std::string(error.what()).find(nowhere) == 0;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
