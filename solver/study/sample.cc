// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/sample.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

namespace lacuna::study {

namespace {

/** Cells of the box that are counted at the most. */
constexpr double most_cells = 1400.;

/** Points that fill a cube evenly (Roberts' additive recurrence of the root of x⁴ = x + 1). */
geometry::Point evenly(unsigned int i) {
  constexpr double root = 1.2207440846057596;
  geometry::Point x;
  for (unsigned int d = 0; d < 3; ++d)
    x[d] = std::fmod(0.5 + (i + 1.) * std::pow(root, -1. - d), 1.);
  return x;
}

/** Solid volume in a box (m³), by points. */
double solid_volume(const geometry::Shape &shape, const octree::Box &box, unsigned int n_points) {
  unsigned int n_inside = 0;
  for (unsigned int i = 0; i < n_points; ++i)
    n_inside += shape.contains(box.unit_to_real(evenly(i)));
  return box.volume() * n_inside / n_points;
}

/** Sides of the part of a box that is counted: high rather than wide, of whole periods across. */
std::array<double, 3> counted_sides(const octree::Box &box, double cell_size, double period) {
  const double most_volume = most_cells * std::pow(cell_size, 3), height = box.side_length(2);
  std::array<double, 3> sides = {box.side_length(0), box.side_length(1), height};
  if (box.volume() <= most_volume)
    return sides;
  double width = std::sqrt(most_volume / height);
  if (width < period) {
    width = std::min(period, std::cbrt(most_volume));
    sides[2] = std::min(height, most_volume / (width * width));
  }
  if (width > period)
    width = std::floor(width / period) * period;
  sides[0] = std::min(sides[0], width);
  sides[1] = std::min(sides[1], width);
  return sides;
}

} // namespace

Sample representative(const geometry::Scaffold &scaffold, double cell_size, double period) {
  const octree::Box &box = scaffold.box;
  const auto sides = counted_sides(box, cell_size, period);
  const Sample whole{box, 1., true};
  if (sides[0] * sides[1] * sides[2] >= (1. - 1e-6) * box.volume())
    return whole;
  constexpr unsigned int n_rough = 500, n_fine = 20000;
  std::vector<std::pair<double, octree::Box>> parts;
  for (unsigned int i = 0; i < 27; ++i) {
    const std::array<unsigned int, 3> place = {i % 3, i / 3 % 3, i / 9};
    geometry::Point lower, upper;
    for (unsigned int d = 0; d < 3; ++d) {
      lower[d] = box.lower_bound(d) + 0.5 * place[d] * (box.side_length(d) - sides[d]);
      upper[d] = lower[d] + sides[d];
    }
    const octree::Box part({lower, upper});
    const double solid = solid_volume(*scaffold.open_solid, part, n_rough);
    if (solid > 0.)
      parts.emplace_back(solid, part);
  }
  if (parts.empty())
    throw std::runtime_error("no solid was found in the specimen");
  const auto median = parts.begin() + parts.size() / 2;
  std::nth_element(parts.begin(), median, parts.end(),
                   [](const auto &a, const auto &b) { return a.first < b.first; });
  return {median->second,
          solid_volume(*scaffold.open_solid, box, n_fine) /
              solid_volume(*scaffold.open_solid, median->second, n_fine),
          false};
}

double n_nodes(const operators::FiniteCellSpace &space, const octree::Box &whole) {
  const octree::Box &part = space.octree().box();
  const auto positions = space.positions();
  double sum = 0.;
  for (unsigned int i = 0; i < space.n_owned_nodes(); ++i) {
    double share = 1.;
    for (unsigned int d = 0; d < 3; ++d) {
      const double near = 1e-6 * part.side_length(d), x = positions[i][d];
      const auto is_cut = [&](double side, double end) {
        return std::abs(x - side) < near && std::abs(side - end) > near;
      };
      if (is_cut(part.lower_bound(d), whole.lower_bound(d)) ||
          is_cut(part.upper_bound(d), whole.upper_bound(d)))
        share *= 0.5;
    }
    sum += share;
  }
  return dealii::Utilities::MPI::sum(sum, space.communicator());
}

} // namespace lacuna::study
