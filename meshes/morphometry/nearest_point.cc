// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/nearest_point.h>

#include <deal.II/base/exceptions.h>

#include <nanoflann.hpp>

#include <cstdint>
#include <limits>

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

/** The nearest point of those within a distance, as nanoflann wants to be told. */
class Nearest {
public:
  using DistanceType = double;

  explicit Nearest(double most) : distance_(most) {}

  bool exists() const { return index_ != none; }

  std::uint32_t index() const { return index_; }

  bool addPoint(double squared_distance, std::uint32_t index) {
    // Within a leaf nanoflann asks for the worst distance once.
    if (squared_distance < distance_) {
      distance_ = squared_distance;
      index_ = index;
    }
    return true;
  }
  double worstDist() const { return distance_; }
  bool full() const { return exists(); }
  void sort() {} // as newer versions ask for

private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  double distance_; ///< squared
  std::uint32_t index_ = none;
};

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
  return within(x, std::numeric_limits<double>::max());
}

const Point &NearestPoint::within(const Point &x, double reach) const {
  constexpr double rounding = 1e-6;
  constexpr double none = std::numeric_limits<double>::min(); // a point may lie at x itself
  Nearest nearest((1. + rounding) * reach * reach + none);
  tree_->index.findNeighbors(nearest, &x[0], {});
  Assert(nearest.exists(), dealii::ExcMessage("no point lies within reach"));
  return points_[nearest.index()];
}

} // namespace lacuna::morphometry
