// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/regeneration/scan.h>

#include <string>

namespace lacuna::observables {

/**
 * A scan of new bone as VTK's image file (.vti), voxels as cells, lengths in m: `material` as the
 * numbers of regeneration::Material and, where it is asked for, `mineral_density` in kg/m³ (mg/mL)
 * less that of the scan at the start, in whole numbers.
 */
std::string bone_scan_vti(const geometry::Volume &scan,
                          const std::vector<regeneration::Material> &materials, bool with_density);

} // namespace lacuna::observables
