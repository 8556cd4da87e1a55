// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/distance_transform.h>
#include <meshes/geometry/image/image_shape.h>
#include <meshes/geometry/image/segmentation.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/morphometry/volume_and_surface.h>
#include <meshes/octree/octree.h>
#include <tests/scaffolds.h>
#include <tests/unit/geometry/images.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;
using lacuna::morphometry::volume_and_surface;

namespace {

constexpr double pi = 3.141592653589793;

ImageShape shape_of(Volume volume, double threshold, Voxels voxels) {
  for (float &x : volume.values)
    x = static_cast<float>(threshold) - x;
  BOOST_REQUIRE(to_signed_distance(volume, voxels));
  return ImageShape(std::make_shared<Volume>(std::move(volume)), voxels);
}

/** A random third of the voxels. */
Volume noise(int n) {
  return volume_of(n, 1., [](int i, int j, int k) {
    return random::uniform(3, 3, {i, j, k}) < 0.3;
  });
}

/** Distance to the nearest voxel of the kind that x does not lie in. */
double distance_to_other_kind(const Volume &volume, const Point &x) {
  const auto value = [&](int i, int j, int k) {
    return volume.values[(k * volume.size[1] + j) * volume.size[0] + i];
  };
  const bool here = value(int(x[0] + 0.5), int(x[1] + 0.5), int(x[2] + 0.5)) > 0.5;
  double nearest = 1e9;
  for (int k = 0; k < volume.size[2]; ++k)
    for (int j = 0; j < volume.size[1]; ++j)
      for (int i = 0; i < volume.size[0]; ++i)
        if ((value(i, j, k) > 0.5) != here) {
          const Point c(i, j, k);
          double square = 0;
          for (int d = 0; d < 3; ++d)
            square += std::pow(std::max(std::abs(x[d] - c[d]) - 0.5, 0.), 2);
          nearest = std::min(nearest, std::sqrt(square));
        }
  return here ? -nearest : nearest;
}

/** Inside the image, half a voxel off its sides and more. */
dealii::BoundingBox<3> within(const ImageShape &shape) {
  return shape.box();
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_image_shape)

BOOST_AUTO_TEST_CASE(plane_is_exact) {
  const HalfSpace plane(Point(3.3, 3.1, 3.7), Point(1, 2, 3));
  const ImageShape shape = shape_of(scan(plane, 8, 1.), 0.5, Voxels::smooth);
  // Where grey values rise linearly, within half a voxel of the plane along its normal, the
  // crossings are exact.
  for (int i = 0; i < 5000; ++i) {
    const Point x = random_point(within(shape), i);
    if (std::abs(plane.distance(x)) > 0.3)
      BOOST_TEST((shape.distance(x) < 0) == (plane.distance(x) < 0));
  }
}

// Smoothing moves the surface by σ²/r inwards, which the known radius takes into account; chords
// between centres lie within the sphere by another part of h²/r, so the error falls with the square
// of h.
BOOST_AUTO_TEST_CASE(sphere_has_its_volume_and_surface) {
  double last_volume = 1., last_surface = 1.;
  for (const int n : {12, 24, 48}) {
    const double h = 1e-3 / n, middle = 0.5 * (1e-3 - h), scanned = 0.35e-3;
    Volume image = scan(Sphere(Point(middle, middle, middle), scanned), n, h);
    smooth(image, 1.);
    const auto shape =
        std::make_shared<ImageShape>(shape_of(std::move(image), 0.5, Voxels::smooth));
    const auto found =
        volume_and_surface(MPI_COMM_WORLD, lacuna::tests::scaffold(shape, shape->box()), 2 * h);
    const double r = scanned - h * h / scanned;
    const double volume = std::abs(found.volume / (4. / 3 * pi * r * r * r) - 1);
    const double surface = std::abs(found.surface / (4 * pi * r * r) - 1);
    BOOST_TEST_MESSAGE(n << " voxels: relative errors of volume " << volume << ", of surface "
                         << surface << ", slope " << shape->largest_slope());
    BOOST_TEST(volume < 0.3 * last_volume);
    BOOST_TEST(surface < 0.3 * last_surface);
    last_volume = volume;
    last_surface = surface;
  }
  BOOST_TEST(last_volume < 4e-3);
  BOOST_TEST(last_surface < 3e-3);
}

BOOST_AUTO_TEST_CASE(exact_voxels_are_cubes) {
  const Volume volume = noise(9);
  const ImageShape shape = shape_of(volume, 0.5, Voxels::exact);
  for (int i = 0; i < 20000; ++i) {
    const Point x = random_point(shape.box(), i);
    const double known = distance_to_other_kind(volume, x), phi = shape.distance(x);
    if (std::abs(known) < 1)
      BOOST_TEST(std::abs(phi - known) < 2e-9);
    BOOST_TEST(std::abs(phi) <= std::abs(known));
    BOOST_TEST(phi * known >= 0);
  }
}

BOOST_AUTO_TEST_CASE(far_from_exact_voxels_the_distance_is_a_bound) {
  const Volume volume = volume_of(40, 1., [](int i, int j, int k) { return i + j + k == 0; });
  const ImageShape shape = shape_of(volume, 0.5, Voxels::exact);
  double least = 1.;
  for (int i = 0; i < 20000; ++i) {
    const Point x = random_point(shape.box(), i);
    const double known = distance_to_other_kind(volume, x), phi = shape.distance(x);
    BOOST_TEST(std::abs(phi) <= std::abs(known));
    if (known > 20)
      least = std::min(least, phi / known);
  }
  BOOST_TEST(least > 0.6);
}

// On cells of the size of the voxels the octree has the cells of the staircase and no others.
BOOST_AUTO_TEST_CASE(exact_voxels_fill_the_cells_of_a_grid) {
  const Volume volume = noise(8);
  const auto shape = std::make_shared<ImageShape>(shape_of(volume, 0.5, Voxels::exact));
  const lacuna::octree::Octree octree(MPI_COMM_WORLD, shape, shape->box(), 1.);
  for (const auto &cell : octree.triangulation().active_cell_iterators()) {
    const Point c = cell->center();
    const float solid =
        volume.values[(std::lround(c[2]) * 8 + std::lround(c[1])) * 8 + std::lround(c[0])];
    BOOST_TEST((octree.cell_class(cell) != lacuna::octree::CellClass::outside) == (solid == 1));
  }
}

// Voxels as cells of the grid, as its blocks or as several cells: volume and surface are those of
// the cubes, and the cut of the box's sides is that of their faces.
BOOST_AUTO_TEST_CASE(exact_voxels_keep_their_corners) {
  constexpr int n = 8;
  const Volume volume = noise(n);
  const auto solid = [&](int i, int j, int k) { return volume.values[(k * n + j) * n + i] > 0.5; };
  int n_voxels = 0, n_faces = 0, n_at_sides = 0;
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i) {
        n_voxels += solid(i, j, k);
        for (int d = 0; d < 3; ++d) {
          const int next[3] = {i + (d == 0), j + (d == 1), k + (d == 2)};
          const int here[3] = {i, j, k};
          n_at_sides += solid(i, j, k) && (here[d] == 0);
          if (next[d] == n)
            n_at_sides += solid(i, j, k);
          else
            n_faces += solid(i, j, k) != solid(next[0], next[1], next[2]);
        }
      }
  const auto shape = std::make_shared<ImageShape>(shape_of(volume, 0.5, Voxels::exact));
  const auto area_of = [](const std::vector<lacuna::octree::Triangle> &triangles) {
    double sum = 0.;
    for (const auto &[x, normal] : triangles)
      sum += 0.5 * dealii::cross_product_3d(x[1] - x[0], x[2] - x[0]).norm();
    return sum;
  };
  for (const double size : {0.5, 1., 2., 4.}) {
    using lacuna::octree::Octree;
    const Octree octree(MPI_COMM_WORLD, shape, shape->box(), size);
    double found_volume = 0., surface = 0., sides = 0.;
    for (const auto &cell : octree.triangulation().active_cell_iterators()) {
      if (octree.cell_class(cell) == lacuna::octree::CellClass::outside)
        continue;
      const auto pieces = octree.pieces(cell);
      const lacuna::octree::Box box = Octree::box_of(cell);
      found_volume += pieces.volume(box);
      surface += area_of(pieces.surface);
      for (unsigned int face = 0; face < 6; ++face)
        if (cell->face(face)->at_boundary())
          sides += area_of(octree.cutter().cut_face(*shape, box, face));
    }
    BOOST_TEST_CONTEXT("cells of " << size << " voxels") {
      BOOST_TEST(found_volume == n_voxels, boost::test_tools::tolerance(1e-8));
      BOOST_TEST(surface == n_faces, boost::test_tools::tolerance(1e-8));
      BOOST_TEST(sides == n_at_sides, boost::test_tools::tolerance(1e-8));
    }
  }
}

