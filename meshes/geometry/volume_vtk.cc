// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/volume_vtk.h>

#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkLogger.h>
#include <vtkMatrix3x3.h>
#include <vtkMatrix4x4.h>
#include <vtkNIFTIImageHeader.h>
#include <vtkNIFTIImageReader.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkStringOutputWindow.h>
#include <vtkTIFFReader.h>
#include <vtkXMLImageDataReader.h>

#include <algorithm>
#include <fstream>

namespace lacuna::geometry {

namespace {

/** Takes what VTK would say on standard error, as long as it lives. */
class Silence {
public:
  Silence()
      : window_(vtkOutputWindow::GetInstance()), level_(vtkLogger::GetCurrentVerbosityCutoff()) {
    vtkOutputWindow::SetInstance(taken_);
    vtkLogger::SetStderrVerbosity(vtkLogger::VERBOSITY_OFF);
  }
  Silence(const Silence &) = delete;
  Silence &operator=(const Silence &) = delete;
  ~Silence() {
    vtkLogger::SetStderrVerbosity(level_);
    vtkOutputWindow::SetInstance(window_);
  }

  bool heard_an_error() { return taken_->GetOutput().find("ERROR") != std::string::npos; }

private:
  vtkSmartPointer<vtkOutputWindow> window_;
  vtkLogger::Verbosity level_;
  vtkNew<vtkStringOutputWindow> taken_;
};

/** Lets the reader read; the file is one that it says it can read. */
template <typename Reader>
void read(Reader &reader, const std::string &path, const std::string &format) {
  if (!std::ifstream(path))
    params::refuse_file(path, "cannot be read", format);
  Silence silence;
  if (reader.CanReadFile(path.c_str()) == 0)
    params::refuse_file(path, "another kind of file", format);
  reader.SetFileName(path.c_str());
  reader.Update();
  if (silence.heard_an_error() || reader.GetErrorCode() != 0)
    params::refuse_file(path, "damaged or cut short", format);
}

template <typename Number>
void append(const Number *from, std::size_t count, double slope, double intercept,
            std::vector<float> &values) {
  std::transform(from, from + count, std::back_inserter(values), [=](Number x) {
    return static_cast<float>(slope * static_cast<double>(x) + intercept);
  });
}

void append(vtkDataArray *array, const std::string &path, std::vector<float> &values,
            double slope = 1., double intercept = 0.) {
  if (array == nullptr || array->GetNumberOfTuples() == 0)
    params::refuse_file(path, "no values", "one number a voxel");
  if (array->GetNumberOfComponents() != 1)
    params::refuse_file(path, fmt::format("{} numbers a voxel", array->GetNumberOfComponents()),
                        "one number a voxel, no colours and no series in time");
  const std::size_t count = array->GetNumberOfTuples();
  values.reserve(values.size() + count);
  switch (array->GetDataType()) {
    vtkTemplateMacro(append(static_cast<const VTK_TT *>(array->GetVoidPointer(0)), count, slope,
                            intercept, values));
  default:
    params::refuse_file(path, "values of an unknown type", "one number a voxel");
  }
}

void set_grid(Volume &volume, vtkImageData &image) {
  image.GetDimensions(volume.size.data());
  image.GetSpacing(volume.spacing.data());
}

} // namespace

Volume read_nifti(const std::string &path) {
  vtkNew<vtkNIFTIImageReader> reader;
  read(*reader, path, "a NIfTI volume");
  Volume volume;
  set_grid(volume, *reader->GetOutput());
  const double slope = reader->GetRescaleSlope();
  append(reader->GetOutput()->GetPointData()->GetScalars(), path, volume.values,
         slope == 0 ? 1. : slope, slope == 0 ? 0. : reader->GetRescaleIntercept());

  vtkMatrix4x4 *matrix =
      reader->GetSFormMatrix() != nullptr ? reader->GetSFormMatrix() : reader->GetQFormMatrix();
  if (matrix != nullptr)
    for (unsigned int i = 0; i < 3; ++i) {
      volume.origin[i] = matrix->GetElement(i, 3);
      for (unsigned int j = 0; j < 3; ++j)
        volume.direction[i][j] = matrix->GetElement(i, j);
    }
  return volume;
}

Volume read_vti(const std::string &path) {
  vtkNew<vtkXMLImageDataReader> reader;
  read(*reader, path, "a VTK image");
  vtkImageData &image = *reader->GetOutput();
  Volume volume;
  set_grid(volume, image);
  const auto direction = [&image](unsigned int i, unsigned int j) {
    return image.GetDirectionMatrix()->GetElement(i, j);
  };
  int first[6];
  image.GetExtent(first);
  std::array<double, 3> step = {1. * first[0], 1. * first[2], 1. * first[4]};
  vtkDataArray *values = image.GetPointData()->GetScalars();
  if (values == nullptr)
    values = image.GetPointData()->GetArray(0);
  if (values == nullptr) { // voxels as cells: their centres lie half a step further
    values = image.GetCellData()->GetArray(0);
    for (unsigned int d = 0; d < 3; ++d) {
      volume.size[d] = std::max(volume.size[d] - 1, 1);
      step[d] += 0.5;
    }
  }
  append(values, path, volume.values);
  for (unsigned int i = 0; i < 3; ++i) {
    volume.origin[i] = image.GetOrigin()[i];
    for (unsigned int j = 0; j < 3; ++j) {
      volume.direction[i][j] = direction(i, j);
      volume.origin[i] += direction(i, j) * volume.spacing[j] * step[j];
    }
  }
  return volume;
}

Volume read_tiff(const std::vector<std::string> &paths) {
  Volume volume;
  for (const std::string &path : paths) {
    vtkNew<vtkTIFFReader> reader;
    read(*reader, path, "a TIFF image");
    int size[3];
    reader->GetOutput()->GetDimensions(size);
    if (volume.size[2] > 0 && (size[0] != volume.size[0] || size[1] != volume.size[1]))
      params::refuse_file(
          path, fmt::format("{} x {} pixels", size[0], size[1]),
          fmt::format("{} x {} as in the slices before", volume.size[0], volume.size[1]));
    volume.size = {size[0], size[1], volume.size[2] + size[2]};
    append(reader->GetOutput()->GetPointData()->GetScalars(), path, volume.values);
  }
  return volume;
}

} // namespace lacuna::geometry
