// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/minimal_surface.h>
#include <meshes/geometry/shapes/random.h>

#include <params/reader/registry.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

namespace {

/** Values of F, its slope in X, Y, Z being at most `steepest`, from `low` to `high`. */
struct Gyroid {
  static constexpr double low = -1.5, high = 1.5, steepest = 1.7320508075688772;
  static double value(double sx, double cx, double sy, double cy, double sz, double cz) {
    return sx * cy + sy * cz + sz * cx;
  }
};

struct Diamond {
  static constexpr double low = -1.4142135623730951, high = 1.4142135623730951,
                          steepest = 1.7320508075688772;
  static double value(double sx, double cx, double sy, double cy, double sz, double cz) {
    return sx * (sy * sz + cy * cz) + cx * (sy * cz + cy * sz);
  }
};

struct Primitive {
  static constexpr double low = -3., high = 3., steepest = 1.7320508075688772;
  static double value(double, double cx, double, double cy, double, double cz) {
    return cx + cy + cz;
  }
};

struct Iwp {
  static constexpr double low = -5., high = 3., steepest = 5.196152422706632;
  static double value(double, double cx, double, double cy, double, double cz) {
    // cos 2X = 2 cos² X − 1
    return 2. * (cx * cy + cy * cz + cz * cx) - 2. * (cx * cx + cy * cy + cz * cz) + 3.;
  }
};

/** F < level, or |F − level| < half_width where that is positive. */
template <typename Surface>
class MinimalSurface : public Shape {
public:
  MinimalSurface(double period, double offset, double level, double half_width)
      : wave_number_(2. * M_PI / period), shift_(offset * 2. * M_PI), level_(level),
        half_width_(half_width), scale_(scale(period)) {}

  /** φ over F. */
  static double scale(double period) { return period / (2. * M_PI * Surface::steepest); }

  /** F at a place given in phases. */
  static double value(double x, double y, double z) {
    return Surface::value(std::sin(x), std::cos(x), std::sin(y), std::cos(y), std::sin(z),
                          std::cos(z));
  }

  double distance(const Point &x) const override {
    const double above =
        value(wave_number_ * x[0] - shift_, wave_number_ * x[1] - shift_, wave_number_ * x[2]) -
        level_;
    return scale_ * (half_width_ > 0. ? std::abs(above) - half_width_ : above);
  }

private:
  double wave_number_, shift_, level_, half_width_, scale_;
};

/**
 * Half the width in F of the sheet around `level` for a mean thickness: its volume is the thickness
 * times the area of the level set, both from samples of a period. The area is ∫ |∇F| dx over
 * |F − level| < ε, over 2 ε.
 */
template <typename Surface>
class SheetWidth {
public:
  explicit SheetWidth(double level);

  /** Of a thickness in periods. */
  double half(double thickness) const {
    const double share = std::min(0.95, thickness * area_);
    return above_[static_cast<std::size_t>(share * above_.size())];
  }

private:
  std::vector<double> above_; ///< |F − level| of the samples, sorted
  double area_;               ///< in a period of volume one
};

template <typename Surface>
SheetWidth<Surface>::SheetWidth(double level) {
  constexpr int n = 64;
  constexpr double two_pi = 2. * M_PI, epsilon = 0.05 * (Surface::high - Surface::low);
  using M = MinimalSurface<Surface>;
  double area = 0.;
  random::for_each_part(n, random::stream("sheet"), [&](double u, double v, double w) {
    const double x = two_pi * u, y = two_pi * v, z = two_pi * w;
    above_.push_back(std::abs(M::value(x, y, z) - level));
    if (above_.back() > epsilon)
      return;
    constexpr double h = 1e-4;
    const double dx = M::value(x + h, y, z) - M::value(x - h, y, z),
                 dy = M::value(x, y + h, z) - M::value(x, y - h, z),
                 dz = M::value(x, y, z + h) - M::value(x, y, z - h);
    area += two_pi * std::sqrt(dx * dx + dy * dy + dz * dz) / (2. * h) / (2. * epsilon);
  });
  area_ = area / above_.size();
  std::sort(above_.begin(), above_.end());
}

template <typename Surface>
void check(const params::Registry &registry, const GeometryParameters &p) {
  if (p.scaffold.level <= Surface::low || p.scaffold.level >= Surface::high)
    registry.reject("Scaffold", "Level",
                    fmt::format("between {:.4g} and {:.4g}, or there is no surface", Surface::low,
                                Surface::high));
  if (p.scaffold.phase == SurfacePhase::sheet &&
      p.scaffold.strand_diameter >= 0.5 * p.scaffold.strand_spacing)
    registry.reject("Scaffold", "Strand diameter", "less than half the spacing for a sheet");
}

template <typename Surface>
ShapePtr make(const GeometryParameters &parameters, FileShapes &, const dealii::BoundingBox<3> &,
              std::uint64_t) {
  const ScaffoldParameters &p = parameters.scaffold;
  const double half_width =
      p.phase == SurfacePhase::sheet
          ? SheetWidth<Surface>(p.level).half(p.strand_diameter / p.strand_spacing)
          : 0.;
  return std::make_shared<MinimalSurface<Surface>>(p.strand_spacing, p.strand_offset, p.level,
                                                   half_width);
}

/** φ is no distance: the width of a sheet tells by how much to move its surfaces. */
template <typename Surface>
Thickening thickening(const ScaffoldParameters &p) {
  if (p.phase != SurfacePhase::sheet)
    return {};
  const double scale = MinimalSurface<Surface>::scale(p.strand_spacing),
               designed = p.strand_diameter / p.strand_spacing;
  return [=, width = SheetWidth<Surface>(p.level)](double factor) {
    return scale * (width.half(factor * designed) - width.half(designed));
  };
}

template <typename Surface>
LatticeKind kind(const std::string &name, const std::string &doc) {
  LatticeKind result;
  result.name = name;
  result.doc = doc;
  result.check = check<Surface>;
  result.period = cubic_period;
  result.thickening = thickening<Surface>;
  result.make = make<Surface>;
  return result;
}

} // namespace

std::vector<LatticeKind> minimal_surface_kinds() {
  return {kind<Gyroid>("gyroid", "Schoen's gyroid"), kind<Diamond>("diamond", "Schwarz's D"),
          kind<Primitive>("primitive", "Schwarz's P"), kind<Iwp>("iwp", "Schoen's I-WP")};
}

} // namespace lacuna::geometry
