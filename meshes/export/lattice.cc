// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/lattice.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::exporting {

namespace {

constexpr int smallest_block = 4; // points along its longest side that are no longer halved

/** Cells of at most `spacing` along each side of a box. */
std::array<double, 3> cells_along(const dealii::BoundingBox<3> &box, double spacing) {
  std::array<double, 3> cells;
  for (unsigned int d = 0; d < 3; ++d)
    cells[d] = std::max(1., std::ceil(box.side_length(d) / spacing - 1e-9));
  return cells;
}

double n_points(const std::array<double, 3> &cells, int padding) {
  return (cells[0] + 2 * padding) * (cells[1] + 2 * padding) * (cells[2] + 2 * padding);
}

class Sampler {
public:
  Sampler(const geometry::Shape &shape, const Lattice &lattice, double band,
          const std::function<void(std::size_t, int, double)> &take)
      : shape_(shape), lattice_(lattice), band_(band), take_(take) {}

  /** Settles the points from `begin` to before `end`. */
  void visit(const std::array<int, 3> &begin, const std::array<int, 3> &end) const {
    geometry::Point center = lattice_.point(begin[0], begin[1], begin[2]);
    double radius_squared = 0;
    unsigned int longest = 0;
    for (unsigned int d = 0; d < 3; ++d) {
      const double half = 0.5 * (end[d] - 1 - begin[d]) * lattice_.spacing[d];
      center[d] += half;
      radius_squared += half * half;
      if (end[d] - begin[d] > end[longest] - begin[longest])
        longest = d;
    }
    const double phi = shape_.distance(center);
    if (std::abs(phi) - std::sqrt(radius_squared) > band_)
      return fill(begin, end, phi);
    if (end[longest] - begin[longest] <= smallest_block)
      return evaluate(begin, end);
    std::array<int, 3> lower_end = end, upper_begin = begin;
    lower_end[longest] = upper_begin[longest] = (begin[longest] + end[longest]) / 2;
    visit(begin, lower_end);
    visit(upper_begin, end);
  }

private:
  void fill(const std::array<int, 3> &begin, const std::array<int, 3> &end, double phi) const {
    for (int k = begin[2]; k < end[2]; ++k)
      for (int j = begin[1]; j < end[1]; ++j)
        take_(lattice_.index(begin[0], j, k), end[0] - begin[0], phi);
  }

  void evaluate(const std::array<int, 3> &begin, const std::array<int, 3> &end) const {
    for (int k = begin[2]; k < end[2]; ++k)
      for (int j = begin[1]; j < end[1]; ++j)
        for (int i = begin[0]; i < end[0]; ++i)
          take_(lattice_.index(i, j, k), 1, shape_.distance(lattice_.point(i, j, k)));
  }

  const geometry::Shape &shape_;
  const Lattice &lattice_;
  double band_;
  const std::function<void(std::size_t, int, double)> &take_;
};

} // namespace

Lattice::Lattice(const dealii::BoundingBox<3> &box, double largest_spacing, int padding,
                 double largest_size) {
  if (!(largest_spacing > 0 && box.volume() > 0))
    throw std::invalid_argument("export: the resolution and the box must be larger than zero");
  const std::array<double, 3> cells = cells_along(box, largest_spacing);
  if (n_points(cells, padding) > largest_size)
    throw std::invalid_argument(fmt::format("export: more than {:.2g} samples of {:.3g} um",
                                            largest_size, 1e6 * largest_spacing));
  for (unsigned int d = 0; d < 3; ++d) {
    spacing[d] = box.side_length(d) / cells[d];
    origin[d] = box.lower_bound(d) - (padding - 0.5) * spacing[d];
    count[d] = static_cast<int>(cells[d]) + 2 * padding;
  }
}

double finest_spacing(const dealii::BoundingBox<3> &box, int padding, double largest_size) {
  double spacing = std::cbrt(box.volume() / largest_size);
  const double digit = std::pow(10., std::floor(std::log10(spacing)) - 1);
  spacing = digit * std::ceil(spacing / digit);
  while (n_points(cells_along(box, spacing), padding) > largest_size)
    spacing += digit;
  return (1 - 1e-13) * spacing; // that the same number, read from a text, is not less
}

void sample(const geometry::Shape &shape, const Lattice &lattice, double band,
            const std::function<void(std::size_t, int, double)> &take) {
  Sampler(shape, lattice, band, take).visit({0, 0, 0}, lattice.count);
}

} // namespace lacuna::exporting
