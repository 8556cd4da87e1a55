// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_header.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace lacuna::geometry {

namespace {

constexpr double grid_limit = 1 << 20; // voxels along an axis; more is no number of voxels

/** The fields of a header of lines "name = value" or "name: value", their names in small letters.
 */
class Fields {
public:
  explicit Fields(const std::string &path) : path_(path), in_(path, std::ios::binary) {
    if (!in_)
      fail(0, "cannot be read", "a volume");
  }

  /** The next line; false at an empty one and at the end. */
  bool next_line() {
    ++line_;
    if (!std::getline(in_, text_) || text_.size() > 10000)
      return false;
    text_ = params::trim(text_);
    return !text_.empty();
  }

  const std::string &text() const { return text_; }

  /** Takes the line apart at the separator; returns the name. */
  std::string take(char separator) {
    const auto at = text_.find(separator);
    if (at == std::string::npos)
      fail(line_, text_.substr(0, 40), std::string("name ") + separator + " value");
    const std::string name = params::lower_case(params::trim(text_.substr(0, at)));
    const auto value = text_.find_first_not_of("= ", at + 1); // NRRD: "key:=value"
    fields_[name] = {value == std::string::npos ? "" : params::trim(text_.substr(value)), line_};
    return name;
  }

  /** Where the line ends: the voxels may follow. */
  long position() { return static_cast<long>(in_.tellg()); }

  bool has(const std::string &name) const { return fields_.count(name) > 0; }

  std::string get(const std::string &name, const std::string &otherwise = "") const {
    const auto found = fields_.find(name);
    return found == fields_.end() ? otherwise : found->second.first;
  }

  /** The first of the names that is there; the last when none is. */
  std::string any(const std::vector<std::string> &names) const {
    for (const auto &name : names)
      if (has(name))
        return name;
    return names.back();
  }

  /** The numbers of a value, whatever brackets and commas stand between them. */
  std::vector<double> numbers(const std::string &name, std::size_t count) const {
    std::string text = get(name);
    for (char &c : text)
      if (c == '(' || c == ')' || c == ',')
        c = ' ';
    std::istringstream in(text);
    std::vector<double> result;
    for (double x; in >> x;)
      result.push_back(x);
    if (result.size() != count || !in.eof())
      reject(name, std::to_string(count) + " numbers");
    return result;
  }

  [[noreturn]] void reject(const std::string &name, const std::string &expected) const {
    if (!has(name))
      params::refuse_file(path_, "no " + name, expected);
    const auto &[value, line] = fields_.at(name);
    throw params::InputError({"", name, value, path_, line}, expected);
  }

  [[noreturn]] void fail(unsigned line, const std::string &found,
                         const std::string &expected) const {
    params::refuse_file(path_, found, expected, line);
  }

  std::string beside(const std::string &file) const {
    return (std::filesystem::path(path_).parent_path() / file).string();
  }

private:
  std::string path_, text_;
  std::ifstream in_;
  unsigned line_ = 0;
  std::map<std::string, std::pair<std::string, unsigned>> fields_;
};

std::array<int, 3> grid_size(const Fields &fields, const std::string &name) {
  std::array<int, 3> size{};
  const auto numbers = fields.numbers(name, 3);
  for (unsigned int d = 0; d < 3; ++d) {
    if (!(numbers[d] >= 1 && numbers[d] <= grid_limit && numbers[d] == std::floor(numbers[d])))
      fields.reject(name, "3 whole numbers from 1");
    size[d] = static_cast<int>(numbers[d]);
  }
  return size;
}

Point origin(const Fields &fields, const std::string &name) {
  if (!fields.has(name))
    return {};
  const auto x = fields.numbers(name, 3);
  return {x[0], x[1], x[2]};
}

/** The vectors, one after another, as the columns of the direction, and their lengths as spacing.
 */
void set_axes(Volume &grid, const std::vector<double> &vectors, const Fields &fields,
              const std::string &name) {
  for (unsigned int axis = 0; axis < 3; ++axis) {
    const double length =
        std::hypot(vectors[3 * axis], vectors[3 * axis + 1], vectors[3 * axis + 2]);
    if (!(length > 0))
      fields.reject(name, "three vectors of some length");
    grid.spacing[axis] = length;
    for (unsigned int d = 0; d < 3; ++d)
      grid.direction[d][axis] = vectors[3 * axis + d] / length;
  }
}

void set_spacing(Volume &grid, const Fields &fields, const std::string &name) {
  const auto h = fields.numbers(name, 3);
  for (unsigned int d = 0; d < 3; ++d) {
    if (!(std::abs(h[d]) > 0))
      fields.reject(name, "3 lengths larger than 0");
    grid.spacing[d] = std::abs(h[d]);
  }
}

std::string metaimage_type(const Fields &fields) {
  static const std::map<std::string, std::string> types = {
      {"MET_UCHAR", "uint8"},   {"MET_CHAR", "int8"},     {"MET_USHORT", "uint16"},
      {"MET_SHORT", "int16"},   {"MET_UINT", "uint32"},   {"MET_INT", "int32"},
      {"MET_FLOAT", "float32"}, {"MET_DOUBLE", "float64"}};
  const auto found = types.find(fields.get("elementtype"));
  if (found == types.end())
    fields.reject("elementtype", "MET_UCHAR, MET_SHORT, MET_FLOAT or another type of one number");
  return found->second;
}

std::string nrrd_type(const Fields &fields) {
  static const std::map<std::string, std::string> types = {
      {"uchar", "uint8"},   {"unsigned char", "uint8"}, {"uint8", "uint8"},
      {"uint8_t", "uint8"}, {"signed char", "int8"},    {"int8", "int8"},
      {"int8_t", "int8"},   {"short", "int16"},         {"int16", "int16"},
      {"int16_t", "int16"}, {"ushort", "uint16"},       {"unsigned short", "uint16"},
      {"uint16", "uint16"}, {"uint16_t", "uint16"},     {"int", "int32"},
      {"int32", "int32"},   {"int32_t", "int32"},       {"uint", "uint32"},
      {"uint32", "uint32"}, {"uint32_t", "uint32"},     {"unsigned int", "uint32"},
      {"float", "float32"}, {"double", "float64"}};
  const auto found = types.find(params::lower_case(fields.get("type")));
  if (found == types.end())
    fields.reject("type", "uint8, int16, float or another type of one number");
  return found->second;
}

bool is_true(const std::string &text) {
  return params::lower_case(text) == "true" || text == "1";
}

} // namespace

