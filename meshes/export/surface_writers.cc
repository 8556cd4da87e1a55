// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface_writers.h>
#include <meshes/files/whole_file.h>

#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPLYWriter.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkSTLWriter.h>

#include <filesystem>
#include <fstream>

namespace lacuna::exporting {

namespace {

constexpr float per_millimetre = 1e3f;

vtkNew<vtkPolyData> polydata(const SurfaceMesh &mesh) {
  vtkNew<vtkPoints> points;
  points->SetNumberOfPoints(mesh.vertices.size());
  for (std::size_t i = 0; i < mesh.vertices.size(); ++i) {
    const auto &[x, y, z] = mesh.vertices[i];
    points->SetPoint(i, x * per_millimetre, y * per_millimetre, z * per_millimetre);
  }
  vtkNew<vtkCellArray> triangles;
  triangles->AllocateExact(mesh.triangles.size(), 3 * mesh.triangles.size());
  for (const auto &[a, b, c] : mesh.triangles)
    triangles->InsertNextCell({a, b, c});
  vtkNew<vtkPolyData> data;
  data->SetPoints(points);
  data->SetPolys(triangles);
  return data;
}

/** Whether a binary PLY file holds the whole mesh; VTK's writer does not ask its disk. */
bool is_whole_ply(const std::string &path, const SurfaceMesh &mesh) {
  constexpr std::uintmax_t vertex = 3 * 4, triangle = 1 + 3 * 4;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line) && line != "end_header";) {
  }
  return file && std::filesystem::file_size(path) == std::uintmax_t(file.tellg()) +
                                                         vertex * mesh.vertices.size() +
                                                         triangle * mesh.triangles.size();
}

} // namespace

std::uintmax_t write_stl(const SurfaceMesh &mesh, const std::string &path) {
  vtkNew<vtkSTLWriter> writer;
  writer->SetInputData(polydata(mesh));
  writer->SetFileTypeToBinary();
  return files::write_whole(path, [&](const std::string &part) {
    writer->SetFileName(part.c_str());
    return writer->Write() == 1 && writer->GetErrorCode() == 0;
  });
}

std::uintmax_t write_ply(const SurfaceMesh &mesh, const std::string &path) {
  vtkNew<vtkPLYWriter> writer;
  writer->SetInputData(polydata(mesh));
  writer->SetFileTypeToBinary();
  return files::write_whole(path, [&](const std::string &part) {
    writer->SetFileName(part.c_str());
    return writer->Write() == 1 && writer->GetErrorCode() == 0 && is_whole_ply(part, mesh);
  });
}

} // namespace lacuna::exporting
