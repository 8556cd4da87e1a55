// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/csg.h>
#include <meshes/geometry/sphere_array.h>
#include <meshes/morphometry/morphometry.h>
#include <tests/scaffolds.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
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
  envelope.shape = "cylinder";
  envelope.size = {2.4e-3, 1.28e-3};
  geometry::PrintParameters print;
  print.diameter_variation = print.position_variation = 0.;
  return geometry::make_scaffold({{}, envelope, print}, 1);
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
