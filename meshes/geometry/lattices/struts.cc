// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/struts.h>
#include <meshes/geometry/shapes/csg.h>

#include <params/reader/registry.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

using Vector = dealii::Tensor<1, 3>;

constexpr double tolerance = 1e-9; // in periods

double distance_to(const StrutAxis &axis, const Point &x) {
  const Vector along = axis.to - axis.from;
  const double t = std::clamp((x - axis.from) * along / along.norm_square(), 0., 1.);
  return (x - axis.from - t * along).norm();
}

/** The image of a coordinate in mirrors at all multiples of 1/2: the i-th of six. */
double image(double x, int i) {
  const int period = i / 2 - 1;
  return (i % 2 ? -x : x) + period;
}

/** Makes `one` the longer axis where the other lies along it and touches it. */
bool join(StrutAxis &one, const StrutAxis &other) {
  const Vector along = one.to - one.from;
  const Vector e = along / along.norm();
  const double length = along.norm(), a = (other.from - one.from) * e,
               b = (other.to - one.from) * e;
  const bool in_line = (other.from - one.from - a * e).norm() < tolerance &&
                       (other.to - one.from - b * e).norm() < tolerance;
  const double low = std::min(a, b), high = std::max(a, b);
  if (!in_line || low > length + tolerance || high < -tolerance)
    return false;
  const Point from = one.from;
  one = {from + std::min(low, 0.) * e, from + std::max(high, length) * e};
  return true;
}

/** All mirror images around the cube [0, 1/2]³; struts that go on in line are one. */
std::vector<StrutAxis> mirrored(const std::vector<StrutAxis> &axes) {
  std::vector<StrutAxis> all;
  const auto add = [&](StrutAxis axis) {
    // A strut that joins two others makes them one: until nothing changes.
    for (auto other = all.begin(); other != all.end();)
      if (join(axis, *other)) {
        all.erase(other);
        other = all.begin();
      } else {
        ++other;
      }
    all.push_back(axis);
  };
  for (const StrutAxis &axis : axes)
    for (int i = 0; i < 6; ++i)
      for (int j = 0; j < 6; ++j)
        for (int k = 0; k < 6; ++k) {
          const auto at = [&](const Point &x) {
            return Point(image(x[0], i), image(x[1], j), image(x[2], k));
          };
          add({at(axis.from), at(axis.to)});
        }
  return all;
}

/**
 * Those that are the nearest or second nearest of some point of [0, 1/2]³. At a distance δ from a
 * sample both distances are within δ of the sample's.
 */
std::vector<StrutAxis> relevant(const std::vector<StrutAxis> &axes) {
  constexpr int n = 16;
  const double delta = std::sqrt(3.) / 2. * 0.5 / n;
  std::vector<bool> kept(axes.size(), false);
  std::vector<double> distances(axes.size());
  for (int i = 0; i < n * n * n; ++i) {
    const int ix = i % n, iy = i / n % n, iz = i / n / n;
    const Point x((ix + 0.5) * 0.5 / n, (iy + 0.5) * 0.5 / n, (iz + 0.5) * 0.5 / n);
    for (std::size_t a = 0; a < axes.size(); ++a)
      distances[a] = distance_to(axes[a], x);
    std::vector<double> sorted = distances;
    std::nth_element(sorted.begin(), sorted.begin() + 1, sorted.end());
    for (std::size_t a = 0; a < axes.size(); ++a)
      kept[a] = kept[a] || distances[a] <= sorted[1] + 2. * delta;
  }
  std::vector<StrutAxis> result;
  for (std::size_t a = 0; a < axes.size(); ++a)
    if (kept[a])
      result.push_back(axes[a]);
  return result;
}

// The struts of a kind that meet [0, 1/2]³, in periods.
const std::vector<StrutAxis> cubic = {{Point(0, 0, 0), Point(1, 0, 0)},
                                      {Point(0, 0, 0), Point(0, 1, 0)},
                                      {Point(0, 0, 0), Point(0, 0, 1)}};
const std::vector<StrutAxis> bcc = {{Point(0, 0, 0), Point(0.5, 0.5, 0.5)}};
const std::vector<StrutAxis> fcc = {{Point(0, 0, 0), Point(0.5, 0.5, 0)},
                                    {Point(0, 0, 0), Point(0.5, 0, 0.5)},
                                    {Point(0, 0, 0), Point(0, 0.5, 0.5)}};
const std::vector<StrutAxis> octet = {
    {Point(0, 0, 0), Point(0.5, 0.5, 0)},     {Point(0, 0, 0), Point(0.5, 0, 0.5)},
    {Point(0, 0, 0), Point(0, 0.5, 0.5)},     {Point(0.5, 0.5, 0), Point(0.5, 0, 0.5)},
    {Point(0.5, 0.5, 0), Point(0, 0.5, 0.5)}, {Point(0.5, 0, 0.5), Point(0, 0.5, 0.5)}};
