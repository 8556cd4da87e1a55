// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/number_text.h>
#include <meshes/geometry/surface/obj_file.h>
#include <meshes/geometry/surface/polygon.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <limits>
#include <sstream>
#include <vector>

namespace lacuna::geometry {

namespace {

/** Room for a polygon of `most_corners`. */
constexpr std::size_t longest_line = 1 << 16;

class ObjReader {
public:
  explicit ObjReader(const std::string &path) : path_(path), in_(path, std::ios::binary) {}

  TriangleMesh read() {
    for (std::string line; next(line);) {
      std::istringstream words(line);
      std::string keyword;
      words >> keyword;
      if (keyword == "v")
        read_vertex(words);
      else if (keyword == "f")
        read_face(words);
    }
    return std::move(mesh_);
  }

private:
  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected, line_);
  }

  /** The next line, joined with those that follow a backslash at its end, without its comment. */
  bool next(std::string &line) {
    line.clear();
    std::vector<char> buffer(longest_line);
    for (bool goes_on = true; goes_on;) {
      ++line_;
      if (!in_.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()))) {
        if (in_.gcount() > 0)
          fail("a longer line", fmt::format("at most {} characters", longest_line));
        if (in_.bad())
          fail("read error", "a file that can be read");
        return !line.empty();
      }
      line += params::trim(buffer.data());
      goes_on = !line.empty() && line.back() == '\\';
      if (goes_on)
        line.back() = ' ';
      if (line.size() > longest_line)
        fail("a longer line", fmt::format("at most {} characters", longest_line));
    }
    line = line.substr(0, line.find('#'));
    return true;
  }

  void read_vertex(std::istringstream &words) {
    std::array<float, 3> x;
    for (float &coordinate : x) {
      std::string word;
      words >> word;
      const auto number = parse_float(word);
      if (!number)
        fail(params::trim("v ... " + word), "three numbers of a vertex");
      coordinate = *number;
    }
    if (mesh_.vertices.size() == std::numeric_limits<unsigned int>::max())
      fail("more vertices", fmt::format("at most {}", mesh_.vertices.size()));
    mesh_.vertices.push_back(x);
  }

  void read_face(std::istringstream &words) {
    std::vector<unsigned int> corners;
    for (std::string word; words >> word;) {
      if (corners.size() == most_corners)
        fail("a polygon of more corners", fmt::format("at most {}", most_corners));
      corners.push_back(corner(word));
    }
    add_polygon(mesh_, std::move(corners));
  }

  /** "7", "7/2", "7//3" or "7/2/3": the seventh vertex; −1 is the last one so far. */
  unsigned int corner(const std::string &word) const {
    const std::size_t size = std::min(word.find('/'), word.size());
    const auto n = static_cast<long>(mesh_.vertices.size());
    long index = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + size, index);
    const bool in_range = index != 0 && index <= n && index >= -n;
    if (error != std::errc() || end != word.data() + size || !in_range)
      fail("a face with vertex " + word, fmt::format("one of the {} vertices before it", n));
    return static_cast<unsigned int>(index > 0 ? index - 1 : n + index);
  }

  std::string path_;
  std::ifstream in_;
  unsigned int line_ = 0;
  TriangleMesh mesh_;
};

} // namespace

TriangleMesh read_obj(const std::string &path) {
  return ObjReader(path).read();
}

} // namespace lacuna::geometry
