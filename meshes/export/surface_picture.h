// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/png.h>
#include <meshes/export/surface.h>

namespace lacuna::exporting {

/** From where a surface is seen: right of the front, and from above. */
extern const geometry::Vector view_direction;

/**
 * A small picture of a surface from the front quarter without perspective, `pixels` wide and high,
 * by a depth buffer. Faces are the darker the more they turn from the light and the deeper they
 * lie; it needs no display. Everything is see-through where no triangle is.
 */
GreyPicture draw(const SurfaceMesh &mesh, unsigned int pixels);

} // namespace lacuna::exporting
