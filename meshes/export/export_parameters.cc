// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/export_parameters.h>

#include <params/reader/registry.h>

namespace lacuna::exporting {

void ExportParameters::declare(params::Registry &registry) {
  const std::string section = "Export";
  registry.choices(section, "Formats", formats,
                   {"stl", "3mf", "ply", "vti", "mha", "tiff", "vtu", "inp"}, "stl",
                   "Files of the geometry: surface as stl, 3mf, ply; image of voxels as vti, mha, "
                   "tiff; volume mesh of hexahedra as vtu, or as inp for Abaqus and CalculiX.");
  registry.quantity(section, "Voxel size", voxel_size, params::length, "40 um", {"1 um", "1 mm"},
                    "Largest edge of the voxels of images and volume meshes.",
                    "assumption; a tenth of the strand diameter");
}

} // namespace lacuna::exporting
