// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/segmentation.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace lacuna::geometry {

namespace {

constexpr int n_bins = 1024;
constexpr std::size_t bundle = 16; // lines smoothed together: neighbours in memory

std::vector<float> gaussian(double sigma) {
  const int reach = static_cast<int>(std::ceil(3 * sigma));
  std::vector<float> weights(2 * reach + 1);
  double sum = 0.;
  for (int i = -reach; i <= reach; ++i)
    sum += std::exp(-0.5 * i * i / (sigma * sigma));
  for (int i = -reach; i <= reach; ++i)
    weights[i + reach] = static_cast<float>(std::exp(-0.5 * i * i / (sigma * sigma)) / sum);
  return weights;
}

/** Convolves `width` lines of n values, `stride` apart, that begin side by side. */
void smooth_lines(float *first, int n, std::size_t stride, std::size_t width,
                  const std::vector<float> &weights, std::vector<float> &buffer) {
  const int reach = static_cast<int>(weights.size() / 2);
  buffer.resize((n + 2 * reach) * width);
  for (int i = -reach; i < n + reach; ++i)
    std::copy_n(first + std::clamp(i, 0, n - 1) * stride, width,
                buffer.begin() + (i + reach) * width);
  for (int i = 0; i < n; ++i) {
    float *to = first + i * stride;
    std::fill_n(to, width, 0.f);
    for (std::size_t w = 0; w < weights.size(); ++w)
      for (std::size_t k = 0; k < width; ++k)
        to[k] += weights[w] * buffer[(i + w) * width + k];
  }
}

/**
 * The voxels of one sign in pieces joined over faces, by union-find in the order of the voxels. Not
 * by vtkImageConnectivityFilter, whose stack takes ten times the memory.
 */
struct Pieces {
  std::vector<unsigned int> label; ///< 0 for the other sign, else from 1
  std::vector<std::size_t> sizes;  ///< in voxels, of label 1 first

  Pieces(const Volume &volume, bool negative) : label(volume.values.size(), 0) {
    const auto stride = volume.strides();
    std::vector<unsigned int> parent = {0};
    const auto root = [&parent](unsigned int piece) {
      while (parent[piece] != piece)
        piece = parent[piece] = parent[parent[piece]];
      return piece;
    };
    std::size_t at = 0;
    std::array<int, 3> i;
    for (i[2] = 0; i[2] < volume.size[2]; ++i[2])
      for (i[1] = 0; i[1] < volume.size[1]; ++i[1])
        for (i[0] = 0; i[0] < volume.size[0]; ++i[0], ++at) {
          if ((volume.values[at] < 0) != negative)
            continue;
          unsigned int &here = label[at];
          for (unsigned int d = 0; d < 3; ++d)
            if (i[d] > 0 && label[at - stride[d]] > 0) {
              const unsigned int other = root(label[at - stride[d]]);
              const unsigned int first = here > 0 ? std::min(root(here), other) : other;
              if (here > 0)
                parent[root(here)] = first;
              parent[other] = first;
              here = first;
            }
          if (here == 0) {
            here = parent.size();
            parent.push_back(here);
          }
        }
    number(parent);
  }

  /** Replaces each label by the number of its root; a parent is never greater than its child. */
  void number(std::vector<unsigned int> &parent) {
    unsigned int n = 0;
    for (unsigned int piece = 1; piece < parent.size(); ++piece)
      parent[piece] = parent[piece] == piece ? ++n : parent[parent[piece]];
    sizes.resize(n);
    for (unsigned int &piece : label)
      if (piece > 0)
        ++sizes[(piece = parent[piece]) - 1];
  }

