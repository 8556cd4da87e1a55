// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/cell_cutter.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace lacuna::octree {

namespace {

using Corners = std::array<std::pair<Point, double>, 4>;
using Node = std::array<unsigned int, 3>;

/** The six tetrahedra of a unit block share its main diagonal; corner bits are x + 2y + 4z. */
constexpr std::array<std::array<unsigned int, 4>, 6> kuhn = {
    {{0, 1, 3, 7}, {0, 1, 5, 7}, {0, 2, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7}, {0, 4, 6, 7}}};

Point crossing(const std::pair<Point, double> &a, const std::pair<Point, double> &b) {
  const double t = a.second / (a.second - b.second);
  return a.first + t * (b.first - a.first);
}

void add_prism(const std::array<Point, 3> &a, const std::array<Point, 3> &b,
               std::vector<Tetrahedron> &tetrahedra) {
  tetrahedra.push_back({a[0], a[1], a[2], b[2]});
  tetrahedra.push_back({a[0], a[1], b[1], b[2]});
  tetrahedra.push_back({a[0], b[0], b[1], b[2]});
}

void add_triangle(const Point &a, const Point &b, const Point &c,
                  const dealii::Tensor<1, 3> &outwards, std::vector<Triangle> &triangles) {
  dealii::Tensor<1, 3> normal = dealii::cross_product_3d(b - a, c - a);
  const double length = normal.norm();
  if (length == 0.)
    return;
  normal /= (normal * outwards < 0. ? -length : length);
  triangles.push_back({{a, b, c}, normal});
}

/** Adds the part φ < 0 of a tetrahedron with linear φ, and its piece of the surface φ = 0. */
void cut_tetrahedron(Corners corners, CellPieces &pieces) {
  std::sort(corners.begin(), corners.end(),
            [](const auto &a, const auto &b) { return a.second < b.second; });
  const auto &[a, b, c, d] = corners;
  const auto n_inside = std::count_if(corners.begin(), corners.end(),
                                      [](const auto &corner) { return corner.second < 0.; });
  const auto outwards = d.first - a.first; // φ rises along it by no less than along any other edge
  if (n_inside == 4) {
    pieces.tetrahedra.push_back({a.first, b.first, c.first, d.first});
  } else if (n_inside == 3) {
    const Point ad = crossing(a, d), bd = crossing(b, d), cd = crossing(c, d);
    add_prism({a.first, b.first, c.first}, {ad, bd, cd}, pieces.tetrahedra);
    add_triangle(ad, bd, cd, outwards, pieces.surface);
  } else if (n_inside == 2) {
    const Point ac = crossing(a, c), ad = crossing(a, d), bc = crossing(b, c), bd = crossing(b, d);
    add_prism({a.first, ac, ad}, {b.first, bc, bd}, pieces.tetrahedra);
    add_triangle(ac, ad, bd, outwards, pieces.surface);
    add_triangle(ac, bd, bc, outwards, pieces.surface);
  } else if (n_inside == 1) {
    const Point ab = crossing(a, b), ac = crossing(a, c), ad = crossing(a, d);
    pieces.tetrahedra.push_back({a.first, ab, ac, ad});
    add_triangle(ab, ac, ad, outwards, pieces.surface);
  }
}

/** φ on the lattice of a cell, evaluated where it is asked for. */
class Lattice {
public:
  Lattice(const geometry::Shape &shape, const Box &cell, unsigned int depth)
      : shape_(shape), lower_(cell.get_boundary_points().first), n_(1u << depth),
        values_((n_ + 1) * (n_ + 1) * (n_ + 1), std::numeric_limits<double>::quiet_NaN()) {
    for (unsigned int d = 0; d < 3; ++d)
      spacing_[d] = cell.side_length(d) / n_;
    tiny_ = 1e-12 * spacing_.norm();
  }

  unsigned int n() const { return n_; }

  Point position(double i, double j, double k) const {
    return {lower_[0] + i * spacing_[0], lower_[1] + j * spacing_[1], lower_[2] + k * spacing_[2]};
  }

  /** φ at a node; on the surface a little more, which keeps the pieces non-degenerate. */
  double value(const Node &node) {
    double &phi = values_[(node[2] * (n_ + 1) + node[1]) * (n_ + 1) + node[0]];
    if (std::isnan(phi)) {
      phi = shape_.distance(position(node[0], node[1], node[2]));
      if (std::abs(phi) < tiny_)
        phi = tiny_;
    }
    return phi;
  }

  /** Whether a value is that of a node on the surface. */
  bool is_on_surface(double value) const { return value == tiny_; }

  /** Whether the middle of a block of the finest level lies inside. */
  bool has_middle_inside(const Block &block) const { return at_center(block) < 0.; }

  /** Whether a triangle of nodes on the surface lies there too in its middle. */
  bool is_on_surface(const Point &a, const Point &b, const Point &c) const {
    const Point middle = a + ((b - a) + (c - a)) / 3.;
    return std::abs(shape_.distance(middle)) < tiny_;
  }

