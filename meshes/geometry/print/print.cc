// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/print/print.h>
#include <meshes/geometry/print/printed_woodpile.h>
#include <meshes/geometry/print/woodpile.h>

#include <cmath>
#include <numeric>
#include <stdexcept>

namespace lacuna::geometry {

namespace {

bool is_ideal(const ScaffoldParameters &scaffold, const PrintParameters &print) {
  return !print.varies() && !print.flattening && print.sag == 0 && print.rim == Rim::cut &&
         !scaffold.spacing_grading;
}

ShapePtr make_ideal(const ScaffoldParameters &scaffold) {
  WoodpileParameters woodpile;
  woodpile.strand_diameter = scaffold.strand_diameter;
  woodpile.spacing = scaffold.strand_spacing;
  woodpile.layer_height = scaffold.layer_height;
  woodpile.layer_angles = scaffold.layer_angles;
  woodpile.layer_offsets = scaffold.layer_offsets;
  woodpile.fillet_radius = scaffold.neck_fillet;
  woodpile.strand_offset = scaffold.strand_offset;
  return std::make_shared<Woodpile>(woodpile);
}

/** The layers that are printed for a specimen, within its envelope less `inset`. */
PrintRegion region_in_envelope(const ScaffoldParameters &scaffold,
                               const EnvelopeParameters &envelope, double inset) {
  if (!envelope.has_size())
    throw std::invalid_argument("a toolpath needs a cylinder or a box as envelope");
  const auto &size = envelope.size;
  const int n_layers =
      static_cast<int>(std::ceil(size.back() / scaffold.layer_height - 0.5 - 1e-9));
  if (size.size() == 2)
    return {Outline::circle(0.5 * size[0] - inset, 0.25 * scaffold.strand_diameter), 0,
            n_layers - 1, extent_of(envelope)};
  const PlanePoint corner(0.5 * size[0] - inset, 0.5 * size[1] - inset);
  return {Outline::rectangle(-1. * corner, corner), 0, n_layers - 1, extent_of(envelope)};
}

/** The layers of a larger print around the box. */
PrintRegion region_around(const ScaffoldParameters &scaffold, const EnvelopeParameters &envelope,
                          const dealii::BoundingBox<3> &box) {
  constexpr double spacings = 4, layers = 4; // what reaches into the box, and what that rests on
  const double margin = spacings * scaffold.strand_spacing, height = scaffold.layer_height;
  const PlanePoint lower(box.lower_bound(0) - margin, box.lower_bound(1) - margin);
  const PlanePoint upper(box.upper_bound(0) + margin, box.upper_bound(1) + margin);
  return {Outline::rectangle(lower, upper),
          static_cast<int>(std::floor(box.lower_bound(2) / height - layers)),
          static_cast<int>(std::ceil(box.upper_bound(2) / height + layers)), extent_of(envelope)};
}

} // namespace

int layers_in_period(const ScaffoldParameters &scaffold) {
  return static_cast<int>(std::lcm(scaffold.layer_angles.size(), scaffold.layer_offsets.size()));
}

ShapePtr make_woodpile(const GeometryParameters &parameters, const dealii::BoundingBox<3> &box,
                       std::uint64_t seed) {
  const ScaffoldParameters &scaffold = parameters.scaffold;
  const PrintParameters &print = parameters.print;
  if (is_ideal(scaffold, print))
    return make_ideal(scaffold);
  const PrintRegion region =
      print.rim == Rim::turns
          ? region_in_envelope(scaffold, parameters.envelope, 0.5 * scaffold.strand_diameter)
          : region_around(scaffold, parameters.envelope, box);
  return std::make_shared<PrintedWoodpile>(scaffold, print,
                                           make_toolpath(scaffold, print, region, seed), box, seed);
}

Toolpath green_toolpath(const GeometryParameters &parameters) {
  const GeometryParameters sintered = parameters.as_sintered();
  const ScaffoldParameters &scaffold = sintered.scaffold;
  const EnvelopeParameters &envelope = sintered.envelope;
  const PrintParameters &print = sintered.print;
  if (scaffold.lattice != "woodpile")
    throw std::invalid_argument("a toolpath needs a woodpile");
  PrintParameters designed;
  designed.rim = print.rim;
  designed.position_variation = 0;
  const double inset = print.rim == Rim::turns ? 0.5 * scaffold.strand_diameter : 0.;
  Toolpath result =
      make_toolpath(scaffold, designed, region_in_envelope(scaffold, envelope, inset), 0);

  const double scale = 1 / (1 - print.shrinkage);
  result.strand_diameter *= scale;
  result.layer_height *= scale;
  for (ToolpathLayer &layer : result.layers) {
    layer.z *= scale;
    for (Path &path : layer.paths)
      for (PlanePoint &point : path.points)
        point *= scale;
  }
  return result;
}

} // namespace lacuna::geometry
