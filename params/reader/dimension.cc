// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/dimension.h>

#include <fmt/format.h>

namespace lacuna::params {
namespace {
struct NamedDimension {
  Dimension dimension;
  const char *name;
  const char *unit;
  const char *example;
};

constexpr NamedDimension named_dimensions[] = {
    {dimensionless, "number", "1", "0.25 or 25 %"},
    {length, "length", "m", "400 um"},
    {mass, "mass", "kg", "5 mg"},
    {time, "time", "s", "3 d"},
    {amount, "amount", "mol", "2 pmol"},
    {angle, "angle", "rad", "90 deg"},
    {area, "area", "m^2", "10 mm^2"},
    {volume, "volume", "m^3", "1 mL"},
    {velocity, "velocity", "m/s", "2 um/s"},
    {rate, "rate", "1/s", "0.1 /h"},
    {force, "force", "N", "100 N"},
    {pressure, "pressure", "Pa", "25 MPa"},
    {toughness, "fracture toughness", "Pa*sqrt(m)", "0.5 MPa*sqrt(m)"},
    {fracture_energy, "fracture energy", "J/m^2", "5 J/m^2"},
    {diffusivity, "diffusivity", "m^2/s", "1e-10 m^2/s"},
    {concentration, "concentration", "mol/m^3", "2 nM"},
    {mass_concentration, "mass concentration", "kg/m^3", "50 ng/mL"},
    {association_rate, "association rate", "m^3/(mol*s)", "1e5 /(M*s)"},
    {areal_density, "areal density", "1/m^2", "3e3 /mm^2"},
    {number_density, "number density", "1/m^3", "1e6 /mL"},
    {molar_mass, "molar mass", "kg/mol", "26 kDa"},
};

/** The product of powers of the base units, such as "m^2*s^-1". */
std::string product_of_base_units(const Dimension &dimension) {
  constexpr const char *symbols[] = {"m", "kg", "s", "mol", "rad"};
  std::string product;
  for (std::size_t i = 0; i < dimension.halves.size(); ++i) {
    const int halves = dimension.halves[i];
    if (halves == 0)
      continue;
    const bool whole = halves % 2 == 0;
    const std::string base = whole ? symbols[i] : fmt::format("sqrt({})", symbols[i]);
    const int exponent = whole ? halves / 2 : halves;
    product += product.empty() ? "" : "*";
    product += exponent == 1 ? base : fmt::format("{}^{}", base, exponent);
  }
  return product;
}
} // namespace

std::optional<Dimension> square_root(const Dimension &dimension) {
  Dimension root;
  for (std::size_t i = 0; i < root.halves.size(); ++i) {
    if (dimension.halves[i] % 2 != 0)
      return std::nullopt;
    root.halves[i] = dimension.halves[i] / 2;
  }
  return root;
}

DimensionText describe(const Dimension &dimension) {
  for (const auto &named : named_dimensions)
    if (named.dimension == dimension)
      return {named.name, named.unit, named.example};
  const std::string unit = product_of_base_units(dimension);
  return {"quantity in " + unit, unit, "1 " + unit};
}

std::string name_with_article(const Dimension &dimension) {
  const std::string name = describe(dimension).name;
  const bool vowel = std::string("aeiou").find(name.front()) != std::string::npos;
  return (vowel ? "an " : "a ") + name;
}
} // namespace lacuna::params
