// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface_picture.h>
#include <tests/unit/export/folder.h>

#include <boost/test/unit_test.hpp>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <algorithm>
#include <cmath>

using namespace lacuna::exporting;

namespace {

/** A box from the origin on, two triangles a face, counter-clockwise from outside. */
SurfaceMesh box(float x, float y, float z) {
  SurfaceMesh mesh;
  for (int corner = 0; corner < 8; ++corner)
    mesh.vertices.push_back({x * (corner & 1), y * (corner >> 1 & 1), z * (corner >> 2)});
  mesh.triangles = {{0, 2, 1}, {1, 2, 3}, {4, 5, 6}, {5, 7, 6}, {0, 1, 4}, {1, 5, 4},
                    {2, 6, 3}, {3, 6, 7}, {0, 4, 2}, {2, 4, 6}, {1, 3, 5}, {3, 7, 5}};
  return mesh;
}

/** The shadow of a box along d: Σ over three faces of area |n·d|; and the larger side of what it is
 * seen in. */
std::pair<double, double> shadow(double x, double y, double z) {
  const auto d = view_direction / view_direction.norm();
  const double flat = std::hypot(d[0], d[1]),
               area = y * z * std::abs(d[0]) + x * z * std::abs(d[1]) + x * y * d[2],
               wide = (x * std::abs(d[1]) + y * std::abs(d[0])) / flat,
               high = d[2] * (x * std::abs(d[0]) + y * std::abs(d[1])) / flat + z * flat;
  return {area, std::max(wide, high)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(surface_picture)

BOOST_AUTO_TEST_CASE(a_box_covers_its_shadow) {
  constexpr unsigned int n = 400;
  for (const auto &[x, y, z] : {std::tuple{1.f, 1.f, 1.f}, {3.f, 1.f, 0.5f}, {1.f, 1.f, 4.f}}) {
    const GreyPicture picture = draw(box(x, y, z), n);
    const auto covered = n * n - std::count(picture.shades.begin(), picture.shades.end(), 0);
    const auto [area, side] = shadow(x, y, z);
    // Pixels at the rim count where half of them is covered.
    BOOST_TEST(covered / double(n * n) == 0.96 * 0.96 * area / (side * side),
               boost::test_tools::tolerance(0.015));
  }
}

BOOST_AUTO_TEST_CASE(what_is_nearer_hides_what_is_behind) {
  // A large dark wall behind, and a box before it; in the middle the picture is that of the box.
  SurfaceMesh both = box(1.f, 1.f, 1.f);
  const auto alone = draw(both, 100);
  both.vertices.insert(both.vertices.end(),
                       {{0.2f, 0.9f, 0.2f}, {0.8f, 0.9f, 0.2f}, {0.5f, 0.9f, 0.8f}});
  both.triangles.push_back({8, 9, 10});
  BOOST_TEST(draw(both, 100).shades == alone.shades, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_lit_face_is_lighter) {
  const GreyPicture picture = draw(box(1.f, 1.f, 1.f), 100);
  const auto at = [&](unsigned int column, unsigned int row) {
    return picture.shades[row * 100 + column];
  };
  BOOST_TEST(at(50, 15) > at(25, 60)); // above, before the front
  BOOST_TEST(at(25, 60) > at(75, 60)); // front, before the right side
  BOOST_TEST(at(2, 2) == 0);
}

BOOST_AUTO_TEST_CASE(the_file_is_read_by_others) {
  const Folder folder;
  const GreyPicture picture = draw(box(1.f, 2.f, 1.f), 61); // an odd width
  const auto size = write_png(picture, folder.file("surface.png"));
  BOOST_TEST(size == std::filesystem::file_size(folder.path / "surface.png"));
  BOOST_TEST(size < 3000u);
  vtkNew<vtkPNGReader> reader;
  reader->SetFileName(folder.file("surface.png").c_str());
  reader->Update();
  vtkImageData *image = reader->GetOutput();
  BOOST_REQUIRE(image->GetNumberOfScalarComponents() == 4);
  for (int row = 0; row < 61; ++row)
    for (int column = 0; column < 61; ++column) {
      const auto *colour =
          static_cast<unsigned char *>(image->GetScalarPointer(column, 60 - row, 0));
      const int shade = picture.shades[row * 61 + column];
      BOOST_TEST_REQUIRE(int(colour[0]) == 17 * shade);
      BOOST_TEST_REQUIRE(int(colour[3]) == (shade ? 255 : 0));
    }
}

BOOST_AUTO_TEST_SUITE_END()
