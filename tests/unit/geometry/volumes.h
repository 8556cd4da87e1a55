// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume_reader.h>
#include <tests/unit/geometry/files.h>

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkXMLImageDataWriter.h>

#include <boost/test/unit_test.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace lacuna::geometry {

inline constexpr std::array<int, 3> size = {4, 3, 2};

/** Value of a voxel of the test volumes. */
inline int value(int i, int j, int k) {
  return i + 10 * j + 100 * k;
}

/** The values one after another as a type. */
template <typename T>
std::string voxels(bool swap = false) {
  std::string text;
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i) {
        std::string one = bytes(static_cast<T>(value(i, j, k)));
        if (swap)
          std::reverse(one.begin(), one.end());
        text += one;
      }
  return text;
}

/** Compressed with zlib's header or, as files of gzip, with gzip's. */
inline std::string compressed(const std::string &text, bool gzip) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + (gzip ? 16 : 0), 8, Z_DEFAULT_STRATEGY);
  std::string result(2 * text.size() + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
  stream.avail_in = text.size();
  stream.next_out = reinterpret_cast<Bytef *>(result.data());
  stream.avail_out = result.size();
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

inline vtkNew<vtkImageData> vtk_image(int layers = size[2], int first_layer = 0) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(size[0], size[1], layers);
  image->SetSpacing(2, 1, 3);
  image->AllocateScalars(VTK_UNSIGNED_SHORT, 1);
  for (int k = 0; k < layers; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i)
        image->SetScalarComponentFromDouble(i, j, k, 0, value(i, j, first_layer + k));
  return image;
}

/** @param unit Of the file (m); 0 where its header states one. */
inline Volume read(const std::string &path, double unit = 1e-3) {
  VolumeFileParameters parameters;
  parameters.file = path;
  parameters.unit = unit;
  return read_volume(parameters);
}

inline void check_values(const Volume &volume, const std::string &what) {
  BOOST_TEST(volume.size == size, what);
  BOOST_REQUIRE(volume.values.size() == 24u);
  for (int k = 0; k < size[2]; ++k)
    for (int j = 0; j < size[1]; ++j)
      for (int i = 0; i < size[0]; ++i)
        BOOST_TEST(volume.values[(k * 3 + j) * 4 + i] == value(i, j, k), what);
}

/** Voxels of 2 × 1 × 3 mm from (1, 2, 3) mm; with axes along y, −x, z if they are turned. */
inline void check_grid(const Volume &volume, bool turned, const std::string &what) {
  const dealii::Tensor<2, 3> axes = turned
                                        ? dealii::Tensor<2, 3>({{0, -1, 0}, {1, 0, 0}, {0, 0, 1}})
                                        : dealii::Tensor<2, 3>({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  BOOST_TEST((volume.direction - axes).norm() < 1e-6, what);
  BOOST_TEST(volume.origin.distance(Point(1e-3, 2e-3, 3e-3)) < 1e-9, what);
  BOOST_TEST(Point(volume.spacing[0], volume.spacing[1], volume.spacing[2])
                     .distance(Point(2e-3, 1e-3, 3e-3)) < 1e-9,
             what);
}

inline std::string metaimage(const std::string &file, const std::string &more = "") {
  return "ObjectType = Image\nNDims = 3\n" + more +
         "TransformMatrix = 0 1 0 -1 0 0 0 0 1\nOffset = 1 2 3\nElementSpacing = 2 1 3\n"
         "DimSize = 4 3 2\nElementType = MET_SHORT\nElementDataFile = " +
         file + "\n";
}

inline std::string nrrd(const std::string &encoding, const std::string &more = "") {
  return "NRRD0004\n# a comment\ntype: short\ndimension: 3\nspace: left-posterior-superior\n"
         "sizes: 4 3 2\nspace directions: (0,2,0) (-1,0,0) (0,0,3)\nkinds: domain domain domain\n"
         "endian: little\nencoding: " +
         encoding + "\nspace origin: (1,2,3)\n" + more;
}

/** A volume of int16 as of check_grid(), its axes turned, by an sform. */
class Nifti {
public:
  explicit Nifti(int version = 1, bool swap = false) : second_(version == 2), swap_(swap) {
    header_.resize(second_ ? 544 : 352, '\0');
    put(0, std::int32_t(second_ ? 540 : 348));
    header_.replace(second_ ? 4 : 344, 4, std::string(second_ ? "n+2" : "n+1") + '\0');
    const double numbers[] = {3, size[0], size[1], size[2], 1, 1, 1, 1};
    for (int i = 0; i < 8; ++i)
      second_ ? put(16 + 8 * i, std::int64_t(numbers[i]))
              : put(40 + 2 * i, std::int16_t(numbers[i]));
    put(second_ ? 12 : 70, std::int16_t(4));
    put_real(second_ ? 104 : 76, {1, 2, 1, 3});
    second_ ? put(168, std::int64_t(544)) : put(108, 352.f);
    second_ ? put(348, std::int32_t(1)) : put(254, std::int16_t(1));
    put_real(second_ ? 400 : 280, {0, -1, 0, 1, 2, 0, 0, 2, 0, 0, 3, 3});
  }

  template <typename T>
  Nifti &put(std::size_t at, T value) {
    std::string text = bytes(value);
    if (swap_)
      std::reverse(text.begin(), text.end());
    header_.replace(at, text.size(), text);
    return *this;
  }

  Nifti &put_real(std::size_t at, const std::vector<double> &values) {
    for (std::size_t i = 0; i < values.size(); ++i)
      second_ ? put(at + 8 * i, values[i]) : put(at + 4 * i, static_cast<float>(values[i]));
    return *this;
  }

  Nifti &unit(int code) {
    return second_ ? put(500, std::int32_t(code)) : put(123, static_cast<char>(code));
  }

  std::string file() const { return header_ + voxels<std::int16_t>(swap_); }

private:
  bool second_, swap_;
  std::string header_;
};

/** An image of VTK as text, its values as `format` writes them. */
inline std::string vti(const std::string &format, const std::string &spacing = "2 1 3") {
  vtkNew<vtkXMLImageDataWriter> writer;
  const auto image = vtk_image();
  image->SetOrigin(1, 2, 3);
  writer->SetInputData(image);
  if (format == "ascii")
    writer->SetDataModeToAscii();
  else if (format == "binary")
    writer->SetDataModeToBinary();
  writer->WriteToOutputStringOn();
  writer->Write();
  std::string text = writer->GetOutputString();
  return text.replace(text.find("2 1 3"), 5, spacing);
}

/** Whether the call is refused in one line that says so. */
template <typename Call>
void check_refused(const Call &call, const std::string &what) {
  const std::string message = message_of(call);
  BOOST_TEST(message.find(what) != std::string::npos, what + " | " + message);
  BOOST_TEST(message.find("; expected ") != std::string::npos, message);
  BOOST_TEST(message.find('\n') == std::string::npos, message);
}

} // namespace lacuna::geometry
