// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_files.h>
#include <meshes/geometry/image/volume_header.h>
#include <meshes/geometry/image/volume_nifti.h>
#include <meshes/geometry/image/volume_reader.h>
#include <meshes/geometry/image/volume_tiff.h>
#include <meshes/geometry/image/volume_vti.h>

#include <params/reader/registry.h>
#include <params/reader/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::geometry {

namespace {

VolumeHeader raw_header(const VolumeFileParameters &parameters) {
  VolumeHeader header;
  for (unsigned int d = 0; d < 3; ++d)
    header.grid.size[d] = static_cast<int>(parameters.dimensions[d]);
  header.type = parameters.type;
  header.big_endian = parameters.byte_order == ByteOrder::big;
  header.data_file = parameters.file;
  header.offset = parameters.header_bytes;
  return header;
}

/** The length as one would set it: "1 mm". */
std::string length_text(double length) {
  const auto [factor, unit] = length < 1e-6   ? std::pair(1e9, "nm")
                              : length < 1e-3 ? std::pair(1e6, "um")
                              : length < 1.   ? std::pair(1e3, "mm")
                                              : std::pair(1., "m");
  return fmt::format("{:.4g} {}", factor * length, unit);
}

/** "a x b x c" */
template <typename Numbers>
std::string each(const Numbers &numbers) {
  return fmt::format("{:.6g} x {:.6g} x {:.6g}", 1. * numbers[0], 1. * numbers[1], 1. * numbers[2]);
}

/** Gives the grid of a file its place and size in m. */
class Scale {
public:
  explicit Scale(const VolumeFileParameters &parameters) : p_(parameters) {}

  /** @param stated Unit of length by the file's header (m); 0 where that states none. */
  void apply(Volume &grid, double stated) const {
    for (unsigned int d = 0; d < 3; ++d)
      if (const double h = voxel_size(d) > 0 ? voxel_size(d) : grid.spacing[d];
          !(h > 0 && std::isfinite(h)))
        params::refuse_file(p_.file, "voxels of " + each(grid.spacing),
                            "lengths larger than 0 in the file, or Voxel size of Image");
    const double unit = unit_of(grid, stated);
    grid.origin *= unit;
    for (unsigned int d = 0; d < 3; ++d)
      if (const double h = grid.spacing[d] =
              voxel_size(d) > 0 ? voxel_size(d) : unit * grid.spacing[d];
          !(h >= 1e-9 && h <= 1.))
        params::refuse_file(p_.file, fmt::format("voxels of {:.6g} m", h), "1 nm to 1 m");
  }

private:
  double voxel_size(unsigned int d) const {
    return p_.voxel_size[p_.voxel_size.size() == 3 ? d : 0];
  }

  double unit_of(const Volume &grid, double stated) const {
    if (stated > 0 && p_.unit > 0 && std::abs(p_.unit / stated - 1.) > 1e-6)
      params::refuse_file(p_.file, "a header with lengths in " + length_text(stated),
                          length_text(p_.unit) + " as File unit of Image says; leave that out, or "
                                                 "set Voxel size where the header is wrong");
    if (stated > 0 || p_.unit > 0)
      return stated > 0 ? stated : p_.unit;
    // The size of its voxels tells the unit; only the place of the first one is still in it.
    const double unit = voxel_size(0) / grid.spacing[0];
    bool tells = unit > 0;
    for (unsigned int d = 0; d < 3 && grid.origin.norm() > 0; ++d)
      tells = tells && std::abs(voxel_size(d) - unit * grid.spacing[d]) <= 1e-3 * voxel_size(d);
    if (!tells)
      params::refuse_file(p_.file, "voxels of " + each(grid.spacing) + " without a unit of length",
                          "File unit of Image, such as 1 mm or 1 um");
    return unit;
  }

