// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <string_view>

/**
 * Random numbers as a pure function of (seed, stream, indices): the same on every rank, in every
 * order of calls and on every platform (integers exactly, doubles up to the rounding of libm).
 */
namespace lacuna::geometry::random {

/** Names a purpose, so that two uses of one seed are independent: stream("strand diameter"). */
constexpr std::uint64_t stream(std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325; // FNV-1a
  for (const char c : purpose)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

/** A bijection of 64-bit words in which every input bit reaches every output bit (splitmix64). */
constexpr std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/** 64 random bits. */
constexpr std::uint64_t bits(std::uint64_t seed, std::uint64_t stream,
                             std::initializer_list<std::int64_t> indices) {
  std::uint64_t state = mixed(mixed(seed) ^ stream);
  for (const std::int64_t index : indices)
    state = mixed(state ^ static_cast<std::uint64_t>(index));
  return state;
}

/** The centre of one of 2⁵² equal parts of (0, 1); never 0 or 1. */
constexpr double to_uniform(std::uint64_t bits) {
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

/** Uniform in (0, 1). */
constexpr double uniform(std::uint64_t seed, std::uint64_t stream,
                         std::initializer_list<std::int64_t> indices) {
  return to_uniform(bits(seed, stream, indices));
}

/** Standard normal, by the transform of Box and Muller (1958), 10.1214/aoms/1177706645. */
inline double normal(std::uint64_t seed, std::uint64_t stream,
                     std::initializer_list<std::int64_t> indices) {
  constexpr double two_pi = 6.283185307179586;
  const std::uint64_t first = bits(seed, stream, indices);
  return std::sqrt(-2 * std::log(to_uniform(first))) * std::cos(two_pi * to_uniform(mixed(first)));
}

/**
 * Calls visit(x, y, z) with a random point of each of n × n × n equal parts of the unit cube: what
 * repeats itself cannot beat with them as with a grid.
 */
template <typename Visit>
void for_each_part(int n, std::uint64_t stream, const Visit &visit) {
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      for (int k = 0; k < n; ++k) {
        const auto at = [&](int index, int d) {
          return (index + uniform(0, stream, {i, j, k, d})) / n;
        };
        visit(at(i, 0), at(j, 1), at(k, 2));
      }
}

} // namespace lacuna::geometry::random