BOOST_AUTO_TEST_CASE(distance_is_lipschitz) {
  const Sphere ball(Point(7, 8, 6), 5.3);
  Volume stretched = scan(ball, 16, 1.);
  stretched.spacing = {1., 0.4, 2.5};
  const double c = std::cos(0.3), s = std::sin(0.3);
  stretched.direction = dealii::Tensor<2, 3>({{c, -s, 0}, {s, c, 0}, {0, 0, 1}});
  Volume rough = noise(16);
  for (const Volume &volume : {scan(ball, 16, 1.), stretched, rough})
    for (const Voxels voxels : {Voxels::smooth, Voxels::exact}) {
      const ImageShape shape = shape_of(volume, 0.5, voxels);
      const auto [low, high] = shape.box().get_boundary_points();
      const dealii::Tensor<1, 3> margin = 0.3 * (high - low);
      const dealii::BoundingBox<3> box({low - margin, high + margin});
      BOOST_TEST(largest_slope(shape, box, 100000) < 1 + 1e-9);
      BOOST_TEST(shape.largest_slope() < std::sqrt(3.) + 1e-5);
    }
}

BOOST_AUTO_TEST_CASE(axes_lead_to_the_voxel) {
  Volume volume = volume_of(5, 1., [](int i, int j, int k) { return i == 3 && j == 1 && k == 2; });
  volume.spacing = {2., 1., 3.};
  volume.origin = Point(10, 20, 30);
  // The grid's axes run along y, −x and z.
  volume.direction = dealii::Tensor<2, 3>({{0, -1, 0}, {1, 0, 0}, {0, 0, 1}});
  const ImageShape shape = shape_of(volume, 0.5, Voxels::exact);
  BOOST_TEST(shape.distance(Point(10 - 1, 20 + 3 * 2, 30 + 2 * 3)) == -0.5 * (1 - 2e-9));
  BOOST_TEST(shape.distance(Point(10 + 1, 20 + 3 * 2, 30 + 2 * 3)) > 0);
  const auto [low, high] = shape.box().get_boundary_points();
  BOOST_TEST(low.distance(Point(10 - 4.5, 20 - 1, 30 - 1.5)) < 1e-12);
  BOOST_TEST(high.distance(Point(10 + 0.5, 20 + 9, 30 + 13.5)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(slanted_image_ends_at_its_sides) {
  Volume volume = volume_of(6, 1., [](int i, int, int) { return i < 5; });
  const double c = std::cos(0.5), s = std::sin(0.5);
  volume.direction = dealii::Tensor<2, 3>({{c, -s, 0}, {s, c, 0}, {0, 0, 1}});
  const ImageShape shape = shape_of(volume, 0.5, Voxels::smooth);
  BOOST_TEST(shape.distance(Point(c - s, s + c, 1)) < 0);
  BOOST_TEST(shape.distance(Point(-c, -s, 1)) > 0);
}

BOOST_AUTO_TEST_CASE(otsu_parts_two_peaks) {
  // Two normal peaks of equal weight and width: the threshold lies midway, at (100 + 180) / 2.
  std::vector<float> values;
  for (int i = 0; i < 200000; ++i)
    values.push_back(static_cast<float>((i % 2 == 0 ? 100 : 180) + 10 * random::normal(1, 1, {i})));
  BOOST_TEST(std::abs(otsu_threshold(values) - 140) < 1);
  BOOST_TEST(std::abs(otsu_threshold({0.f, 0.f, 1.f}) - 0.5) < 1e-3);
  BOOST_TEST(std::isnan(otsu_threshold({2.f, 2.f})));
}

BOOST_AUTO_TEST_CASE(smoothing_is_a_gaussian) {
  Volume volume =
      volume_of(21, 1., [](int i, int j, int k) { return i == 10 && j == 10 && k == 10; });
  volume.size = {21, 21, 21};
  smooth(volume, 1.5);
  double sum = 0, moment = 0;
  for (int k = 0; k < 21; ++k)
    for (int j = 0; j < 21; ++j)
      for (int i = 0; i < 21; ++i) {
        const double value = volume.values[(k * 21 + j) * 21 + i];
        sum += value;
        moment += value * (k - 10) * (k - 10);
      }
  BOOST_TEST(std::abs(sum - 1) < 1e-5);
  BOOST_TEST(std::abs(moment - 1.5 * 1.5) < 0.02 * 1.5 * 1.5); // cut at 3 σ and more
  // Along each axis alike, and a constant stays.
  const auto at = [&](int i, int j, int k) { return volume.values[(k * 21 + j) * 21 + i]; };
  BOOST_TEST(std::abs(at(12, 10, 10) - at(10, 10, 12)) < 1e-7);
  BOOST_TEST(std::abs(at(12, 10, 10) - at(10, 12, 10)) < 1e-7);
  Volume constant = volume_of(7, 1., [](int, int, int) { return 3.; });
  smooth(constant, 2.);
  BOOST_TEST(std::abs(constant.values[0] - 3) < 1e-5);
}

BOOST_AUTO_TEST_CASE(islands_and_pores) {
  // A column from bottom to top with an enclosed pore, a larger block in the air, a single voxel.
  const Volume volume = volume_of(12, 1., [](int i, int j, int k) {
    const bool column = i < 3 && j < 3 && !(i == 1 && j == 1 && k == 5);
    const bool block = i > 4 && j > 4 && k > 3 && k < 11;
    const bool grain = i == 8 && j == 1 && k == 1;
    return column || block || grain ? -1. : 1.;
  });
  const auto n_solid = [](const Volume &v) {
    return std::count_if(v.values.begin(), v.values.end(), [](float x) { return x < 0; });
  };
  const long column = 9 * 12 - 1, block = 7 * 7 * 7;
  const auto cleaned = [&](Islands islands, double smallest, bool fill, std::size_t n_islands,
                           std::size_t n_pores) {
    Volume copy = volume;
    const Cleaned done = clean(copy, islands, smallest, 2, fill);
    BOOST_TEST(done.islands == n_islands);
    BOOST_TEST(done.pores == n_pores);
    return n_solid(copy);
  };
  BOOST_TEST(cleaned(Islands::all, 0, false, 0, 0) == column + block + 1);
  BOOST_TEST(cleaned(Islands::largest, 0, false, 2, 0) == block);
  BOOST_TEST(cleaned(Islands::spanning, 0, true, 2, 1) == column + 1);
  BOOST_TEST(cleaned(Islands::all, 2, false, 1, 0) == column + block);
}

BOOST_AUTO_TEST_CASE(image_of_one_kind_has_no_surface) {
  Volume volume = volume_of(3, 1., [](int, int, int) { return 1.; });
  BOOST_TEST(!to_signed_distance(volume, Voxels::smooth));
}

BOOST_AUTO_TEST_CASE(voxels_as_flat_as_can_be_read_have_distances) {
  Volume volume = noise(6);
  volume.spacing = {1., 1e-9, 1e-4};
  for (float &x : volume.values)
    x = 0.5f - x;
  BOOST_TEST_REQUIRE(to_signed_distance(volume, Voxels::smooth));
  for (const float x : volume.values)
    BOOST_TEST(std::abs(x) <= 1.);
}

BOOST_AUTO_TEST_SUITE_END()
