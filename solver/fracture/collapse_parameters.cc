// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/collapse_parameters.h>

#include <solver/fracture/phase_field_law.h>

#include <fmt/format.h>

namespace lacuna::fracture {

void CollapseParameters::declare(params::Registry &registry) {
  const std::string s = "Collapse";
  registry.section_changes(s, params::Changes::mechanics);
  registry.integer(
      s, "Block cells", block_cells, 2, 0, 100,
      "Unit cells along each edge of the block, as drawn, that collapses in the place of a larger "
      "specimen; 0: always the specimen itself");
  registry.quantity(
      s, "Cell size", cell_size, params::length, "40 um", {"1 um", "10 mm"},
      "Largest cells, of sound material; halved where the scaffold breaks or is about "
      "to");
  registry.quantity(s, "Length scale", length_scale, params::length, "40 um", {"1 um", "10 mm"},
                    "Over which a crack is spread", "assumed; see solver/fracture/collapse.md");
  registry.integer(s, "Cells per length", cells_per_length, 2, 2, 64,
                   "Cells over a length scale, where the scaffold breaks, at the least");
  registry.quantity(s, "Correlation length", correlation_length, params::length, "0",
                    {"0", "10 mm"},
                    "Size of the cubes of which each has a strength of its own, by the material's "
                    "Weibull modulus and reference volume; 0 for one strength everywhere");
  registry.quantity(s, "Speed", speed, params::velocity, "0.5 mm/min", {"1 nm/s", "1 m/s"},
                    "Crosshead speed, for the time column of curve.csv", "assumed");
  registry.integer(s, "Steps to first crack", steps_to_first_crack, 5, 1, 1000,
                   "Load steps that the strain at the first crack is divided into");
  registry.integer(s, "Max steps", max_steps, 200, 1, 100000, "Load steps at the most");
  registry.quantity(s, "Stop load", stop_load, params::dimensionless, "50 %", {"0", "99 %"},
                    "Ends the test when the load has fallen to this share of the largest one");
  registry.quantity(s, "Stop strain", stop_strain, params::dimensionless, "5 %",
                    {"0.001 %", "50 %"}, "Ends the test at this strain");
}

void CollapseParameters::check(const materials::MaterialParameters &material,
                               const params::Registry &registry) const {
  if (length_scale > PhaseFieldLaw::longest(material))
    registry.reject("Collapse", "Length scale",
                    fmt::format("at most {:.3g} um, 2/pi of the material's E Gc/strength^2",
                                1e6 * PhaseFieldLaw::longest(material)));
}

} // namespace lacuna::fracture
