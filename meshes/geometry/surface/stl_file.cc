// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/number_text.h>
#include <meshes/geometry/surface/stl_file.h>
#include <meshes/geometry/surface/surface_fault.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <limits>

namespace lacuna::geometry {

namespace {

/** A binary file: a header of 80 bytes, the number of triangles, and of each twelve numbers (normal
 * and corners) and two bytes for whatever. */
constexpr std::uint64_t before_triangles = 84, per_triangle = 50;

/** Corners are numbered by 32 bits. */
constexpr std::uint64_t most_triangles = std::numeric_limits<unsigned int>::max() / 3 - 1;

class StlReader {
public:
  explicit StlReader(const std::string &path)
      : path_(path), in_(path, std::ios::binary), size_(std::filesystem::file_size(path)) {}

  TriangleMesh read() {
    const std::uint64_t n = counted_triangles();
    const bool fits = size_ >= before_triangles + per_triangle * n &&
                      size_ < before_triangles + per_triangle * (n + 1);
    if (size_ >= before_triangles && (fits || !is_text()))
      read_binary(n);
    else
      read_text();
    return std::move(mesh_);
  }

private:
  [[noreturn]] void fail(const std::string &found, const std::string &expected) const {
    params::refuse_file(path_, found, expected, line_);
  }

  /** The number that a binary file has after its header. */
  std::uint64_t counted_triangles() {
    std::uint32_t n = 0;
    in_.seekg(before_triangles - sizeof n);
    in_.read(reinterpret_cast<char *>(&n), sizeof n);
    in_.clear();
    in_.seekg(0);
    return n;
  }

  /** Whether the file begins without a zero, of which binary ones are full; both may say "solid".
   */
  bool is_text() {
    char start[256];
    in_.read(start, sizeof start);
    const auto n = static_cast<std::size_t>(in_.gcount());
    in_.clear();
    in_.seekg(0);
    return std::memchr(start, 0, n) == nullptr;
  }

  void read_binary(std::uint64_t n) {
    const std::uint64_t found = (size_ - before_triangles) / per_triangle;
    if (found < n)
      fail(fmt::format("cut short: {} of {}", found, counted(n, "triangle")), "all of them");
    if (found > n)
      fail(fmt::format("room for {}, of which its header counts {}", counted(found, "triangle"), n),
           "all of them counted");
    if (n > most_triangles)
      fail(counted(n, "triangle"), fmt::format("at most {}", most_triangles));
    mesh_.vertices.reserve(3 * n);
    mesh_.triangles.reserve(n);
    in_.seekg(before_triangles);
    for (std::uint64_t i = 0; i < n; ++i) {
      char bytes[per_triangle];
      if (!in_.read(bytes, per_triangle))
        fail(fmt::format("read error after {} of {}", i, counted(n, "triangle")), "all of them");
      std::array<float, 9> corners;
      std::memcpy(corners.data(), bytes + 3 * sizeof(float), sizeof corners);
      for (unsigned int c = 0; c < 3; ++c)
        mesh_.vertices.push_back({corners[3 * c], corners[3 * c + 1], corners[3 * c + 2]});
      add_triangle();
    }
  }

  void read_text() {
    unsigned int n_corners = 0;
    bool is_open = false;
    line_ = 1;
    for (std::string word; next(word);) {
      const std::string keyword = params::lower_case(word);
      if (keyword == "solid" || keyword == "endsolid") { // with a name, maybe of such words
        is_open = keyword == "solid";
        skip_line();
      } else if (keyword == "loop")
        n_corners = 0;
      else if (keyword == "vertex") {
        read_corner();
        ++n_corners;
      } else if (keyword == "endloop") {
        if (n_corners != 3)
          fail(fmt::format("a facet of {}", counted(n_corners, "corner")), "triangles");
        add_triangle();
      }
    }
    line_ = 0;
    if (is_open && !mesh_.triangles.empty())
      fail("cut short after " + counted(mesh_.triangles.size(), "triangle"), "endsolid at its end");
  }

  /** The next word, of whatever longer one the first characters; counts lines. */
  bool next(std::string &word) {
    for (; std::isspace(in_.peek()) != 0; in_.get())
      line_ += in_.peek() == '\n';
    return static_cast<bool>(in_ >> std::setw(longest_number) >> word);
  }

  void skip_line() {
    for (int c = in_.peek(); c != '\n' && c != '\r' && c != EOF; c = in_.peek())
      in_.get();
  }

  void read_corner() {
    std::array<float, 3> x;
    for (float &coordinate : x) {
      std::string word;
      const unsigned int line = line_;
      if (!next(word)) {
        line_ = 0;
        fail("cut short after " + counted(mesh_.triangles.size(), "triangle"),
             "endsolid at its end");
      }
      const auto number = parse_float(word);
      if (!number) {
        line_ = line;
        fail("vertex " + word, "three numbers");
      }
      coordinate = *number;
    }
    mesh_.vertices.push_back(x);
  }

  void add_triangle() {
    const auto n = static_cast<unsigned int>(mesh_.vertices.size());
    if (mesh_.triangles.size() >= most_triangles)
      fail("more triangles", fmt::format("at most {}", most_triangles));
    mesh_.triangles.push_back({n - 3, n - 2, n - 1});
  }

  std::string path_;
  std::ifstream in_;
  std::uint64_t size_;
  unsigned int line_ = 0;
  TriangleMesh mesh_;
};

} // namespace

TriangleMesh read_stl(const std::string &path) {
  return StlReader(path).read();
}

} // namespace lacuna::geometry
