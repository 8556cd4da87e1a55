// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/ply_file.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <sstream>

namespace lacuna::geometry {

namespace {

constexpr double most_corners = 1000; // of a polygon; more is no number of corners

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
  explicit PlyReader(const std::string &path) : path_(path), in_(path, std::ios::binary) {}

  TriangleMesh read() {
    read_header();
    for (const Element &element : elements_)
      for (std::size_t i = 0; i < element.count; ++i)
        read_element(element);
    return std::move(mesh_);
  }

private:
  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected, line_);
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

  double number(const std::string &type_name) {
    double x = 0;
    if (ascii_)
      in_ >> x;
    else {
      const Type &of = *type(type_name);
      char bytes[8];
      in_.read(bytes, static_cast<std::streamsize>(of.bytes));
      if (swap_)
        std::reverse(bytes, bytes + of.bytes);
      x = of.value(bytes);
    }
    if (!in_)
      fail("cut short or no number", "as many vertices and faces as its header says");
    return x;
  }

  void read_element(const Element &element) {
    std::array<float, 3> vertex{};
    for (const Property &property : element.properties) {
      if (!property.count_type.empty()) {
        const bool face = element.name == "face" &&
                          (property.name == "vertex_indices" || property.name == "vertex_index");
        read_list(property, face);
        continue;
      }
      const double x = number(property.type);
      if (property.name.size() == 1 && property.name[0] >= 'x' && property.name[0] <= 'z')
        vertex[property.name[0] - 'x'] = static_cast<float>(x);
    }
    if (element.name == "vertex")
      mesh_.vertices.push_back(vertex);
  }

  void read_list(const Property &property, bool is_face) {
    const double count = number(property.count_type);
    if (!(count >= 0 && count <= most_corners))
      fail("a list of " + std::to_string(count) + " numbers", "a polygon");
    std::vector<unsigned int> corners;
    for (int i = 0; i < count; ++i) {
      const double corner = number(property.type);
      if (is_face && !(corner >= 0 && corner < double(mesh_.vertices.size())))
        fail("a face with vertex " + std::to_string(static_cast<long>(corner)),
             "a vertex below " + std::to_string(mesh_.vertices.size()));
      corners.push_back(is_face ? static_cast<unsigned int>(corner) : 0);
    }
    for (std::size_t i = 2; is_face && i < corners.size(); ++i)
      mesh_.triangles.push_back({corners[0], corners[i - 1], corners[i]});
  }

  std::string path_;
  std::ifstream in_;
  unsigned int line_ = 0;
  bool ascii_ = true, swap_ = false;
  std::vector<Element> elements_;
  TriangleMesh mesh_;
};

} // namespace

TriangleMesh read_ply(const std::string &path) {
  return PlyReader(path).read();
}

} // namespace lacuna::geometry
