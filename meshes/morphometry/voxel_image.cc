// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/voxel_image.h>

#include <meshes/geometry/shapes/primitives.h>
#include <meshes/octree/gathered.h>

#include <algorithm>
#include <cmath>

namespace lacuna::morphometry {

namespace {

enum class Side { inside, outside, unknown };

/** Where all points within `reach` of x lie, as far as φ(x) tells; it always does for x alone. */
Side side(const geometry::Shape &shape, const Point &x, double reach) {
  if (reach == 0.)
    return shape.contains(x) ? Side::inside : Side::outside;
  geometry::Bounds phi = shape.bounds(x);
  if (phi.high >= -reach && phi.low <= reach)
    phi.low = phi.high = shape.distance(x);
  return phi.high < -reach ? Side::inside : phi.low > reach ? Side::outside : Side::unknown;
}

} // namespace

VoxelImage::VoxelImage(MPI_Comm communicator, const geometry::Scaffold &scaffold, double voxel_size)
    : communicator_(communicator), scaffold_(scaffold) {
  Point upper;
  for (int d = 0; d < 3; ++d) {
    const double side = scaffold.box.side_length(d);
    const int n = std::max(1, static_cast<int>(std::ceil(side / voxel_size - 1e-9)));
    // Half a period on either side of a cell, hence an even number of voxels.
    const int around = scaffold.periodic ? (n + 1) / 2 : 0;
    const int within = scaffold.periodic ? 2 * around : n;
    spacing_[d] = side / within;
    lower_[d] = scaffold.box.lower_bound(d) - around * spacing_[d];
    first_[d] = around;
    end_[d] = around + within;
    count_[d] = within + 2 * around;
    upper[d] = lower_[d] + count_[d] * spacing_[d];
  }
  envelope_ =
      scaffold.periodic ? std::make_shared<geometry::Box>(lower_, upper) : scaffold.envelope;
  int rank, n_ranks;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &n_ranks);
  first_layer_ = static_cast<int>(std::int64_t(count_[2]) * rank / n_ranks);
  end_layer_ = static_cast<int>(std::int64_t(count_[2]) * (rank + 1) / n_ranks);

  std::vector<Phase> own(index(0, 0, end_layer_) - index(0, 0, first_layer_));
  constexpr int tile = 16;
  for (int k = first_layer_; k < end_layer_; k += tile)
    for (int j = 0; j < count_[1]; j += tile)
      for (int i = 0; i < count_[0]; i += tile)
        fill({{i, j, k},
              {std::min(i + tile, count_[0]), std::min(j + tile, count_[1]),
               std::min(k + tile, end_layer_)}},
             own);
  phases_ = octree::gathered(communicator, own);
}

void VoxelImage::fill(const Range &range, std::vector<Phase> &own) const {
  const auto &[begin, end] = range;
  std::array<int, 3> size;
  dealii::Tensor<1, 3> half;
  for (int d = 0; d < 3; ++d) {
    size[d] = end[d] - begin[d];
    half[d] = 0.5 * (size[d] - 1) * spacing_[d];
  }
  const Point middle = center(begin[0], begin[1], begin[2]) + half;
  const double reach = (1. + 1e-9) * half.norm();
  const Side in_envelope = side(*envelope_, middle, reach);
  const Side in_solid =
      in_envelope == Side::inside ? side(*scaffold_.solid, middle, reach) : Side::unknown;
  if (in_envelope != Side::outside && in_solid == Side::unknown) {
    // Halves across the longest side; a single voxel is always known.
    const int d = static_cast<int>(std::max_element(size.begin(), size.end()) - size.begin());
    Range low = range, high = range;
    low.second[d] = high.first[d] = begin[d] + size[d] / 2;
    fill(low, own);
    fill(high, own);
    return;
  }
  const Phase phase = in_envelope == Side::outside ? Phase::outside
                      : in_solid == Side::inside   ? Phase::solid
                                                   : Phase::pore;
  const std::size_t first = index(0, 0, first_layer_);
  for (int k = begin[2]; k < end[2]; ++k)
    for (int j = begin[1]; j < end[1]; ++j)
      std::fill_n(own.begin() + (index(begin[0], j, k) - first), size[0], phase);
}

std::array<int, 3> VoxelImage::voxel_at(const Point &x) const {
  std::array<int, 3> voxel;
  for (int d = 0; d < 3; ++d)
    voxel[d] = static_cast<int>(std::floor((x[d] - lower_[d]) / spacing_[d]));
  return voxel;
}

} // namespace lacuna::morphometry
