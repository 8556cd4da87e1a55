// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/export_all.h>
#include <meshes/export/gcode.h>
#include <meshes/export/surface_picture.h>
#include <meshes/export/surface_writers.h>
#include <meshes/export/toolpath_json.h>
#include <meshes/geometry/files/free_memory.h>
#include <meshes/geometry/print/print.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

namespace lacuna::exporting {

namespace {

/** Width and height of a picture of the surface. */
constexpr unsigned int picture_pixels = 160;

/** Writes one thing in those of its formats that are asked for. */
class Writer {
public:
  Writer(const ExportParameters &parameters, const std::string &directory)
      : parameters_(parameters), directory_(directory) {}

  template <typename Write>
  void add(const std::string &stem, const std::string &format, const Write &write) {
    if (!parameters_.wants(format))
      return;
    const std::string name = stem + "." + format;
    files_.push_back({name, write((std::filesystem::path(directory_) / name).string())});
  }

  const std::vector<WrittenFile> &files() const { return files_; }

private:
  const ExportParameters &parameters_;
  const std::string &directory_;
  std::vector<WrittenFile> files_;
};

bool wants_surface(const ExportParameters &parameters) {
  return parameters.wants("stl") || parameters.wants("3mf") || parameters.wants("ply") ||
         parameters.wants("png");
}

bool wants_volume(const ExportParameters &parameters) {
  return parameters.wants("vtu") || parameters.wants("inp");
}

bool wants_voxels(const ExportParameters &parameters) {
  return wants_volume(parameters) || parameters.wants("vti") || parameters.wants("mha") ||
         parameters.wants("tiff");
}

} // namespace

std::optional<TooFine> too_fine(const ExportParameters &parameters, double surface_resolution,
                                const dealii::BoundingBox<3> &box) {
  constexpr double least_memory = 1e7;
  const double memory = std::max(
      least_memory, std::min(geometry::free_memory_of_machine(), geometry::free_address_space()));
  const auto judge = [&](const char *section, const char *key, double length,
                         const auto &finest) -> std::optional<TooFine> {
    const double by_count = finest(box, std::numeric_limits<double>::infinity()),
                 least = finest(box, memory);
    if (length >= least)
      return {};
    return TooFine{
        section, key,
        fmt::format(
            "at least {:.4g} um, or {}", 1e6 * least,
            least > by_count
                ? fmt::format("samples take more than the {:.2g} GB that are free", 1e-9 * memory)
                : "there are too many samples in the specimen's box")};
  };
  std::optional<TooFine> fault;
  if (wants_surface(parameters))
    fault = judge("Output", "Surface resolution", surface_resolution, finest_resolution);
  if (!fault && wants_voxels(parameters))
    fault = judge("Export", "Voxel size", parameters.voxel_size, finest_voxel_size);
  return fault;
}

std::vector<WrittenFile> export_all(const ExportRequest &request, const std::string &directory) {
  const geometry::Scaffold &scaffold = request.scaffold;
  const ExportParameters &parameters = request.parameters;
  Writer writer(parameters, directory);
  if (parameters.wants("gcode") || parameters.wants("json")) {
    const geometry::Toolpath toolpath = geometry::green_toolpath(request.geometry);
    const ExtruderParameters &extruder = parameters.extruder;
    writer.add("toolpath", "gcode",
               [&](const auto &path) { return write_gcode(toolpath, extruder, path); });
    writer.add("toolpath", "json",
               [&](const auto &path) { return write_toolpath_json(toolpath, extruder, path); });
  }
  if (wants_surface(parameters)) {
    const SurfaceMesh mesh =
        make_surface(*scaffold.solid, scaffold.box, request.surface_resolution);
    writer.add("surface", "stl", [&](const auto &path) { return write_stl(mesh, path); });
    writer.add("surface", "3mf", [&](const auto &path) { return write_3mf(mesh, path); });
    writer.add("surface", "ply", [&](const auto &path) { return write_ply(mesh, path); });
    writer.add("surface", "png",
               [&](const auto &path) { return write_png(draw(mesh, picture_pixels), path); });
  }
  if (wants_voxels(parameters)) {
    const VoxelImage image = make_voxel_image(*scaffold.solid, scaffold.box, parameters.voxel_size);
    writer.add("image", "vti", [&](const auto &path) { return write_vti(image, path); });
    writer.add("image", "mha", [&](const auto &path) { return write_mha(image, path); });
    writer.add("image", "tiff", [&](const auto &path) { return write_tiff(image, path); });
    if (wants_volume(parameters)) {
      const VoxelMesh mesh = make_voxel_mesh(image);
      writer.add("volume", "vtu", [&](const auto &path) { return write_vtu(mesh, path); });
      writer.add("volume", "inp",
                 [&](const auto &path) { return write_inp(mesh, request.test, path); });
    }
  }
  return writer.files();
}

} // namespace lacuna::exporting
