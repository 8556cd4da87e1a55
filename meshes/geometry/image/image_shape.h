// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/image/volume.h>
#include <meshes/geometry/image/voxel_grid.h>
#include <meshes/geometry/shapes/shape.h>

#include <deal.II/base/bounding_box.h>

#include <memory>
#include <optional>

namespace lacuna::geometry {

/** The box around all voxels, whose centres lie on the grid. */
dealii::BoundingBox<3> box_around(const Volume &volume);

/**
 * The solid of a voxel image. Copies share the voxels.
 *
 * smooth: the trilinear interpolant of the signed distances, over its largest slope L ≥ 1. L is the
 * largest norm of one-sided differences at a centre, for in a voxel each slope is linear in each
 * direction.
 *
 * exact: up to one (least) spacing h off the surface the exact distance d to the voxels of the
 * other kind; only those around x count. Beyond, what the interpolant T of the distances allows,
 *
 *     |φ| = max(min(d, h), (T − h₁ − h₂ − h₃) / L),
 *
 * since T is at most h₁ + h₂ + h₃ on the surface. On faces between the kinds φ = 0.
 *
 * Beyond the image φ stays as at its nearest point: an envelope cuts the specimen. If its axes are
 * not those of space, the image itself does.
 */
class ImageShape : public Shape {
public:
  /** @param distance Signed distances as of to_signed_distance() for the same kind of voxels. */
  ImageShape(std::shared_ptr<const Volume> distance, Voxels voxels);

  double distance(const Point &x) const override;

  const dealii::BoundingBox<3> &box() const { return box_; }

  /** The voxels, where they are exact and their axes those of space. */
  std::optional<VoxelGrid> grid() const;

  const Volume &volume() const { return *distance_; }
  double largest_slope() const { return largest_slope_; }

private:
  double interpolated(const std::array<double, 3> &index) const;
  double magnitude_by_voxels(const std::array<double, 3> &index, bool &solid) const;

  std::shared_ptr<const Volume> distance_;
  Voxels voxels_;
  double largest_slope_;
  double least_spacing_;
  double sum_of_spacings_;
  bool slanted_;
  dealii::BoundingBox<3> box_;
};

} // namespace lacuna::geometry
