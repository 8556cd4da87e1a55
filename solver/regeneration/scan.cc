// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/regeneration/scan.h>

#include <meshes/geometry/image/distance_transform.h>
#include <meshes/geometry/image/image_shape.h>
#include <meshes/morphometry/morphometry.h>
#include <solver/operators/reference_element.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lacuna::regeneration {

using geometry::Point;
using geometry::Volume;

namespace {

/** Voxels that fill a box, none larger than asked for. */
Volume voxels_of(const octree::Box &box, double voxel_size) {
  Volume image;
  for (unsigned int d = 0; d < 3; ++d) {
    image.size[d] = std::max(1, int(std::ceil(box.side_length(d) / voxel_size - 1e-9)));
    image.spacing[d] = box.side_length(d) / image.size[d];
    image.origin[d] = box.lower_bound(d) + 0.5 * image.spacing[d];
  }
  image.values.assign(image.n_voxels(), 0.f);
  return image;
}

Point center(const Volume &image, int i, int j, int k) {
  return {image.origin[0] + i * image.spacing[0], image.origin[1] + j * image.spacing[1],
          image.origin[2] + k * image.spacing[2]};
}

/** Calls visit(i, j, k, voxel). */
template <typename Visit>
void for_each_voxel(const Volume &image, const Visit &visit) {
  std::size_t voxel = 0;
  for (int k = 0; k < image.size[2]; ++k)
    for (int j = 0; j < image.size[1]; ++j)
      for (int i = 0; i < image.size[0]; ++i)
        visit(i, j, k, voxel++);
}

/** Convolves with a Gaussian along each axis; what lies beyond the image is as empty. */
void blur(Volume &image, double deviation) {
  constexpr double reach = 3.; // deviations
  for (unsigned int d = 0; d < 3; ++d) {
    const int n = image.size[d], width = int(std::ceil(reach * deviation / image.spacing[d]));
    if (deviation == 0. || width == 0)
      continue;
    std::vector<double> weights(width + 1);
    double sum = 0.;
    for (int i = 0; i <= width; ++i) {
      const double x = i * image.spacing[d] / deviation;
      weights[i] = std::exp(-0.5 * x * x);
      sum += (i == 0 ? 1. : 2.) * weights[i];
    }
    const std::size_t stride = image.strides()[d];
    std::vector<double> line(n);
    for_each_voxel(image, [&](int i, int j, int k, std::size_t first) {
      if ((d == 0 ? i : d == 1 ? j : k) != 0)
        return;
      for (int p = 0; p < n; ++p)
        line[p] = image.values[first + p * stride];
      for (int p = 0; p < n; ++p) {
        double value = weights[0] * line[p];
        for (int q = 1; q <= width; ++q)
          value += weights[q] * ((p >= q ? line[p - q] : 0.) + (p + q < n ? line[p + q] : 0.));
        image.values[first + p * stride] = value / sum;
      }
    });
  }
}

bool is_strut(const Point &x, const geometry::Scaffold &scaffold, Filling filling) {
  return filling == Filling::scaffold && scaffold.solid->contains(x);
}

/** Tb.Th, Tb.Sp and Tb.N of what is above the threshold. */
void measure_trabeculae(MPI_Comm communicator, Volume image, const geometry::Scaffold &scaffold,
                        double threshold, BoneMeasures &result) {
  result.thickness = result.spacing = result.number = std::nan("");
  for (float &value : image.values)
    value = threshold - value;
  if (!geometry::to_signed_distance(image, geometry::Voxels::smooth))
    return;
  const double voxel = *std::max_element(image.spacing.begin(), image.spacing.end());
  geometry::Scaffold bone = scaffold;
  bone.solid = bone.open_solid = std::make_shared<geometry::ImageShape>(
      std::make_shared<Volume>(std::move(image)), geometry::Voxels::smooth);
  bone.voxels.reset();
  constexpr double voxels_across = 8.; // of the diameter that morphometry is told
  const auto measured = morphometry::measure(communicator, bone, {voxels_across * voxel});
  result.thickness = measured.strand_thickness.mean;
  result.spacing = measured.pore_size.mean;
  result.number = 1. / measured.mid_axis_distance;
}

} // namespace

