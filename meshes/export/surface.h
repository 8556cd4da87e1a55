// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shape.h>

#include <deal.II/base/bounding_box.h>

#include <string>

namespace lacuna::exporting {

/**
 * Writes the surface of the shape within the box as a binary STL file: closed, normals outwards.
 *
 * φ is sampled on a regular grid and contoured by flying edges (Schroeder, Maynard, Geveci 2015,
 * 10.1109/LDAV.2015.7348069). The faces of the box lie midway between samples and cap the shape.
 * The surface is off by about resolution² / (8 · radius of curvature) and, where a sample all but
 * lies on it, by up to 1 % of the resolution; sharp edges are bevelled by half a sample.
 *
 * @param resolution Largest distance between samples (m).
 * @param path Written under a temporary name beside it, then renamed: never half a file.
 * @param unit Length of one unit of the file in m; slicers take STL as millimetres.
 * @throws std::runtime_error naming the path: not writable, or a resolution that makes no sense.
 */
void write_surface_stl(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                       double resolution, const std::string &path, double unit = 1e-3);

} // namespace lacuna::exporting