// Edges of truncated octahedra around the corners and the centre of the cube (Thomson 1887).
const std::vector<StrutAxis> kelvin = {
    {Point(0, 0.25, 0.5), Point(0, 0.5, 0.25)}, {Point(0, 0.25, 0.5), Point(0.25, 0, 0.5)},
    {Point(0, 0.5, 0.25), Point(0.25, 0.5, 0)}, {Point(0.25, 0, 0.5), Point(0.5, 0, 0.25)},
    {Point(0.25, 0.5, 0), Point(0.5, 0.25, 0)}, {Point(0.5, 0.25, 0), Point(0.5, 0, 0.25)}};

void check(const params::Registry &registry, const GeometryParameters &parameters) {
  const ScaffoldParameters &p = parameters.scaffold;
  if (p.strand_diameter >= 0.5 * p.strand_spacing)
    registry.reject("Scaffold", "Strand diameter",
                    "less than half the spacing, the lattice's period");
  check_fillet(registry, p);
}

template <const std::vector<StrutAxis> &axes>
ShapePtr make(const GeometryParameters &p, FileShapes &, const dealii::BoundingBox<3> &,
              std::uint64_t) {
  return std::make_shared<StrutLattice>(axes, p.scaffold.strand_diameter, p.scaffold.strand_spacing,
                                        p.scaffold.neck_fillet, p.scaffold.strand_offset);
}

} // namespace

StrutLattice::StrutLattice(const std::vector<StrutAxis> &axes, double diameter, double period,
                           double fillet_radius, double offset)
    : radius_(0.5 * diameter), period_(period), fillet_radius_(fillet_radius), offset_(offset) {
  constexpr double far_away = 1e3; // periods
  const std::vector<StrutAxis> kept = relevant(mirrored(axes));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const unsigned int lane = i % n_lanes;
    if (lane == 0) {
      segments_.emplace_back();
      for (Lanes &from : segments_.back().from)
        from = far_away * period + Lanes{};
    }
    const Vector along = period * (kept[i].to - kept[i].from);
    for (unsigned int d = 0; d < 3; ++d) {
      segments_.back().from[d][lane] = period * kept[i].from[d];
      segments_.back().along[d][lane] = along[d];
    }
    segments_.back().per_length_square[lane] = 1. / along.norm_square();
  }
}

double StrutLattice::distance(const Point &x) const {
  Point folded;
  for (unsigned int d = 0; d < 3; ++d) {
    const double u = x[d] / period_ - (d < 2 ? offset_ : 0.);
    folded[d] = period_ * std::abs(u - std::floor(u + 0.5));
  }
  const Lanes zero{}, one = zero + 1.;
  Lanes first = zero + std::numeric_limits<double>::max(), second = first;
  for (const Segments &s : segments_) {
    const Lanes dx = folded[0] - s.from[0], dy = folded[1] - s.from[1], dz = folded[2] - s.from[2];
    Lanes t = (dx * s.along[0] + dy * s.along[1] + dz * s.along[2]) * s.per_length_square;
    t = t < zero ? zero : t;
    t = t > one ? one : t;
    const Lanes x_off = dx - t * s.along[0], y_off = dy - t * s.along[1],
                z_off = dz - t * s.along[2];
    const Lanes square = x_off * x_off + y_off * y_off + z_off * z_off;
    const Lanes larger = first > square ? first : square;
    second = second < larger ? second : larger;
    first = first < square ? first : square;
  }
  TwoNearest squares;
  for (unsigned int lane = 0; lane < n_lanes; ++lane) {
    squares.meet(first[lane]);
    squares.meet(second[lane]);
  }
  return rounded_union(std::sqrt(squares.first) - radius_, std::sqrt(squares.second) - radius_,
                       fillet_radius_);
}

std::vector<LatticeKind> strut_kinds() {
  const auto kind = [](const std::string &name, const std::string &doc, auto make_it) {
    LatticeKind result;
    result.name = name;
    result.doc = doc;
    result.check = check;
    result.period = cubic_period;
    result.thickening = by_distance;
    result.make = make_it;
    return result;
  };
  return {
      kind("cubic", "struts along the edges of cubes", make<cubic>),
      kind("bcc", "struts from the corners to the centre of cubes", make<bcc>),
      kind("fcc", "struts along the diagonals of the faces of cubes", make<fcc>),
      kind("octet", "struts between nearest nodes of a face-centred cubic lattice", make<octet>),
      kind("kelvin", "struts along the edges of truncated octahedra", make<kelvin>)};
}

} // namespace lacuna::geometry
