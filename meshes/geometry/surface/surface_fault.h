// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <deal.II/base/tensor.h>

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace lacuna::geometry {

/** Why a surface encloses no body: what() is what was found, expected what should have been. */
struct SurfaceFault : std::runtime_error {
  SurfaceFault(const std::string &found, const std::string &expected)
      : std::runtime_error(found), expected(expected) {}
  std::string expected;
};

/** "(1.5, 0, 2)" */
inline std::string text(const dealii::Tensor<1, 3> &x) {
  return fmt::format("({:.6g}, {:.6g}, {:.6g})", x[0], x[1], x[2]);
}

/** "1 triangle", "2 triangles" */
inline std::string counted(std::size_t n, const std::string &noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

} // namespace lacuna::geometry
