// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/distance_transform.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace lacuna::geometry {

namespace {

constexpr float unknown = std::numeric_limits<float>::max();
constexpr float least = 1e-4f; // part of a spacing, for a value of zero: a distance keeps its sign

/** What is known along an axis: a distance, and how far away it is. */
struct Source {
  float value, spacing;
};

/** u of Σ max((u − aᵢ) / hᵢ, 0)² = 1. */
inline float upwind(std::array<Source, 3> a) {
  const auto order = [](Source &one, Source &other) {
    if (other.value < one.value)
      std::swap(one, other);
  };
  order(a[0], a[1]);
  order(a[1], a[2]);
  order(a[0], a[1]);
  // The lowest value as origin keeps the digits of the differences.
  const float lowest = a[0].value;
  // Weights by the smallest spacing neither overflow nor vanish.
  const float least_spacing = std::min({a[0].spacing, a[1].spacing, a[2].spacing});
  const auto weight = [&](const Source &source) {
    const float ratio = least_spacing / source.spacing;
    return ratio * ratio;
  };
  float u = a[0].spacing, s = weight(a[0]), sa = 0, saa = 0;
  for (unsigned int n = 1; n < 3 && lowest + u > a[n].value; ++n) {
    const float difference = a[n].value - lowest, w = weight(a[n]);
    s += w;
    sa += w * difference;
    saa += w * difference * difference;
    const float square = saa - least_spacing * least_spacing;
    u = (sa + std::sqrt(std::max(sa * sa - s * square, 0.f))) / s;
  }
  return lowest + u;
}

/** One sweep in the direction of `step` along each axis; values and distances have the same signs.
 */
void sweep(const Volume &volume, Voxels voxels, const std::array<int, 3> &step,
           std::vector<float> &distance) {
  const auto stride = volume.strides();
  const auto &n = volume.size;
  const float *values = volume.values.data();
  const auto first = [&](unsigned int d) { return step[d] > 0 ? 0 : n[d] - 1; };
  const std::array<float, 3> h = {float(volume.spacing[0]), float(volume.spacing[1]),
                                  float(volume.spacing[2])};
  for (int k = first(2); k >= 0 && k < n[2]; k += step[2])
    for (int j = first(1); j >= 0 && j < n[1]; j += step[1])
      for (int i = first(0); i >= 0 && i < n[0]; i += step[0]) {
        const std::size_t at = k * stride[2] + j * stride[1] + i;
        const bool negative = values[at] < 0;
        const std::array<int, 3> index = {i, j, k};
        std::array<Source, 3> sources;
        bool known = false;
        for (unsigned int d = 0; d < 3; ++d) {
          sources[d] = {unknown, h[d]};
          const auto look = [&](std::size_t other) {
            Source source = {std::abs(distance[other]), h[d]};
            if ((values[other] < 0) != negative)
              source = {0.f,
                        voxels == Voxels::exact
                            ? 0.5f * h[d]
                            : h[d] * std::max(values[at] / (values[at] - values[other]), least)};
            if (source.value + source.spacing < sources[d].value + sources[d].spacing)
              sources[d] = source;
          };
          if (index[d] > 0)
            look(at - stride[d]);
          if (index[d] + 1 < n[d])
            look(at + stride[d]);
          known = known || sources[d].value < unknown;
        }
        if (known)
          distance[at] = std::copysign(std::min(upwind(sources), std::abs(distance[at])),
                                       negative ? -1.f : 1.f);
      }
}

} // namespace

bool to_signed_distance(Volume &volume, Voxels voxels) {
  AssertDimension(volume.values.size(), volume.n_voxels());
  std::vector<float> distance(volume.values.size(), unknown);
  for (int corner = 0; corner < 8; ++corner)
    sweep(volume, voxels, {corner & 1 ? -1 : 1, corner & 2 ? -1 : 1, corner & 4 ? -1 : 1},
          distance);
  volume.values = std::move(distance);
  return std::abs(volume.values.front()) < unknown;
}

} // namespace lacuna::geometry
