// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace lacuna::operators {

/** Bytes of the widest registers of the machine that the program is compiled for. */
#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

template <typename Number>
inline constexpr int n_lanes = register_bytes / sizeof(Number);

namespace internal {
/** An alias template alone would lose the attribute where it is a template's argument. */
template <typename Number>
struct LanesType {
  typedef Number type __attribute__((vector_size(register_bytes)));
};

template <typename Body, int... i>
[[gnu::always_inline]] inline void unroll(const Body &body, std::integer_sequence<int, i...>) {
  (body(std::integral_constant<int, i>()), ...);
}
} // namespace internal

/**
 * One number for each of n_lanes cells: a register of the machine, with + − × by lane, among
 * themselves and with a Number. Lanes are aligned to their size. Not deal.II's VectorizedArray,
 * which has the width that the library was compiled for: one lane in Debian's.
 */
template <typename Number>
using Lanes = typename internal::LanesType<Number>::type;

/** C++17's operator new aligns these as Lanes ask for. */
template <typename Number>
using LanesVector = std::vector<Lanes<Number>>;

/**
 * body(0), …, body(n − 1) with arguments that are known to the compiler, so that local arrays of
 * Lanes indexed by them stay in registers.
 */
template <int n, typename Body>
[[gnu::always_inline]] inline void unroll(const Body &body) {
  internal::unroll(body, std::make_integer_sequence<int, n>());
}

} // namespace lacuna::operators
