// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/euler_number.h>

#include <deal.II/base/mpi.h>

#include <bitset>
#include <cmath>
#include <cstdint>

namespace lacuna::morphometry {

namespace {

/**
 * 8 × the share of one corner in the Euler number, by which of its eight voxels are solid (bit
 * x + 2 y + 4 z). An edge has two corners, a face four, a voxel eight.
 */
std::array<int, 256> corner_shares() {
  std::array<int, 256> shares{};
  for (unsigned int solid = 1; solid < 256; ++solid) {
    int n_edges = 0, n_faces = 0;
    for (unsigned int d = 0; d < 3; ++d) {
      unsigned int ahead = 0; // the four voxels beyond the corner along d, touching one edge
      for (unsigned int v = 0; v < 8; ++v)
        ahead |= ((v >> d) & 1u) << v;
      n_edges += ((solid & ahead) != 0) + ((solid & ~ahead & 255u) != 0);
      for (unsigned int v = 0; v < 8; ++v) // a face lies between two voxels across d
        if (((v >> d) & 1u) == 0)
          n_faces += ((solid >> v) & 1u) | ((solid >> (v | (1u << d))) & 1u);
    }
    const int n_voxels = static_cast<int>(std::bitset<8>(solid).count());
    shares[solid] = 8 - 4 * n_edges + 2 * n_faces - n_voxels;
  }
  return shares;
}

} // namespace

EulerNumber euler_number(const VoxelImage &image) {
  static const std::array<int, 256> shares = corner_shares();
  const auto &n = image.count();
  // Corner (i, j, k) has voxel (i, j, k) ahead; the last rank has those behind the last layer too.
  const int end = image.end_layer() + (image.end_layer() == n[2] ? 1 : 0);
  std::int64_t body = 0, within = 0, n_within = 0;
  for (int k = image.first_layer(); k < end; ++k)
    for (int j = 0; j <= n[1]; ++j)
      for (int i = 0; i <= n[0]; ++i) {
        unsigned int solid = 0;
        bool is_within = image.is_counted(i, j, k) || !image.scaffold().periodic;
        for (unsigned int v = 0; v < 8; ++v) {
          const int x = i - 1 + (v & 1u), y = j - 1 + ((v >> 1) & 1u), z = k - 1 + (v >> 2);
          const Phase phase =
              image.in_image(x, y, z) ? image.phase(image.index(x, y, z)) : Phase::outside;
          solid |= static_cast<unsigned int>(phase == Phase::solid) << v;
          is_within = is_within && phase != Phase::outside;
        }
        body += shares[solid];
        within += is_within ? shares[solid] : 0;
        n_within += is_within;
      }
  const auto sum = [&](std::int64_t x) {
    return double(dealii::Utilities::MPI::sum(x, image.communicator()));
  };
  const double volume = sum(n_within) * image.voxel_volume();
  return {sum(body) / 8., volume > 0. ? sum(within) / 8. / volume : std::nan("")};
}

} // namespace lacuna::morphometry
