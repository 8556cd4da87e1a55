// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/choice.h>

#include <string>

namespace lacuna::params {
class Registry;
}

namespace lacuna::exporting {

/** What drives the paste. */
enum class ExtruderType { pneumatic, screw };

inline params::Words<ExtruderType> words(ExtruderType) {
  return {{ExtruderType::pneumatic, "pneumatic"}, {ExtruderType::screw, "screw"}};
}

/** Section Extruder: the printer. SI units. */
struct ExtruderParameters {
  ExtruderType type = ExtruderType::pneumatic;
  double speed = 15e-3;                ///< of the nozzle while it extrudes
  double travel_speed = 50e-3;         ///< between strands
  double travel_lift = 1e-3;           ///< of the nozzle, between strands
  double pressure = 250e3;             ///< pneumatic
  double volume_per_revolution = 1e-8; ///< screw, m³
  double nozzle_diameter = 0;          ///< 0: that of the wet strand
  double first_layer_height = 0;       ///< 0: that of the other layers
  std::string start_code = "M3";
  std::string stop_code = "M5";

  void declare(params::Registry &registry);
};

} // namespace lacuna::exporting
