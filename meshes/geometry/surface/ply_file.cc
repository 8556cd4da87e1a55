// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/number_text.h>
#include <meshes/geometry/surface/ply_file.h>
#include <meshes/geometry/surface/polygon.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace lacuna::geometry {

namespace {

struct Property {
  std::string name, type;
  std::string count_type; ///< of a list; empty for a single number
};

struct Element {
  std::string name;
  std::size_t count;
  std::vector<Property> properties;
};

template <typename Number>
double as_double(const char *bytes) {
  Number x;
  std::memcpy(&x, bytes, sizeof x);
  return static_cast<double>(x);
}

struct Type {
  const char *name, *other_name;
  std::size_t bytes;
  double (*value)(const char *);
};

constexpr Type types[] = {{"char", "int8", 1, as_double<std::int8_t>},
                          {"uchar", "uint8", 1, as_double<std::uint8_t>},
                          {"short", "int16", 2, as_double<std::int16_t>},
                          {"ushort", "uint16", 2, as_double<std::uint16_t>},
                          {"int", "int32", 4, as_double<std::int32_t>},
                          {"uint", "uint32", 4, as_double<std::uint32_t>},
                          {"float", "float32", 4, as_double<float>},
                          {"double", "float64", 8, as_double<double>}};

class PlyReader {
public:
  explicit PlyReader(const std::string &path)
      : path_(path), in_(path, std::ios::binary), size_(std::filesystem::file_size(path)) {}

  TriangleMesh read() {
    read_header();
    for (const Element &element : elements_)
      check_room(element);
    for (const Element &element : elements_)
      for (index_ = 0; index_ < element.count && !element.properties.empty(); ++index_)
        read_element(element);
    return std::move(mesh_);
  }

private:
  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected, line_);
  }

  /** Holds what the header counts against the file's size, before anything is read. */
  void check_room(const Element &element) const {
    std::uintmax_t least = 0; // bytes of one
    bool has[3] = {};
    for (const Property &property : element.properties) {
      const std::string &first = property.count_type.empty() ? property.type : property.count_type;
      least += ascii_ ? 2 : type(first)->bytes; // a digit and a blank
      for (int d = 0; d < 3; ++d)
        has[d] = has[d] || property.name == std::string(1, "xyz"[d]);
    }
    if (element.name == "vertex" && element.count > 0 && !(has[0] && has[1] && has[2]))
      fail("vertices without x, y or z", "a closed surface as PLY");
    const std::uintmax_t room = size_ + 1; // the last number may end with the file
    if (least > 0 && element.count > room / least)
      fail(fmt::format("cut short: {} bytes for {} elements \"{}\"", size_, element.count,
                       element.name),
           "as many as its header says");
  }

  void read_header() {
    for (std::string line; ++line_, std::getline(in_, line);) {
      std::istringstream words(line);
      std::string word, format;
      words >> word;
      if (line_ == 1 && word != "ply")
        break;
      if (word == "format") {
        words >> format;
        ascii_ = format == "ascii";
        swap_ = format == "binary_big_endian";
        if (!ascii_ && !swap_ && format != "binary_little_endian")
          fail(params::trim(line), "ascii, binary_little_endian or binary_big_endian");
      } else if (word == "element") {
        Element element;
        if (!(words >> element.name >> element.count))
          fail(params::trim(line), "element name count");
        elements_.push_back(element);
      } else if (word == "property")
        read_property(line);
      else if (word == "end_header") {
        line_ = 0;
        return;
      }
    }
    line_ = 0;
    fail("no PLY header", "a closed surface as PLY");
  }

  void read_property(const std::string &line) {
    std::istringstream words(line);
    std::string word;
    Property property;
    words >> word >> property.type;
    if (property.type == "list")
      words >> property.count_type >> property.type;
    words >> property.name;
    if (!words || elements_.empty() || type(property.type) == nullptr ||
        (!property.count_type.empty() && type(property.count_type) == nullptr))
      fail(params::trim(line), "property type name, or property list type type name");
    elements_.back().properties.push_back(property);
  }

  static const Type *type(const std::string &name) {
    const auto found = std::find_if(std::begin(types), std::end(types), [&](const Type &t) {
      return name == t.name || name == t.other_name;
    });
    return found == std::end(types) ? nullptr : found;
  }

  double number(const Element &element, const std::string &type_name) {
    double x = 0;
    if (ascii_) {
      std::string word;
      in_ >> std::setw(longest_number) >> word;
      const auto value = parse_double(word);
      if (in_ && !value)
        fail(fmt::format("{} in {} {} of {}", word, element.name, index_ + 1, element.count),
             "a number");
      x = value.value_or(0.);
    } else {
      const Type &of = *type(type_name);
      std::array<char, 8> bytes{};
      in_.read(bytes.data(), static_cast<std::streamsize>(of.bytes));
      if (swap_)
        std::reverse(bytes.begin(), bytes.end());
      x = of.value(swap_ ? bytes.data() + bytes.size() - of.bytes : bytes.data());
    }
    if (!in_)
      fail(fmt::format("cut short: {} of {} elements \"{}\"", index_, element.count, element.name),
           "as many as its header says");
    return x;
  }

  void read_element(const Element &element) {
    std::array<float, 3> vertex{};
    for (const Property &property : element.properties) {
      if (!property.count_type.empty()) {
        const bool face = element.name == "face" &&
                          (property.name == "vertex_indices" || property.name == "vertex_index");
        read_list(element, property, face);
        continue;
      }
      const double x = number(element, property.type);
      if (property.name.size() == 1 && property.name[0] >= 'x' && property.name[0] <= 'z')
        vertex[property.name[0] - 'x'] = static_cast<float>(x);
    }
    if (element.name == "vertex")
      mesh_.vertices.push_back(vertex);
  }

  void read_list(const Element &element, const Property &property, bool is_face) {
    const double count = number(element, property.count_type);
    if (!(count >= 0 && count <= most_corners))
      fail(fmt::format("a list of {:.6g} numbers", count),
           fmt::format("a polygon of at most {} corners", most_corners));
    std::vector<unsigned int> corners;
    for (int i = 0; i < count; ++i) {
      const double corner = number(element, property.type);
      if (is_face && !(corner >= 0 && corner < double(mesh_.vertices.size())))
        fail(fmt::format("a face with vertex {:.6g}", corner),
             fmt::format("a vertex below {}", mesh_.vertices.size()));
      corners.push_back(is_face ? static_cast<unsigned int>(corner) : 0);
    }
    if (is_face)
      add_polygon(mesh_, std::move(corners));
  }

  std::string path_;
  std::ifstream in_;
  std::uintmax_t size_;
  unsigned int line_ = 0;
  std::size_t index_ = 0; ///< of the element that is read
  bool ascii_ = true, swap_ = false;
  std::vector<Element> elements_;
  TriangleMesh mesh_;
};

} // namespace

TriangleMesh read_ply(const std::string &path) {
  return PlyReader(path).read();
}

} // namespace lacuna::geometry
