// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/morphometry/work_done.h>

#include <string>

namespace lacuna::morphometry {

/** How finely a specimen is measured, and what is written of it. */
struct MeasureOptions {
  double strand_diameter;  ///< of the thinnest strand (m): there are eight voxels across it
  double max_voxels = 5e7; ///< more make the image coarser; one takes some 20 bytes a rank
  std::string thickness_image = {}; ///< path of a .vti file of the local thickness; empty for none
  WorkDone done = {};               ///< told now and then, never less than before, at the end 1
};

} // namespace lacuna::morphometry
