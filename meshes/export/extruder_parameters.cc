// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/extruder_parameters.h>

#include <params/reader/registry.h>

namespace lacuna::exporting {

void ExtruderParameters::declare(params::Registry &registry) {
  const std::string section = "Extruder", published = "10.34133/research.1220",
                    assumed = "assumption";
  registry.section_changes(section, params::Changes::files);
  registry.choice(section, "Type", type, ExtruderType::pneumatic,
                  "What drives the paste: air pressure, switched on and off; or a screw, turned by "
                  "the volume that each move needs.",
                  published);
  registry.quantity(section, "Speed", speed, params::velocity, "15 mm/s", {"10 um/s", "1 m/s"},
                    "Speed of the nozzle while it extrudes.", published);
  registry.quantity(section, "Travel speed", travel_speed, params::velocity, "50 mm/s",
                    {"10 um/s", "1 m/s"}, "Speed of the nozzle between strands.", assumed);
  registry.quantity(section, "Travel lift", travel_lift, params::length, "1 mm", {"0 mm", "50 mm"},
                    "How far the nozzle is lifted between strands.", assumed);
  registry.quantity(section, "Pressure", pressure, params::pressure, "250 kPa", {"1 kPa", "10 MPa"},
                    "Air pressure of a pneumatic extruder.", published);
  registry.quantity(section, "Volume per revolution", volume_per_revolution, params::volume,
                    "10 mm^3", {"0.001 mm^3", "10000 mm^3"},
                    "Paste that a screw conveys in one revolution.", assumed);
  registry.quantity(section, "Nozzle diameter", nozzle_diameter, params::length, "0 um",
                    {"0 um", "10 mm"}, "Inner diameter of the nozzle; 0 = that of the wet strand.",
                    assumed);
  registry.quantity(section, "First layer height", first_layer_height, params::length, "0 um",
                    {"0 um", "10 mm"},
                    "Height of the nozzle above the bed in the first layer; 0 = that of the other "
                    "layers, as wet.",
                    assumed);
  registry.text(section, "Start code", start_code, "M3",
                "G-code that switches the air pressure, or enables the screw, before a strand.");
  registry.text(section, "Stop code", stop_code, "M5", "G-code that ends this after a strand.");
}

} // namespace lacuna::exporting
