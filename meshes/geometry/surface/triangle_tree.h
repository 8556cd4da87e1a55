// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/surface/triangle_mesh.h>

#include <functional>
#include <limits>

namespace lacuna::geometry {

/** A tree of boxes, eight to a node, around the triangles of a mesh. */
class TriangleTree {
public:
  /** Reorders the triangles of `mesh`, at least one, so that those of a leaf lie side by side. */
  explicit TriangleTree(TriangleMesh &mesh);

  struct Nearest {
    unsigned int triangle;
    /** Where in the triangle: 0…2 at a corner, 3…5 on side i − 3, 6 within. */
    unsigned int feature;
    Vector offset; ///< from the nearest point to x
    double distance_square;
  };

  static constexpr double everywhere = std::numeric_limits<float>::max();

  /**
   * The nearest point of the triangles.
   * @param limit The square of a distance within which there is one: the search is the shorter.
   */
  Nearest nearest(const Vector &x, double limit = everywhere) const;

  /** From x to triangle `t`. */
  double distance_square(const Vector &x, unsigned int t) const;

  /** Calls `visit` with each triangle after triangle `t` whose box meets its box. */
  void visit_near(unsigned int t, const std::function<void(unsigned int)> &visit) const;

private:
  static constexpr unsigned int width = 8;

  /** Children with their boxes; child 0, which no child is, makes a leaf of [first, end). */
  struct Node {
    float lower[3][width], upper[3][width];
    unsigned int child[width], first[width], end[width];
  };

  using Corners = std::array<std::array<float, 3>, 3>;

  unsigned int build(unsigned int begin, unsigned int end, std::vector<unsigned int> &order,
                     const TriangleMesh &mesh);
  void set_boxes();

  std::vector<Corners> corners_;
  std::vector<Node> nodes_;
};

} // namespace lacuna::geometry
