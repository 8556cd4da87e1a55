// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>
#include <solver/regeneration/defect.h>

#include <cstdint>
#include <vector>

namespace lacuna::regeneration {

/** A defect as micro-CT sees it; SI units, NaN where there is nothing to measure. */
struct BoneMeasures {
  /** Bone over all of the envelope, and over its pores. */
  double bone_fraction, pore_bone_fraction;
  /** Mineral that was not there at the start, over the envelope (kg/m³). */
  double mineral_density;
  double thickness, spacing, number; ///< Tb.Th (m), Tb.Sp (m), Tb.N (1/m)
  /** Bone over the envelope within half of the rim's radius, from there to 3/4, and beyond. */
  std::array<double, 3> zones;
  /** Share of the envelope, seen from above, that bone covers. */
  double covered;
};

/** What a voxel of a scan is; bone that a scan sees at the edge of a strut is bone. */
enum class Material : std::uint8_t { outside, open, bone, strut };

/**
 * The scan of a defect less the one at its start, so that ceramic is gone: mineral on voxels of the
 * envelope's box, blurred by the machine, kg/m³. On all ranks, equal on any number of them up to
 * rounding. Collective.
 *
 * A voxel's centre within a strut has no mineral: struts end half-way through voxels, which have
 * half of what is beside them once they are blurred.
 */
geometry::Volume scan(const Defect &defect, const Vector &mineral,
                      const ScanParameters &parameters);

/** What of the envelope is bone in a scan: BV/TV. */
double bone_fraction(const geometry::Volume &scan, const geometry::Scaffold &scaffold,
                     const ScanParameters &parameters);

/** What each voxel of a scan is. */
std::vector<Material> segment(const geometry::Volume &scan, const geometry::Scaffold &scaffold,
                              Filling filling, const ScanParameters &parameters);

/** The measures of a scan that was segmented. Collective. */
BoneMeasures measure(MPI_Comm communicator, const geometry::Volume &scan,
                     const std::vector<Material> &materials, const geometry::Scaffold &scaffold,
                     Filling filling, const ScanParameters &parameters);

} // namespace lacuna::regeneration
