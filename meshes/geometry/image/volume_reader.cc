// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_header.h>
#include <meshes/geometry/image/volume_reader.h>
#include <meshes/geometry/image/volume_tiff.h>
#include <meshes/geometry/image/volume_vtk.h>

#include <params/reader/registry.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace lacuna::geometry {

namespace {

namespace fs = std::filesystem;

const std::string endings = ".mha, .mhd, .nrrd, .nhdr, .nii, .nii.gz, .vti, .tif, .tiff or .raw";

enum class Format { metaimage, nrrd, nifti, vti, tiff, raw, unknown };

bool ends_with(const std::string &text, const std::string &end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/** A name without an ending is a folder of TIFF slices. */
Format format_of(const std::string &path) {
  const std::string name = params::lower_case(fs::path(path).filename().string());
  const std::pair<const char *, Format> endings[] = {
      {".mha", Format::metaimage}, {".mhd", Format::metaimage}, {".nrrd", Format::nrrd},
      {".nhdr", Format::nrrd},     {".nii", Format::nifti},     {".nii.gz", Format::nifti},
      {".vti", Format::vti},       {".tif", Format::tiff},      {".tiff", Format::tiff},
      {".raw", Format::raw}};
  for (const auto &[ending, format] : endings)
    if (ends_with(name, ending))
      return format;
  const bool folder = !path.empty() && (name.empty() || !fs::path(path).has_extension());
  return folder ? Format::tiff : Format::unknown;
}

/** Slices of a folder, or those whose names begin and end as a pattern with one *; 2 before 10. */
std::vector<std::string> tiff_slices(const std::string &path) {
  const std::string name = fs::path(path).filename().string();
  const auto star = name.find('*');
  const bool pattern = star != std::string::npos;
  if (!pattern && !fs::is_directory(path))
    return {path};
  const fs::path folder = pattern ? fs::path(path).parent_path() : fs::path(path);
  const std::string begin = pattern ? name.substr(0, star) : "";
  const std::string end = pattern ? name.substr(star + 1) : "";
  std::vector<std::string> slices;
  std::error_code error;
  for (const auto &entry : fs::directory_iterator(folder.empty() ? "." : folder, error)) {
    const std::string slice = entry.path().filename().string();
    if (slice.size() >= begin.size() + end.size() && slice.rfind(begin, 0) == 0 &&
        ends_with(slice, end) && entry.path().has_extension() && format_of(slice) == Format::tiff)
      slices.push_back(entry.path().string());
  }
  if (slices.empty())
    params::refuse_file(path, "no TIFF slices", "files that end in .tif or .tiff");
  std::sort(slices.begin(), slices.end(), [](const std::string &a, const std::string &b) {
    return std::make_pair(a.size(), a) < std::make_pair(b.size(), b);
  });
  return slices;
}

Volume read_described(const VolumeHeader &header) {
  Volume volume = header.grid;
  volume.values = read_voxels(header);
  return volume;
}

Volume read_raw(const VolumeFileParameters &parameters) {
  VolumeHeader header;
  for (unsigned int d = 0; d < 3; ++d)
    header.grid.size[d] = static_cast<int>(parameters.dimensions[d]);
  header.type = parameters.type;
  header.big_endian = parameters.byte_order == "big";
  header.data_file = parameters.file;
  header.offset = parameters.header_bytes;
  return read_described(header);
}

Volume read_as_it_is(const VolumeFileParameters &parameters) {
  switch (format_of(parameters.file)) {
  case Format::metaimage:
    return read_described(read_metaimage_header(parameters.file));
  case Format::nrrd:
    return read_described(read_nrrd_header(parameters.file));
  case Format::nifti:
    return read_nifti(parameters.file);
  case Format::vti:
    return read_vti(parameters.file);
  case Format::tiff:
    return read_tiff(tiff_slices(parameters.file));
  case Format::raw:
    return read_raw(parameters);
  case Format::unknown:
    break;
  }
  params::refuse_file(parameters.file, "an unknown ending", endings);
}

void check(const Volume &volume, const std::string &path) {
  const auto fail = [&path](const std::string &found, const std::string &expected) {
    params::refuse_file(path, found, expected);
  };
  const auto deviation = dealii::transpose(volume.direction) * volume.direction -
                         dealii::Tensor<2, 3>(dealii::unit_symmetric_tensor<3>());
  if (!(deviation.norm() < 1e-3))
    fail("axes that are not perpendicular", "a volume without shear");
  for (unsigned int d = 0; d < 3; ++d) {
    if (!(volume.spacing[d] > 0 && std::isfinite(volume.spacing[d])))
      fail("voxels without size", "a voxel size in the file or in Image/Voxel size");
    if (volume.size[d] < 2)
      fail(fmt::format("{} x {} x {} voxels", volume.size[0], volume.size[1], volume.size[2]),
           "at least 2 along each axis");
  }
  if (!std::all_of(volume.values.begin(), volume.values.end(),
                   [](float x) { return std::isfinite(x); }))
    fail("a voxel that is no number", "finite values");
}

} // namespace

void VolumeFileParameters::declare(params::Registry &registry) {
  const std::string section = "Image";
  registry.file(
      section, "File", file,
      "Volume from computed tomography: MetaImage (.mha, .mhd), NRRD (.nrrd, .nhdr), NIfTI "
      "(.nii, .nii.gz), VTK (.vti), TIFF (one file, a folder of slices, or slices as "
      "scan_*.tif), or .raw.");
  registry.quantity(
      section, "File unit", unit, params::length, "1 mm", {"1 nm", "1 m"},
      "Length of one unit of the file; of NIfTI, whose header states its unit, of one mm there.",
      "the unit of these formats");
  registry.quantities(section, "Voxel size", voxel_size, params::length, "0 um", {"0 um", "10 mm"},
                      "Size of a voxel, or its sizes along the axes of the grid; 0 takes that of "
                      "the file. TIFF and raw need it.");
  registry.quantities(section, "Dimensions", dimensions, params::dimensionless, "1, 1, 1",
                      {"1", "100000"}, "Of a raw file: voxels along x (fastest), y and z.", "", 3);
  registry.choice(section, "Type", type,
                  {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"},
                  "uint8", "Of a raw file: type of a value.");
  registry.choice(section, "Byte order", byte_order, {"little", "big"}, "little",
                  "Of a raw file: which byte of a value comes first.");
  registry.integer(section, "Header bytes", header_bytes, 0, 0, 1000000000,
                   "Of a raw file: bytes before the first voxel.");
}

void VolumeFileParameters::check(const params::Registry &registry) const {
  const Format format = format_of(file);
  if (format == Format::unknown)
    registry.reject("Image", "File",
                    "a volume that ends in " + endings + ", or a folder of TIFF slices");
  if (voxel_size.size() != 1 && voxel_size.size() != 3)
    registry.reject("Image", "Voxel size", "one length, or 3 along the axes");
  const bool given =
      std::all_of(voxel_size.begin(), voxel_size.end(), [](double h) { return h > 0; });
  if (!given && (format == Format::tiff || format == Format::raw || voxel_size.size() == 3))
    registry.reject("Image", "Voxel size", "lengths larger than 0");
  if (format == Format::raw)
    for (const double n : dimensions)
      if (n != std::floor(n) || n < 2)
        registry.reject("Image", "Dimensions", "3 whole numbers from 2");
}

Volume read_volume(const VolumeFileParameters &parameters) {
  Volume volume = read_as_it_is(parameters);
  volume.origin *= parameters.unit;
  for (unsigned int d = 0; d < 3; ++d) {
    const auto &given = parameters.voxel_size;
    const double h = given[given.size() == 3 ? d : 0];
    volume.spacing[d] = h > 0 ? h : volume.spacing[d] * parameters.unit;
  }
  check(volume, parameters.file);
  return volume;
}

} // namespace lacuna::geometry
