// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/morphometry/work_done.h>

#include <mpi.h>

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace lacuna::morphometry {

using geometry::Point;

/** What a voxel holds; outside of the envelope is neither solid nor pore. */
enum class Phase : unsigned char { outside, pore, solid };

/**
 * A specimen as micro-CT would show it: the phase at the centre of each voxel, on every rank.
 *
 * The voxels fill the envelope's box. Of a periodic cell they fill two periods in each direction,
 * the cell in the middle, and only the voxels of that are counted.
 *
 * Loops are shared between ranks by slabs of z: what a rank finds does not depend on their number.
 */
class VoxelImage {
public:
  /** Largest edge of a voxel in m. Collective. */
  VoxelImage(MPI_Comm communicator, const geometry::Scaffold &scaffold, double voxel_size);

  MPI_Comm communicator() const { return communicator_; }
  const geometry::Scaffold &scaffold() const { return scaffold_; }
  const std::array<int, 3> &count() const { return count_; }
  const Point &spacing() const { return spacing_; }
  const Point &lower() const { return lower_; }
  double voxel_volume() const { return spacing_[0] * spacing_[1] * spacing_[2]; }

  std::size_t size() const { return std::size_t(count_[0]) * count_[1] * count_[2]; }
  std::size_t index(int i, int j, int k) const {
    return (std::size_t(k) * count_[1] + j) * count_[0] + i;
  }
  /** Distance between the indices of neighbours along an axis. */
  std::ptrdiff_t stride(int axis) const {
    return axis == 0 ? 1 : axis == 1 ? count_[0] : std::ptrdiff_t(count_[0]) * count_[1];
  }
  /** The three indices of the voxel around a point, which may lie beyond the image. */
  std::array<int, 3> voxel_at(const Point &x) const;
  Point center(int i, int j, int k) const {
    return {lower_[0] + (i + 0.5) * spacing_[0], lower_[1] + (j + 0.5) * spacing_[1],
            lower_[2] + (k + 0.5) * spacing_[2]};
  }

  Phase phase(std::size_t voxel) const { return phases_[voxel]; }
  bool in_image(int i, int j, int k) const {
    return i >= 0 && j >= 0 && k >= 0 && i < count_[0] && j < count_[1] && k < count_[2];
  }
  /** Whether a voxel is of the specimen, rather than of the neighbours of a cell. */
  bool is_counted(int i, int j, int k) const {
    return i >= first_[0] && j >= first_[1] && k >= first_[2] && i < end_[0] && j < end_[1] &&
           k < end_[2];
  }
  /** The envelope; of a cell the box of the image. */
  const geometry::Shape &envelope() const { return *envelope_; }

  /** The layers of voxels across z that are this rank's share. */
  int first_layer() const { return first_layer_; }
  int end_layer() const { return end_layer_; }

  /** Calls visit(i, j, k, voxel) for each voxel of this rank's layers, `done` after each layer. */
  template <typename Visit>
  void for_each_own(const Visit &visit, const WorkDone &done = {}) const {
    std::size_t voxel = index(0, 0, first_layer_);
    for (int k = first_layer_; k < end_layer_; ++k) {
      for (int j = 0; j < count_[1]; ++j)
        for (int i = 0; i < count_[0]; ++i)
          visit(i, j, k, voxel++);
      if (done)
        done(double(k + 1 - first_layer_) / (end_layer_ - first_layer_));
    }
  }

private:
  /** Voxels from the first to before the second, along each axis. */
  using Range = std::pair<std::array<int, 3>, std::array<int, 3>>;

  /** The phases of a range of own layers: of all at once where φ in the middle tells. */
  void fill(const Range &range, std::vector<Phase> &own) const;

  MPI_Comm communicator_;
  geometry::Scaffold scaffold_;
  geometry::ShapePtr envelope_;
  std::array<int, 3> count_, first_, end_;
  Point spacing_, lower_;
  int first_layer_, end_layer_;
  std::vector<Phase> phases_;
};

} // namespace lacuna::morphometry
