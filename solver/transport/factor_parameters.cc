// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/factor_parameters.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace lacuna::transport {

namespace {

/** A default with where it comes from. */
struct Known {
  const char *value, *source;
};

struct Properties {
  const char *name;
  Known diffusivity, half_life, threshold;
  Known association, dissociation;
  Known uptake, half_saturation;
};

const char *const receptors =
    "assumed: 1e4 receptors a cell (10.1186/1752-0509-2-77), internalised at 2.8e-4 /s (BMC Syst "
    "Biol 5:170)";

const Properties library[] = {
    {"BMP2",
     {"1.4e-10 m^2/s", "BMP2: Stokes–Einstein in water at 37 °C with radius 2.4 nm"},
     {"6.3 h", "lumped factor in a bone defect, 10.1038/s41598-019-44872-2"},
     {"1.9 nM", "BMP2: culture dose 50 ng/mL at 26 kDa"},
     {"3.9e4 /M/s", "BMP2: as to BMPR-IA, PMC2749821"},
     {"7.8e-4 /s", "BMP2: 20 nM, as of heparin, times the association rate"},
     {"2.8 /s", receptors},
     {"49 nM", "BMP2: dissociation constant of BMPR-IA, PMC2749821"}},
    {"VEGF165",
     {"1.1e-10 m^2/s", "VEGF165: Stokes–Einstein in water at 37 °C with radius 3.0 nm"},
     {"90 min", "VEGF165 in a circulation model, 10.1186/1746-160X-6-17"},
     {"0.044 nM", "VEGF165: half-maximal endothelial migration at 2 ng/mL, 45 kDa"},
     {"4.2e5 /M/s", "VEGF165: matrix, BMC Syst Biol 5:170"},
     {"1e-2 /s", "VEGF165: matrix, BMC Syst Biol 5:170"},
     {"2.8 /s", receptors},
     {"0.15 nM", "assumed: dissociation constant of VEGFR2"}},
    {"CXCL12",
     {"2.1e-10 m^2/s", "CXCL12: Stokes–Einstein in water at 37 °C with radius 1.6 nm"},
     {"38 min", "CXCL12: a third is left after 1 h in serum at 37 °C, PMC4636157"},
     {"1.25 nM", "CXCL12: chemotaxis from 10 ng/mL on, 8 kDa"},
     {"1e5 /M/s", "assumed"},
     {"1e-3 /s", "assumed"},
     {"2.8 /s", receptors},
     {"4 nM", "CXCL12: dissociation constant of CXCR4, about"}},
    {"vesicles",
     {"6.6e-12 m^2/s", "vesicles: Stokes–Einstein in water at 37 °C with diameter 100 nm"},
     {"0", "vesicles: assumed, stable in the fluid"},
     {"1.7 pM", "vesicles: assumed, culture dose of 1e9 /mL"},
     {"1e5 /M/s", "assumed"},
     {"1e-3 /s", "assumed"},
     {"0.1 /s", "assumed"},
     {"1.7 pM", "assumed: 1e9 /mL"}},
};

const Properties unknown = {"",
                            {"0", ""},
                            {"0", "assumed"},
                            {"1 nM", "assumed"},
                            {"1e5 /M/s", "assumed"},
                            {"1e-3 /s", "assumed"},
                            {"2.8 /s", receptors},
                            {"10 nM", "assumed"}};

const Properties &properties_of(const std::string &name) {
  const auto *found = std::find_if(std::begin(library), std::end(library),
                                   [&](const Properties &known) { return known.name == name; });
  return found != std::end(library) ? *found : unknown;
}

std::string section(const FactorParameters &factor) {
  return "Factor " + factor.name;
}

} // namespace

void FactorParameters::declare(params::Registry &registry) {
  const std::string s = section(*this);
  registry.section_changes(s, params::Changes::transport);
  const Properties &known = properties_of(name);
  registry.quantity(s, "Diffusivity", diffusivity, params::diffusivity, known.diffusivity.value,
                    {"0", "1e-7 m^2/s"}, "Diffusivity in the fluid", known.diffusivity.source);
  registry.quantity(s, "Half-life", half_life, params::time, known.half_life.value, {"0", "3650 d"},
                    "Half-life of degradation in the fluid; 0 for none", known.half_life.source);
  registry.quantity(s, "Threshold", threshold, params::concentration, known.threshold.value,
                    {"0", "1 M"}, "Concentration from which cells respond", known.threshold.source);
  registry.quantity(s, "Binding sites", binding.sites, params::concentration, "0", {"0", "1 M"},
                    "Concentration of sites in the fluid that bind the factor reversibly; 0 for "
                    "none, as in a medium",
                    "0.75 uM for VEGF165 in a matrix, BMC Syst Biol 5:170");
  registry.quantity(s, "Association rate", binding.on, params::association_rate,
                    known.association.value, {"0", "1e10 /M/s"}, "Of the factor with its sites",
                    known.association.source);
  registry.quantity(s, "Dissociation rate", binding.off, params::rate, known.dissociation.value,
                    {"0", "1e6 /s"}, "Of the factor from its sites", known.dissociation.source);
  registry.quantity(s, "Uptake rate", uptake_rate, params::rate, known.uptake.value,
                    {"0", "1e6 /s"}, "Molecules that a cell takes up in a second at the most",
                    known.uptake.source);
  registry.quantity(s, "Uptake half-saturation", half_saturation, params::concentration,
                    known.half_saturation.value, {"1 fM", "1 M"},
                    "Concentration at which a cell takes up half of that",
                    known.half_saturation.source);
  registry.quantity(s, "Relative load", relative_load, params::dimensionless, "1", {"0", "1e6"},
                    "What a coating holds of the factor, over what its own parameters say",
                    "assumed");
}

void FactorParameters::check(const params::Registry &registry) const {
  constexpr double least = 1e-16;
  if (!(diffusivity >= least))
    registry.reject(section(*this), "Diffusivity",
                    fmt::format("at least 1e-16 m^2/s; only {} have a default",
                                fmt::join(known_factors(), ", ")));
}

std::vector<std::string> known_factors() {
  std::vector<std::string> names;
  for (const Properties &known : library)
    names.push_back(known.name);
  return names;
}

double decay_rate(double half_life) {
  return half_life > 0. ? std::log(2.) / half_life : 0.;
}

} // namespace lacuna::transport
