// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/most_deflated.h>
#include <meshes/geometry/image/volume_vti.h>
#include <meshes/geometry/image/vti_parser.h>
#include <meshes/geometry/image/vtk_silence.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <vtkLZ4DataCompressor.h>
#include <vtkLZMADataCompressor.h>
#include <vtkXMLDataElement.h>
#include <vtkZLibDataCompressor.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace lacuna::geometry {

namespace {

constexpr const char *an_image = "a VTK image";

template <typename Number>
std::size_t read(VtiParser &parser, vtkXMLDataElement &array, int type, double file_size,
                 std::vector<float> &values) {
  std::vector<Number> numbers(values.size());
  const std::size_t n = parser.read(array, type, file_size, numbers.data(), numbers.size());
  std::transform(numbers.begin(), numbers.end(), values.begin(),
                 [](Number x) { return static_cast<float>(x); });
  return n;
}

struct Type {
  const char *name;
  int number;
  std::size_t (*read)(VtiParser &, vtkXMLDataElement &, int, double, std::vector<float> &);
};

constexpr Type types[] = {{"Int8", VTK_TYPE_INT8, read<vtkTypeInt8>},
                          {"UInt8", VTK_TYPE_UINT8, read<vtkTypeUInt8>},
                          {"Int16", VTK_TYPE_INT16, read<vtkTypeInt16>},
                          {"UInt16", VTK_TYPE_UINT16, read<vtkTypeUInt16>},
                          {"Int32", VTK_TYPE_INT32, read<vtkTypeInt32>},
                          {"UInt32", VTK_TYPE_UINT32, read<vtkTypeUInt32>},
                          {"Int64", VTK_TYPE_INT64, read<vtkTypeInt64>},
                          {"UInt64", VTK_TYPE_UINT64, read<vtkTypeUInt64>},
                          {"Float32", VTK_TYPE_FLOAT32, read<vtkTypeFloat32>},
                          {"Float64", VTK_TYPE_FLOAT64, read<vtkTypeFloat64>}};

std::string text(vtkXMLDataElement &element, const char *attribute) {
  const char *const value = element.GetAttribute(attribute);
  return value == nullptr ? "" : value;
}

class VtiReader {
public:
  explicit VtiReader(const std::string &path)
      : path_(path), size_(static_cast<double>(std::filesystem::file_size(path))),
        stream_(path, std::ios::binary) {
    parser_->SetStream(&stream_);
  }

