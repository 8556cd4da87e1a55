// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/nearest_point.h>
#include <meshes/morphometry/voxel_image.h>

#include <functional>

namespace lacuna::morphometry {

struct InscribedSphere {
  Point center;
  double radius;
};

/** Which voxels a measure is about. */
using Selection = std::function<bool(Phase)>;

/**
 * The distance (m) of each selected voxel's centre from the nearest of the points, 0 of the others
 * and where there are no points; on all ranks. Collective.
 */
std::vector<float> distance_map(const VoxelImage &image, const Selection &selects,
                                const NearestPoint &nearest, const WorkDone &done = {});

/**
 * The spheres that fill the selected voxels: one for each voxel on a ridge of the distance map, no
 * two with their centres in one voxel. On all ranks, in an order that does not depend on their
 * number. Collective.
 *
 * The centre of each climbs from the voxel's to the ridge itself. A sphere reaches up to the
 * nearest point, also beyond the envelope, which is no surface. None where there are no points.
 */
std::vector<InscribedSphere> inscribed_spheres(const VoxelImage &image, const Selection &selects,
                                               const std::vector<float> &distances,
                                               const NearestPoint &nearest,
                                               const WorkDone &done = {});

/**
 * Spheres of the solid, those of few voxels up to the surface of the shape itself: its points may
 * lie too far beside the place of contact. On all ranks, in the same order. Collective.
 */
std::vector<InscribedSphere> up_to_surface(const VoxelImage &image,
                                           const std::vector<InscribedSphere> &spheres,
                                           const NearestPoint &nearest);

/**
 * Those that reach beyond the envelope by at most half their radius: of others what would bound
 * them has been cut off.
 */
std::vector<InscribedSphere> without_cut_off(const VoxelImage &image,
                                             std::vector<InscribedSphere> spheres);

} // namespace lacuna::morphometry
