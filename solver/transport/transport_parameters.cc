// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/transport_parameters.h>

#include <set>

namespace lacuna::transport {

void TransportParameters::declare(params::Registry &registry) {
  const std::string s = "Transport";
  registry.section_changes(s, params::Changes::transport);
  registry.boolean(s, "Enabled", enabled, true, "Whether the release of factors is computed");
  registry.choice(s, "Surroundings", surroundings, SurroundingsKind::defect,
                  "defect: clot around the scaffold on all sides, cleared at its rim; well: medium "
                  "beside and above a scaffold that stands on the bottom, closed; cell: none, the "
                  "pores of one period of an endless scaffold, whose Envelope is a cell");
  registry.quantity(s, "Margin", margin, params::length, "0.4 mm", {"10 um", "100 mm"},
                    "Distance from the envelope to the outer boundary", "assumed");
  registry.quantity(s, "Clearance", clearance, params::velocity, "1e-7 m/s", {"0", "1 m/s"},
                    "Exchange velocity at the rim of a defect, flux = clearance × concentration",
                    "assumed: diffusivity 1e-10 m^2/s over 1 mm of tissue");
  registry.quantity(s, "Dura clearance", dura_clearance, params::velocity, "1e-7 m/s",
                    {"0", "1 m/s"}, "The same below a defect, towards the dura",
                    "assumed: as at the rim");
  registry.quantity(s, "Periosteum clearance", periosteum_clearance, params::velocity, "1e-7 m/s",
                    {"0", "1 m/s"}, "The same above a defect, towards the periosteum",
                    "assumed: as at the rim");
  registry.quantities(s, "Medium changes", medium_changes, params::time, "0", {"0", "3650 d"},
                      "When the medium of a well is exchanged for fresh one; 0 for never");
  registry.quantity(s, "Pore exchange", pore_exchange, params::dimensionless, "0 %",
                    {"0 %", "100 %"}, "Share of the fluid in the pores that a change exchanges",
                    "assumed: capillarity holds it");
  registry.quantity(s, "Duration", duration, params::time, "14 d", {"1 s", "3650 d"},
                    "Time from placing the scaffold to the end");
  registry.quantity(s, "Cell size", cell_size, params::length, "100 um", {"1 um", "10 mm"},
                    "Largest cell in the pores");
  registry.quantity(s, "Time tolerance", time_tolerance, params::dimensionless, "0.1 %",
                    {"1e-6", "10 %"},
                    "Error a time step may make, relative to the largest concentration");
  registry.quantity(s, "Cell density", cell_density, params::areal_density, "500 /mm^2",
                    {"1 /mm^2", "1e5 /mm^2"}, "Cells per area of the scaffold's surface",
                    "assumed: 300–1000 /mm^2 at confluence");
  registry.boolean(s, "Uptake", uptake, false,
                   "Whether the cells on the scaffold's surface take factors up");
  registry.quantities(s, "Output times", output_times, params::time,
                      "1 h, 6 h, 1 d, 3 d, 7 d, 14 d", {"0", "3650 d"},
                      "When the concentration is written for ParaView");
  registry.quantity(s, "Checkpoint interval", checkpoint_interval, params::time, "5 min",
                    {"0", "3650 d"},
                    "Shortest time of computing between two states from which --resume goes on");
  registry.quantity(
      s, "Perfusion", perfusion, params::velocity, "0 m/s", {"0", "0.1 m/s"},
      "Velocity at which fresh fluid enters through one outer face; it flows past the "
      "scaffold's surface and leaves through the opposite one with what it carries; 0 "
      "for a fluid at rest",
      "10–100 um/s in perfusion bioreactors: assumed");
  registry.choice(s, "Perfusion axis", perfusion_axis, Axis::x,
                  "Along which it flows; not z in a well");
  regions.declare(registry);
}

std::vector<double> TransportParameters::changes() const {
  std::set<double> times(medium_changes.begin(), medium_changes.end());
  times.erase(0.);
  return {times.begin(), times.end()};
}

void TransportParameters::check(const params::Registry &registry) const {
  for (const double t : medium_changes) {
    if (t > 0. && surroundings != SurroundingsKind::well)
      registry.reject("Transport", "Medium changes",
                      "0 where Surroundings is " + params::word(surroundings));
    if (t >= duration)
      registry.reject("Transport", "Medium changes", "times before the end of Duration");
  }
  if (perfusion > 0. && in_cell())
    registry.reject("Transport", "Perfusion", "0 m/s where Surroundings is cell: nothing enters");
  if (perfusion > 0. && !in_defect() && perfusion_axis == Axis::z)
    registry.reject("Transport", "Perfusion axis", "x or y where Surroundings is well");
  if (perfusion > 0. && regions.differ(has_tissue()))
    registry.reject("Transport", "Perfusion", "0 m/s where regions differ or struts are permeable");
}

} // namespace lacuna::transport