  /** −1 or +1 where one evaluation proves the block inside or outside, else 0. */
  int settled(const Block &block) const {
    const double phi = at_center(block);
    if (std::abs(phi) <= 0.5 * (n_ >> block.level) * spacing_.norm())
      return 0;
    return phi < 0. ? -1 : 1;
  }

private:
  double at_center(const Block &block) const {
    const double size = n_ >> block.level;
    return shape_.distance(position((block.index[0] + 0.5) * size, (block.index[1] + 0.5) * size,
                                    (block.index[2] + 0.5) * size));
  }

  const geometry::Shape &shape_;
  Point lower_;
  dealii::Tensor<1, 3> spacing_;
  unsigned int n_;
  double tiny_;
  std::vector<double> values_;
};

/** The node of the lattice at a corner of a block of the finest level. */
Node corner(const Block &block, unsigned int c) {
  return {block.index[0] + (c & 1), block.index[1] + ((c >> 1) & 1), block.index[2] + (c >> 2)};
}

/** A block of the finest level with all its eight corners. */
struct Leaf {
  std::array<std::pair<Point, double>, 8> corners;
  unsigned int n_inside = 0;
  bool is_solid; ///< the whole block: no corner lies outside, and something of it inside

  Leaf(Lattice &lattice, const Block &block) {
    unsigned int n_on_surface = 0;
    for (unsigned int c = 0; c < 8; ++c) {
      const Node node = corner(block, c);
      corners[c] = {lattice.position(node[0], node[1], node[2]), lattice.value(node)};
      n_inside += corners[c].second < 0.;
      n_on_surface += lattice.is_on_surface(corners[c].second);
    }
    is_solid = n_inside == 8 ||
               (n_inside + n_on_surface == 8 && (n_inside > 0 || lattice.has_middle_inside(block)));
  }
};

/** Adds those triangles of the faces of a solid block that lie on the surface. */
void add_faces_on_surface(const Lattice &lattice, const Leaf &leaf, CellPieces &pieces) {
  for (unsigned int face = 0; face < 6; ++face) {
    const unsigned int normal = face / 2, a = 1u << (normal + 1) % 3, b = 1u << (normal + 2) % 3,
                       first = face % 2 << normal;
    dealii::Tensor<1, 3> outwards;
    outwards[normal] = face % 2 == 0 ? -1. : 1.;
    for (const unsigned int second : {first + a, first + b}) {
      const auto &[p, q, r] =
          std::tie(leaf.corners[first], leaf.corners[second], leaf.corners[first + a + b]);
      if (lattice.is_on_surface(p.second) && lattice.is_on_surface(q.second) &&
          lattice.is_on_surface(r.second) && lattice.is_on_surface(p.first, q.first, r.first))
        add_triangle(p.first, q.first, r.first, outwards, pieces.surface);
    }
  }
}

void cut_leaf(Lattice &lattice, const Block &block, CellPieces &pieces) {
  const Leaf leaf(lattice, block);
  if (leaf.is_solid) {
    pieces.blocks.push_back(block);
    if (leaf.n_inside < 8)
      add_faces_on_surface(lattice, leaf, pieces);
  } else if (leaf.n_inside > 0)
    for (const auto &t : kuhn)
      cut_tetrahedron(
          {leaf.corners[t[0]], leaf.corners[t[1]], leaf.corners[t[2]], leaf.corners[t[3]]}, pieces);
}

Block child(const Block &block, unsigned int c) {
  return {block.level + 1,
          {2 * block.index[0] + (c & 1), 2 * block.index[1] + ((c >> 1) & 1),
           2 * block.index[2] + (c >> 2)}};
}

void cut_block(Lattice &lattice, const Block &block, CellPieces &pieces) {
  if (1u << block.level == lattice.n()) // its corners, which neighbours share, cost least
    return cut_leaf(lattice, block, pieces);
  const int side = lattice.settled(block);
  if (side < 0)
    pieces.blocks.push_back(block);
  else if (side == 0)
    for (unsigned int c = 0; c < 8; ++c)
      cut_block(lattice, child(block, c), pieces);
}

/** Of a block whose parts, by their index up to 8, have the given classes; asks for few of them. */
template <typename PartClass>
CellClass common_class(const PartClass &part_class) {
  const CellClass first = part_class(0);
  for (unsigned int c = 1; c < 8 && first != CellClass::cut; ++c)
    if (part_class(c) != first)
      return CellClass::cut;
  return first;
}

/** What cut_block makes of a block, known as soon as two of its parts differ. */
CellClass block_class(Lattice &lattice, const Block &block) {
  const int side = lattice.settled(block);
  if (side != 0)
    return side < 0 ? CellClass::inside : CellClass::outside;
  if (1u << block.level == lattice.n()) {
    const CellClass result = common_class([&](unsigned int c) {
      const bool inside = lattice.value(corner(block, c)) < 0.;
      return inside ? CellClass::inside : CellClass::outside;
    });
    const bool may_be_solid =
        result == CellClass::outside && lattice.is_on_surface(lattice.value(corner(block, 0)));
    return may_be_solid && Leaf(lattice, block).is_solid ? CellClass::cut : result;
  }
  return common_class([&](unsigned int c) { return block_class(lattice, child(block, c)); });
}

bool block_may_touch(const Lattice &lattice, const Block &block) {
  const int side = lattice.settled(block);
  if (side != 0 || 1u << block.level == lattice.n())
    return side <= 0;
  for (unsigned int c = 0; c < 8; ++c)
    if (block_may_touch(lattice, child(block, c)))
      return true;
  return false;
}

/** The part φ < 0 of a triangle with linear φ. */
void cut_triangle(std::array<std::pair<Point, double>, 3> corners,
                  const dealii::Tensor<1, 3> &outwards, std::vector<Triangle> &triangles) {
  std::sort(corners.begin(), corners.end(),
            [](const auto &a, const auto &b) { return a.second < b.second; });
  const auto &[a, b, c] = corners;
  if (a.second >= 0.)
    return;
  if (c.second < 0.) {
    add_triangle(a.first, b.first, c.first, outwards, triangles);
  } else if (b.second < 0.) {
    const Point ac = crossing(a, c), bc = crossing(b, c);
    add_triangle(a.first, b.first, bc, outwards, triangles);
    add_triangle(a.first, bc, ac, outwards, triangles);
  } else {
    add_triangle(a.first, crossing(a, b), crossing(a, c), outwards, triangles);
  }
}

} // namespace

