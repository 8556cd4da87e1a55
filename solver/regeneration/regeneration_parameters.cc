// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/regeneration_parameters.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::regeneration {

namespace {

const char *const section = "Regeneration";

double saturating(double x, double half, double exponent) {
  return x > 0. ? 1. / (1. + std::pow(half / x, exponent)) : 0.;
}

void declare_kinetics(params::Registry &registry, Kinetics &k) {
  const std::string s = section;
  registry.quantity(s, "Progenitor motility", k.progenitor_motility, params::diffusivity,
                    "1.35e-13 m^2/s", {"0", "1e-10 m^2/s"}, "Diffusivity of progenitors, D_m",
                    "computed: 7 jumps of 100 um a day, Perier-Metz 2020, code");
  registry.quantity(s, "Progenitor growth", k.progenitor_growth, params::rate, "0.6 /d",
                    {"0", "10 /d"}, "Rate at which progenitors multiply, r_m",
                    "Perier-Metz 2020, code; Bailon-Plaza 2001 has up to 1 /d");
  registry.quantity(s, "Osteoblast motility", k.osteoblast_motility, params::diffusivity,
                    "720 um^2/d", {"0", "1e-10 m^2/s"},
                    "Diffusivity of osteoblasts where they are densest, D_b",
                    "computed: D/(r L^2) = 0.02, Buenzli 2020, 10.1016/j.actbio.2020.07.010, code; "
                    "a square of 0.5 mm closes in 28 d");
  registry.quantity(s, "Osteoblast growth", k.osteoblast_growth, params::rate, "0.144 /d",
                    {"0", "10 /d"}, "Rate at which osteoblasts multiply, r_b",
                    "computed: Buenzli 2020 closes after 4.03/r, here in 28 d");
  registry.quantity(s, "Osteoblast death", k.osteoblast_death, params::rate, "0.05 /d",
                    {"0", "10 /d"}, "Rate at which osteoblasts die or are walled in, δ",
                    "assumed, scan 0–0.1; Bailon-Plaza 2001 has 0.1");
  registry.quantity(s, "Matrix rate", k.matrix_rate, params::rate, "0.05 /d", {"0", "10 /d"},
                    "Rate at which the densest osteoblasts fill space with bone, P",
                    "assumed; Bailon-Plaza 2001 has 2 /d");
  registry.quantity(s, "Mineralisation time", k.mineral_time, params::time, "7 d", {"1 h", "365 d"},
                    "Time after which mineral follows bone, τ", "assumed");
  registry.quantity(s, "Vessel motility", k.vessel_motility, params::diffusivity, "2e-3 mm^2/d",
                    {"0", "1e-10 m^2/s"}, "Diffusivity of vessels, D_v",
                    "assumed: a front of 49 um/d; sprouts of the dura on day 6, Bixel 2024");
  registry.quantity(s, "Vessel growth", k.vessel_growth, params::rate, "0.3 /d", {"0", "10 /d"},
                    "Rate at which vessels multiply, r_v", "assumed, with Vessel motility");
  registry.quantity(s, "Vessel growth without VEGF", k.vessel_share_without, params::dimensionless,
                    "30 %", {"0 %", "100 %"},
                    "Share of that rate where a study has VEGF and there is none of it; without "
                    "such a factor vessels have all of it",
                    "assumed");
  registry.quantity(s, "Vessel half-dose", k.vessel_half, params::concentration, "0.044 nM",
                    {"1 fM", "1 mM"}, "VEGF at which they have half of the rest",
                    "half-maximal endothelial migration at 2 ng/mL, 45 kDa");
}

void declare_conversion(params::Registry &registry, Conversion &c) {
  const std::string s = section;
  registry.quantity(s, "Soluble conversion", c.soluble_rate, params::rate, "10 /d", {"0", "100 /d"},
                    "Rate at which progenitors become osteoblasts in much BMP2, F",
                    "Bailon-Plaza 2001, second-hand");
  registry.quantity(s, "Soluble half-dose", c.soluble_half, params::concentration, "1.9 nM",
                    {"1 fM", "1 mM"}, "BMP2 at which that rate is half",
                    "culture dose of 50 ng/mL");
  registry.quantity(s, "Soluble exponent", c.soluble_exponent, params::dimensionless, "1",
                    {"0.5", "8"}, "Of that dose response; it decides whether traces of BMP2 count",
                    "assumed, scan 1–2");
  registry.quantity(s, "Bare conversion", c.bare, params::velocity, "0 um/d", {"0", "100 um/d"},
                    "The same on a strut without coating, as an exchange velocity",
                    "assumed, scan 0–0.02; to be fitted to a plain scaffold");
  registry.quantity(s, "Contact conversion", c.contact, params::velocity, "1 um/d",
                    {"0", "100 um/d"}, "The same by much that cells engulfed",
                    "assumed: 0.01 /d at 10 mm^2 of surface a mm^3 of pores; to be fitted to a "
                    "coated scaffold");
  registry.quantity(s, "Contact half-dose", c.contact_half, params::dimensionless, "10",
                    {"1e-6", "1e6"}, "Migrasomes in a cell at which that velocity is half",
                    "assumed, scan: no dose response found");
  registry.quantity(s, "Contact exponent", c.contact_exponent, params::dimensionless, "1",
                    {"0.5", "8"}, "Of that dose response", "assumed");
}

void declare_host(params::Registry &registry, HostParameters &h) {
  const std::string s = section;
  registry.quantity(s, "Host thickness", h.thickness, params::length, "0.25 mm", {"0", "100 mm"},
                    "Height above the dura up to which the rim of the defect is bone",
                    "parietal bone of a mouse: from memory");
  registry.quantity(s, "Host share", h.share, params::dimensionless, "100 %", {"0 %", "100 %"},
                    "Share of the rim, by angle from the x axis, that is bone", "assumed");
  registry.quantity(s, "Rim progenitors", h.rim_progenitors, params::dimensionless, "0.5",
                    {"0", "1"}, "Density of progenitors at bone of the rim, while it supplies them",
                    "Bailon-Plaza 2001, second-hand");
  registry.quantity(s, "Rim supply", h.rim_supply, params::time, "14 d", {"0", "3650 d"},
                    "How long it supplies them", "assumed; 10 d in models of fractures");
  registry.quantity(s, "Dura exchange", h.dura_exchange, params::velocity, "5 um/d",
                    {"0", "1 mm/d"}, "Exchange velocity of progenitors with the dura, below",
                    "assumed");
  registry.quantity(s, "Dura progenitors", h.dura_progenitors, params::dimensionless, "0.1",
                    {"0", "1"}, "Density of progenitors in the dura", "assumed");
  registry.quantity(s, "Periosteal link", h.periosteal_link, params::time, "12 d", {"0", "3650 d"},
                    "When vessels above join the defect", "Bixel 2024, mouse calvaria");
}

void declare_scan(params::Registry &registry, ScanParameters &p) {
  const std::string s = section;
  registry.quantity(s, "Voxel size", p.voxel_size, params::length, "18 um", {"1 um", "1 mm"},
                    "Voxels of the micro-CT", "10.34133/research.1220");
  registry.quantity(s, "Blur", p.blur, params::length, "18 um", {"0", "1 mm"},
                    "Standard deviation of its point spread", "assumed: one voxel");
  registry.quantity(s, "Threshold", p.threshold, params::mass_concentration, "400 mg/mL",
                    {"1 mg/mL", "3000 mg/mL"},
                    "Density of mineral above that of the scan at the start that counts as bone",
                    "395 in mouse femurs, 10.1038/s41598-021-87788-6");
  registry.quantity(s, "Mineral density", p.mineral_density, params::mass_concentration,
                    "1100 mg/mL", {"1 mg/mL", "3000 mg/mL"}, "Density of fully mineralised bone",
                    "from memory");
}

void declare_front(params::Registry &registry, FrontParameters &p) {
  const std::string s = section;
  registry.quantity(s, "Front speed", p.speed, params::velocity, "0 um/d", {"0", "1 mm/d"},
                    "Of Model = front: speed of the tissue's surface wherever it is, a",
                    "assumed: flat and convex surfaces stay as they are, Bidan 2012");
  registry.quantity(s, "Front curvature mobility", p.mobility, params::diffusivity, "4e-14 m^2/s",
                    {"0", "1e-10 m^2/s"},
                    "Its speed over curvature where it is concave, A; 3456 um^2/d",
                    "Guyot 2014, titanium in a bioreactor, second-hand; slower on phosphates");
  registry.quantity(s, "Front width", p.width, params::length, "50 um", {"1 um", "1 mm"},
                    "Half of the width over which the open becomes tissue: numerical, two cells at "
                    "least, and less than a quarter of the radius of pores");
  registry.quantity(s, "Initial layer", p.layer, params::length, "10 um", {"0", "1 mm"},
                    "Thickness of tissue on all struts at the start",
                    "assumed: some cells; second-hand, a model of tissue on scaffolds");
}

} // namespace

