// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/print.h>
#include <meshes/geometry/print/printed_woodpile.h>
#include <meshes/geometry/print/woodpile.h>
#include <meshes/geometry/shapes/rough.h>
#include <meshes/geometry/shapes/smooth_noise.h>
#include <tests/unit/geometry/sampling.h>

#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;

namespace {

constexpr double one = 1 + 1e-8;
const dealii::BoundingBox<3> specimen({Point(-1e-3, -1e-3, 0), Point(1e-3, 1e-3, 2e-3)});

EnvelopeParameters block() {
  EnvelopeParameters e;
  e.shape = EnvelopeShape::box;
  e.size = {2e-3, 2e-3, 2e-3};
  return e;
}

PrintParameters ideal() {
  PrintParameters p;
  p.diameter_variation = 0;
  p.position_variation = 0;
  return p;
}

ShapePtr printed(const PrintParameters &print, const ScaffoldParameters &scaffold = {},
                 std::uint64_t seed = 1) {
  return make_woodpile({scaffold, block(), print}, specimen, seed);
}

/** Every variation at once, stronger than in a print that is worth its paste. */
PrintParameters everything() {
  PrintParameters p;
  p.rim = Rim::turns;
  p.flattening = true;
  p.diameter_variation = 0.1;
  p.diameter_correlation = 300e-6;
  p.position_variation = 60e-6;
  p.lateral_waviness = p.vertical_waviness = 20e-6;
  p.waviness_correlation = 500e-6;
  p.sag = 40e-6;
  p.missing_strands = 0.2;
  return p;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_printed_woodpile)

BOOST_AUTO_TEST_CASE(without_variations_it_is_the_ideal_woodpile) {
  ScaffoldParameters oblique;
  oblique.layer_angles = {0., 1.0471975511965976, 2.0943951023931953};
  oblique.layer_offsets = {0., 0.25};
  for (const auto &scaffold : {ScaffoldParameters(), oblique}) {
    const Outline outline = Outline::rectangle({-5e-3, -5e-3}, {5e-3, 5e-3});
    const Toolpath toolpath = make_toolpath(scaffold, ideal(), {outline, -6, 12, {1e-3, 2e-3}}, 1);
    const PrintedWoodpile shape(scaffold, ideal(), toolpath, specimen, 1);
    const ShapePtr exact = printed(ideal(), scaffold);
    double difference = 0;
    for (int i = 0; i < 5000; ++i) {
      const Point x = random_point(specimen, i);
      difference = std::max(difference, std::abs(shape.distance(x) - exact->distance(x)));
    }
    BOOST_TEST(difference < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(slope_is_at_most_one) {
  PrintParameters wavy = everything(), turns = ideal(), flat = ideal(), sagging = ideal();
  wavy.rim = Rim::cut;
  turns.rim = Rim::turns;
  flat.flattening = true;
  sagging.sag = 100e-6;
  ScaffoldParameters graded;
  graded.spacing_grading = lacuna::params::Formula("0.8 + 0.2*r");
  ScaffoldParameters low;
  low.layer_height = 210e-6;
  low.spacing_grading = lacuna::params::Formula("1.2");
  low.layer_angles = {0., 0.5, 1.};
  dealii::BoundingBox<3> around = specimen;
  around.extend(1.5e-3);
  for (const auto &print : {PrintParameters(), everything(), wavy, turns, flat, sagging})
    for (const auto &scaffold : {ScaffoldParameters(), graded, low}) {
      const ShapePtr shape = printed(print, scaffold);
      BOOST_TEST(largest_slope(*shape, specimen, 20000) <= one);
      BOOST_TEST(largest_slope(*shape, around, 20000) <= one);
    }
}

BOOST_AUTO_TEST_CASE(flattened_strands_keep_their_volume) {
  PrintParameters flat = ideal();
  flat.flattening = true;
  EnvelopeParameters cell;
  cell.shape = EnvelopeShape::cell;
  struct Design {
    double diameter, spacing, height;
    std::vector<double> offsets;
  };
  for (const Design &design :
       {Design{400e-6, 800e-6, 320e-6, {0.}}, Design{330e-6, 630e-6, 240e-6, {0.}},
        Design{400e-6, 1200e-6, 300e-6, {0., 0., 0.5, 0.5}}}) {
    ScaffoldParameters p;
    p.strand_diameter = design.diameter;
    p.strand_spacing = design.spacing;
    p.layer_height = design.height;
    p.layer_offsets = design.offsets;
    p.neck_fillet = 0;
    const double side = design.spacing;
    const dealii::BoundingBox<3> box(
        {Point(), Point(side, side, layers_in_period(p) * design.height)});
    const double porosity = 1 - solid_fraction(*make_woodpile({p, cell, flat}, box, 1), box, 107);
    const double conserved =
        1 - dealii::numbers::PI * design.diameter * design.diameter / (4 * side * design.height);
    BOOST_TEST(std::abs(porosity - conserved) < 0.005 * conserved);
  }
}

BOOST_AUTO_TEST_CASE(flattened_strands_meet_in_a_face) {
  PrintParameters flat = ideal();
  flat.flattening = true;
  ScaffoldParameters sharp;
  sharp.neck_fillet = 0;
  const ShapePtr shape = printed(flat, sharp);
  // Layers 0 and 1 cross at x = y = 400 um; the face at z = 320 um is 70 um wide to each side.
  const double face = 0.125 * dealii::numbers::PI * (400. * 400 - 320 * 320) / 320 * 1e-6;
  for (const double u : {-0.9, 0., 0.9})
    for (const double v : {-0.9, 0., 0.9})
      BOOST_TEST(shape->distance(Point(400e-6 + u * face, 400e-6 + v * face, 320e-6)) < -5e-6);
  // Between the crossings a strand of layer 0 is round.
  const double axis = 400e-6, plane = 160e-6;
  for (const double angle : {0., 1., 1.5, 3., 5.}) {
    const Point surface(0., axis + 200e-6 * std::cos(angle), plane + 200e-6 * std::sin(angle));
    BOOST_TEST(std::abs(shape->distance(surface)) < 2e-6);
  }
}

BOOST_AUTO_TEST_CASE(seed_decides_the_specimen_and_not_its_envelope) {
  const PrintParameters print;
  dealii::BoundingBox<3> larger = specimen;
  larger.extend(1e-3);
  const ShapePtr first = printed(print), other = printed(print, {}, 2),
                 within = make_woodpile({{}, block(), print}, larger, 1);
  int n_different = 0;
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(specimen, i);
    BOOST_REQUIRE((first->distance(x) < 0) == (within->distance(x) < 0));
    n_different += first->distance(x) != other->distance(x);
  }
  BOOST_TEST(n_different > 900);
}

BOOST_AUTO_TEST_CASE(noise_is_normal_and_correlated_as_asked) {
  const double length = 0.7;
  const int n = 4000;
  std::vector<double> lags(60, 0.);
  double mean = 0;
  for (int strand = 0; strand < n; ++strand) {
    const double origin = 0.37 * strand;
    const double here = smooth_normal(1, 5, {3, strand}, origin, length);
    mean += here / n;
    for (std::size_t i = 0; i < lags.size(); ++i)
      lags[i] += here * smooth_normal(1, 5, {3, strand}, origin + 0.1 * i * length, length) / n;
  }
  BOOST_TEST(std::abs(mean) < 4 / std::sqrt(n));
  BOOST_TEST(std::abs(lags[0] - 1) < 4 * std::sqrt(2. / n));
  double integral = -0.5 * lags[0];
  for (const double value : lags)
    integral += value;
  BOOST_TEST(std::abs(0.1 * integral / lags[0] - 1) < 0.1);
  BOOST_TEST(std::abs(lags[10] / lags[0] - 0.46) < 0.06); // B7(1.043) / B7(0)
}

BOOST_AUTO_TEST_CASE(free_spans_hang_down) {
  PrintParameters print = ideal();
  print.sag = 40e-6;
  ScaffoldParameters sharp;
  sharp.neck_fillet = 0;
  const ShapePtr shape = printed(print, sharp);
  // Underside of the strand of layer 1 at x = 400 um, midway between strands of layer 0, and over
  // one.
  const double underside = 480e-6 - 200e-6;
  BOOST_TEST(std::abs(shape->distance(Point(400e-6, 0, underside - 40e-6))) < 1.5e-6);
  const ShapePtr straight = printed(ideal(), sharp);
  const Point side_at_support(600e-6, 400e-6, 480e-6);
  BOOST_TEST(std::abs(shape->distance(side_at_support) - straight->distance(side_at_support)) <
             1e-6);
}

BOOST_AUTO_TEST_CASE(roughness_has_the_height_asked_for) {
  const auto plane = std::make_shared<Woodpile>(WoodpileParameters());
  const double deviation = 3e-6, length = 60e-6;
  const Rough rough(plane, deviation, length, 1);
  BOOST_TEST(largest_slope(rough, specimen, 50000) <= one);
  const double slope =
      1 + 2 * std::sqrt(3.) * std::sqrt(3.) * deviation * std::pow(20. / 11, 1.5) / (1.1 * length);
  double sum = 0, squares = 0;
  const int n = 20000;
  for (int i = 0; i < n; ++i) {
    const Point x = random_point(specimen, i);
    const double height = plane->distance(x) - slope * rough.distance(x);
    sum += height;
    squares += height * height;
  }
  BOOST_TEST(std::abs(sum / n) < 0.05 * deviation);
  BOOST_TEST(std::abs(std::sqrt(squares / n) / deviation - 1) < 0.03);
}

BOOST_AUTO_TEST_SUITE_END()