double CellPieces::volume(const Box &cell) const {
  double sum = 0.;
  for (const Block &block : blocks)
    sum += std::ldexp(cell.volume(), -3 * static_cast<int>(block.level));
  for (const auto &t : tetrahedra)
    sum += std::abs((t[1] - t[0]) * dealii::cross_product_3d(t[2] - t[0], t[3] - t[0])) / 6.;
  return sum;
}

CellCutter::CellCutter(unsigned int depth) : depth_(depth) {}

CellPieces CellCutter::cut(const geometry::Shape &shape, const Box &cell) const {
  Lattice lattice(shape, cell, depth_);
  CellPieces pieces;
  cut_block(lattice, {0, {0, 0, 0}}, pieces);
  return pieces;
}

CellClass CellCutter::classify(const geometry::Shape &shape, const Box &cell) const {
  Lattice lattice(shape, cell, depth_);
  return block_class(lattice, {0, {0, 0, 0}});
}

std::vector<Triangle> CellCutter::cut_face(const geometry::Shape &shape, const Box &cell,
                                           unsigned int face) const {
  Lattice lattice(shape, cell, depth_);
  const unsigned int normal = face / 2, u = normal == 0 ? 1 : 0, v = normal == 2 ? 1 : 2;
  const unsigned int plane = face % 2 == 0 ? 0 : lattice.n();
  dealii::Tensor<1, 3> outwards;
  outwards[normal] = face % 2 == 0 ? -1. : 1.;

  const auto corner = [&](unsigned int a, unsigned int b) {
    Node node;
    node[normal] = plane;
    node[u] = a;
    node[v] = b;
    return std::make_pair(lattice.position(node[0], node[1], node[2]), lattice.value(node));
  };
  // Corners on the surface do not tell whether what lies between them is.
  const auto is_within_solid = [&](unsigned int a, unsigned int b, const auto &x) {
    for (const auto &[position, value] : x)
      if (!lattice.is_on_surface(value))
        return false;
    Block block{depth_, {}};
    block.index[normal] = face % 2 == 0 ? 0 : lattice.n() - 1;
    block.index[u] = a;
    block.index[v] = b;
    return !lattice.is_on_surface(x[0].first, x[1].first, x[2].first) &&
           Leaf(lattice, block).is_solid;
  };
  std::vector<Triangle> triangles;
  for (unsigned int a = 0; a < lattice.n(); ++a)
    for (unsigned int b = 0; b < lattice.n(); ++b)
      for (const auto &second : {corner(a + 1, b), corner(a, b + 1)}) {
        const std::array<std::pair<Point, double>, 3> x = {corner(a, b), second,
                                                           corner(a + 1, b + 1)};
        if (is_within_solid(a, b, x))
          add_triangle(x[0].first, x[1].first, x[2].first, outwards, triangles);
        else
          cut_triangle(x, outwards, triangles);
      }
  return triangles;
}

bool CellCutter::may_touch(const geometry::Shape &shape, const Box &cell) const {
  return block_may_touch(Lattice(shape, cell, depth_), {0, {0, 0, 0}});
}

} // namespace lacuna::octree