  const VolumeFileParameters &p_;
};

void check_grid(const Volume &volume, const std::string &path) {
  const auto deviation = dealii::transpose(volume.direction) * volume.direction -
                         dealii::Tensor<2, 3>(dealii::unit_symmetric_tensor<3>());
  if (!(deviation.norm() < 1e-3))
    params::refuse_file(path, "axes that are not perpendicular", "a volume without shear");
  if (!std::isfinite(volume.origin.norm()))
    params::refuse_file(path, "a first voxel at " + each(volume.origin), "a place");
  for (unsigned int d = 0; d < 3; ++d)
    if (volume.size[d] < 2)
      params::refuse_file(path, each(volume.size) + " voxels", "at least 2 along each axis");
}

/** The grid by a header, all checks, then the voxels. */
Volume read_described(const VolumeFileParameters &parameters, VolumeHeader header) {
  Scale(parameters).apply(header.grid, header.unit);
  check_grid(header.grid, parameters.file);
  header.grid.values = read_voxels(header);
  return std::move(header.grid);
}

/** A volume that states no unit. */
Volume scaled(const VolumeFileParameters &parameters, Volume volume) {
  Scale(parameters).apply(volume, 0.);
  check_grid(volume, parameters.file);
  return volume;
}

Volume read_placed(const VolumeFileParameters &parameters, const Note &note) {
  const std::string &file = parameters.file;
  switch (volume_format(file)) {
  case VolumeFormat::metaimage:
    return read_described(parameters, read_metaimage_header(file));
  case VolumeFormat::nrrd:
    return read_described(parameters, read_nrrd_header(file));
  case VolumeFormat::nifti:
    return read_described(parameters, read_nifti_header(file));
  case VolumeFormat::vti:
    return scaled(parameters, read_vti(file));
  case VolumeFormat::tiff:
    return scaled(parameters, read_tiff(tiff_slices(file), note));
  case VolumeFormat::raw:
    return read_described(parameters, raw_header(parameters));
  case VolumeFormat::unknown:
    break;
  }
  params::refuse_file(file, "an unknown ending", volume_endings);
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
      section, "File unit", unit, params::length, "0 mm", {"0 mm", "1 m"},
      "Length of one unit of the file; 0 takes that of the header. Needed where that states none: "
      "NIfTI, NRRD and MetaImage may, VTK does not. One that contradicts the header is refused.");
  registry.quantities(section, "Voxel size", voxel_size, params::length, "0 um", {"0 um", "10 mm"},
                      "Size of a voxel, or its sizes along the axes of the grid; 0 takes that of "
                      "the file. TIFF and raw need it.");
  registry.quantities(section, "Dimensions", dimensions, params::dimensionless, "1, 1, 1",
                      {"1", "100000"}, "Of a raw file: voxels along x (fastest), y and z.", "", 3);
  registry.choice(section, "Type", type,
                  {"uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"},
                  "uint8", "Of a raw file: type of a value.");
  registry.choice(section, "Byte order", byte_order, ByteOrder::little,
                  "Of a raw file: which byte of a value comes first.");
  registry.integer(section, "Header bytes", header_bytes, 0, 0, 1000000000,
                   "Of a raw file: bytes before the first voxel.");
}

void VolumeFileParameters::check(const params::Registry &registry) const {
  const VolumeFormat format = volume_format(file);
  if (format == VolumeFormat::unknown)
    registry.reject("Image", "File",
                    "a volume that ends in " + volume_endings + ", or a folder of TIFF slices");
  if (voxel_size.size() != 1 && voxel_size.size() != 3)
    registry.reject("Image", "Voxel size", "one length, or 3 along the axes");
  const bool given =
      std::all_of(voxel_size.begin(), voxel_size.end(), [](double h) { return h > 0; });
  if (!given &&
      (format == VolumeFormat::tiff || format == VolumeFormat::raw || voxel_size.size() == 3))
    registry.reject("Image", "Voxel size", "lengths larger than 0");
  if (format == VolumeFormat::raw)
    for (const double n : dimensions)
      if (n != std::floor(n) || n < 2)
        registry.reject("Image", "Dimensions", "3 whole numbers from 2");
}

Volume read_volume(const VolumeFileParameters &parameters, const Note &note) {
  Volume volume = read_placed(parameters, note);
  if (!std::all_of(volume.values.begin(), volume.values.end(),
                   [](float x) { return std::isfinite(x); }))
    params::refuse_file(parameters.file, "a voxel that is no number", "finite values");
  return volume;
}

} // namespace lacuna::geometry
