// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/toolpath_json.h>
#include <meshes/files/whole_file.h>

#include <nlohmann/json.hpp>

namespace lacuna::exporting {

namespace {

constexpr double millimetre = 1e-3;

using Json = nlohmann::ordered_json;

Json polyline(const geometry::Path &path) {
  Json result = Json::array();
  for (const auto &point : path.points)
    result.push_back({point[0] / millimetre, point[1] / millimetre});
  return result;
}

} // namespace

std::uintmax_t write_toolpath_json(const geometry::Toolpath &toolpath,
                                   const ExtruderParameters &extruder, const std::string &path) {
  Json layers = Json::array();
  for (const auto &layer : toolpath.layers) {
    Json polylines = Json::array();
    for (const auto &line : layer.paths)
      polylines.push_back(polyline(line));
    layers.push_back(
        {{"index", layer.index}, {"z_mm", layer.z / millimetre}, {"polylines_mm", polylines}});
  }
  const Json result = {{"strand_diameter_mm", toolpath.strand_diameter / millimetre},
                       {"layer_height_mm", toolpath.layer_height / millimetre},
                       {"speed_mm_per_s", extruder.speed / millimetre},
                       {"length_mm", toolpath.length() / millimetre},
                       {"volume_mm3", toolpath.volume() * 1e9},
                       {"layers", layers}};
  return files::write_text(path, result.dump(1) + "\n");
}

} // namespace lacuna::exporting
