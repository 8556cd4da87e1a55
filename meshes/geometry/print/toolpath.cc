// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/toolpath.h>
#include <meshes/geometry/shapes/random.h>

#include <deal.II/base/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

constexpr std::uint64_t position_stream = random::stream("strand position");
constexpr std::uint64_t missing_stream = random::stream("missing strand");
constexpr double largest_deviation = 4.; // in standard deviations

const double &repeated(const std::vector<double> &values, int layer) {
  const int n = static_cast<int>(values.size());
  return values[(layer % n + n) % n];
}

double layer_plane(const ScaffoldParameters &scaffold, int layer) {
  return (layer + 0.5) * scaffold.layer_height;
}

dealii::Tensor<1, 2> direction_of(const ScaffoldParameters &scaffold, int layer) {
  const double angle = repeated(scaffold.layer_angles, layer);
  return PlanePoint(std::cos(angle), std::sin(angle));
}

dealii::Tensor<1, 2> across(const dealii::Tensor<1, 2> &direction) {
  return PlanePoint(-direction[1], direction[0]);
}

/** The spacing of strands in one layer, as a function of the position of their axes. */
class LayerSpacing {
public:
  LayerSpacing(const ScaffoldParameters &scaffold, int layer, const SpecimenExtent &specimen)
      : scaffold_(scaffold), across_(across(direction_of(scaffold, layer))),
        largest_position_(specimen.radius),
        z_(std::clamp(layer_plane(scaffold, layer), 0., specimen.height)) {}

  double operator()(double position) const {
    position = std::clamp(position, -largest_position_, largest_position_);
    const double x = position * across_[0], y = position * across_[1];
    const auto &grading = scaffold_.spacing_grading;
    const double spacing = scaffold_.strand_spacing * (grading ? grading(x, y, z_) : 1.);
    if (spacing <= scaffold_.strand_diameter)
      throw std::invalid_argument(fmt::format(
          "a spacing above the strand diameter everywhere; it is {:.4g} um at x, y, z = {:.4g}, "
          "{:.4g}, {:.4g} mm",
          1e6 * spacing, 1e3 * x, 1e3 * y, 1e3 * z_));
    return spacing;
  }

  /** p(ξ + step) from p(ξ), by the midpoint rule. */
  double advanced(double position, double step) const {
    constexpr int n_parts = 16;
    const double part = step / n_parts;
    for (int i = 0; i < n_parts; ++i)
      position += part * (*this)(position + 0.5 * part * (*this)(position));
    return position;
  }

private:
  const ScaffoldParameters &scaffold_;
  dealii::Tensor<1, 2> across_;
  double largest_position_;
  double z_;
};

std::vector<PlacedStrand> even_strands(double spacing, double offset, double reach) {
  std::vector<PlacedStrand> result;
  for (int i = static_cast<int>(std::ceil(-reach / spacing - offset));
       (i + offset) * spacing <= reach; ++i)
    result.push_back({i, (i + offset) * spacing});
  return result;
}

std::vector<PlacedStrand> graded_strands(const LayerSpacing &spacing, double offset, double reach) {
  std::vector<PlacedStrand> result;
  const int middle = static_cast<int>(std::ceil(-offset));
  double position = spacing.advanced(0., middle - 1 + offset);
  for (int i = middle - 1; position >= -reach; --i) {
    result.push_back({i, position});
    position = spacing.advanced(position, -1.);
  }
  std::reverse(result.begin(), result.end());
  position = spacing.advanced(0., middle + offset);
  for (int i = middle; position <= reach; ++i) {
    result.push_back({i, position});
    position = spacing.advanced(position, 1.);
  }
  return result;
}

/** A strand's chord in the outline, in the direction of printing. */
using Chord = std::pair<Outline::Place, Outline::Place>;

