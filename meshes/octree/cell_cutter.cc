// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/octree/cell_cutter.h>
#include <meshes/octree/cell_lattice.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace lacuna::octree {

namespace {

using Corners = std::array<std::pair<Point, double>, 4>;

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

/** Adds those triangles of the faces of a solid block that lie on the surface. */
void add_faces_on_surface(const CellLattice &lattice, const Leaf &leaf, CellPieces &pieces) {
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

void cut_leaf(CellLattice &lattice, const Block &block, CellPieces &pieces) {
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

void cut_block(CellLattice &lattice, const Block &block, CellPieces &pieces) {
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
CellClass block_class(CellLattice &lattice, const Block &block) {
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

bool block_may_touch(const CellLattice &lattice, const Block &block) {
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

CellCutter::CellCutter(unsigned int depth) : depth_(depth) {}

CellPieces CellCutter::cut(const geometry::Shape &shape, const Box &cell,
                           const NodeSet &without) const {
  CellLattice lattice(shape, cell, depth_, without);
  CellPieces pieces;
  cut_block(lattice, {0, {0, 0, 0}}, pieces);
  return pieces;
}

CellClass CellCutter::classify(const geometry::Shape &shape, const Box &cell) const {
  const NodeSet none;
  CellLattice lattice(shape, cell, depth_, none);
  return block_class(lattice, {0, {0, 0, 0}});
}

std::vector<Triangle> CellCutter::cut_face(const geometry::Shape &shape, const Box &cell,
                                           unsigned int face, const NodeSet &without) const {
  CellLattice lattice(shape, cell, depth_, without);
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
  const NodeSet none;
  return block_may_touch(CellLattice(shape, cell, depth_, none), {0, {0, 0, 0}});
}

} // namespace lacuna::octree
