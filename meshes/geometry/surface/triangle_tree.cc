// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/triangle_tree.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace lacuna::geometry {

namespace {

constexpr unsigned int leaf_size = 4;
constexpr float far_away = std::numeric_limits<float>::max();

/** Halves [begin, end) at the median of the centres along their longest extent. */
unsigned int halve(unsigned int begin, unsigned int end, std::vector<unsigned int> &order,
                   const TriangleMesh &mesh) {
  const auto center = [&mesh](unsigned int t, unsigned int d) {
    const auto &[a, b, c] = mesh.triangles[t];
    return mesh.vertices[a][d] + mesh.vertices[b][d] + mesh.vertices[c][d];
  };
  unsigned int axis = 0;
  float longest = -1;
  for (unsigned int d = 0; d < 3; ++d) {
    float low = far_away, high = -far_away;
    for (unsigned int i = begin; i < end; ++i) {
      low = std::min(low, center(order[i], d));
      high = std::max(high, center(order[i], d));
    }
    if (high - low > longest) {
      longest = high - low;
      axis = d;
    }
  }
  const unsigned int middle = (begin + end) / 2;
  std::nth_element(order.begin() + begin, order.begin() + middle, order.begin() + end,
                   [&](unsigned int a, unsigned int b) {
                     const float at = center(a, axis), bt = center(b, axis);
                     return at < bt || (at == bt && a < b);
                   });
  return middle;
}

Vector vector(const std::array<float, 3> &x) {
  return Vector({x[0], x[1], x[2]});
}

struct OnTriangle {
  Vector offset;
  unsigned int feature;
};

/**
 * From the point of the triangle (a, b, c) nearest to x to x, by the region of the triangle's plane
 * that x lies over (Ericson 2005, Real-Time Collision Detection, section 5.1.5).
 */
inline OnTriangle offset_from_triangle(const Vector &x, const Vector &a, const Vector &b,
                                       const Vector &c) {
  const Vector ab = b - a, ac = c - a, ax = x - a, bx = x - b, cx = x - c;
  const double d1 = ab * ax, d2 = ac * ax;
  if (d1 <= 0 && d2 <= 0)
    return {ax, 0};
  const double d3 = ab * bx, d4 = ac * bx;
  if (d3 >= 0 && d4 <= d3)
    return {bx, 1};
  const double d5 = ab * cx, d6 = ac * cx;
  if (d6 >= 0 && d5 <= d6)
    return {cx, 2};
  const double vc = d1 * d4 - d3 * d2;
  if (vc <= 0 && d1 >= 0 && d3 <= 0)
    return {ax - d1 / (d1 - d3) * ab, 3};
  const double va = d3 * d6 - d5 * d4;
  if (va <= 0 && d4 - d3 >= 0 && d5 - d6 >= 0)
    return {bx - (d4 - d3) / ((d4 - d3) + (d5 - d6)) * (c - b), 4};
  const double vb = d5 * d2 - d1 * d6;
  if (vb <= 0 && d2 >= 0 && d6 <= 0)
    return {ax - d2 / (d2 - d6) * ac, 5};
  const double scale = 1 / (va + vb + vc);
  return {ax - vb * scale * ab - vc * scale * ac, 6};
}

} // namespace

TriangleTree::TriangleTree(TriangleMesh &mesh) {
  std::vector<unsigned int> order(mesh.triangles.size());
  std::iota(order.begin(), order.end(), 0u);
  build(0, order.size(), order, mesh);

  std::vector<TriangleMesh::Triangle> sorted(order.size());
  corners_.resize(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    sorted[i] = mesh.triangles[order[i]];
    for (unsigned int c = 0; c < 3; ++c)
      corners_[i][c] = mesh.vertices[sorted[i][c]];
  }
  mesh.triangles = std::move(sorted);
  set_boxes();
}

/** The node of [begin, end), with the parts of three halvings as its children. */
unsigned int TriangleTree::build(unsigned int begin, unsigned int end,
                                 std::vector<unsigned int> &order, const TriangleMesh &mesh) {
  const unsigned int index = nodes_.size();
  nodes_.emplace_back();
  std::vector<unsigned int> cuts = {begin, end};
  for (unsigned int parts = 1; parts < width && end - begin > parts * leaf_size; parts *= 2) {
    std::vector<unsigned int> finer;
    for (unsigned int i = 0; i + 1 < cuts.size(); ++i) {
      finer.push_back(cuts[i]);
      finer.push_back(halve(cuts[i], cuts[i + 1], order, mesh));
    }
    finer.push_back(end);
    cuts = finer;
  }
  for (unsigned int i = 0; i < width; ++i) {
    const unsigned int first = i + 1 < cuts.size() ? cuts[i] : end;
    const unsigned int last = i + 1 < cuts.size() ? cuts[i + 1] : end;
    const unsigned int child = last - first > leaf_size ? build(first, last, order, mesh) : 0;
    nodes_[index].first[i] = first;
    nodes_[index].end[i] = last;
    nodes_[index].child[i] = child;
  }
  return index;
}

