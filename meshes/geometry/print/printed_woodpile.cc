// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/printed_woodpile.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/smooth_noise.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

constexpr double bins_per_spacing = 4;

double square(double x) {
  return x * x;
}

/** The steepest change of φ from one section to the next. */
double steepness(const StrandSection &a, const StrandSection &b) {
  // ∂φ/∂t = −n_u (± c' + b') − n_w e' − r' with n a unit vector, n_u ≥ 0.
  const double flat = b.half_flat - a.half_flat, radius = b.radius - a.radius;
  return std::max(std::abs(radius), std::abs(flat + radius)) +
         std::hypot(b.aside - a.aside, b.above - a.above);
}

} // namespace

PrintedWoodpile::PrintedWoodpile(const ScaffoldParameters &scaffold, const PrintParameters &print,
                                 const Toolpath &toolpath, const dealii::BoundingBox<3> &box,
                                 std::uint64_t seed)
    : layer_height_(scaffold.layer_height), fillet_(scaffold.neck_fillet),
      bin_size_(scaffold.strand_spacing / bins_per_spacing),
      smallest_radius_(scaffold.strand_diameter) {
  const double margin = scaffold.strand_spacing;
  for (int d = 0; d < 3; ++d) {
    lower_[d] = box.lower_bound(d) - margin;
    upper_[d] = box.upper_bound(d) + margin;
  }
  for (int d = 0; d < 2; ++d)
    n_bins_[d] = static_cast<int>((upper_[d] - lower_[d]) / bin_size_) + 1;

  const StrandSections sections(scaffold, print, toolpath, seed);
  sections_per_length_ = 1 / sections.step();
  for (std::size_t k = 0; k < toolpath.layers.size(); ++k)
    lay(sections, k, toolpath.layers[k]);
  bound_sections(scaffold.neck_fillet, scaffold.strand_spacing);
  for (Layer &layer : layers_)
    sort_into_bins(layer);
}

void PrintedWoodpile::lay(const StrandSections &sections, std::size_t index,
                          const ToolpathLayer &source) {
  Layer layer{source.z, {}, {}, {}};
  double steepest = 0;
  for (const Path &path : source.paths) {
    // One section more at each end than the coordinates need, for the B-splines.
    const double start = path.start * sections_per_length_;
    const int first = static_cast<int>(std::floor(start)) - 1;
    const double end = start + path.length() * sections_per_length_;
    const int count = static_cast<int>(std::ceil(end)) + 2 - first;
    const auto own = sections.along(index, path, first, count);
    double along = start - first;
    for (std::size_t i = 1; i < path.points.size(); ++i) {
      const PlanePoint &a = path.points[i - 1];
      const auto step = path.points[i] - a;
      const double length = step.norm();
      if (length > 0)
        layer.pieces.push_back(
            {a[0], a[1], step[0] / length, step[1] / length, length, along, sections_.size()});
      along += length * sections_per_length_;
    }
    for (std::size_t i = 1; i < own.size(); ++i)
      steepest = std::max(steepest, steepness(own[i - 1], own[i]));
    sections_.insert(sections_.end(), own.begin(), own.end());
  }
  slope_ = std::max(slope_, std::hypot(1., steepest * sections_per_length_));
  layers_.push_back(std::move(layer));
}

void PrintedWoodpile::bound_sections(double fillet, double spacing) {
  for (const StrandSection &s : sections_) {
    largest_aside_ = std::max(largest_aside_, std::abs(s.aside) + s.half_flat);
    largest_above_ = std::max(largest_above_, std::abs(s.above));
    largest_radius_ = std::max(largest_radius_, s.radius);
    smallest_radius_ = std::min(smallest_radius_, s.radius);
  }
  // A layer beyond the largest height is farther away than the cap by two fillets: it has no
  // effect.
  cap_ = 0.5 * spacing;
  largest_height_ = cap_ + 2 * fillet + largest_radius_ + largest_above_;
}

