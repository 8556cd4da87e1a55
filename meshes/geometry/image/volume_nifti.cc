// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_nifti.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>

namespace lacuna::geometry {

namespace {

constexpr const char *expected = "a NIfTI volume";

enum class Number { int8, int16, int32, int64, float32, float64 };

/** Where a number, or the first of several, stands in the headers of NIfTI-1 and NIfTI-2. */
struct Field {
  std::size_t first, second;
  Number first_type, second_type;
};

constexpr Field dim{40, 16, Number::int16, Number::int64};
constexpr Field datatype{70, 12, Number::int16, Number::int16};
constexpr Field pixdim{76, 104, Number::float32, Number::float64};
constexpr Field vox_offset{108, 168, Number::float32, Number::int64};
constexpr Field scl_slope{112, 176, Number::float32, Number::float64};
constexpr Field scl_inter{116, 184, Number::float32, Number::float64};
constexpr Field xyzt_units{123, 500, Number::int8, Number::int32};
constexpr Field qform_code{252, 344, Number::int16, Number::int32};
constexpr Field sform_code{254, 348, Number::int16, Number::int32};
constexpr Field quatern{256, 352, Number::float32, Number::float64};
constexpr Field qoffset{268, 376, Number::float32, Number::float64};
constexpr Field srow{280, 400, Number::float32, Number::float64};

class NiftiHeader {
public:
  explicit NiftiHeader(const std::string &path) : path_(path) {
    params::require_regular_file(path, expected);
    const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
    const int n = file ? gzread(file.get(), bytes_.data(), bytes_.size()) : -1;
    compressed_ = file && gzdirect(file.get()) == 0;
    if (n < size_1)
      fail(fmt::format("cut short: {} bytes of a header of {}", std::max(n, 0), size_1));
    for (const bool swapped : {false, true}) {
      swapped_ = swapped;
      const int size = read<std::int32_t>(0);
      if (size == size_1 && std::memcmp(&bytes_[344], "n+1", 4) == 0)
        return;
      second_ = true;
      if (size == size_2 && std::memcmp(&bytes_[4], "n+2", 4) == 0) {
        if (n < size_2)
          fail(fmt::format("cut short: {} bytes of a header of {}", n, size_2));
        return;
      }
      second_ = false;
    }
    fail("another kind of file");
  }

  double get(const Field &field, std::size_t index = 0) const {
    const std::size_t at = second_ ? field.second : field.first;
    switch (second_ ? field.second_type : field.first_type) {
    case Number::int8:
      return bytes_[at + index];
    case Number::int16:
      return read<std::int16_t>(at + 2 * index);
    case Number::int32:
      return read<std::int32_t>(at + 4 * index);
    case Number::int64:
      return static_cast<double>(read<std::int64_t>(at + 8 * index));
    case Number::float32:
      return read<float>(at + 4 * index);
    case Number::float64:
      return read<double>(at + 8 * index);
    }
    return 0.;
  }

  int size() const { return second_ ? size_2 : size_1; }
  bool compressed() const { return compressed_; }
  /** Whether the file's byte order is not that of this machine, which is little-endian. */
  bool swapped() const { return swapped_; }

  [[noreturn]] void fail(const std::string &found, const std::string &instead = expected) const {
    params::refuse_file(path_, found, instead);
  }

private:
  static constexpr int size_1 = 348, size_2 = 540;

  template <typename T>
  T read(std::size_t at) const {
    std::array<unsigned char, sizeof(T)> bytes;
    std::copy_n(&bytes_[at], bytes.size(), bytes.begin());
    if (swapped_)
      std::reverse(bytes.begin(), bytes.end());
    T value;
    std::memcpy(&value, bytes.data(), bytes.size());
    return value;
  }

