// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <array>
#include <optional>
#include <string>

namespace lacuna::params {
/**
 * The dimension of a physical quantity: the exponents of m, kg, s, mol and rad, in halves, so that
 * the square root of a length has one. An angle has a dimension of its own.
 */
struct Dimension {
  std::array<int, 5> halves{};
};

constexpr bool operator==(const Dimension &a, const Dimension &b) {
  for (std::size_t i = 0; i < a.halves.size(); ++i)
    if (a.halves[i] != b.halves[i])
      return false;
  return true;
}

constexpr bool operator!=(const Dimension &a, const Dimension &b) {
  return !(a == b);
}

constexpr Dimension operator*(Dimension a, const Dimension &b) {
  for (std::size_t i = 0; i < a.halves.size(); ++i)
    a.halves[i] += b.halves[i];
  return a;
}

constexpr Dimension operator/(Dimension a, const Dimension &b) {
  for (std::size_t i = 0; i < a.halves.size(); ++i)
    a.halves[i] -= b.halves[i];
  return a;
}

inline constexpr Dimension dimensionless{};
inline constexpr Dimension length{{2, 0, 0, 0, 0}};
inline constexpr Dimension mass{{0, 2, 0, 0, 0}};
inline constexpr Dimension time{{0, 0, 2, 0, 0}};
inline constexpr Dimension amount{{0, 0, 0, 2, 0}};
inline constexpr Dimension angle{{0, 0, 0, 0, 2}};
inline constexpr Dimension area = length * length;
inline constexpr Dimension volume = area * length;
inline constexpr Dimension velocity = length / time;
inline constexpr Dimension rate = dimensionless / time;
inline constexpr Dimension force = mass * velocity / time;
inline constexpr Dimension pressure = force / area;
inline constexpr Dimension toughness = pressure * Dimension{{1, 0, 0, 0, 0}};
inline constexpr Dimension fracture_energy = force / length;
inline constexpr Dimension diffusivity = area / time;
inline constexpr Dimension concentration = amount / volume;
inline constexpr Dimension mass_concentration = mass / volume;
inline constexpr Dimension association_rate = rate / concentration;
inline constexpr Dimension areal_density = dimensionless / area;
inline constexpr Dimension number_density = dimensionless / volume;
inline constexpr Dimension molar_mass = mass / amount;

/** The dimension of the square root; nothing when its exponents are no halves. */
std::optional<Dimension> square_root(const Dimension &dimension);

/** How a dimension is spoken of in messages and in the reference. */
struct DimensionText {
  std::string name;    ///< a noun, such as "length"
  std::string unit;    ///< its SI unit, such as "m"; parse_quantity reads it
  std::string example; ///< a quantity, such as "400 um"
};

/** The words for @p dimension; for one without a name of its own, "quantity in" its SI unit. */
DimensionText describe(const Dimension &dimension);

/** The name with its article: "a length", "an angle". */
std::string name_with_article(const Dimension &dimension);
} // namespace lacuna::params
