// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/primitives.h>
#include <meshes/morphometry/voxel_image.h>

#include <algorithm>
#include <cmath>

namespace lacuna::morphometry {

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

  std::vector<Phase> own;
  own.reserve(size() / n_ranks + 1);
  for_each_own([&](int i, int j, int k, std::size_t) {
    const Point x = center(i, j, k);
    own.push_back(!envelope_->contains(x)        ? Phase::outside
                  : scaffold_.solid->contains(x) ? Phase::solid
                                                 : Phase::pore);
  });
  phases_ = gathered(communicator, own);
}

std::array<int, 3> VoxelImage::voxel_at(const Point &x) const {
  std::array<int, 3> voxel;
  for (int d = 0; d < 3; ++d)
    voxel[d] = static_cast<int>(std::floor((x[d] - lower_[d]) / spacing_[d]));
  return voxel;
}

} // namespace lacuna::morphometry