  std::string path_;
  std::array<unsigned char, 544> bytes_{};
  bool compressed_ = false, swapped_ = false, second_ = false;
};

std::array<int, 3> grid_size(const NiftiHeader &header) {
  constexpr double most = 1 << 20; // voxels along an axis; more is no number of voxels
  const double n_dims = header.get(dim);
  if (!(n_dims >= 1 && n_dims <= 7))
    header.fail(fmt::format("{} dimensions", n_dims));
  std::array<int, 3> size = {1, 1, 1};
  double numbers = 1.; // a voxel
  for (unsigned int d = 0; d < n_dims; ++d) {
    const double n = header.get(dim, d + 1);
    if (!(n >= 1 && n <= most))
      header.fail(fmt::format("dim[{}] of {}", d + 1, n), "numbers of voxels from 1");
    if (d < 3)
      size[d] = static_cast<int>(n);
    else
      numbers *= n;
  }
  if (numbers != 1.)
    header.fail(fmt::format("{} numbers a voxel", numbers),
                "one number a voxel, no colours and no series in time");
  return size;
}

std::string type_of(const NiftiHeader &header) {
  switch (static_cast<int>(header.get(datatype))) {
  case 2:
    return "uint8";
  case 4:
    return "int16";
  case 8:
    return "int32";
  case 16:
    return "float32";
  case 64:
    return "float64";
  case 256:
    return "int8";
  case 512:
    return "uint16";
  case 768:
    return "uint32";
  default:
    header.fail(fmt::format("values of type {}", header.get(datatype)),
                "whole numbers of up to 32 bits, float or double");
  }
}

double unit_of(const NiftiHeader &header) {
  switch (static_cast<int>(header.get(xyzt_units)) & 7) {
  case 1:
    return 1.;
  case 2:
    return 1e-3;
  case 3:
    return 1e-6;
  default:
    return 0.;
  }
}

void set_spacing_of_pixdim(Volume &grid, const NiftiHeader &header) {
  for (unsigned int d = 0; d < 3; ++d)
    grid.spacing[d] = std::abs(header.get(pixdim, d + 1));
}

/** Its columns are the axes times the spacing, which need not be pixdim's. */
void set_axes_of_sform(Volume &grid, const NiftiHeader &header) {
  for (unsigned int axis = 0; axis < 3; ++axis) {
    dealii::Tensor<1, 3> column;
    for (unsigned int d = 0; d < 3; ++d)
      column[d] = header.get(srow, 4 * d + axis);
    const double length = column.norm();
    if (!(length > 0.) || !std::isfinite(length))
      header.fail(fmt::format("an sform whose axis {} has the length {}", axis + 1, length),
                  "axes of some length");
    grid.spacing[axis] = length;
    for (unsigned int d = 0; d < 3; ++d)
      grid.direction[d][axis] = column[d] / length;
  }
  for (unsigned int d = 0; d < 3; ++d)
    grid.origin[d] = header.get(srow, 4 * d + 3);
}

/** A rotation by the unit quaternion a + bi + cj + dk; the third axis is turned round by qfac. */
void set_axes_of_qform(Volume &grid, const NiftiHeader &header) {
  double b = header.get(quatern, 0), c = header.get(quatern, 1), d = header.get(quatern, 2);
  const double square = b * b + c * c + d * d;
  if (!(square < 1. + 1e-4))
    header.fail(fmt::format("a qform of the quaternion {}, {}, {}", b, c, d), "a unit quaternion");
  const double a = std::sqrt(std::max(0., 1. - square));
  if (square > 1.)
    for (double *x : {&b, &c, &d})
      *x /= std::sqrt(square);
  const double qfac = header.get(pixdim) < 0. ? -1. : 1.;
  grid.direction = dealii::Tensor<2, 3>(
      {{a * a + b * b - c * c - d * d, 2 * (b * c - a * d), qfac * 2 * (b * d + a * c)},
       {2 * (b * c + a * d), a * a + c * c - b * b - d * d, qfac * 2 * (c * d - a * b)},
       {2 * (b * d - a * c), 2 * (c * d + a * b), qfac * (a * a + d * d - b * b - c * c)}});
  for (unsigned int i = 0; i < 3; ++i)
    grid.origin[i] = header.get(qoffset, i);
}

} // namespace

VolumeHeader read_nifti_header(const std::string &path) {
  const NiftiHeader file(path);
  VolumeHeader header;
  header.grid.size = grid_size(file);
  header.type = type_of(file);
  if (file.get(sform_code) > 0) {
    set_axes_of_sform(header.grid, file);
  } else {
    set_spacing_of_pixdim(header.grid, file);
    if (file.get(qform_code) > 0)
      set_axes_of_qform(header.grid, file);
  }
  header.unit = unit_of(file);
  header.big_endian = file.swapped();
  header.compressed = file.compressed();
  header.data_file = path;
  const double offset = file.get(vox_offset);
  constexpr double most = 1e15;
  if (!(offset >= file.size() && offset <= most))
    file.fail(fmt::format("voxels from byte {}", offset),
              fmt::format("one behind the header of {} bytes", file.size()));
  if (header.compressed)
    header.skip = static_cast<std::size_t>(offset);
  else
    header.offset = static_cast<long>(offset);

  const double slope = file.get(scl_slope);
  if (slope != 0. && std::isfinite(slope)) {
    header.slope = slope;
    header.intercept = file.get(scl_inter);
    if (!std::isfinite(header.intercept))
      file.fail(fmt::format("values of the slope {} and the intercept {}", slope, header.intercept),
                "finite numbers");
  }
  return header;
}

} // namespace lacuna::geometry
