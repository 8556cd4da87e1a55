// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/print.h>
#include <meshes/geometry/print/toolpath.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna::geometry;

namespace {

const SpecimenExtent specimen{5e-3, 10e-3};

PrintParameters ideal(Rim rim) {
  PrintParameters p;
  p.diameter_variation = 0;
  p.position_variation = 0;
  p.shrinkage = 0;
  p.rim = rim;
  return p;
}

EnvelopeParameters envelope(EnvelopeShape shape, const std::vector<double> &size) {
  EnvelopeParameters e;
  e.shape = shape;
  e.size = size;
  return e;
}

/** x = (exp(rate · r) − 1)/rate: where a spacing that grows as 1 + rate · r puts an even r, in mm.
 */
double stretched(double even, double rate) {
  return std::copysign(std::expm1(rate * std::abs(even)) / rate, even);
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_toolpath)

BOOST_AUTO_TEST_CASE(cut_strands_are_chords) {
  const double radius = 3e-3;
  const Toolpath path =
      green_toolpath({{}, envelope(EnvelopeShape::cylinder, {2 * radius, 6e-3}), ideal(Rim::cut)});
  BOOST_TEST(path.layers.size() == 19); // axes at 160 um + 320 um k below 6 mm
  double expected = 0;
  for (int i = -4; i < 4; ++i) {
    const double u = (i + 0.5) * 800e-6;
    if (std::abs(u) < radius)
      expected += 2 * std::sqrt(radius * radius - u * u);
  }
  for (const auto &layer : path.layers) {
    double length = 0;
    for (const Path &line : layer.paths)
      length += line.length();
    BOOST_TEST(std::abs(length / expected - 1) < 1e-3);
    BOOST_TEST(std::abs(layer.z - (layer.index + 0.5) * 320e-6) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(turns_make_one_line_of_each_layer) {
  for (const auto &e : {envelope(EnvelopeShape::cylinder, {6e-3, 2e-3}),
                        envelope(EnvelopeShape::box, {5e-3, 4e-3, 2e-3})}) {
    ScaffoldParameters p;
    p.layer_angles = {0., 1.5707963267948966, 0.5};
    for (const auto &layer : green_toolpath({p, e, ideal(Rim::turns)}).layers) {
      BOOST_TEST(layer.paths.size() == 1);
      for (const Path &path : layer.paths)
        for (const PlanePoint &x : path.points) {
          const double within = e.shape == EnvelopeShape::cylinder
                                    ? 2.8e-3 - x.norm()
                                    : std::min(2.3e-3 - std::abs(x[0]), 1.8e-3 - std::abs(x[1]));
          BOOST_REQUIRE(within > -1e-12);
        }
    }
  }
}

BOOST_AUTO_TEST_CASE(turns_in_a_box_have_the_length_of_strands_and_sides) {
  // Inset 200 um: strands of 3.6 mm at y = ± 0.4, ± 1.2 mm; three turns of 0.8 mm.
  const Toolpath path =
      green_toolpath({{}, envelope(EnvelopeShape::box, {4e-3, 3e-3, 300e-6}), ideal(Rim::turns)});
  BOOST_TEST(path.layers.size() == 1);
  BOOST_TEST(std::abs(path.length() - (4 * 3.6e-3 + 3 * 0.8e-3)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(missing_strands_interrupt_the_line) {
  const auto outline = Outline::rectangle({-5e-3, -5e-3}, {5e-3, 5e-3});
  PrintParameters print = ideal(Rim::turns);
  const std::size_t whole = placed_strands({}, print, 0, 5e-3, specimen, 1).size();
  print.missing_strands = 0.3;
  std::size_t n_strands = 0;
  int n_layers = 400;
  for (int k = 0; k < n_layers; ++k) {
    const auto strands = placed_strands({}, print, k, 5e-3, specimen, 1);
    n_strands += strands.size();
    std::size_t n_gaps = 0;
    for (std::size_t i = 1; i < strands.size(); ++i)
      n_gaps += strands[i].index != strands[i - 1].index + 1;
    const auto paths = make_toolpath({}, print, {outline, k, k, specimen}, 1).layers[0].paths;
    BOOST_REQUIRE(paths.size() == (strands.empty() ? 0 : n_gaps + 1));
  }
  BOOST_TEST(std::abs(double(n_strands) / (whole * n_layers) - 0.7) < 0.03);
}

BOOST_AUTO_TEST_CASE(spacing_follows_its_formula) {
  ScaffoldParameters p;
  p.spacing_grading = lacuna::params::Formula("1 + 0.1*r");
  for (const auto &strand : placed_strands(p, ideal(Rim::cut), 0, 4e-3, specimen, 1))
    BOOST_TEST(std::abs(strand.position - 1e-3 * stretched(0.8 * (strand.index + 0.5), 0.1)) <
               1e-7);
  p.spacing_grading = lacuna::params::Formula("1 + 0.5*z");
  for (const int layer : {0, 7}) {
    const auto strands = placed_strands(p, ideal(Rim::cut), layer, 4e-3, specimen, 1);
    for (std::size_t i = 1; i < strands.size(); ++i)
      BOOST_TEST(std::abs(strands[i].position - strands[i - 1].position -
                          800e-6 * (1 + 0.5 * 0.32 * (layer + 0.5))) < 1e-12);
  }
  p.spacing_grading = lacuna::params::Formula("1 - 0.2*r"); // 0.4 of 800 um at 3 mm
  BOOST_CHECK_NO_THROW(placed_strands(p, ideal(Rim::cut), 0, 6e-3, {2e-3, 1e-3}, 1));
  BOOST_CHECK_THROW(placed_strands(p, ideal(Rim::cut), 0, 4e-3, specimen, 1),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(toolpath_is_that_of_the_wet_print) {
  PrintParameters sintered = ideal(Rim::turns), green = sintered;
  sintered.shrinkage = green.shrinkage = 0.2;
  green.dimensions = Dimensions::green;
  const auto e = envelope(EnvelopeShape::cylinder, {4e-3, 2e-3});
  const Toolpath scaled = green_toolpath({{}, e, sintered}), given = green_toolpath({{}, e, green});
  BOOST_TEST(std::abs(scaled.strand_diameter - 500e-6) < 1e-15);
  BOOST_TEST(std::abs(scaled.layer_height - 400e-6) < 1e-15);
  BOOST_TEST(std::abs(given.strand_diameter - 400e-6) < 1e-15);
  BOOST_TEST(given.layers.size() == 8); // of 256 um in 2 mm as sintered
  double reach = 0;
  for (const PlanePoint &x : given.layers[0].paths[0].points)
    reach = std::max(reach, x.norm());
  BOOST_TEST(std::abs(reach - (2e-3 / 0.8 - 200e-6)) < 2e-6);
}

BOOST_AUTO_TEST_SUITE_END()