VolumeHeader read_metaimage_header(const std::string &path) {
  Fields fields(path);
  do // the line that names the data is the last of the header
    if (!fields.next_line())
      fields.fail(0, "no ElementDataFile", "a MetaImage header");
  while (fields.take('=') != "elementdatafile");

  if (fields.get("ndims") != "3")
    fields.reject("ndims", "3");
  if (fields.get("elementnumberofchannels", "1") != "1")
    fields.reject("elementnumberofchannels", "1");
  if (!is_true(fields.get("binarydata", "true")))
    fields.reject("binarydata", "True");
  VolumeHeader header;
  header.grid.size = grid_size(fields, "dimsize");
  const auto axes = fields.any({"transformmatrix", "rotation", "orientation"});
  if (fields.has(axes))
    set_axes(header.grid, fields.numbers(axes, 9), fields, axes);
  if (const auto name = fields.any({"elementspacing", "elementsize"}); fields.has(name))
    set_spacing(header.grid, fields, name);
  header.grid.origin = origin(fields, fields.any({"offset", "position", "origin"}));
  header.type = metaimage_type(fields);
  header.big_endian =
      is_true(fields.get(fields.any({"binarydatabyteordermsb", "elementbyteordermsb"})));
  header.compressed = is_true(fields.get("compresseddata"));

  const std::string file = fields.get("elementdatafile");
  if (params::lower_case(file) == "local") {
    header.data_file = path;
    header.offset = fields.position();
  } else if (params::lower_case(file).rfind("list", 0) == 0 || file.find('%') != std::string::npos)
    fields.reject("elementdatafile", "one file, not one a slice");
  else {
    header.data_file = fields.beside(file);
    header.offset = fields.has("headersize") ? std::lround(fields.numbers("headersize", 1)[0]) : 0;
  }
  return header;
}

VolumeHeader read_nrrd_header(const std::string &path) {
  Fields fields(path);
  fields.next_line();
  if (fields.text().rfind("NRRD000", 0) != 0)
    fields.fail(1, "no NRRD header", "NRRD0004 or another version");
  while (fields.next_line())
    if (fields.text().front() != '#')
      fields.take(':');

  if (fields.get("dimension") != "3")
    fields.reject("dimension", "3");
  VolumeHeader header;
  header.grid.size = grid_size(fields, "sizes");
  if (fields.has("space directions"))
    set_axes(header.grid, fields.numbers("space directions", 9), fields, "space directions");
  else if (fields.has("spacings"))
    set_spacing(header.grid, fields, "spacings");
  header.grid.origin = origin(fields, "space origin");
  header.type = nrrd_type(fields);
  header.big_endian = params::lower_case(fields.get("endian", "little")) == "big";
  const std::string encoding = params::lower_case(fields.get("encoding"));
  header.compressed = encoding == "gzip" || encoding == "gz";
  if (!header.compressed && encoding != "raw")
    fields.reject("encoding", "raw or gzip");
  if (fields.has("line skip"))
    fields.reject("line skip", "byte skip instead");

  const std::string file = fields.get(fields.any({"data file", "datafile"}));
  const long skip = fields.has("byte skip") ? std::lround(fields.numbers("byte skip", 1)[0]) : 0;
  header.data_file = file.empty() ? path : fields.beside(file);
  header.offset = file.empty() && skip >= 0 ? fields.position() + skip : skip;
  return header;
}

} // namespace lacuna::geometry