void PrintedWoodpile::sort_into_bins(Layer &layer) const {
  const double half_diagonal = bin_size_ / std::sqrt(2.);
  const double above = largest_above_, height = largest_height_;
  std::vector<double> distances(layer.pieces.size());
  layer.bins.push_back(0);
  for (int j = 0; j < n_bins_[1]; ++j)
    for (int i = 0; i < n_bins_[0]; ++i) {
      const double x = lower_[0] + (i + 0.5) * bin_size_, y = lower_[1] + (j + 0.5) * bin_size_;
      double nearest = std::numeric_limits<double>::max();
      for (std::size_t p = 0; p < layer.pieces.size(); ++p) {
        const Piece &piece = layer.pieces[p];
        const double dx = x - piece.x, dy = y - piece.y;
        const double along = dx * piece.cosine + dy * piece.sine;
        const double aside = dy * piece.cosine - dx * piece.sine;
        distances[p] = std::hypot(along - std::clamp(along, 0., piece.length), aside);
        nearest = std::min(nearest, distances[p]);
      }
      // The largest φ that the nearest piece can have in the bin, at the largest height, is less
      // than the least that one beyond this limit can have; at lower heights all the more.
      const double largest = std::hypot(nearest + half_diagonal + largest_aside_, height + above) +
                             largest_radius_ - smallest_radius_;
      const double limit =
          half_diagonal + largest_aside_ + std::sqrt(square(largest) - square(height - above));
      const auto begin = layer.candidates.size();
      for (std::size_t p = 0; p < layer.pieces.size(); ++p)
        if (distances[p] <= limit)
          layer.candidates.push_back(
              {static_cast<int>(p),
               square(std::max(distances[p] - half_diagonal - largest_aside_, 0.))});
      std::stable_sort(layer.candidates.begin() + begin, layer.candidates.end(),
                       [&](const Candidate &a, const Candidate &b) {
                         return distances[a.piece] < distances[b.piece];
                       });
      layer.bins.push_back(static_cast<int>(layer.candidates.size()));
    }
}

inline double PrintedWoodpile::piece_distance(const Piece &piece, double x, double y,
                                              double above) const {
  const double dx = x - piece.x, dy = y - piece.y;
  const double along = dx * piece.cosine + dy * piece.sine;
  const double t = std::clamp(along, 0., piece.length);

  const double place = piece.start + t * sections_per_length_;
  const int knot = static_cast<int>(place + 0.5);
  const double f = place - knot;
  const auto [before, here, after] = b_spline_weights(f);
  const StrandSection *s = &sections_[piece.first + knot];
  const double c = before * s[-1].aside + here * s[0].aside + after * s[1].aside;
  const double e = before * s[-1].above + here * s[0].above + after * s[1].above;
  const double b = before * s[-1].half_flat + here * s[0].half_flat + after * s[1].half_flat;
  const double r = before * s[-1].radius + here * s[0].radius + after * s[1].radius;

  const double beyond = along - t;
  const double from_flat = std::max(std::abs(dy * piece.cosine - dx * piece.sine - c) - b, 0.);
  return std::sqrt(beyond * beyond + from_flat * from_flat + square(above - e)) - r;
}

/** Distance to one layer where it is below the limit, otherwise the limit. */
inline double PrintedWoodpile::layer_distance(const Layer &layer, std::size_t bin, const Point &x,
                                              double limit) const {
  const double above = x[2] - layer.z;
  const double least_above_squared = square(std::max(std::abs(above) - largest_above_, 0.));
  double best = limit;
  const Candidate *end = layer.candidates.data() + layer.bins[bin + 1];
  for (const Candidate *c = layer.candidates.data() + layer.bins[bin]; c != end; ++c) {
    const double to_axis = best + largest_radius_;
    if (to_axis <= 0 || c->aside_squared + least_above_squared >= to_axis * to_axis)
      break;
    best = std::min(best, piece_distance(layer.pieces[c->piece], x[0], x[1], above));
  }
  return best;
}

double PrintedWoodpile::distance(const Point &outside) const {
  Point x;
  for (int d = 0; d < 3; ++d)
    x[d] = std::clamp(outside[d], lower_[d], upper_[d]);
  const std::size_t bin = static_cast<std::size_t>((x[1] - lower_[1]) / bin_size_) * n_bins_[0] +
                          static_cast<std::size_t>((x[0] - lower_[0]) / bin_size_);

  // As in Woodpile, but a layer's strands may lie higher or lower than its plane.
  const int n = static_cast<int>(layers_.size());
  TwoNearest nearest{cap_ + fillet_, cap_ + fillet_};
  const auto visit = [&](int k) {
    nearest.meet(layer_distance(layers_[k], bin, x, nearest.first + fillet_));
  };
  const auto matters = [&](double height) {
    return height <
           std::min(largest_height_, nearest.first + fillet_ + largest_radius_ + largest_above_);
  };
  const int start =
      n == 0 ? 0
             : std::clamp(static_cast<int>(std::floor((x[2] - layers_[0].z) / layer_height_ + 0.5)),
                          0, n - 1);
  for (int k = start; k < n && matters(layers_[k].z - x[2]); ++k)
    visit(k);
  for (int k = start - 1; k >= 0 && matters(x[2] - layers_[k].z); --k)
    visit(k);
  return std::min(rounded_union(nearest.first, nearest.second, fillet_), cap_) / slope_;
}

} // namespace lacuna::geometry