Volume scan(const Defect &defect, const Vector &mineral, const ScanParameters &parameters) {
  const operators::FiniteCellSpace &space = defect.space();
  Volume image = voxels_of(defect.octree().box(), parameters.voxel_size);
  const operators::ReferenceElement element(1, space.moments());
  mineral.update_ghost_values();
  std::array<double, 8> values;
  for (const operators::FiniteCell &cell : space.cells()) {
    space.gather(mineral, 1, cell, values.data());
    if (*std::max_element(values.begin(), values.end()) <= 0.)
      continue;
    // Voxels whose centres lie in the cell, which is closed below and open above.
    std::array<int, 3> begin, end;
    for (unsigned int d = 0; d < 3; ++d) {
      const auto index = [&](double x) {
        return int(std::ceil((x - image.origin[d]) / image.spacing[d] - 1e-9));
      };
      begin[d] = std::max(index(cell.lower[d]), 0);
      end[d] = std::min(index(cell.lower[d] + cell.size[d]), image.size[d]);
    }
    for (int k = begin[2]; k < end[2]; ++k)
      for (int j = begin[1]; j < end[1]; ++j)
        for (int i = begin[0]; i < end[0]; ++i) {
          const Point x = center(image, i, j, k);
          if (cell.cell_class == octree::CellClass::cut && !defect.octree().shape().contains(x))
            continue;
          const auto shape = element.values_at(cell.box().real_to_unit(x));
          double value = 0.;
          for (unsigned int a = 0; a < 8; ++a)
            value += shape[a] * values[a];
          const std::size_t voxel = (std::size_t(k) * image.size[1] + j) * image.size[0] + i;
          image.values[voxel] = parameters.mineral_density * std::max(value, 0.);
        }
  }
  mineral.zero_out_ghost_values();
  dealii::Utilities::MPI::sum(image.values, space.communicator(), image.values);
  blur(image, parameters.blur);
  return image;
}

double bone_fraction(const Volume &image, const geometry::Scaffold &scaffold,
                     const ScanParameters &parameters) {
  double bone = 0., total = 0.;
  for_each_voxel(image, [&](int i, int j, int k, std::size_t voxel) {
    if (!scaffold.envelope->contains(center(image, i, j, k)))
      return;
    total += 1.;
    bone += image.values[voxel] >= parameters.threshold ? 1. : 0.;
  });
  return bone / total;
}

std::vector<Material> segment(const Volume &image, const geometry::Scaffold &scaffold,
                              Filling filling, const ScanParameters &parameters) {
  std::vector<Material> result(image.n_voxels(), Material::outside);
  for_each_voxel(image, [&](int i, int j, int k, std::size_t voxel) {
    const Point x = center(image, i, j, k);
    if (!scaffold.envelope->contains(x))
      return;
    if (image.values[voxel] >= parameters.threshold)
      result[voxel] = Material::bone;
    else
      result[voxel] = is_strut(x, scaffold, filling) ? Material::strut : Material::open;
  });
  return result;
}

BoneMeasures measure(MPI_Comm communicator, const Volume &image,
                     const std::vector<Material> &materials, const geometry::Scaffold &scaffold,
                     Filling filling, const ScanParameters &parameters) {
  BoneMeasures result{};
  const Point middle = scaffold.box.center();
  const double radius = 0.5 * std::max(scaffold.box.side_length(0), scaffold.box.side_length(1));
  double bone = 0., total = 0., pores = 0., mineral = 0.;
  std::array<double, 3> zone_bone{}, zone_total{};
  std::vector<bool> seen(std::size_t(image.size[0]) * image.size[1], false), within = seen;
  for_each_voxel(image, [&](int i, int j, int k, std::size_t voxel) {
    if (materials[voxel] == Material::outside)
      return;
    const Point x = center(image, i, j, k);
    const double share = std::hypot(x[0] - middle[0], x[1] - middle[1]) / radius;
    const unsigned int zone = share < 0.5 ? 0 : share < 0.75 ? 1 : 2;
    const std::size_t pixel = std::size_t(j) * image.size[0] + i;
    const bool is_bone = materials[voxel] == Material::bone;
    total += 1.;
    zone_total[zone] += 1.;
    within[pixel] = true;
    mineral += image.values[voxel];
    if (is_bone ? !is_strut(x, scaffold, filling) : materials[voxel] == Material::open)
      pores += 1.;
    if (is_bone) {
      bone += 1.;
      zone_bone[zone] += 1.;
      seen[pixel] = true;
    }
  });
  result.bone_fraction = bone / total;
  result.pore_bone_fraction = pores > 0. ? bone / pores : std::nan("");
  result.mineral_density = mineral / total;
  for (unsigned int zone = 0; zone < 3; ++zone)
    result.zones[zone] = zone_total[zone] > 0. ? zone_bone[zone] / zone_total[zone] : std::nan("");
  result.covered = double(std::count(seen.begin(), seen.end(), true)) /
                   std::count(within.begin(), within.end(), true);
  measure_trabeculae(communicator, image, scaffold, parameters.threshold, result);
  return result;
}

} // namespace lacuna::regeneration
