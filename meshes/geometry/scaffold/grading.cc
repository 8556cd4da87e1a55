// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/lattices/lattices.h>
#include <meshes/geometry/scaffold/grading.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/random.h>

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

GradedOffset::GradedOffset(ShapePtr part, GridField offset)
    : part_(std::move(part)), offset_(std::move(offset)), scale_(1. / (1. + offset_.steepest())) {}

SpaceBetweenWalls::SpaceBetweenWalls(const Envelope &envelope, const ShapePtr &walls) {
  constexpr int parts = 112;
  std::size_t n_within = 0;
  random::for_each_part(parts, random::stream("porosity"), [&](double x, double y, double z) {
    const Point point = envelope.box.unit_to_real(Point(x, y, z));
    if (!envelope.envelope->contains(point))
      return;
    ++n_within;
    if (!walls || !walls->contains(point))
      points.push_back(point);
  });
  if (points.size() < 2)
    throw std::runtime_error("the rim and the plates leave no room for a lattice");
  share = double(points.size()) / n_within;
}

double SpaceBetweenWalls::mean(const std::function<double(const Point &)> &function) const {
  double sum = 0.;
  for (const Point &x : points)
    sum += function(x);
  return sum / points.size();
}

PorositySamples::PorositySamples(std::vector<double> values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end());
}

double PorositySamples::offset(double solid_share) const {
  const double position = std::clamp(solid_share, 0., 1.) * (values_.size() - 1);
  const auto index = std::min(static_cast<std::size_t>(position), values_.size() - 2);
  return values_[index] + (position - index) * (values_[index + 1] - values_[index]);
}

ShapePtr grade_thickness(ShapePtr lattice, const ScaffoldParameters &p,
                         const dealii::BoundingBox<3> &box) {
  if (!p.thickness_grading)
    return lattice;
  const Thickening thickening = lattice_kind(p.lattice).thickening(p);
  return std::make_shared<GradedOffset>(
      lattice, GridField(box, 0.25 * p.strand_spacing, [&](const Point &x) {
        return thickening(p.thickness_grading(x[0], x[1], x[2]));
      }));
}

Graded grade_porosity(ShapePtr lattice, const ScaffoldParameters &p, const Envelope &envelope,
                      const ShapePtr &walls) {
  if (!p.porosity_grading && p.porosity == 0.)
    return {lattice, std::nan(""), 0.};
  const SpaceBetweenWalls space(envelope, walls);
  std::vector<double> values;
  for (const Point &x : space.points)
    values.push_back(lattice->distance(x));
  const PorositySamples samples(values);
  if (!p.porosity_grading) {
    const double solid_share = 1. - p.porosity / space.share;
    if (solid_share < 0.)
      throw std::runtime_error(fmt::format(
          "rim and plates alone leave a porosity of {:.3g} %, less than the {:.3g} % asked for",
          100. * space.share, 100. * p.porosity));
    const double offset = samples.offset(solid_share);
    return {std::make_shared<Offset>(lattice, offset), p.porosity, 2. * offset};
  }
  // Each place gets the offset that would give the whole its porosity; what is left to the mean
  // porosity, where the lattice is not the same everywhere, is made up for by the same amount
  // everywhere.
  const auto porosity = [&](const Point &x) { return p.porosity_grading(x[0], x[1], x[2]); };
  const GridField field(envelope.box, 0.25 * p.strand_spacing,
                        [&](const Point &x) { return samples.offset(1. - porosity(x)); });
  const auto graded = std::make_shared<GradedOffset>(lattice, field);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = graded->moved(values[i], space.points[i]);
  const double mean_porosity = space.mean(porosity),
               offset = PorositySamples(values).offset(1. - mean_porosity);
  return {std::make_shared<Offset>(graded, offset), mean_porosity * space.share,
          2. * (space.mean([&](const Point &x) { return field.value(x); }) + offset)};
}

} // namespace lacuna::geometry
