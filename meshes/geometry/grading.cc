// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/grading.h>
#include <meshes/geometry/random.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::geometry {

GridField::GridField(const dealii::BoundingBox<3> &box, double spacing,
                     const std::function<double(const Point &)> &function)
    : lower_(box.get_boundary_points().first) {
  constexpr int most = 100;
  std::array<double, 3> step;
  for (unsigned int d = 0; d < 3; ++d) {
    count_[d] = std::clamp(static_cast<int>(std::ceil(box.side_length(d) / spacing)), 1, most) + 1;
    step[d] = box.side_length(d) / (count_[d] - 1);
    per_step_[d] = 1. / step[d];
  }
  for (int k = 0; k < count_[2]; ++k)
    for (int j = 0; j < count_[1]; ++j)
      for (int i = 0; i < count_[0]; ++i)
        values_.push_back(
            function({lower_[0] + i * step[0], lower_[1] + j * step[1], lower_[2] + k * step[2]}));
  const int strides[] = {1, count_[0], count_[0] * count_[1]};
  double squares = 0.;
  for (unsigned int d = 0; d < 3; ++d) {
    double largest = 0.;
    for (std::size_t n = 0; n < values_.size(); ++n)
      if (n / strides[d] % count_[d] + 1 < static_cast<std::size_t>(count_[d]))
        largest = std::max(largest, std::abs(values_[n + strides[d]] - values_[n]));
    squares += largest * largest * per_step_[d] * per_step_[d];
  }
  steepest_ = std::sqrt(squares);
}

double GridField::value(const Point &x) const {
  std::array<int, 3> i;
  std::array<double, 3> t;
  for (unsigned int d = 0; d < 3; ++d) {
    const double u = std::clamp((x[d] - lower_[d]) * per_step_[d], 0., count_[d] - 1.);
    i[d] = std::min(static_cast<int>(u), count_[d] - 2);
    t[d] = u - i[d];
  }
  const int in_y = count_[0], in_z = count_[0] * count_[1];
  const double *corner = &values_[i[0] + in_y * i[1] + in_z * i[2]];
  const auto along_x = [&](const double *v) { return v[0] + t[0] * (v[1] - v[0]); };
  const auto along_y = [&](const double *v) {
    const double low = along_x(v);
    return low + t[1] * (along_x(v + in_y) - low);
  };
  const double low = along_y(corner);
  return low + t[2] * (along_y(corner + in_z) - low);
}

Offset::Offset(ShapePtr part, double distance) : part_(std::move(part)), offset_(distance) {}

double Offset::distance(const Point &x) const {
  return part_->distance(x) - offset_;
}

GradedOffset::GradedOffset(ShapePtr part, GridField offset)
    : part_(std::move(part)), offset_(std::move(offset)), scale_(1. / (1. + offset_.steepest())) {}

double GradedOffset::distance(const Point &x) const {
  return scale_ * (part_->distance(x) - offset_.value(x));
}

PorositySamples::PorositySamples(const Shape &shape, const Envelope &envelope,
                                 const ShapePtr &walls) {
  // One random point in each of so many parts a side: steps of the lattice cannot beat with them.
  constexpr int n = 112;
  constexpr std::uint64_t stream = random::stream("porosity");
  std::size_t n_within = 0;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k) {
        const auto at = [&](int index, int d) {
          return (index + random::uniform(0, stream, {i, j, k, d})) / n;
        };
        const Point x = envelope.box.unit_to_real(Point(at(i, 0), at(j, 1), at(k, 2)));
        if (envelope.envelope->distance(x) >= 0)
          continue;
        ++n_within;
        if (walls && walls->distance(x) < 0)
          continue;
        points_.push_back(x);
        values_.push_back(shape.distance(x));
      }
  if (points_.empty())
    throw std::runtime_error("the rim and the plates leave no room for a lattice");
  walls_share_ = 1. - double(points_.size()) / n_within;
  std::sort(values_.begin(), values_.end());
}

double PorositySamples::offset(double porosity) const {
  const double solid_share = 1. - porosity / (1. - walls_share_);
  if (solid_share < 0.)
    throw std::runtime_error(fmt::format(
        "rim and plates alone leave a porosity of {:.3g} %, less than the {:.3g} % asked for",
        100. * (1. - walls_share_), 100. * porosity));
  return offset_of_share(solid_share);
}

double PorositySamples::offset_of_share(double solid_share) const {
  const double position = std::clamp(solid_share, 0., 1.) * (values_.size() - 1);
  const auto index = std::min(static_cast<std::size_t>(position), values_.size() - 2);
  return values_[index] + (position - index) * (values_[index + 1] - values_[index]);
}

double PorositySamples::mean(const std::function<double(const Point &)> &function) const {
  double sum = 0.;
  for (const Point &x : points_)
    sum += function(x);
  return sum / points_.size();
}

ShapePtr grade_thickness(ShapePtr lattice, const ScaffoldParameters &p,
                         const dealii::BoundingBox<3> &box) {
  if (!p.thickness_grading)
    return lattice;
  return std::make_shared<GradedOffset>(
      lattice, GridField(box, 0.25 * p.strand_spacing, [&](const Point &x) {
        return 0.5 * p.strand_diameter * (p.thickness_grading(x[0], x[1], x[2]) - 1.);
      }));
}

Graded grade_porosity(ShapePtr lattice, const ScaffoldParameters &p, const Envelope &envelope,
                      const ShapePtr &walls) {
  if (!p.porosity_grading && p.porosity == 0.)
    return {lattice, std::nan(""), 0.};
  const PorositySamples samples(*lattice, envelope, walls);
  if (!p.porosity_grading) {
    const double offset = samples.offset(p.porosity);
    return {std::make_shared<Offset>(lattice, offset), p.porosity, 2. * offset};
  }
  // Each place gets the offset that would give the whole its porosity; what is left to the mean
  // porosity, where the lattice is not the same everywhere, is made up for by the same amount
  // everywhere.
  const auto porosity = [&](const Point &x) { return p.porosity_grading(x[0], x[1], x[2]); };
  const GridField field(envelope.box, 0.25 * p.strand_spacing,
                        [&](const Point &x) { return samples.offset_of_share(1. - porosity(x)); });
  const ShapePtr graded = std::make_shared<GradedOffset>(lattice, field);
  const PorositySamples again(*graded, envelope, walls);
  const double between_walls = again.mean(porosity);
  const double offset = again.offset_of_share(1. - between_walls);
  return {std::make_shared<Offset>(graded, offset), between_walls * again.share_between_walls(),
          2. * (again.mean([&](const Point &x) { return field.value(x); }) + offset)};
}

} // namespace lacuna::geometry
