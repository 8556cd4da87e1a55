// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/export_all.h>
#include <meshes/export/surface_writers.h>

#include <algorithm>

namespace lacuna::exporting {

namespace {

/** Writes one thing in those of its formats that are asked for. */
class Writer {
public:
  Writer(const std::vector<std::string> &formats, const std::string &directory)
      : formats_(formats), directory_(directory) {}

  bool wants(const std::string &format) const {
    return std::find(formats_.begin(), formats_.end(), format) != formats_.end();
  }

  template <typename Write>
  void add(const std::string &stem, const std::string &format, const Write &write) {
    if (!wants(format))
      return;
    const std::string name = stem + "." + format;
    files_.push_back({name, write(directory_ + "/" + name)});
  }

  const std::vector<WrittenFile> &files() const { return files_; }

private:
  const std::vector<std::string> &formats_;
  const std::string &directory_;
  std::vector<WrittenFile> files_;
};

} // namespace

std::vector<WrittenFile> export_all(const geometry::Scaffold &scaffold,
                                    const ExportParameters &parameters, double surface_resolution,
                                    const CompressionTest &test, const std::string &directory) {
  Writer writer(parameters.formats, directory);
  const bool wants_volume = writer.wants("vtu") || writer.wants("inp");
  if (writer.wants("stl") || writer.wants("3mf") || writer.wants("ply")) {
    const SurfaceMesh mesh = make_surface(*scaffold.solid, scaffold.box, surface_resolution);
    writer.add("surface", "stl", [&](const auto &path) { return write_stl(mesh, path); });
    writer.add("surface", "3mf", [&](const auto &path) { return write_3mf(mesh, path); });
    writer.add("surface", "ply", [&](const auto &path) { return write_ply(mesh, path); });
  }
  if (wants_volume || writer.wants("vti") || writer.wants("mha") || writer.wants("tiff")) {
    const VoxelImage image = make_voxel_image(*scaffold.solid, scaffold.box, parameters.voxel_size);
    writer.add("image", "vti", [&](const auto &path) { return write_vti(image, path); });
    writer.add("image", "mha", [&](const auto &path) { return write_mha(image, path); });
    writer.add("image", "tiff", [&](const auto &path) { return write_tiff(image, path); });
    if (wants_volume) {
      const VoxelMesh mesh = make_voxel_mesh(image);
      writer.add("volume", "vtu", [&](const auto &path) { return write_vtu(mesh, path); });
      writer.add("volume", "inp", [&](const auto &path) { return write_inp(mesh, test, path); });
    }
  }
  return writer.files();
}

} // namespace lacuna::exporting
