// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_vtk.h>
#include <meshes/geometry/image/vtk_xml.h>

#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <vtkCellData.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkLogger.h>
#include <vtkMatrix3x3.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkStringOutputWindow.h>
#include <vtkXMLImageDataReader.h>

#include <algorithm>
#include <array>
#include <cmath>

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

void read(vtkXMLImageDataReader &reader, const std::string &path) {
  Silence silence;
  if (reader.CanReadFile(path.c_str()) == 0)
    params::refuse_file(path, "another kind of file", "a VTK image");
  reader.SetFileName(path.c_str());
  reader.Update();
  if (silence.heard_an_error() || reader.GetErrorCode() != 0)
    params::refuse_file(path, "damaged", "a VTK image");
}

template <typename Number>
void append(const Number *from, std::size_t count, std::vector<float> &values) {
  std::transform(from, from + count, std::back_inserter(values),
                 [](Number x) { return static_cast<float>(x); });
}

void append(vtkDataArray *array, const std::string &path, std::vector<float> &values) {
  if (array == nullptr || array->GetNumberOfTuples() == 0)
    params::refuse_file(path, "no values", "one number a voxel");
  if (array->GetNumberOfComponents() != 1)
    params::refuse_file(path, fmt::format("{} numbers a voxel", array->GetNumberOfComponents()),
                        "one number a voxel, no colours and no series in time");
  const std::size_t count = array->GetNumberOfTuples();
  values.reserve(values.size() + count);
  switch (array->GetDataType()) {
    vtkTemplateMacro(append(static_cast<const VTK_TT *>(array->GetVoidPointer(0)), count, values));
  default:
    params::refuse_file(path, "values of an unknown type", "one number a voxel");
  }
}

void set_grid(Volume &volume, vtkImageData &image) {
  image.GetDimensions(volume.size.data());
  image.GetSpacing(volume.spacing.data());
}

} // namespace

Volume read_vti(const std::string &path) {
  check_vti(path);
  vtkNew<vtkXMLImageDataReader> reader;
  read(*reader, path);
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
  if (volume.values.size() != volume.n_voxels())
    params::refuse_file(path, fmt::format("{} values", volume.values.size()),
                        fmt::format("{}, one a voxel", volume.n_voxels()));
  for (unsigned int i = 0; i < 3; ++i) {
    volume.origin[i] = image.GetOrigin()[i];
    for (unsigned int j = 0; j < 3; ++j) {
      volume.direction[i][j] = direction(i, j);
      volume.origin[i] += direction(i, j) * volume.spacing[j] * step[j];
    }
  }
  for (unsigned int j = 0; j < 3; ++j)
    if (volume.spacing[j] < 0) { // an axis that runs backwards
      volume.spacing[j] *= -1.;
      for (unsigned int i = 0; i < 3; ++i)
        volume.direction[i][j] *= -1.;
    }
  return volume;
}

} // namespace lacuna::geometry
