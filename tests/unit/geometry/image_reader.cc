// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/image_reader.h>
#include <meshes/geometry/shapes/primitives.h>
#include <params/reader/registry.h>
#include <tests/unit/geometry/files.h>
#include <tests/unit/geometry/images.h>
#include <tests/unit/geometry/sampling.h>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdint>

using namespace lacuna::geometry;

BOOST_AUTO_TEST_SUITE(geometry_image_reader)

// Struts of two voxels, joined to a grid: smoothing would take them away, and at the middle between
// voxels the surface would cut their corners.
BOOST_AUTO_TEST_CASE(a_mask_keeps_its_volume) {
  const Folder folder;
  constexpr int n = 26;
  std::string raw(n * n * n, '\2');
  int n_solid = 0;
  for (int k = 0; k < n; ++k)
    for (int j = 0; j < n; ++j)
      for (int i = 0; i < n; ++i)
        if ((i % 6 < 2) + (j % 6 < 2) + (k % 6 < 2) >= 2) {
          raw[(k * n + j) * n + i] = '\7';
          ++n_solid;
        }
  ImageFileParameters parameters;
  parameters.volume.file = folder.write("mask.raw", raw);
  parameters.volume.dimensions = {n, n, n};
  parameters.volume.voxel_size = {20e-6};
  parameters.threshold = "2.5"; // which of the values between the two does not matter
  std::vector<std::string> notes;
  const ImageShape shape = read_image(parameters, [&](const auto &x) { notes.push_back(x); });
  const double share = 1. * n_solid / (n * n * n);
  const auto solid_share = [](const Shape &of, const dealii::BoundingBox<3> &box) {
    constexpr int n_points = 400000;
    int n_inside = 0;
    for (int i = 0; i < n_points; ++i)
      n_inside += of.contains(random_point(box, i));
    return 1. * n_inside / n_points;
  };
  BOOST_TEST(std::abs(solid_share(shape, shape.box()) - share) < 0.003);
  BOOST_TEST(notes.back().find("two values: not smoothed; the surface, ") == 0, notes.back());
  parameters.solid = SolidSide::below;
  const ImageShape pores = read_image(parameters);
  BOOST_TEST(std::abs(solid_share(pores, pores.box()) - (1. - share)) < 0.003);
}

// A scan of a ball with noise, a grain beside it and a pore in it.
BOOST_AUTO_TEST_CASE(ball_from_file_to_shape) {
  const Folder folder;
  const int n = 40;
  const double h = 25e-6;
  const Point middle(0.5e-3, 0.48e-3, 0.5e-3);
  const Sphere ball(middle, 0.3e-3), grain(Point(0.1e-3, 0.1e-3, 0.1e-3), 50e-6),
      pore(middle, 60e-6);
  const auto volume = scan(ball, n, h), with_grain = scan(grain, n, h),
             with_pore = scan(pore, n, h);
  std::string raw;
  for (std::size_t i = 0; i < volume.values.size(); ++i)
    raw += bytes(static_cast<std::int16_t>(
        1000 + 500 * (volume.values[i] + with_grain.values[i] - with_pore.values[i]) +
        20 * random::normal(1, 1, {long(i)})));
  ImageFileParameters parameters;
  parameters.volume.file = folder.write("ball.raw", raw);
  parameters.volume.dimensions = {n, n, n};
  parameters.volume.type = "int16";
  parameters.volume.voxel_size = {h};
  parameters.fill_pores = true;
  parameters.position = FilePosition::file;
  std::vector<std::string> notes;
  const ImageShape shape =
      read_image(parameters, [&](const std::string &x) { notes.push_back(x); });
  BOOST_REQUIRE(notes.size() == 5u);
  BOOST_TEST(notes[0] == "40 x 40 x 40 voxels of 25 x 25 x 25 um");
  BOOST_TEST(notes[1].find("smoothing changes the solid from ") == 0, notes[1]);
  BOOST_TEST(notes[2].find("threshold by Otsu 12") == 0, notes[2]);
  BOOST_TEST(notes[3] == "removed 1 loose pieces of solid");
  BOOST_TEST(notes[4] == "filled 1 enclosed pores");
  // Smoothing by σ moves a surface of radius r inwards by σ² / r, here 2 µm.
  const double fraction = solid_fraction(shape, shape.box(), 80);
  const double known = 4. / 3 * M_PI * std::pow(0.3e-3 - h * h / 0.3e-3, 3) / shape.box().volume();
  BOOST_TEST(std::abs(fraction / known - 1) < 0.01);

  parameters.voxels = Voxels::exact;
  parameters.solid = SolidSide::below;
  parameters.islands = Islands::all;
  parameters.fill_pores = false;
  const double void_fraction =
      solid_fraction(read_image(parameters), shape.box(), n); // one point a voxel
  BOOST_TEST(std::abs(void_fraction * n * n * n - std::round(void_fraction * n * n * n)) < 1e-6);
  BOOST_TEST(std::abs(1 - void_fraction - known) < 0.02);

  parameters.position = FilePosition::standing;
  const auto [low, high] = read_image(parameters).box().get_boundary_points();
  BOOST_TEST(low.distance(Point(-n * h / 2, -n * h / 2, 0)) < 1e-12);
  BOOST_TEST(high.distance(Point(n * h / 2, n * h / 2, n * h)) < 1e-12);

  parameters.threshold = "5000";
  parameters.solid = SolidSide::above;
  BOOST_TEST(message_of([&] { read_image(parameters); }) ==
             parameters.volume.file +
                 ": no voxel above 5000; expected a threshold that parts solid and void");
}

BOOST_AUTO_TEST_CASE(parameters_are_checked) {
  const Folder folder;
  for (const char *name : {"a.mha", "a.raw", "a.tif"})
    folder.write(name, "");
  const auto message = [&](const std::vector<std::string> &overrides) {
    lacuna::params::Registry registry;
    ImageFileParameters parameters;
    parameters.declare(registry);
    std::vector<lacuna::params::Entry> entries;
    for (const auto &text : overrides) {
      entries.push_back(lacuna::params::parse_override("Image/" + text));
      // As written in a study in that folder.
      entries.back().file = folder / "study.prm";
      entries.back().line = 1;
    }
    return message_of([&] {
      registry.read(entries);
      parameters.check(registry);
    });
  };
  BOOST_TEST(message({"File=a.mha"}) == "");
  BOOST_TEST(message({"File=a.raw", "Voxel size=10 um", "Dimensions=4, 3, 2"}) == "");
  BOOST_TEST(message({"File=slices/*.tif", "Voxel size=10 um", "Threshold=12.5"}) == "");
  BOOST_TEST(message({}).find("expected a volume that ends in") != std::string::npos);
  BOOST_TEST(message({"File=a.raw", "Voxel size=10 um"}).find("expected 3 whole numbers") !=
             std::string::npos);
  BOOST_TEST(message({"File=a.tif"}).find("expected lengths larger than 0") != std::string::npos);
  BOOST_TEST(message({"File=a.mha", "Threshold=high"}).find("expected otsu or a number") !=
             std::string::npos);
  BOOST_TEST(message({"File=a.mha", "Voxel size=1 um, 2 um"}).find("expected one length, or 3") !=
             std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
