// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/ply_file.h>
#include <meshes/geometry/surface_file.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <assimp/Importer.hpp>
#include <assimp/postprocess.h>
#include <assimp/scene.h>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace lacuna::geometry {

namespace {

const std::string a_surface = "a closed surface as STL, OBJ or PLY";

std::string ending(const std::string &path) {
  return params::lower_case(std::filesystem::path(path).extension().string());
}

void append(TriangleMesh &mesh, const aiMesh &part) {
  const unsigned int first = mesh.vertices.size();
  for (unsigned int v = 0; v < part.mNumVertices; ++v)
    mesh.vertices.push_back({part.mVertices[v].x, part.mVertices[v].y, part.mVertices[v].z});
  for (unsigned int f = 0; f < part.mNumFaces; ++f)
    if (const aiFace &face = part.mFaces[f]; face.mNumIndices == 3)
      mesh.triangles.push_back(
          {first + face.mIndices[0], first + face.mIndices[1], first + face.mIndices[2]});
}

TriangleMesh read_by_assimp(const std::string &path) {
  Assimp::Importer importer;
  const aiScene *scene = importer.ReadFile(path, aiProcess_Triangulate);
  if (scene == nullptr)
    params::refuse_file(path, params::collapse_blanks(importer.GetErrorString()), a_surface);
  TriangleMesh mesh;
  for (unsigned int i = 0; i < scene->mNumMeshes; ++i)
    append(mesh, *scene->mMeshes[i]);
  return mesh;
}

} // namespace

const std::string surface_endings = ".stl, .obj or .ply";

bool is_surface_file(const std::string &path) {
  const std::string end = ending(path);
  return end == ".stl" || end == ".obj" || end == ".ply";
}

TriangleMesh read_triangles(const std::string &path) {
  if (!is_surface_file(path))
    params::refuse_file(path, "ends in " + (ending(path).empty() ? "nothing" : ending(path)),
                        "a surface that ends in " + surface_endings);
  if (!std::ifstream(path))
    params::refuse_file(path, "cannot be read", a_surface);

  const TriangleMesh mesh = ending(path) == ".ply" ? read_ply(path) : read_by_assimp(path);
  if (mesh.triangles.empty())
    params::refuse_file(path, "no triangles", a_surface);
  for (const auto &vertex : mesh.vertices)
    for (const float x : vertex)
      if (!std::isfinite(x))
        params::refuse_file(path, "a coordinate that is no number", a_surface);
  return mesh;
}

} // namespace lacuna::geometry
