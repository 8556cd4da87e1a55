// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold.h>
#include <meshes/morphometry/volume_and_surface.h>
#include <solver/observables/record.h>

namespace lacuna::observables {

/** Porosity of the envelope and surface of the scaffold; what was not measured is null. */
void observe_morphometry(const geometry::Scaffold &scaffold,
                         const morphometry::VolumeAndSurface &measured, Record &record);

} // namespace lacuna::observables
