// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/files/plausible_size.h>
#include <meshes/geometry/image/distance_transform.h>
#include <meshes/geometry/image/image_reader.h>
#include <meshes/geometry/image/segmentation.h>
#include <meshes/geometry/image/solid_level.h>

#include <params/reader/quantity.h>
#include <params/reader/registry.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace lacuna::geometry {

namespace {

/** Whether the values are two: those of a mask, of which smoothing would take thin struts away. */
bool is_mask(const std::vector<float> &values) {
  const auto other =
      std::find_if(values.begin(), values.end(), [&](float x) { return x != values.front(); });
  return std::all_of(other, values.end(),
                     [&](float x) { return x == values.front() || x == *other; });
}

/** Smooths the values, and says how much of the solid that changes. */
void smooth(Volume &volume, const ImageFileParameters &parameters, double threshold,
            const Note &note) {
  const auto share = [&] {
    const auto n_above = std::count_if(volume.values.begin(), volume.values.end(),
                                       [&](float x) { return x > threshold; });
    const double above = 1. * n_above / volume.values.size();
    return 100. * (parameters.solid == SolidSide::above ? above : 1. - above);
  };
  const double before = share();
  smooth(volume, parameters.smoothing);
  note(fmt::format("smoothing changes the solid from {:.4g} to {:.4g} % of the voxels", before,
                   share()));
}

/** Negative values where the solid is; of a mask −1 and 1, whatever the two values were. */
void part_at_threshold(Volume &volume, const ImageFileParameters &parameters, bool mask,
                       const Note &note) {
  const bool otsu = parameters.threshold == "otsu";
  const double threshold =
      otsu ? otsu_threshold(volume.values)
           : params::parse_quantity(parameters.threshold, params::dimensionless);
  if (std::isnan(threshold))
    params::refuse_file(parameters.volume.file, "voxels of one value", "solid and void");
  if (parameters.voxels == Voxels::smooth && parameters.smoothing > 0. && !mask)
    smooth(volume, parameters, threshold, note);
  const float sign = parameters.solid == SolidSide::above ? -1.f : 1.f;
  const float at = static_cast<float>(threshold);
  std::size_t n_solid = 0;
  for (float &x : volume.values) {
    x = sign * (x - at);
    if (mask)
      x = x < 0 ? -1.f : 1.f;
    n_solid += x < 0;
  }
  if (n_solid == 0 || n_solid == volume.values.size())
    params::refuse_file(parameters.volume.file,
                        fmt::format("{} voxel {} {:.6g}", n_solid == 0 ? "no" : "every",
                                    params::word(parameters.solid), threshold),
                        "a threshold that parts solid and void");
  note(fmt::format("{}{:.6g}: {:.4g} % of the voxels are solid",
                   otsu ? "threshold by Otsu " : "threshold ", threshold,
                   100. * n_solid / volume.values.size()));
}

/** The axis of the grid that runs along z most of all. */
unsigned int vertical_axis(const Volume &volume) {
  unsigned int axis = 0;
  for (unsigned int d = 1; d < 3; ++d)
    if (std::abs(volume.direction[2][d]) > std::abs(volume.direction[2][axis]))
      axis = d;
  return axis;
}

void clean(Volume &volume, const ImageFileParameters &parameters, const Note &note) {
  const double voxel = volume.spacing[0] * volume.spacing[1] * volume.spacing[2];
  const Cleaned cleaned = clean(volume, parameters.islands, parameters.smallest_island / voxel,
                                vertical_axis(volume), parameters.fill_pores);
  if (cleaned.islands > 0)
    note(fmt::format("removed {} loose pieces of solid", cleaned.islands));
  if (cleaned.pores > 0)
    note(fmt::format("filled {} enclosed pores", cleaned.pores));
}

/** Moves the surface between the voxels of a mask so that it encloses their volume. */
void keep_volume(Volume &distance, const Note &note) {
  const float level = static_cast<float>(level_of_voxels(distance));
  for (float &x : distance.values)
    x -= level;
  note(
      fmt::format("two values: not smoothed; the surface, {:.2g} um off the middle between voxels, "
                  "encloses their volume",
                  1e6 * level));
}

/** Puts the box of the voxels on z = 0 around the z axis. */
void stand(Volume &volume) {
  const auto corners = box_around(volume).get_boundary_points();
  const Point center = corners.first + 0.5 * (corners.second - corners.first);
  volume.origin -= Point(center[0], center[1], corners.first[2]);
}

} // namespace

void ImageFileParameters::declare(params::Registry &registry) {
  const std::string section = "Image";
  registry.section_changes(section, params::Changes::geometry);
  volume.declare(registry);
  registry.text(section, "Threshold", threshold, "otsu",
                "Value that parts solid and void, in units of the file; otsu = the one that parts "
                "the histogram best (10.1109/TSMC.1979.4310076).");
  registry.choice(section, "Solid", solid, SolidSide::above,
                  "On which side of the threshold the solid is.");
  registry.choice(section, "Voxels", voxels, Voxels::smooth,
                  "smooth = the surface runs between the centres of voxels where the values reach "
                  "the threshold; exact = along the faces of voxels, as in voxel models.");
  registry.quantity(
      section, "Smoothing", smoothing, params::dimensionless, "1", {"0", "10"},
      "Standard deviation of the Gaussian that smooths the values before the "
      "threshold, in voxels; 0 = none. Not used for exact voxels and images of two values.",
      "assumption: one voxel removes its steps");
  registry.choice(section, "Islands", islands, Islands::largest,
                  "Pieces of solid, joined over faces of voxels, that are kept: the largest; those "
                  "that span from the lowest to the highest voxels; all.");
  registry.quantity(section, "Smallest island", smallest_island, params::volume, "0 mm^3",
                    {"0 mm^3", ""}, "Smaller pieces of solid are removed.");
  registry.boolean(section, "Fill pores", fill_pores, false,
                   "Whether void that reaches no side of the image becomes solid.");
  registry.choice(section, "Position", position, FilePosition::standing,
                  "standing = moved so that the image's box stands on z = 0 around the z axis; "
                  "file = at the coordinates of the file.");
}

void ImageFileParameters::check(const params::Registry &registry) const {
  volume.check(registry);
  if (threshold == "otsu")
    return;
  try {
    params::parse_quantity(threshold, params::dimensionless);
  } catch (const params::ValueError &) {
    registry.reject("Image", "Threshold", "otsu or a number");
  }
}

ImageShape read_image(const ImageFileParameters &parameters, const Note &note) {
  auto volume = std::make_shared<Volume>(read_volume(parameters.volume, note));
  require_plausible_size(parameters.volume.file, box_around(*volume),
                         "File unit or Voxel size of Image");
  note(fmt::format("{} x {} x {} voxels of {:.4g} x {:.4g} x {:.4g} um", volume->size[0],
                   volume->size[1], volume->size[2], 1e6 * volume->spacing[0],
                   1e6 * volume->spacing[1], 1e6 * volume->spacing[2]));
  const bool mask = is_mask(volume->values);
  part_at_threshold(*volume, parameters, mask, note);
  clean(*volume, parameters, note);
  if (parameters.position == FilePosition::standing)
    stand(*volume);
  if (!to_signed_distance(*volume, parameters.voxels))
    params::refuse_file(parameters.volume.file,
                        "no solid or no void once islands and pores are gone", "both");
  if (mask && parameters.voxels == Voxels::smooth)
    keep_volume(*volume, note);
  return ImageShape(volume, parameters.voxels);
}

} // namespace lacuna::geometry
