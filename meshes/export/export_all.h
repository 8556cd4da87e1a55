// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/export/export_parameters.h>
#include <meshes/export/voxel_mesh.h>
#include <meshes/geometry/scaffold/scaffold.h>

#include <optional>

namespace lacuna::exporting {

/** A file that was written, and its size in bytes. */
struct WrittenFile {
  std::string name;
  std::uintmax_t size;
};

/** A parameter that asks for more samples than are handled or fit into the memory that is free, and
 * what it can be instead. */
struct TooFine {
  std::string section, key, expected;
};

/** What is too fine for a specimen in this box (m), of what the formats asked for need. */
std::optional<TooFine> too_fine(const ExportParameters &parameters, double surface_resolution,
                                const dealii::BoundingBox<3> &box);

/** What is to be written of a specimen. */
struct ExportRequest {
  const geometry::Scaffold &scaffold;
  const geometry::GeometryParameters &geometry;
  const ExportParameters &parameters;
  double surface_resolution; ///< largest distance between the samples of the surface, m
  CompressionTest test;      ///< what the volume mesh for other solvers asks them to compute
};

/**
 * Writes the specimen in every format asked for: surface.stl, .3mf, .ply, .png; image.vti, .mha,
 * .tiff; volume.vtu, .inp; toolpath.gcode, .json. Not collective.
 *
 * @param directory An existing folder.
 * @throws std::runtime_error naming the file.
 */
std::vector<WrittenFile> export_all(const ExportRequest &request, const std::string &directory);

} // namespace lacuna::exporting
