// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_vtk.h>

#include <params/reader/input_file.h>
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
#include <vtkXMLImageDataReader.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include <zlib.h>

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

/**
 * Refuses headers that VTK's reader does not survive: types of values that it does not know, and
 * more voxels than the file can hold.
 * @return The unit of lengths in mm: that of xyzt_units, 1 where it states none.
 */
double check_nifti(const std::string &path) {
  params::require_regular_file(path, "a NIfTI volume");
  std::array<unsigned char, 352> header{};
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file || gzread(file.get(), header.data(), header.size()) < 348)
    params::refuse_file(path, "cut short within its header", "a NIfTI volume");
  const auto number = [&](std::size_t at, auto value, bool swapped) {
    std::array<unsigned char, sizeof(value)> bytes;
    std::copy_n(&header[at], bytes.size(), bytes.begin());
    if (swapped)
      std::reverse(bytes.begin(), bytes.end());
    std::memcpy(&value, bytes.data(), bytes.size());
    return value;
  };
  const bool swapped = number(0, std::int32_t(), true) == 348;
  if (!swapped && number(0, std::int32_t(), false) != 348)
    return 1.; // NIfTI-2 or none: VTK tells
  const int type = number(70, std::int16_t(), swapped);
  // uint8, int16, int32, float, double, int8, uint16, uint32
  constexpr int known[] = {2, 4, 8, 16, 64, 256, 512, 768};
  if (std::find(std::begin(known), std::end(known), type) == std::end(known))
    params::refuse_file(path, fmt::format("values of type {}", type),
                        "whole numbers of up to 32 bits, float or double");
  double voxels = 1.;
  const int n_dims = number(40, std::int16_t(), swapped);
  for (int d = 1; d <= std::min(n_dims, 7); ++d)
    voxels *= number(40 + 2 * d, std::int16_t(), swapped);
  constexpr double most_deflated = 1032.; // zlib's limit
  if (n_dims < 1 || n_dims > 7 || !(voxels >= 1.) ||
      voxels > most_deflated * std::filesystem::file_size(path))
    params::refuse_file(path, fmt::format("{:.4g} voxels, more than its bytes can hold", voxels),
                        "a whole file");
  switch (header[123] & 7) {
  case 1:
    return 1e3;
  case 3:
    return 1e-3;
  default:
    return 1.;
  }
}

/** VTK's reader does not survive arrays of texts. */
void refuse_strings(const std::string &path) {
  params::require_regular_file(path, "a VTK image");
  std::ifstream file(path, std::ios::binary);
  std::string line;
  while (std::getline(file, line)) {
    if (line.find("<AppendedData") != std::string::npos)
      return;
    if (line.find("type=\"String\"") != std::string::npos)
      params::refuse_file(path, "values that are texts", "one number a voxel");
  }
}

void set_grid(Volume &volume, vtkImageData &image) {
  image.GetDimensions(volume.size.data());
  image.GetSpacing(volume.spacing.data());
}

} // namespace

Volume read_nifti(const std::string &path) {
  const double unit = check_nifti(path);
  vtkNew<vtkNIFTIImageReader> reader;
  read(*reader, path, "a NIfTI volume");
  Volume volume;
  set_grid(volume, *reader->GetOutput());
  const double slope = reader->GetRescaleSlope();
  const bool scales = slope != 0. && std::isfinite(slope); // as nibabel takes it
  append(reader->GetOutput()->GetPointData()->GetScalars(), path, volume.values,
         scales ? slope : 1., scales ? reader->GetRescaleIntercept() : 0.);

  vtkMatrix4x4 *matrix =
      reader->GetSFormMatrix() != nullptr ? reader->GetSFormMatrix() : reader->GetQFormMatrix();
  if (matrix != nullptr)
    for (unsigned int i = 0; i < 3; ++i) {
      volume.origin[i] = matrix->GetElement(i, 3);
      for (unsigned int j = 0; j < 3; ++j)
        volume.direction[i][j] = matrix->GetElement(i, j);
    }
  // VTK takes pixdim out of the matrix; what remains is of a matrix that has a spacing of its own.
  for (unsigned int j = 0; j < 3; ++j) {
    double square = 0.;
    for (unsigned int i = 0; i < 3; ++i)
      square += volume.direction[i][j] * volume.direction[i][j];
    const double length = std::sqrt(square);
    for (unsigned int i = 0; i < 3 && length > 0.; ++i)
      volume.direction[i][j] /= length;
    volume.spacing[j] *= unit * length;
    volume.origin[j] *= unit;
  }
  return volume;
}

Volume read_vti(const std::string &path) {
  refuse_strings(path);
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

} // namespace lacuna::geometry
