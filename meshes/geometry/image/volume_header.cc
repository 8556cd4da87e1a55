// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/header_fields.h>
#include <meshes/geometry/image/volume_header.h>

#include <params/reader/text.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace lacuna::geometry {

namespace {

constexpr double grid_limit = 1 << 20; // voxels along an axis; more is no number of voxels

std::array<int, 3> grid_size(const HeaderFields &fields, const std::string &name) {
  std::array<int, 3> size{};
  const auto numbers = fields.numbers(name, 3);
  for (unsigned int d = 0; d < 3; ++d) {
    if (!(numbers[d] >= 1 && numbers[d] <= grid_limit && numbers[d] == std::floor(numbers[d])))
      fields.reject(name, "3 whole numbers from 1");
    size[d] = static_cast<int>(numbers[d]);
  }
  return size;
}

Point origin(const HeaderFields &fields, const std::string &name) {
  if (!fields.has(name))
    return {};
  const auto x = fields.numbers(name, 3);
  return {x[0], x[1], x[2]};
}

/** The vectors, one after another, as the columns of the direction, and their lengths as spacing.
 */
void set_axes(Volume &grid, const std::vector<double> &vectors, const HeaderFields &fields,
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

/** A negative spacing is that of an axis that runs backwards, as ITK takes it. */
void set_spacing(Volume &grid, const HeaderFields &fields, const std::string &name) {
  const auto h = fields.numbers(name, 3);
  for (unsigned int axis = 0; axis < 3; ++axis) {
    if (!(std::abs(h[axis]) > 0))
      fields.reject(name, "3 lengths other than 0");
    grid.spacing[axis] = std::abs(h[axis]);
    for (unsigned int d = 0; d < 3 && h[axis] < 0; ++d)
      grid.direction[d][axis] *= -1.;
  }
}

/** The length (m) that a header calls so; 0 for what names none. */
double length_unit(const std::string &word) {
  static const std::map<std::string, double> units = {
      {"nm", 1e-9},         {"nanometer", 1e-9},  {"nanometre", 1e-9},  {"um", 1e-6},
      {"\u00b5m", 1e-6},    {"\u03bcm", 1e-6},    {"micron", 1e-6},     {"micrometer", 1e-6},
      {"micrometre", 1e-6}, {"mm", 1e-3},         {"millimeter", 1e-3}, {"millimetre", 1e-3},
      {"cm", 1e-2},         {"centimeter", 1e-2}, {"centimetre", 1e-2}, {"m", 1.},
      {"meter", 1.},        {"metre", 1.}};
  std::string name = params::lower_case(word);
  if (name.size() > 3 && name.back() == 's')
    name.pop_back();
  const auto found = units.find(name);
  return found == units.end() ? 0. : found->second;
}

/** The unit (m) that the value states for all axes alike; 0 where it states none. */
double common_unit(const HeaderFields &fields, const std::string &name) {
  const auto words = fields.words(name);
  if (words.empty())
    return 0.;
  const double unit = length_unit(words.front());
  if (std::any_of(words.begin(), words.end(),
                  [unit](const auto &word) { return length_unit(word) != unit; }))
    fields.reject(name, "one unit of length for all axes");
  return unit;
}

std::string metaimage_type(const HeaderFields &fields) {
  static const std::map<std::string, std::string> types = {
      {"MET_UCHAR", "uint8"},   {"MET_CHAR", "int8"},     {"MET_USHORT", "uint16"},
      {"MET_SHORT", "int16"},   {"MET_UINT", "uint32"},   {"MET_INT", "int32"},
      {"MET_FLOAT", "float32"}, {"MET_DOUBLE", "float64"}};
  const auto found = types.find(fields.get("elementtype"));
  if (found == types.end())
    fields.reject("elementtype", "MET_UCHAR, MET_SHORT, MET_FLOAT or another type of one number");
  return found->second;
}

std::string nrrd_type(const HeaderFields &fields) {
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

/** Bytes before the voxels; -1 where these end with the file. */
long n_bytes_before(const HeaderFields &fields, const std::string &name) {
  constexpr double most = 1e15;
  if (!fields.has(name))
    return 0;
  const double n = fields.numbers(name, 1)[0];
  if (!(n >= -1 && n <= most && n == std::floor(n)))
    fields.reject(name, "a number of bytes, or -1");
  return static_cast<long>(n);
}

bool is_true(const std::string &text) {
  return params::lower_case(text) == "true" || text == "1";
}

} // namespace

VolumeHeader read_metaimage_header(const std::string &path) {
  HeaderFields fields(path);
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
  header.unit = common_unit(fields, "distanceunits");
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
    header.offset = n_bytes_before(fields, "headersize");
    if (header.compressed && header.offset < 0)
      fields.reject("headersize", "0 or more where the voxels are compressed");
  }
  return header;
}

VolumeHeader read_nrrd_header(const std::string &path) {
  HeaderFields fields(path);
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
  header.unit = common_unit(fields, fields.any({"space units", "units"}));
  header.type = nrrd_type(fields);
  header.big_endian = params::lower_case(fields.get("endian", "little")) == "big";
  const std::string encoding = params::lower_case(fields.get("encoding"));
  header.compressed = encoding == "gzip" || encoding == "gz";
  if (!header.compressed && encoding != "raw")
    fields.reject("encoding", "raw or gzip");
  if (fields.has("line skip"))
    fields.reject("line skip", "byte skip instead");

  const std::string file = fields.get(fields.any({"data file", "datafile"}));
  const long skip = n_bytes_before(fields, "byte skip");
  header.data_file = file.empty() ? path : fields.beside(file);
  header.offset = file.empty() && skip >= 0 ? fields.position() : 0;
  if (header.compressed && skip < 0)
    fields.reject("byte skip", "0 or more where the voxels are compressed");
  if (header.compressed) // bytes are skipped of what the compressed ones hold
    header.skip = skip;
  else
    header.offset = skip < 0 ? skip : header.offset + skip;
  return header;
}

} // namespace lacuna::geometry
