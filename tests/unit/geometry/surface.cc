// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface.h>
#include <meshes/geometry/primitives.h>
#include <meshes/geometry/scaffold.h>
#include <tests/unit/geometry/sampling.h>

#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include <unistd.h>

using namespace lacuna::geometry;
using lacuna::exporting::write_surface_stl;

namespace {

using Corner = std::array<float, 3>;
using Triangle = std::array<Corner, 3>;

/** A folder of this process (ranks run side by side), removed in the end. */
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("lacuna_surface_" + std::to_string(getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
};

std::vector<Triangle> read_binary_stl(const std::filesystem::path &path) {
  constexpr std::size_t header = 80, normal = 12, record = 50;
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::uint32_t count = 0;
  std::memcpy(&count, bytes.data() + header, sizeof count);
  BOOST_REQUIRE(bytes.size() == header + sizeof count + count * record);
  std::vector<Triangle> triangles(count);
  for (std::uint32_t i = 0; i < count; ++i)
    std::memcpy(&triangles[i], bytes.data() + header + sizeof count + i * record + normal,
                sizeof(Triangle));
  return triangles;
}

/** Every edge is passed as often one way as the other, and once each. */
bool is_closed(const std::vector<Triangle> &triangles) {
  std::map<std::pair<Corner, Corner>, int> passes;
  for (const Triangle &t : triangles)
    for (int i = 0; i < 3; ++i)
      ++passes[{t[i], t[(i + 1) % 3]}];
  for (const auto &[edge, n] : passes) {
    const auto back = passes.find({edge.second, edge.first});
    if (n != 1 || back == passes.end() || back->second != 1)
      return false;
  }
  return true;
}

/** Positive where the triangles turn outwards. */
double enclosed_volume(const std::vector<Triangle> &triangles) {
  double sum = 0;
  for (const auto &[a, b, c] : triangles)
    sum += double(a[0]) * (double(b[1]) * c[2] - double(b[2]) * c[1]) +
           double(a[1]) * (double(b[2]) * c[0] - double(b[0]) * c[2]) +
           double(a[2]) * (double(b[0]) * c[1] - double(b[1]) * c[0]);
  return sum / 6;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_surface)

BOOST_AUTO_TEST_CASE(sphere_in_millimetres) {
  const Folder folder;
  const auto file = folder.path / "sphere.stl";
  const dealii::BoundingBox<3> box({Point(-1e-3, -1e-3, -1e-3), Point(1e-3, 1e-3, 1e-3)});
  write_surface_stl(Sphere(Point(), 0.8e-3), box, 50e-6, file);
  const auto triangles = read_binary_stl(file);
  BOOST_TEST(is_closed(triangles));
  const double volume = 4. / 3 * dealii::numbers::PI * 0.8 * 0.8 * 0.8;
  BOOST_TEST(std::abs(enclosed_volume(triangles) / volume - 1) < 5e-3);
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

BOOST_AUTO_TEST_CASE(scaffold_is_closed_with_the_right_volume) {
  const Folder folder;
  for (const std::string shape : {"cylinder", "box", "cell"}) {
    EnvelopeParameters envelope;
    envelope.shape = shape;
    envelope.size = {1.6e-3, 1.28e-3};
    if (shape == "box")
      envelope.size = {1.6e-3, 1.6e-3, 1.28e-3};
    const Scaffold s = make_scaffold({{}, envelope, {}}, 1);
    const auto file = folder.path / (shape + ".stl");
    write_surface_stl(*s.solid, s.box, 20e-6, file);
    const auto triangles = read_binary_stl(file);
    BOOST_TEST(is_closed(triangles), shape);
    const double volume = solid_fraction(*s.solid, s.box, 100) * s.box.volume();
    BOOST_TEST(std::abs(enclosed_volume(triangles) * 1e-9 / volume - 1) < 0.01, shape);
  }
}

BOOST_AUTO_TEST_CASE(surface_through_samples_is_closed) {
  const Folder folder;
  const auto file = folder.path / "slab.stl";
  const dealii::BoundingBox<3> box({Point(0, 0, 0), Point(1, 1, 1)});
  write_surface_stl(Box(Point(0.25, 0.25, 0.25), Point(0.75, 0.75, 0.75)), box, 1. / 10, file, 1.);
  BOOST_TEST(is_closed(read_binary_stl(file)));
}

BOOST_AUTO_TEST_CASE(failure_names_the_path) {
  const dealii::BoundingBox<3> box({Point(-1, -1, -1), Point(1, 1, 1)});
  const Sphere sphere(Point(), 0.5);
  const auto names_path = [](const std::runtime_error &e) {
    return std::string(e.what()).find("/no/such/folder/s.stl") == 0;
  };
  const std::string path = "/no/such/folder/s.stl";
  BOOST_CHECK_EXCEPTION(write_surface_stl(sphere, box, 0.1, path), std::runtime_error, names_path);
  BOOST_CHECK_EXCEPTION(write_surface_stl(sphere, box, 0, path), std::runtime_error, names_path);
  BOOST_CHECK_EXCEPTION(write_surface_stl(sphere, box, 1e-5, path), std::runtime_error, names_path);
}

BOOST_AUTO_TEST_SUITE_END()
