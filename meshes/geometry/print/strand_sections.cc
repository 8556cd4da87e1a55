// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/strand_sections.h>
#include <meshes/geometry/shapes/random.h>
#include <meshes/geometry/shapes/smooth_noise.h>

#include <deal.II/base/numbers.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

constexpr std::uint64_t diameter_stream = random::stream("strand diameter");
constexpr std::uint64_t aside_stream = random::stream("strand waviness, lateral");
constexpr std::uint64_t above_stream = random::stream("strand waviness, vertical");
constexpr double sunk_part =
    0.02; // of a layer height, by which each of two crossing strands sinks in

/** Sections a correlation length, or a diameter where strands bend at their supports. */
constexpr double sections_per_length = 6;
constexpr double sections_per_diameter = 8;

double chosen_step(const ScaffoldParameters &scaffold, const PrintParameters &print) {
  double step = scaffold.strand_spacing;
  if (print.flattening || print.sag > 0)
    step = scaffold.strand_diameter / sections_per_diameter;
  if (print.diameter_variation > 0)
    step = std::min(step, print.diameter_correlation / sections_per_length);
  if (print.lateral_waviness > 0 || print.vertical_waviness > 0)
    step = std::min(step, print.waviness_correlation / sections_per_length);
  return scaffold.strand_spacing / std::ceil(scaffold.strand_spacing / step - 1e-9);
}

/** The points of a path at some distances from its start, and its ends beyond them. */
std::vector<PlanePoint> points_along(const Path &path, const std::vector<double> &distances) {
  std::vector<PlanePoint> result;
  std::size_t piece = 1;
  double before = 0, length = path.points[1].distance(path.points[0]);
  for (const double t : distances) {
    while (t > before + length && piece + 1 < path.points.size()) {
      before += length;
      ++piece;
      length = path.points[piece].distance(path.points[piece - 1]);
    }
    const double part = length > 0 ? std::clamp((t - before) / length, 0., 1.) : 0.;
    result.push_back(path.points[piece - 1] + part * (path.points[piece] - path.points[piece - 1]));
  }
  return result;
}

double squared_distance(const PlanePoint &x, const PlanePoint &a, const PlanePoint &b) {
  const auto along = b - a;
  const double length_squared = along.norm_square();
  const double part =
      length_squared > 0 ? std::clamp((x - a) * along / length_squared, 0., 1.) : 0.;
  return (x - a - part * along).norm_square();
}

double smooth_step(double q) {
  q = std::clamp(q, 0., 1.);
  return q * q * (3 - 2 * q);
}

/**
 * Half the flat width b of a section of the area π d²/4, of which what lies within the `sunk` part
 * of the radius r at its top and bottom is not counted: with c = r − sunk, 4 b c + 2 (c √(r² − c²)
 * + r² arcsin(c/r)) = π d²/4.
 */
double half_flat_width(double diameter, double radius, double sunk) {
  const double c = radius - sunk;
  const double circle =
      2 * (c * std::sqrt(radius * radius - c * c) + radius * radius * std::asin(c / radius));
  return std::max(0., (0.25 * dealii::numbers::PI * diameter * diameter - circle) / (4 * c));
}

} // namespace

StrandSections::StrandSections(const ScaffoldParameters &scaffold, const PrintParameters &print,
                               const Toolpath &toolpath, std::uint64_t seed)
    : scaffold_(scaffold), print_(print), toolpath_(toolpath), seed_(seed),
      step_(chosen_step(scaffold, print)) {}

std::vector<double> StrandSections::distances_to_axes(std::size_t layer,
                                                      const std::vector<PlanePoint> &points) const {
  std::vector<double> result(points.size(), std::numeric_limits<double>::max());
  if (layer < toolpath_.layers.size())
    for (const Path &path : toolpath_.layers[layer].paths)
      for (std::size_t i = 1; i < path.points.size(); ++i)
        for (std::size_t j = 0; j < points.size(); ++j)
          result[j] =
              std::min(result[j], squared_distance(points[j], path.points[i - 1], path.points[i]));
  for (double &distance : result)
    distance = std::sqrt(distance);
  return result;
}

void StrandSections::add_sag(const std::vector<double> &to_support,
                             std::vector<StrandSection> &sections) const {
  const double edge = 0.5 * scaffold_.strand_diameter;
  const double designed_span = scaffold_.strand_spacing - scaffold_.strand_diameter;
  // Where between two neighbours a strand begins or ends to be supported, in steps.
  const auto crossing = [&](std::size_t i) {
    return i + (edge - to_support[i]) / (to_support[i + 1] - to_support[i]);
  };
  double begin = -1;
  for (std::size_t i = 0; i + 1 < sections.size(); ++i) {
    const bool free = to_support[i] > edge, free_next = to_support[i + 1] > edge;
    if (!free && free_next)
      begin = crossing(i);
    if (!(free && !free_next && begin >= 0))
      continue;
    const double end = crossing(i), span = (end - begin) * step_;
    const double depth =
        std::min(scaffold_.layer_height, print_.sag * std::pow(span / designed_span, 4));
    for (auto k = static_cast<std::size_t>(std::ceil(begin)); k <= i; ++k) {
      const double q = (k - begin) / (end - begin);
      sections[k].above -= 16 * q * q * (1 - q) * (1 - q) * depth;
    }
  }
}

std::vector<StrandSection> StrandSections::along(std::size_t layer, const Path &path, int first,
                                                 int count) const {
  const std::array<std::int64_t, 2> name = {toolpath_.layers[layer].index, path.strand};
  const double diameter = scaffold_.strand_diameter, height = scaffold_.layer_height;
  std::vector<double> distances;
  for (int i = 0; i < count; ++i)
    distances.push_back((first + i) * step_ - path.start);
  const auto points = points_along(path, distances);
  const auto noise = [&](double deviation, std::uint64_t stream, double length, int i) {
    return deviation > 0
               ? deviation * smooth_normal(seed_, stream, name, (first + i) * step_, length)
               : 0.;
  };

  std::vector<double> to_lower, to_crossed;
  if (print_.flattening || print_.sag > 0)
    to_lower = distances_to_axes(layer - 1, points);
  if (print_.flattening) {
    to_crossed = to_lower;
    const auto to_upper = distances_to_axes(layer + 1, points);
    for (int i = 0; i < count; ++i)
      to_crossed[i] = std::min(to_crossed[i], to_upper[i]);
  }
  const double sunk = sunk_part * height, pressed = std::min(diameter, height + 2 * sunk);
  const double face = half_flat_width(diameter, 0.5 * pressed, sunk);
  const double flank = std::sqrt(1.5 * height * (diameter - height));

  std::vector<StrandSection> result;
  for (int i = 0; i < count; ++i) {
    const double d = diameter * (1 + noise(print_.diameter_variation, diameter_stream,
                                           print_.diameter_correlation, i));
    double radius = 0.5 * d, half_flat = 0;
    if (print_.flattening && pressed < d) {
      const double free = smooth_step((to_crossed[i] - face) / flank);
      radius = 0.5 * (pressed + (d - pressed) * free);
      half_flat = half_flat_width(d, radius, sunk * (1 - free));
    }
    result.push_back({noise(print_.lateral_waviness, aside_stream, print_.waviness_correlation, i),
                      noise(print_.vertical_waviness, above_stream, print_.waviness_correlation, i),
                      half_flat, radius});
  }
  if (print_.sag > 0 && layer > 0)
    add_sag(to_lower, result);
  return result;
}

} // namespace lacuna::geometry
