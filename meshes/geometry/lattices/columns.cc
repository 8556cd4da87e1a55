// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/columns.h>

#include <params/reader/registry.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::geometry {

namespace {

const double sqrt3 = std::sqrt(3.);

/** Diameter of round columns, in spacings, beyond which no pore space is left. */
double closing_diameter(Arrangement arrangement) {
  return arrangement == Arrangement::square       ? std::sqrt(2.)
         : arrangement == Arrangement::triangular ? 2. / sqrt3
                                                  : 2.;
}

void check_round(const params::Registry &registry, const ScaffoldParameters &p,
                 Arrangement arrangement) {
  if (p.strand_diameter >= closing_diameter(arrangement) * p.strand_spacing)
    registry.reject("Scaffold", "Strand diameter",
                    "less, or no pore space is left between columns");
}

void check_columns(const params::Registry &registry, const GeometryParameters &parameters) {
  const ScaffoldParameters &p = parameters.scaffold;
  if (p.section == ColumnSection::round)
    check_round(registry, p, p.arrangement);
  else if (p.strand_diameter >= p.strand_spacing)
    registry.reject("Scaffold", "Strand diameter", "less than the spacing");
}

void check_cylinders(const params::Registry &registry, const GeometryParameters &parameters) {
  check_round(registry, parameters.scaffold, Arrangement::square);
}

Columns columns(const ScaffoldParameters &p) {
  return {p.arrangement, p.section == ColumnSection::polygonal, p.strand_diameter, p.strand_spacing,
          p.strand_offset};
}

std::array<double, 3> columns_period(const ScaffoldParameters &p) {
  const auto [x, y] = columns(p).period();
  return {x, y, p.strand_spacing};
}

ShapePtr make_columns(const GeometryParameters &p, FileShapes &, const dealii::BoundingBox<3> &,
                      std::uint64_t) {
  return std::make_shared<Columns>(columns(p.scaffold));
}

ShapePtr make_cylinders(const GeometryParameters &p, FileShapes &, const dealii::BoundingBox<3> &,
                        std::uint64_t) {
  ScaffoldParameters round = p.scaffold;
  round.arrangement = Arrangement::square;
  round.section = ColumnSection::round;
  return std::make_shared<Columns>(columns(round));
}

} // namespace

Columns::Columns(Arrangement arrangement, bool polygonal, double diameter, double spacing,
                 double offset)
    : polygonal_(polygonal), radius_(0.5 * diameter) {
  const double s = spacing, half = 0.5 * sqrt3;
  if (arrangement == Arrangement::square) {
    period_ = {s, s};
    sites_ = {{{0., 0.}, {{1., 0.}, {-1., 0.}, {0., 1.}, {0., -1.}}}};
  } else if (arrangement == Arrangement::triangular) {
    const std::vector<Vector> six = {{1., 0.},     {-1., 0.},    {0.5, half},
                                     {-0.5, half}, {0.5, -half}, {-0.5, -half}};
    period_ = {s, sqrt3 * s};
    sites_ = {{{0., 0.}, six}, {{0.5 * s, half * s}, six}};
  } else {
    const std::vector<Vector> up = {{0., 1.}, {half, -0.5}, {-half, -0.5}},
                              down = {{0., -1.}, {half, 0.5}, {-half, 0.5}};
    period_ = {sqrt3 * s, 3. * s};
    sites_ = {
        {{0., 0.}, up}, {{0., s}, down}, {{half * s, 1.5 * s}, up}, {{half * s, 2.5 * s}, down}};
  }
  for (Site &site : sites_)
    for (double &coordinate : site.position)
      coordinate += offset * s;
}

inline Columns::Vector Columns::from_nearest(const Point &x, const Site &site) const {
  Vector from;
  for (unsigned int d = 0; d < 2; ++d) {
    from[d] = x[d] - site.position[d];
    from[d] -= period_[d] * std::floor(from[d] / period_[d] + 0.5);
  }
  return from;
}

double Columns::distance(const Point &x) const {
  double nearest = std::numeric_limits<double>::max();
  Vector from{};
  const Site *at = nullptr;
  for (const Site &site : sites_) {
    const Vector f = from_nearest(x, site);
    const double square = f[0] * f[0] + f[1] * f[1];
    if (square < nearest) {
      nearest = square;
      from = f;
      at = &site;
    }
  }
  if (!polygonal_)
    return std::sqrt(nearest) - radius_;
  // The polygon's sides are halfway planes moved inwards: φ is continuous from column to column.
  double outwards = 0.;
  for (const Vector &n : at->neighbours)
    outwards = std::max(outwards, n[0] * from[0] + n[1] * from[1]);
  return outwards - radius_;
}

LatticeKind columns_kind() {
  LatticeKind kind;
  kind.name = "columns";
  kind.doc = "straight columns along z, see Arrangement and Section";
  kind.check = check_columns;
  kind.period = columns_period;
  kind.thickening = by_distance;
  kind.make = make_columns;
  return kind;
}

LatticeKind cylinders_kind() {
  LatticeKind kind;
  kind.name = "cylinders";
  kind.doc = "square array of cylinders along z";
  kind.check = check_cylinders;
  kind.period = cubic_period;
  kind.thickening = by_distance;
  kind.make = make_cylinders;
  return kind;
}

} // namespace lacuna::geometry
