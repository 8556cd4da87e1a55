// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume.h>
#include <meshes/geometry/image/vtk_xml.h>

#include <params/reader/input_file.h>
#include <params/reader/prm_file.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <vector>

namespace lacuna::geometry {

namespace {

constexpr const char *expected = "a VTK image";

/** The value of an attribute of a tag; empty where it has none. */
std::string attribute(const std::string &tag, const std::string &name) {
  for (auto at = tag.find(name); at != std::string::npos; at = tag.find(name, at + 1)) {
    const auto equals = tag.find_first_not_of(" \t\r\n", at + name.size());
    if (equals == std::string::npos || tag[equals] != '=' || at == 0 || !std::isspace(tag[at - 1]))
      continue;
    const auto open = tag.find_first_of("\"'", equals);
    const auto close = open == std::string::npos ? open : tag.find(tag[open], open + 1);
    return close == std::string::npos ? "" : tag.substr(open + 1, close - open - 1);
  }
  return "";
}

/** Calls visit(tag), without brackets, for each tag up to where visit returns false. */
template <typename Visit>
void for_each_tag(std::istream &in, const Visit &visit) {
  constexpr std::size_t longest = 10000; // characters of a tag that are looked at
  std::vector<char> part(1 << 20);
  std::string tag;
  bool within = false;
  while (in.read(part.data(), part.size()), in.gcount() > 0)
    for (const char *c = part.data(), *end = c + in.gcount(); c < end; ++c) {
      if (!within) { // data, which is most of the file
        c = std::find(c, end, '<');
        within = c < end;
        tag.clear();
      } else if (*c == '>') {
        within = false;
        if (!visit(tag))
          return;
      } else if (tag.size() < longest)
        tag += *c;
    }
}

/** Whether the file ends with the tag, blanks aside. */
bool ends_with(const std::string &path, const std::string &tag) {
  constexpr std::size_t most = 1000;
  const std::size_t size = std::filesystem::file_size(path), n = std::min(size, most);
  std::string end(n, '\0');
  std::ifstream in(path, std::ios::binary);
  in.seekg(static_cast<long>(size - n));
  in.read(end.data(), static_cast<std::streamsize>(n));
  return end.find(tag) != std::string::npos;
}

/** The numbers of an attribute, all but those behind a word that is none. */
std::vector<double> numbers(const std::string &text) {
  std::istringstream in(text);
  std::vector<double> result;
  for (double x; in >> x;)
    result.push_back(x);
  return result;
}

/** Points of an extent "0 9 0 9 0 9"; nothing where it is none, which VTK tells. */
Volume grid_of(const std::string &extent) {
  const auto ends = numbers(extent);
  Volume grid;
  for (unsigned int d = 0; d < 3 && ends.size() == 6; ++d) {
    const double n = ends[2 * d + 1] - ends[2 * d] + 1.;
    if (!(n >= 1. && n < std::numeric_limits<int>::max()))
      return {};
    grid.size[d] = static_cast<int>(n);
  }
  return grid;
}

/** What the tags of a file announce, held against its size. */
class Announced {
public:
  explicit Announced(const std::string &path)
      : path_(path), size_(std::filesystem::file_size(path)) {}

  void take(const std::string &tag) {
    if (attribute(tag, "type") == "String")
      params::refuse_file(path_, "values that are texts", "one number a voxel");
    if (tag.rfind("VTKFile", 0) == 0)
      set_compressor(attribute(tag, "compressor"));
    if (tag.rfind("ImageData", 0) == 0) {
      constexpr double largest_value = 8.;
      for (const char *name : {"Spacing", "Origin", "Direction"})
        require_numbers(name, attribute(tag, name));
      grid_ = grid_of(attribute(tag, "WholeExtent"));
      require_values(1.);
      require_memory(grid_, path_, largest_value);
    }
    if (tag.rfind("DataArray", 0) == 0)
      require_values(std::strtod(attribute(tag, "NumberOfComponents").c_str(), nullptr));
  }

private:
  void set_compressor(const std::string &name) {
    constexpr double most_deflated = 1032.; // and LZ4 makes less of a byte
    most_inflated_ = name.empty()                      ? 1.
                     : name == "vtkLZMADataCompressor" ? std::numeric_limits<double>::infinity()
                                                       : most_deflated;
  }

  /** VTK would take others for what it has by default. */
  void require_numbers(const std::string &name, const std::string &value) const {
    const std::size_t count = name == "Direction" ? 9 : 3;
    if (!value.empty() && numbers(value).size() != count)
      params::refuse_file(path_, name + " " + value, fmt::format("{} numbers", count));
  }

  /** Of one byte each, for as many cells. */
  void require_values(double per_voxel) const {
    const double cells = (grid_.size[0] - 1.) * (grid_.size[1] - 1.) * (grid_.size[2] - 1.);
    if (cells * per_voxel > most_inflated_ * size_)
      params::refuse_file(path_,
                          fmt::format("{:.0f} bytes, too few for {} x {} x {} voxels", size_,
                                      grid_.size[0], grid_.size[1], grid_.size[2]),
                          "a whole VTK image");
  }

  std::string path_;
  double size_, most_inflated_ = 1.;
  Volume grid_;
};

} // namespace

void check_vti(const std::string &path) {
  params::require_regular_file(path, expected);
  std::ifstream in(path, std::ios::binary);
  Announced announced(path);
  for_each_tag(in, [&](const std::string &tag) {
    announced.take(tag);
    return tag.rfind("AppendedData", 0) != 0;
  });
  if (!ends_with(path, "</VTKFile>"))
    params::refuse_file(path,
                        fmt::format("cut short: its {} bytes end within the data",
                                    std::filesystem::file_size(path)),
                        "</VTKFile> at the end of a VTK image");
}

} // namespace lacuna::geometry
