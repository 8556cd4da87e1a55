// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/connected_parts.h>

#include <boost/pending/disjoint_sets.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <utility>

namespace lacuna::morphometry {

namespace {

/** Ends as bits: 2 d for the lower one along d, 2 d + 1 for the upper one. */
using Ends = std::uint8_t;

constexpr Ends ends_of(int axis) {
  return Ends(3u << (2 * axis));
}

constexpr bool spans(Ends ends, int axis) {
  return (ends & ends_of(axis)) == ends_of(axis);
}

/** Out of the envelope at a voxel's centre, of any length. */
dealii::Tensor<1, 3> outward(const VoxelImage &image, const Point &x) {
  dealii::Tensor<1, 3> normal;
  for (int d = 0; d < 3; ++d) {
    Point ahead = x, behind = x;
    ahead[d] += 0.5 * image.spacing()[d];
    behind[d] -= 0.5 * image.spacing()[d];
    normal[d] = image.envelope().distance(ahead) - image.envelope().distance(behind);
  }
  return normal;
}

/** The end of the envelope nearest to a point. */
Ends nearest_end(const VoxelImage &image, const Point &x) {
  const auto normal = outward(image, x);
  int axis = 0;
  for (int d = 1; d < 3; ++d)
    if (std::abs(normal[d]) > std::abs(normal[axis]))
      axis = d;
  return Ends(1u << (2 * axis + (normal[axis] > 0.)));
}

std::array<int, 3> indices(const VoxelImage &image, std::uint32_t voxel) {
  const std::uint32_t nx = image.count()[0], ny = image.count()[1];
  return {int(voxel % nx), int(voxel / nx % ny), int(voxel / nx / ny)};
}

Point center_of(const VoxelImage &image, std::uint32_t voxel) {
  const auto [i, j, k] = indices(image, voxel);
  return image.center(i, j, k);
}

/** Whether all voxels on the way from a to b are of the phase. */
bool is_clear(const VoxelImage &image, Phase phase, const Point &a, const Point &b) {
  const Point &h = image.spacing();
  const int n = static_cast<int>(std::ceil(2. * a.distance(b) / std::min({h[0], h[1], h[2]})));
  for (int step = 0; step <= n; ++step) {
    const auto [i, j, k] = image.voxel_at(a + double(step) / n * (b - a));
    if (image.in_image(i, j, k) && image.phase(image.index(i, j, k)) != phase)
      return false;
  }
  return true;
}

/** Voxels joined one by one, those between which `open` holds; null holds everywhere. */
class Parts {
public:
  using Open = std::function<bool(std::uint32_t, std::uint32_t)>;

  explicit Parts(const VoxelImage &image, Open open = {})
      : image_(image), open_(std::move(open)), rank_(image.size(), 0), parent_(image.size()),
        ends_(image.size(), 0), is_in_(image.size(), 0), sets_(rank_.data(), parent_.data()) {
    std::iota(parent_.begin(), parent_.end(), 0);
  }

  std::uint32_t part_of(std::uint32_t voxel) { return sets_.find_set(voxel); }

  /** Joins a voxel with its neighbours that are in; returns the ends that their part reaches. */
  Ends add(std::uint32_t voxel) {
    const auto at = indices(image_, voxel);
    is_in_[voxel] = 1;
    bool at_rim = false;
    for (int axis = 0; axis < 3; ++axis)
      for (const int side : {-1, 1}) {
        const int place = at[axis] + side;
        const std::uint32_t next = voxel + side * image_.stride(axis);
        if (place < 0 || place >= image_.count()[axis] || image_.phase(next) == Phase::outside)
          at_rim = true;
        else if (is_in_[next] && (!open_ || open_(voxel, next)))
          join(voxel, next);
      }
    Ends &ends = ends_[part_of(voxel)];
    if (at_rim)
      ends |= nearest_end(image_, image_.center(at[0], at[1], at[2]));
    return ends;
  }

  Ends ends(std::uint32_t part) const { return ends_[part]; }

private:
  void join(std::uint32_t a, std::uint32_t b) {
    const std::uint32_t one = part_of(a), other = part_of(b);
    const Ends both = ends_[one] | ends_[other];
    sets_.link(one, other);
    ends_[part_of(one)] = both;
  }

  const VoxelImage &image_;
  Open open_;
  std::vector<std::uint8_t> rank_;
  std::vector<std::uint32_t> parent_;
  std::vector<Ends> ends_;
  std::vector<std::uint8_t> is_in_;
  boost::disjoint_sets<std::uint8_t *, std::uint32_t *> sets_;
};

std::vector<std::uint32_t> voxels_of(const VoxelImage &image, Phase phase) {
  std::vector<std::uint32_t> voxels;
  for (std::uint32_t voxel = 0; voxel < image.size(); ++voxel)
    if (image.phase(voxel) == phase)
      voxels.push_back(voxel);
  return voxels;
}

} // namespace

ConnectedParts connected_parts(const VoxelImage &image, Phase phase) {
  const auto voxels = voxels_of(image, phase);
  Parts parts(image);
  for (const std::uint32_t voxel : voxels)
    parts.add(voxel);

  ConnectedParts result{};
  double n_counted = 0.;
  for (const std::uint32_t voxel : voxels) {
    const std::uint32_t part = parts.part_of(voxel);
    result.n_parts += part == voxel;
    const auto [i, j, k] = indices(image, voxel);
    if (!image.is_counted(i, j, k))
      continue;
    n_counted += 1.;
    result.open_share += parts.ends(part) != 0;
    for (int axis = 0; axis < 3; ++axis)
      result.through_share[axis] += spans(parts.ends(part), axis);
  }
  if (n_counted == 0.)
    return result;
  result.open_share /= n_counted;
  for (double &share : result.through_share)
    share /= n_counted;
  return result;
}

double throat(const VoxelImage &image, Phase phase, const std::vector<float> &distances,
              const VoxelImage &finest, int axis) {
  std::vector<std::pair<float, std::uint32_t>> order; // by what a sphere has room for
  for (const std::uint32_t voxel : voxels_of(image, phase)) {
    const auto [i, j, k] = indices(image, voxel);
    const Point x = image.center(i, j, k);
    float room = distances[voxel];
    if (-image.envelope().bounds(x).high < room) { // else the envelope is farther away
      const float to_envelope = -image.envelope().distance(x);
      if (to_envelope < room && !(nearest_end(image, x) & ends_of(axis)))
        room = to_envelope;
    }
    order.emplace_back(room, voxel);
  }
  std::sort(order.begin(), order.end(), std::greater<>());
  Parts::Open open;
  if (&finest != &image)
    open = [&](std::uint32_t a, std::uint32_t b) {
      return is_clear(finest, phase, center_of(image, a), center_of(image, b));
    };
  Parts parts(image, open);
  for (const auto &[room, voxel] : order)
    if (spans(parts.add(voxel), axis))
      return 2. * room;
  return std::nan("");
}

} // namespace lacuna::morphometry
