// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/materials/material_parameters.h>

namespace lacuna::materials {

void MaterialParameters::declare(params::Registry &registry) {
  const std::string s = "Material";
  registry.section_changes(s, params::Changes::mechanics);
  registry.quantity(s, "Young's modulus", youngs_modulus, params::pressure, "36 GPa",
                    {"1 kPa", "1000 GPa"},
                    "Young's modulus of the strut, its microporosity included",
                    "assumed: 100 GPa × exp(−4.1 × 0.25), exponent from Metsger 1999 for HA");
  registry.quantity(s, "Poisson's ratio", poissons_ratio, params::dimensionless, "0.27",
                    {"0", "0.49"}, "Poisson's ratio of the strut", "assumed");
  registry.quantity(s, "Tensile strength", tensile_strength, params::pressure, "25 MPa",
                    {"1 Pa", "10 GPa"},
                    "Tensile strength of the strut; of the weakest link the strength that a "
                    "reference volume under uniform tension exceeds with probability 1/e",
                    "assumed; dense HA 38–48 MPa");
  registry.quantity(s, "Compressive strength", compressive_strength, params::pressure, "300 MPa",
                    {"1 Pa", "100 GPa"},
                    "Largest pressure that the strut bears without being crushed; only of a "
                    "collapse",
                    "assumed: dense HA 800 MPa (de With 1981) × exp(−4.0 × 0.25), exponent from "
                    "Metsger 1999");
  registry.quantity(s, "Fracture toughness", fracture_toughness, params::toughness,
                    "0.5 MPa*sqrt(m)", {"1 Pa*sqrt(m)", "100 MPa*sqrt(m)"},
                    "Mode I fracture toughness of the strut", "assumed; dense HA 1.0–1.3");
  registry.quantity(s, "Weibull modulus", weibull_modulus, params::dimensionless, "8", {"1", "100"},
                    "Weibull modulus of the strut's strength; not used by the first crack",
                    "assumed; HA 4–11");
  registry.quantity(s, "Reference volume", reference_volume, params::volume, "1 mm^3",
                    {"1 um^3", "1 m^3"}, "Volume that the tensile strength belongs to", "assumed");
}

} // namespace lacuna::materials
