// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/nearest_point.h>

#include <nanoflann.hpp>

#include <cstdint>

namespace lacuna::morphometry {

namespace {

/** Points as nanoflann wants to see them. */
struct Cloud {
  const std::vector<Point> &points;

  std::size_t kdtree_get_point_count() const { return points.size(); }
  double kdtree_get_pt(std::size_t i, std::size_t d) const { return points[i][d]; }
  template <typename Box>
  bool kdtree_get_bbox(Box &) const {
    return false;
  }
};

constexpr std::size_t leaf_size = 12;

} // namespace

struct NearestPoint::Tree {
  using Index =
      nanoflann::KDTreeSingleIndexAdaptor<nanoflann::L2_Simple_Adaptor<double, Cloud>, Cloud, 3>;

  explicit Tree(const std::vector<Point> &points)
      : cloud{points}, index(3, cloud, nanoflann::KDTreeSingleIndexAdaptorParams(leaf_size)) {}

  Cloud cloud;
  Index index;
};

NearestPoint::NearestPoint(std::vector<Point> points)
    : points_(std::move(points)), tree_(std::make_unique<Tree>(points_)) {}

NearestPoint::~NearestPoint() = default;

const Point &NearestPoint::operator()(const Point &x) const {
  std::uint32_t nearest = 0;
  double squared_distance;
  tree_->index.knnSearch(&x[0], 1, &nearest, &squared_distance);
  return points_[nearest];
}

} // namespace lacuna::morphometry
