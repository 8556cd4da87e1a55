// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/volume_files.h>
#include <meshes/geometry/image/volume_header.h>

#include <params/reader/prm_file.h>
#include <params/reader/text.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace lacuna::geometry {

namespace {

namespace fs = std::filesystem;

bool ends_with(const std::string &text, const std::string &end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/** A header, and where its voxels are. */
std::vector<std::string> with_voxels(const std::string &path, const VolumeHeader &header) {
  if (header.data_file == path)
    return {path};
  return {path, header.data_file};
}

} // namespace

VolumeFormat volume_format(const std::string &path) {
  const std::string name = params::lower_case(fs::path(path).filename().string());
  const std::pair<const char *, VolumeFormat> endings[] = {
      {".mha", VolumeFormat::metaimage}, {".mhd", VolumeFormat::metaimage},
      {".nrrd", VolumeFormat::nrrd},     {".nhdr", VolumeFormat::nrrd},
      {".nii", VolumeFormat::nifti},     {".nii.gz", VolumeFormat::nifti},
      {".vti", VolumeFormat::vti},       {".tif", VolumeFormat::tiff},
      {".tiff", VolumeFormat::tiff},     {".raw", VolumeFormat::raw}};
  for (const auto &[ending, format] : endings)
    if (ends_with(name, ending))
      return format;
  const bool folder = !path.empty() && (name.empty() || !fs::path(path).has_extension());
  return folder ? VolumeFormat::tiff : VolumeFormat::unknown;
}

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
        ends_with(slice, end) && entry.path().has_extension() &&
        volume_format(slice) == VolumeFormat::tiff)
      slices.push_back(entry.path().string());
  }
  if (slices.empty())
    params::refuse_file(path, "no TIFF slices", "files that end in .tif or .tiff");
  std::sort(slices.begin(), slices.end(), [](const std::string &a, const std::string &b) {
    return std::make_pair(a.size(), a) < std::make_pair(b.size(), b);
  });
  return slices;
}

std::vector<std::string> volume_files(const std::string &path) {
  try {
    switch (volume_format(path)) {
    case VolumeFormat::tiff:
      return tiff_slices(path);
    case VolumeFormat::metaimage:
      return with_voxels(path, read_metaimage_header(path));
    case VolumeFormat::nrrd:
      return with_voxels(path, read_nrrd_header(path));
    default:
      return {path};
    }
  } catch (const params::InputError &) { // whoever reads the volume says so
    return {path};
  }
}

} // namespace lacuna::geometry
