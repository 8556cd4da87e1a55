// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface.h>
#include <meshes/geometry/primitives.h>

#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkSTLWriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace lacuna::exporting {

namespace {

constexpr int padding = 2; // samples outside each face of the box
constexpr double largest_count = 2e9;

/** Regular grid of samples with the faces of the box midway between two samples. */
struct SampleGrid {
  geometry::Point origin;
  std::array<double, 3> spacing;
  std::array<int, 3> count;

  SampleGrid(const dealii::BoundingBox<3> &box, double resolution) {
    for (unsigned int d = 0; d < 3; ++d) {
      const double intervals = std::max(1., std::ceil(box.side_length(d) / resolution - 1e-9));
      spacing[d] = box.side_length(d) / intervals;
      origin[d] = box.lower_bound(d) - (padding - 0.5) * spacing[d];
      count[d] = static_cast<int>(intervals) + 2 * padding;
    }
  }

  geometry::Point point(int i, int j, int k) const {
    return {origin[0] + i * spacing[0], origin[1] + j * spacing[1], origin[2] + k * spacing[2]};
  }
};

[[noreturn]] void fail(const std::string &path, const std::string &reason) {
  throw std::runtime_error(path + ": cannot write the surface: " + reason);
}

void check(const dealii::BoundingBox<3> &box, double resolution, const std::string &path) {
  double samples = 1;
  for (unsigned int d = 0; d < 3; ++d)
    samples *= box.side_length(d) / resolution + 2 * padding;
  if (!(resolution > 0 && box.volume() > 0))
    fail(path, "the resolution and the box must be larger than zero");
  if (samples > largest_count)
    fail(path, "the resolution asks for more than 2e9 samples");
}

/**
 * −φ / step, for triangles that turn towards lower values; kept off zero, for a surface through a
 * sample would give triangles without area.
 */
float sample(const geometry::Shape &shape, const geometry::Box &envelope, const geometry::Point &x,
             double step) {
  constexpr double margin = 0.01;
  const double phi = std::max(shape.distance(x), envelope.distance(x)) / step;
  return static_cast<float>(phi < 0 ? std::max(-phi, margin) : std::min(-phi, -margin));
}

/** −φ on the grid, whose coordinates are already those of the file. */
vtkNew<vtkImageData> sampled(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                             const SampleGrid &grid, double unit) {
  const auto &corners = box.get_boundary_points();
  const geometry::Box envelope(corners.first, corners.second);
  const auto &h = grid.spacing;
  const double step = *std::min_element(h.begin(), h.end());

  vtkNew<vtkImageData> image;
  image->SetDimensions(grid.count.data());
  image->SetOrigin(grid.origin[0] / unit, grid.origin[1] / unit, grid.origin[2] / unit);
  image->SetSpacing(h[0] / unit, h[1] / unit, h[2] / unit);
  image->AllocateScalars(VTK_FLOAT, 1);
  float *value = static_cast<float *>(image->GetScalarPointer());
  for (int k = 0; k < grid.count[2]; ++k)
    for (int j = 0; j < grid.count[1]; ++j)
      for (int i = 0; i < grid.count[0]; ++i)
        *value++ = sample(shape, envelope, grid.point(i, j, k), step);
  return image;
}

} // namespace

void write_surface_stl(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                       double resolution, const std::string &path, double unit) {
  check(box, resolution, path);
  const std::string temporary = path + ".part";
  if (!std::ofstream(temporary, std::ios::binary))
    fail(path, "the folder does not exist or is not writable");

  const auto image = sampled(shape, box, SampleGrid(box, resolution), unit);
  vtkNew<vtkFlyingEdges3D> contour;
  contour->SetInputData(image);
  contour->SetValue(0, 0.);
  contour->ComputeNormalsOff();
  contour->ComputeGradientsOff();
  contour->ComputeScalarsOff();

  vtkNew<vtkSTLWriter> writer;
  writer->SetInputConnection(contour->GetOutputPort());
  writer->SetFileTypeToBinary();
  writer->SetFileName(temporary.c_str());
  std::error_code error;
  if (writer->Write() != 1 || writer->GetErrorCode() != 0) {
    std::filesystem::remove(temporary, error);
    fail(path, "the file could not be written in full");
  }
  std::filesystem::rename(temporary, path, error);
  if (error)
    fail(path, error.message());
}

} // namespace lacuna::exporting
