// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/export_parameters.h>

#include <params/reader/registry.h>

#include <algorithm>

namespace lacuna::exporting {

void ExportParameters::declare(params::Registry &registry) {
  const std::string section = "Export";
  registry.section_changes(section, params::Changes::files);
  registry.choices(
      section, "Formats", formats,
      {"stl", "3mf", "ply", "png", "vti", "mha", "tiff", "vtu", "inp", "gcode", "json"}, "stl, png",
      "Files of the geometry: surface as stl, 3mf, ply, and as a small picture, png; image of "
      "voxels as vti, mha, "
      "tiff; volume mesh of hexahedra as vtu, or as inp for Abaqus and CalculiX; toolpath of a "
      "woodpile as gcode or json.");
  registry.quantity(section, "Voxel size", voxel_size, params::length, "40 um", {"1 um", "1 mm"},
                    "Largest edge of the voxels of images and volume meshes.",
                    "assumption; a tenth of the strand diameter");
  extruder.declare(registry);
}

bool ExportParameters::wants(const std::string &format) const {
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

void ExportParameters::check(const params::Registry &registry,
                             const geometry::GeometryParameters &geometry) const {
  const bool printed = geometry.scaffold.lattice == "woodpile" && geometry.envelope.has_size();
  if ((wants("gcode") || wants("json")) && !printed)
    registry.reject("Export", "Formats",
                    "gcode and json for a woodpile in a cylinder, disc or box only");
}

} // namespace lacuna::exporting
