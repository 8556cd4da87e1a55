// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/plausible_size.h>

#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::geometry {

namespace {

constexpr double shortest = 50e-6, longest = 0.5; // m, of the longest side

/** "2 x 2 x 1.5 um" */
std::string size_text(const dealii::BoundingBox<3> &box, double largest) {
  const bool large = largest >= 1., small = largest < 1e-3;
  const double unit = large ? 1. : small ? 1e-6 : 1e-3;
  return fmt::format("{:.4g} x {:.4g} x {:.4g} {}", box.side_length(0) / unit,
                     box.side_length(1) / unit, box.side_length(2) / unit,
                     large   ? "m"
                     : small ? "um"
                             : "mm");
}

} // namespace

void require_plausible_size(const std::string &path, const dealii::BoundingBox<3> &box,
                            const std::string &key) {
  const double largest = std::max({box.side_length(0), box.side_length(1), box.side_length(2)});
  if (!(largest >= shortest && largest <= longest))
    params::refuse_file(path, "a body of " + size_text(box, largest),
                        "a scaffold, 50 um to 0.5 m long; see " + key);
}

} // namespace lacuna::geometry