/** From the last node to the first: children come after their parents. */
void TriangleTree::set_boxes() {
  for (auto node = nodes_.rbegin(); node != nodes_.rend(); ++node)
    for (unsigned int i = 0; i < width; ++i)
      for (unsigned int d = 0; d < 3; ++d) {
        float low = far_away, high = -far_away;
        if (node->child[i] > 0) {
          const Node &child = nodes_[node->child[i]];
          low = *std::min_element(child.lower[d], child.lower[d] + width);
          high = *std::max_element(child.upper[d], child.upper[d] + width);
        } else
          for (unsigned int t = node->first[i]; t < node->end[i]; ++t)
            for (const auto &corner : corners_[t]) {
              low = std::min(low, corner[d]);
              high = std::max(high, corner[d]);
            }
        node->lower[d][i] = low;
        node->upper[d][i] = high;
      }
}

TriangleTree::Nearest TriangleTree::nearest(const Vector &x, double limit) const {
  struct Waiting {
    double square;
    unsigned int child, first, end;
  };
  Waiting stack[width * 12]; // width − 1 at each level but the last, of which 2³² triangles make 11
  unsigned int n_waiting = 1;
  stack[0] = {0., 0, 0, 0};
  Nearest best{0, 0, {}, limit}; // boxes of no triangles are farther than everywhere

  while (n_waiting > 0) {
    const Waiting next = stack[--n_waiting];
    if (next.square >= best.distance_square)
      continue;
    for (unsigned int t = next.first; t < next.end; ++t) {
      const auto found = offset_from_triangle(x, vector(corners_[t][0]), vector(corners_[t][1]),
                                              vector(corners_[t][2]));
      const double square = found.offset.norm_square();
      if (square < best.distance_square)
        best = {t, found.feature, found.offset, square};
    }
    if (next.first < next.end)
      continue;

    const Node &node = nodes_[next.child];
    double squares[width] = {};
    for (unsigned int d = 0; d < 3; ++d)
      for (unsigned int i = 0; i < width; ++i) {
        const double beyond = std::max(node.lower[d][i] - x[d], x[d] - node.upper[d][i]);
        const double outside = std::max(beyond, 0.);
        squares[i] += outside * outside;
      }
    const unsigned int base = n_waiting;
    for (unsigned int i = 0; i < width; ++i)
      if (squares[i] < best.distance_square) { // the nearest child ends on top
        unsigned int place = n_waiting++;
        for (; place > base && stack[place - 1].square < squares[i]; --place)
          stack[place] = stack[place - 1];
        const bool leaf = node.child[i] == 0;
        stack[place] = {squares[i], node.child[i], leaf ? node.first[i] : 0,
                        leaf ? node.end[i] : 0};
      }
  }
  return best;
}

double TriangleTree::distance_square(const Vector &x, unsigned int t) const {
  return offset_from_triangle(x, vector(corners_[t][0]), vector(corners_[t][1]),
                              vector(corners_[t][2]))
      .offset.norm_square();
}

void TriangleTree::visit_near(unsigned int t,
                              const std::function<void(unsigned int)> &visit) const {
  float lower[3], upper[3];
  for (unsigned int d = 0; d < 3; ++d) {
    const auto [low, high] = std::minmax({corners_[t][0][d], corners_[t][1][d], corners_[t][2][d]});
    lower[d] = low;
    upper[d] = high;
  }
  std::vector<unsigned int> waiting = {0};
  while (!waiting.empty()) {
    const Node &node = nodes_[waiting.back()];
    waiting.pop_back();
    for (unsigned int i = 0; i < width; ++i) {
      bool meets = node.end[i] > t + 1;
      for (unsigned int d = 0; d < 3; ++d)
        meets = meets && node.lower[d][i] <= upper[d] && node.upper[d][i] >= lower[d];
      if (meets && node.child[i] > 0)
        waiting.push_back(node.child[i]);
      else if (meets)
        for (unsigned int other = std::max(node.first[i], t + 1); other < node.end[i]; ++other)
          visit(other);
    }
  }
}

} // namespace lacuna::geometry