  /** Which pieces have a voxel in the layer at `index` along the axis. */
  std::vector<bool> in_layer(const Volume &volume, unsigned int axis, int index) const {
    std::vector<bool> result(sizes.size() + 1, false);
    const auto stride = volume.strides();
    const unsigned int u = (axis + 1) % 3, v = (axis + 2) % 3;
    for (int j = 0; j < volume.size[v]; ++j)
      for (int i = 0; i < volume.size[u]; ++i)
        result[label[index * stride[axis] + i * stride[u] + j * stride[v]]] = true;
    return result;
  }
};

/** Changes the sign of the pieces that are not to stay; returns their number. */
std::size_t flip(Volume &volume, const Pieces &pieces, const std::vector<bool> &stay) {
  for (std::size_t i = 0; i < volume.values.size(); ++i)
    if (pieces.label[i] > 0 && !stay[pieces.label[i]])
      volume.values[i] = -volume.values[i];
  return std::count(stay.begin() + 1, stay.end(), false);
}

std::size_t drop_islands(Volume &volume, Islands islands, double smallest, unsigned int axis) {
  const Pieces pieces(volume, true);
  const auto largest = std::max_element(pieces.sizes.begin(), pieces.sizes.end());
  std::vector<bool> stay(pieces.sizes.size() + 1, true);
  if (islands == Islands::spanning) {
    const auto at_first = pieces.in_layer(volume, axis, 0);
    const auto at_last = pieces.in_layer(volume, axis, volume.size[axis] - 1);
    for (std::size_t i = 1; i < stay.size(); ++i)
      stay[i] = at_first[i] && at_last[i];
  }
  for (std::size_t i = 1; i < stay.size(); ++i)
    if (pieces.sizes[i - 1] < smallest ||
        (islands == Islands::largest && pieces.sizes.begin() + (i - 1) != largest))
      stay[i] = false;
  return flip(volume, pieces, stay);
}

std::size_t fill(Volume &volume) {
  const Pieces pieces(volume, false);
  std::vector<bool> open(pieces.sizes.size() + 1, false);
  for (unsigned int axis = 0; axis < 3; ++axis)
    for (const int index : {0, volume.size[axis] - 1}) {
      const auto touching = pieces.in_layer(volume, axis, index);
      std::transform(open.begin(), open.end(), touching.begin(), open.begin(), std::logical_or<>());
    }
  return flip(volume, pieces, open);
}

} // namespace

double otsu_threshold(const std::vector<float> &values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double first = *low, bin_width = (double(*high) - first) / n_bins;
  if (!(bin_width > 0))
    return std::numeric_limits<double>::quiet_NaN();
  std::vector<double> count(n_bins, 0.), sum(n_bins, 0.);
  for (const float x : values) {
    const int bin = std::min(static_cast<int>((x - first) / bin_width), n_bins - 1);
    ++count[bin];
    sum[bin] += x - first;
  }
  double total = 0.;
  for (const double s : sum)
    total += s;

  const double n = static_cast<double>(values.size());
  double below = 0., sum_below = 0., best = -1.;
  int begin = 0, end = 0;
  for (int i = 0; i + 1 < n_bins; ++i) {
    below += count[i];
    sum_below += sum[i];
    const double above = n - below;
    const double difference = sum_below / below - (total - sum_below) / above;
    const double between = below * above * difference * difference;
    if (between > best * (1 + 1e-12)) {
      best = between;
      begin = i;
    }
    if (between >= best * (1 - 1e-12))
      end = i;
  }
  return first + 0.5 * (begin + end + 2) * bin_width;
}

void smooth(Volume &volume, double sigma) {
  if (sigma <= 0)
    return;
  const auto weights = gaussian(sigma);
  const auto stride = volume.strides();
  std::vector<float> buffer;
  for (unsigned int axis = 0; axis < 3; ++axis) {
    // Lines along the axis start at all places of the two others; the faster one is bundled.
    const unsigned int fast = axis == 0 ? 1 : 0, slow = axis == 2 ? 1 : 2;
    const std::size_t width = axis == 0 ? 1 : bundle;
    for (int k = 0; k < volume.size[slow]; ++k)
      for (std::size_t i = 0; i < std::size_t(volume.size[fast]); i += width)
        smooth_lines(volume.values.data() + k * stride[slow] + i * stride[fast], volume.size[axis],
                     stride[axis], std::min(width, volume.size[fast] - i), weights, buffer);
  }
}

Cleaned clean(Volume &volume, Islands islands, double smallest, unsigned int axis,
              bool fill_pores) {
  Cleaned result{0, 0};
  if (islands != Islands::all || smallest > 1)
    result.islands = drop_islands(volume, islands, smallest, axis);
  if (fill_pores)
    result.pores = fill(volume);
  return result;
}

} // namespace lacuna::geometry
