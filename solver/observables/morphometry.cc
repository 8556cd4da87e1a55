// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/morphometry.h>

namespace lacuna::observables {

void observe_morphometry(const geometry::Scaffold &scaffold,
                         const morphometry::VolumeAndSurface &measured, Record &record) {
  record.set("/morphometry/porosity", 1. - measured.volume / scaffold.envelope_volume);
  record.set("/morphometry/surface_area_m2", measured.surface);
  for (const char *key : {"strand_thickness_mean_m", "pore_size_mean_m", "connectivity_per_m3"})
    record.set_key(std::string("/morphometry/") + key, nullptr);
}

} // namespace lacuna::observables
