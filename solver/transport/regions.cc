// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/regions.h>

#include <meshes/geometry/shapes/csg.h>

#include <algorithm>

namespace lacuna::transport {

namespace {

struct Defaults {
  const char *diffusivity, *sites;
};

void declare_region(params::Registry &registry, const std::string &name, RegionParameters &region,
                    const std::string &where, const Defaults &defaults, const std::string &source) {
  const std::string s = "Region " + name;
  registry.section_changes(s, params::Changes::transport);
  registry.quantity(s, "Relative diffusivity", region.diffusivity, params::dimensionless,
                    defaults.diffusivity, {"1e-6", "1e3"},
                    "Diffusivity of every factor " + where + ", over its own", source);
  registry.quantity(s, "Relative binding sites", region.sites, params::dimensionless,
                    defaults.sites, {"0", "1e6"},
                    "Binding sites of every factor " + where + ", over its own", "assumed");
  registry.quantity(s, "Relative decay", region.decay, params::dimensionless, "1", {"0", "1e6"},
                    "Decay rate of every factor " + where + ", over its own", "assumed");
}

} // namespace

void RegionsParameters::declare(params::Registry &registry) {
  declare_region(registry, "pores", pores, "in the pores of the scaffold", {"1", "1"},
                 "as in water; fibrin of 10 mg/mL instead of 2.5 has 0.3–0.5: PMC2242748");
  declare_region(registry, "surroundings", surroundings,
                 "outside of the scaffold's envelope: in medium or clot", {"1", "1"},
                 "as in water; in fibrin 1.2–1.6e-10 m^2/s for 8–14 kDa: PMC1877763");
  declare_region(registry, "tissue", tissue, "in the tissue around the clot of a defect",
                 {"0.5", "1"}, "assumed: dense fibrin, PMC2242748");
  registry.quantity(
      "Region tissue", "Clot width", clot_width, params::length, "100 mm", {"0", "100 mm"},
      "From the envelope to the tissue of a defect; no tissue from Margin of Transport on",
      "assumed: clot alone");
  declare_region(registry, "strut", strut, "in the fluid of microporous struts", {"0.3", "0"},
                 "assumed: tortuosity of 2, pores hardly larger than proteins");
  registry.boolean("Region strut", "Permeable", permeable_struts, false,
                   "Whether factors diffuse through the scaffold's struts, too");
  registry.quantity("Region strut", "Porosity", strut.porosity, params::dimensionless, "25 %",
                    {"0.1 %", "99 %"}, "Share of a strut that is fluid, where it is permeable",
                    "assumed: microporosity of the default strut");
}

bool RegionsParameters::differ(bool has_tissue) const {
  return permeable_struts || !pores.is_plain() || !surroundings.is_plain() ||
         (has_tissue && !tissue.is_plain());
}

Regions::Regions(const geometry::Scaffold &scaffold, const RegionsParameters &parameters,
                 bool has_tissue)
    : parameters_(parameters), has_tissue_(has_tissue), envelope_(scaffold.envelope),
      open_space_(std::make_shared<geometry::Complement>(scaffold.solid)) {}

double Regions::largest_diffusivity() const {
  double largest = std::max(parameters_.pores.diffusivity, parameters_.surroundings.diffusivity);
  if (has_tissue_)
    largest = std::max(largest, parameters_.tissue.diffusivity);
  if (permeable_struts())
    largest = std::max(largest, parameters_.strut.diffusivity);
  return largest;
}

const RegionParameters &Regions::fluid(const geometry::Point &x) const {
  const double distance = envelope_->distance(x);
  if (distance < 0.)
    return parameters_.pores;
  return has_tissue_ && distance > parameters_.clot_width ? parameters_.tissue
                                                          : parameters_.surroundings;
}

} // namespace lacuna::transport