/** Joins strands whose numbers follow one another, of which every other is laid backwards. */
std::vector<Path> meander(const Outline &outline, const std::vector<PlacedStrand> &strands,
                          const std::vector<Chord> &chords) {
  std::vector<Path> paths;
  for (std::size_t i = 0; i < strands.size(); ++i) {
    const bool backwards = strands[i].index % 2 != 0;
    const auto &[first, last] = chords[i];
    const Outline::Place &begin = backwards ? last : first, &end = backwards ? first : last;
    if (i > 0 && strands[i].index == strands[i - 1].index + 1) {
      const Outline::Place &before = backwards ? chords[i - 1].second : chords[i - 1].first;
      auto &points = paths.back().points;
      for (const PlanePoint &corner : outline.corners_between(before, begin))
        points.push_back(corner);
    } else
      paths.push_back({strands[i].index, 0., {}});
    paths.back().points.push_back(begin.point);
    paths.back().points.push_back(end.point);
  }
  return paths;
}

} // namespace

SpecimenExtent extent_of(const EnvelopeParameters &envelope) {
  if (!envelope.has_size())
    return {0., 0.};
  const auto &size = envelope.size;
  const bool round = size.size() == 2;
  return {round ? 0.5 * size[0] : 0.5 * std::hypot(size[0], size[1]), size.back()};
}

double Path::length() const {
  return polyline_length(points);
}

double Toolpath::length() const {
  double sum = 0;
  for (const ToolpathLayer &layer : layers)
    for (const Path &path : layer.paths)
      sum += path.length();
  return sum;
}

double Toolpath::cross_section() const {
  return 0.25 * dealii::numbers::PI * strand_diameter * strand_diameter;
}

std::vector<PlacedStrand> placed_strands(const ScaffoldParameters &scaffold,
                                         const PrintParameters &print, int layer, double reach,
                                         const SpecimenExtent &specimen, std::uint64_t seed) {
  const double offset = scaffold.strand_offset + repeated(scaffold.layer_offsets, layer);
  const bool even = !scaffold.spacing_grading;
  const LayerSpacing spacing(scaffold, layer, specimen);
  const auto designed = even ? even_strands(scaffold.strand_spacing, offset, reach)
                             : graded_strands(spacing, offset, reach);
  std::vector<PlacedStrand> result;
  for (const auto &[index, position] : designed) {
    if (random::uniform(seed, missing_stream, {layer, index}) < print.missing_strands)
      continue;
    const double g = random::normal(seed, position_stream, {layer, index});
    const double shift =
        print.position_variation * std::clamp(g, -largest_deviation, largest_deviation);
    const double room = 0.5 * (spacing(position) - scaffold.strand_diameter);
    result.push_back({index, position + std::clamp(shift, -room, room)});
  }
  return result;
}

Toolpath make_toolpath(const ScaffoldParameters &scaffold, const PrintParameters &print,
                       const PrintRegion &region, std::uint64_t seed) {
  double reach = 0;
  for (const PlanePoint &corner : region.outline.corners())
    reach = std::max(reach, corner.norm());

  Toolpath result{scaffold.strand_diameter, scaffold.layer_height, {}};
  for (int k = region.first_layer; k <= region.last_layer; ++k) {
    const dealii::Tensor<1, 2> direction = direction_of(scaffold, k);
    ToolpathLayer layer{k, layer_plane(scaffold, k), {}};
    std::vector<PlacedStrand> strands;
    std::vector<Chord> chords;
    for (const PlacedStrand &strand :
         placed_strands(scaffold, print, k, reach, region.specimen, seed)) {
      const auto chord =
          region.outline.chord(PlanePoint() + strand.position * across(direction), direction);
      if (!chord || chord->first.point.distance(chord->second.point) < scaffold.strand_diameter)
        continue;
      strands.push_back(strand);
      chords.push_back(*chord);
    }
    if (print.rim == Rim::turns)
      layer.paths = meander(region.outline, strands, chords);
    else
      for (std::size_t i = 0; i < strands.size(); ++i) {
        const auto &[first, last] = chords[i];
        layer.paths.push_back(
            {strands[i].index, first.point * direction, {first.point, last.point}});
      }
    result.layers.push_back(std::move(layer));
  }
  return result;
}

} // namespace lacuna::geometry
