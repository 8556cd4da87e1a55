// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/obj_file.h>
#include <meshes/geometry/surface/ply_file.h>
#include <meshes/geometry/surface/stl_file.h>
#include <meshes/geometry/surface/surface_file.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <cmath>
#include <filesystem>

namespace lacuna::geometry {

namespace {

const std::string a_surface = "a closed surface as STL, OBJ or PLY";

std::string ending(const std::string &path) {
  return params::lower_case(std::filesystem::path(path).extension().string());
}

using Read = TriangleMesh (*)(const std::string &path);

constexpr std::pair<const char *, Read> formats[] = {
    {".stl", read_stl}, {".obj", read_obj}, {".ply", read_ply}};

/** How files of the path's ending are read; null where they are none of surfaces. */
Read reader(const std::string &path) {
  for (const auto &[end, read] : formats)
    if (ending(path) == end)
      return read;
  return nullptr;
}

} // namespace

const std::string surface_endings = ".stl, .obj or .ply";

bool is_surface_file(const std::string &path) {
  return reader(path) != nullptr;
}

TriangleMesh read_triangles(const std::string &path) {
  if (!is_surface_file(path))
    params::refuse_file(path, "ends in " + (ending(path).empty() ? "nothing" : ending(path)),
                        "a surface that ends in " + surface_endings);
  params::require_regular_file(path, a_surface);

  const TriangleMesh mesh = reader(path)(path);
  if (mesh.triangles.empty())
    params::refuse_file(path, "no triangles", a_surface);
  for (const auto &vertex : mesh.vertices)
    for (const float x : vertex)
      if (!std::isfinite(x))
        params::refuse_file(path, "a coordinate that is no number", a_surface);
  return mesh;
}

} // namespace lacuna::geometry
