// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/file.h>
#include <meshes/export/surface_writers.h>

#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPLYWriter.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkSTLWriter.h>

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

template <typename Writer>
std::uintmax_t write_binary(const SurfaceMesh &mesh, const std::string &path) {
  vtkNew<Writer> writer;
  writer->SetInputData(polydata(mesh));
  writer->SetFileTypeToBinary();
  return write_whole(path, [&](const std::string &part) {
    writer->SetFileName(part.c_str());
    return writer->Write() == 1 && writer->GetErrorCode() == 0;
  });
}

} // namespace

std::uintmax_t write_stl(const SurfaceMesh &mesh, const std::string &path) {
  return write_binary<vtkSTLWriter>(mesh, path);
}

std::uintmax_t write_ply(const SurfaceMesh &mesh, const std::string &path) {
  return write_binary<vtkPLYWriter>(mesh, path);
}

} // namespace lacuna::exporting