double Conversion::by_factor(double concentration) const {
  return soluble_rate * saturating(concentration, soluble_half, soluble_exponent);
}

double Conversion::on_strut(double dose) const {
  return bare + contact * saturating(dose, contact_half, contact_exponent);
}

double FrontParameters::longest_step() const {
  constexpr double of_square = 0.5, of_width = 0.25;
  double rate = 0.;
  if (mobility > 0.)
    rate = mobility / (of_square * width * width);
  if (speed > 0.)
    rate = std::max(rate, speed / (of_width * width));
  return 1. / rate;
}

void RegenerationParameters::declare(params::Registry &registry) {
  const std::string s = section;
  registry.section_changes(s, params::Changes::transport);
  registry.boolean(s, "Enabled", enabled, false,
                   "Whether compare computes new bone, in a defect that the Envelope fills");
  registry.choice(s, "Model", model, Model::cells,
                  "cells: bone of cells that come into a defect; front: tissue in the pores of a "
                  "scaffold or periodic cell in culture, whose surface is led by its curvature");
  registry.choice(s, "Filling", filling, Filling::scaffold,
                  "scaffold: the specimen; none: the defect is left empty");
  registry.quantity(s, "Duration", duration, params::time, "56 d", {"1 h", "3650 d"},
                    "Time from the operation to the scan", "8 weeks: 10.34133/research.1220");
  registry.quantity(s, "Cell size", cell_size, params::length, "25 um", {"1 um", "1 mm"},
                    "Cells of the grid; the front of bone is 100 um wide by default");
  registry.quantity(s, "Time tolerance", time_tolerance, params::dimensionless, "0.5 %",
                    {"1e-6", "10 %"}, "Error a time step may make, of the densest tissue");
  declare_kinetics(registry, kinetics);
  declare_conversion(registry, conversion);
  declare_host(registry, host);
  declare_scan(registry, scan);
  declare_front(registry, front);
}

void RegenerationParameters::check(const params::Registry &registry) const {
  if (in_culture()) {
    if (filling == Filling::none)
      registry.reject(section, "Filling", "scaffold where Model is front: tissue grows on struts");
    if (front.speed == 0. && front.mobility == 0.)
      registry.reject(section, "Front curvature mobility",
                      "more than 0 where Front speed is 0: nothing would grow");
    constexpr double cells_across = 2.;
    if (front.width < (1. - 1e-9) * cells_across * cell_size)
      registry.reject(
          section, "Front width",
          fmt::format("at least {:.4g} um, two of Cell size", 1e6 * cells_across * cell_size));
    return;
  }
  if (host.thickness == 0.)
    registry.reject(section, "Host thickness",
                    "more than 0: without bone around a defect none grows in it");
  if (host.share == 0.)
    registry.reject(section, "Host share",
                    "more than 0 %: without bone around a defect none grows in it");
}

} // namespace lacuna::regeneration