  Volume read() {
    require_end();
    const bool whole = parser_->Parse() != 0;
    vtkXMLDataElement *const root = parser_->GetRootElement();
    if (!whole || root == nullptr)
      fail("damaged or cut short", an_image);
    if (parser_->is_deep())
      fail("elements deeply within each other", an_image);
    if (text(*root, "type") != "ImageData")
      fail("another kind of file", an_image);
    set_compressor(text(*root, "compressor"));
    vtkXMLDataElement &image = only(*root, "ImageData");
    vtkXMLDataElement &piece = only(image, "Piece");
    const std::array<int, 6> extent = this->extent(image, "WholeExtent");
    if (this->extent(piece, "Extent") != extent)
      fail("a piece of a part of the image", "one of the whole image");
    read_values(piece, extent);
    place(image);
    return std::move(volume_);
  }

private:
  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected);
  }

  void require_end() {
    constexpr const char *end = "</VTKFile>";
    constexpr double longest = 1000.; // with what may stand behind it
    std::string last(static_cast<std::size_t>(std::min(longest, size_)), ' ');
    stream_.seekg(-static_cast<long>(last.size()), std::ios::end);
    stream_.read(last.data(), static_cast<std::streamsize>(last.size()));
    if (last.find(end) == std::string::npos)
      fail(fmt::format("cut short: its {:.0f} bytes end within the data", size_),
           std::string(end) + " at the end of a VTK image");
    stream_.clear();
    stream_.seekg(0);
  }

  void set_compressor(const std::string &name) {
    if (name == "vtkZLibDataCompressor")
      parser_->SetCompressor(vtkNew<vtkZLibDataCompressor>());
    else if (name == "vtkLZ4DataCompressor")
      parser_->SetCompressor(vtkNew<vtkLZ4DataCompressor>());
    else if (name == "vtkLZMADataCompressor")
      parser_->SetCompressor(vtkNew<vtkLZMADataCompressor>());
    else if (!name.empty())
      fail("compressed by " + name, "vtkZLibDataCompressor or another of VTK's");
  }

  vtkXMLDataElement &only(vtkXMLDataElement &outer, const std::string &name) const {
    vtkXMLDataElement *found = nullptr;
    for (int i = 0; i < outer.GetNumberOfNestedElements(); ++i)
      if (vtkXMLDataElement *const inner = outer.GetNestedElement(i); name == inner->GetName()) {
        if (found != nullptr)
          fail("more than one element " + name, "one");
        found = inner;
      }
    if (found == nullptr)
      fail("no element " + name, an_image);
    return *found;
  }

  /** First and last point along each axis, no more points than the file has room for. */
  std::array<int, 6> extent(vtkXMLDataElement &element, const char *attribute) const {
    std::array<int, 6> extent{};
    if (element.GetVectorAttribute(attribute, 6, extent.data()) != 6)
      fail(std::string("no ") + attribute, "6 whole numbers");
    double n = 1.;
    for (unsigned int d = 0; d < 3; ++d)
      n *= std::max(1. + extent[2 * d + 1] - extent[2 * d], 0.);
    if (n < 1.)
      fail(fmt::format("{} {}", attribute, text(element, attribute)), "a first and a last voxel");
    if (n > most_deflated * size_)
      fail(fmt::format("{:.0f} bytes, too few for {:.0f} x {:.0f} x {:.0f} voxels", size_,
                       1. + extent[1] - extent[0], 1. + extent[3] - extent[2],
                       1. + extent[5] - extent[4]),
           "a whole VTK image");
    return extent;
  }

  /** Of points or, with half a step to their centres, of cells. */
  void read_values(vtkXMLDataElement &piece, const std::array<int, 6> &extent) {
    vtkXMLDataElement *array = scalars(piece, "PointData");
    const bool of_points = array != nullptr;
    if (!of_points)
      array = scalars(piece, "CellData");
    if (array == nullptr)
      fail("no values", "one number a voxel");
    for (unsigned int d = 0; d < 3; ++d) {
      volume_.size[d] = std::max(extent[2 * d + 1] - extent[2 * d] + (of_points ? 1 : 0), 1);
      first_[d] = extent[2 * d] + (of_points ? 0. : 0.5);
    }
    int n_components = 1;
    array->GetScalarAttribute("NumberOfComponents", n_components);
    if (n_components != 1)
      fail(fmt::format("{} numbers a voxel", n_components),
           "one number a voxel, no colours and no series in time");
    const std::string name = text(*array, "type");
    const auto type = std::find_if(std::begin(types), std::end(types),
                                   [&](const Type &known) { return name == known.name; });
    if (type == std::end(types))
      fail(name == "String" ? "values that are texts" : "values of type " + name,
           "one number a voxel");
    constexpr double largest_value = 8.;
    require_memory(volume_, path_, largest_value);
    volume_.values.resize(volume_.n_voxels());
    if (type->read(*parser_, *array, type->number, size_, volume_.values) != volume_.n_voxels())
      fail("damaged or cut short", an_image);
  }

  /** The array that is named as scalars, or the first; null where there is none. */
  static vtkXMLDataElement *scalars(vtkXMLDataElement &piece, const char *data) {
    vtkXMLDataElement *const outer = piece.FindNestedElementWithName(data);
    if (outer == nullptr || outer->GetNumberOfNestedElements() == 0)
      return nullptr;
    for (int i = 0; i < outer->GetNumberOfNestedElements(); ++i)
      if (text(*outer->GetNestedElement(i), "Name") == text(*outer, "Scalars"))
        return outer->GetNestedElement(i);
    return outer->GetNestedElement(0);
  }

  /** Of the first voxel, and the axes. */
  void place(vtkXMLDataElement &image) {
    std::array<double, 3> origin{};
    std::array<double, 9> direction = {1., 0., 0., 0., 1., 0., 0., 0., 1.};
    const auto get = [&](const char *attribute, auto &numbers) {
      const int n = static_cast<int>(numbers.size());
      if (image.GetAttribute(attribute) != nullptr &&
          image.GetVectorAttribute(attribute, n, numbers.data()) != n)
        fail(fmt::format("{} {}", attribute, text(image, attribute)), fmt::format("{} numbers", n));
    };
    get("Origin", origin);
    get("Spacing", volume_.spacing);
    get("Direction", direction);
    for (unsigned int i = 0; i < 3; ++i) {
      volume_.origin[i] = origin[i];
      for (unsigned int j = 0; j < 3; ++j) {
        volume_.direction[i][j] = direction[3 * i + j];
        volume_.origin[i] += direction[3 * i + j] * volume_.spacing[j] * first_[j];
      }
    }
    for (unsigned int j = 0; j < 3; ++j)
      if (volume_.spacing[j] < 0.) {
        volume_.spacing[j] *= -1.;
        for (unsigned int i = 0; i < 3; ++i)
          volume_.direction[i][j] *= -1.;
      }
  }

  std::string path_;
  double size_;
  std::ifstream stream_;
  vtkNew<VtiParser> parser_;
  std::array<double, 3> first_{}; // voxel, in steps from the origin
  Volume volume_;
};

} // namespace

Volume read_vti(const std::string &path) {
  params::require_regular_file(path, an_image);
  const Silence silence;
  return VtiReader(path).read();
}

} // namespace lacuna::geometry
