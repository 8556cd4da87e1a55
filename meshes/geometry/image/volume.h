// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/shape.h>
#include <params/reader/choice.h>

#include <deal.II/base/symmetric_tensor.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace lacuna::geometry {

/** Values at the centres of voxels, along x fastest. Lengths in m. */
struct Volume {
  std::array<int, 3> size{};
  std::array<double, 3> spacing{1., 1., 1.};
  Point origin; ///< centre of the first voxel
  /** Its columns are the axes of the grid: orthonormal. */
  dealii::Tensor<2, 3> direction = dealii::unit_symmetric_tensor<3>();
  std::vector<float> values;

  /** Number of voxels, and the steps in `values` along the axes. */
  std::size_t n_voxels() const { return std::size_t(size[0]) * size[1] * size[2]; }
  std::array<std::size_t, 3> strides() const {
    return {1, std::size_t(size[0]), std::size_t(size[0]) * size[1]};
  }
};

/**
 * Refuses an image that would take more memory than is free until it is a shape.
 *
 * @param reading Bytes that a voxel takes while it is read, besides its value.
 * @throws params::InputError with both.
 */
void require_memory(const Volume &grid, const std::string &path, double reading = 0.);

/** How the surface runs between voxels of different sign. */
enum class Voxels {
  smooth, ///< where the values, taken as linear between the centres, are zero
  exact   ///< along the faces of voxels, each wholly solid or void
};

inline params::Words<Voxels> words(Voxels) {
  return {{Voxels::smooth, "smooth"}, {Voxels::exact, "exact"}};
}

} // namespace lacuna::geometry
