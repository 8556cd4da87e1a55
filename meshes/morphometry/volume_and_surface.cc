// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/volume_and_surface.h>

#include <meshes/octree/cell_cutter.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace lacuna::morphometry {

namespace {

using geometry::Point;

/** The smallest blocks along a side of a cube that is measured at once. */
constexpr int n = 16;
/** Departure from linear, over the size of the smallest blocks, below which none is halved. */
constexpr double flat = 1. / 128.;
/** The largest blocks that are not halved any more, in smallest ones. */
constexpr int largest_flat = 4;

/** The box with room around it, so that the ends of a specimen are surface too. */
octree::Box padded(const octree::Box &box, double margin) {
  auto [lower, upper] = box.get_boundary_points();
  for (unsigned int d = 0; d < 3; ++d) {
    lower[d] -= margin;
    upper[d] += margin;
  }
  return octree::Box({lower, upper});
}

/**
 * Share of a tetrahedron with linear φ in which φ < 0, and how fast it grows with the level s of
 * φ < s, at s = 0; by the values at its corners a ≤ b ≤ c ≤ d, none of them zero.
 */
std::pair<double, double> share_inside(std::array<double, 4> phi) {
  // Sorted without branches, which no processor could foresee.
  const auto order = [&phi](int i, int j) {
    const double low = std::min(phi[i], phi[j]);
    phi[j] = std::max(phi[i], phi[j]);
    phi[i] = low;
  };
  order(0, 1);
  order(2, 3);
  order(0, 2);
  order(1, 3);
  order(1, 2);
  const auto [a, b, c, d] = phi;
  if (d < 0.)
    return {1., 0.};
  if (a > 0.)
    return {0., 0.};
  if (b > 0.) {
    const double per = 1. / ((b - a) * (c - a) * (d - a));
    return {-a * a * a * per, 3. * a * a * per};
  }
  if (c < 0.) {
    const double per = 1. / ((d - a) * (d - b) * (d - c));
    return {1. - d * d * d * per, 3. * d * d * per};
  }
  // The integral of the area of the quadrilateral, quadratic in s from b to c.
  const double ba = b - a, per = 1. / ((c - a) * (d - a)),
               bend = (c - a + d - b) / ((c - b) * (d - b));
  return {per * (ba * ba - 3. * ba * b + 3. * b * b + bend * b * b * b),
          per * (3. * ba - 6. * b - 3. * bend * b * b)};
}

/** Adds up the solid in cubes of n³ of the smallest blocks. */
class Sum {
public:
  Sum(const geometry::Shape &shape, const dealii::Tensor<1, 3> &spacing)
      : shape_(shape), spacing_(spacing), block_volume_(spacing[0] * spacing[1] * spacing[2]),
        tiny_(1e-12 * spacing.norm()), flat_(flat * std::min({spacing[0], spacing[1], spacing[2]})),
        values_((n + 1) * (n + 1) * (n + 1)) {}

  /** The part in one cube; such sums hardly depend on what else a rank adds up. */
  VolumeAndSurface of_cube(const Point &lower) {
    lower_ = lower;
    sum_ = {};
    if (const int side = settled(shape_.bounds(position({n / 2, n / 2, n / 2})), n); side != 0) {
      add_settled(side, n);
      return sum_;
    }
    std::fill(values_.begin(), values_.end(), std::numeric_limits<double>::quiet_NaN());
    add_block({0, 0, 0}, n);
    return sum_;
  }

private:
  using Node = std::array<int, 3>;

  Point position(const Node &node) const {
    Point x = lower_;
    for (int d = 0; d < 3; ++d)
      x[d] += node[d] * spacing_[d];
    return x;
  }

  /** φ at a node of the lattice; on the surface a little more, as if that lay within the block. */
  double value(const Node &node) {
    double &phi = values_[(node[2] * (n + 1) + node[1]) * (n + 1) + node[0]];
    if (std::isnan(phi)) {
      phi = shape_.distance(position(node));
      if (std::abs(phi) < tiny_)
        phi = tiny_;
    }
    return phi;
  }

  /** −1 or +1 where what is known of φ in the middle proves a block inside or outside, else 0. */
  int settled(const geometry::Bounds &phi, int size) const {
    const double reach = 0.5 * size * spacing_.norm();
    return phi.high < -reach ? -1 : phi.low > reach ? 1 : 0;
  }

  void add_settled(int side, int size) {
    if (side < 0)
      sum_.volume += block_volume_ * size * size * size;
  }

  void add_block(const Node &at, int size) {
    if (size == 1)
      return add_leaf(at, size);
    const int half = size / 2;
    const double phi = value({at[0] + half, at[1] + half, at[2] + half});
    if (const int side = settled({phi, phi}, size); side != 0)
      return add_settled(side, size);
    const bool is_last = half == 1 || (half <= largest_flat && are_flat(at, half));
    for (int c = 0; c < 8; ++c) {
      const Node child = {at[0] + (c & 1) * half, at[1] + (c >> 1 & 1) * half,
                          at[2] + (c >> 2) * half};
      if (is_last)
        add_leaf(child, half);
      else
        add_block(child, half);
    }
  }

  /**
   * Whether φ departs little from linear in the eight blocks of this size from `at` on: by a
   * quarter of what it does in all of them together, between whose corners theirs lie.
   */
  bool are_flat(const Node &at, int size) {
    std::array<double, 8> corners;
    for (int c = 0; c < 8; ++c)
      corners[c] = value({at[0] + 2 * (c & 1) * size, at[1] + 2 * (c >> 1 & 1) * size,
                          at[2] + 2 * (c >> 2) * size});
    for (int k = 0; k <= 2; ++k)
      for (int j = 0; j <= 2; ++j)
        for (int i = 0; i <= 2; ++i) {
          // In the middle of the edges that Kuhn's tetrahedra have, between these two corners.
          const int low = (i == 2) + 2 * (j == 2) + 4 * (k == 2),
                    high = (i > 0) + 2 * (j > 0) + 4 * (k > 0);
          if (low == high)
            continue;
          const double phi = value({at[0] + i * size, at[1] + j * size, at[2] + k * size});
          if (std::abs(phi - 0.5 * (corners[low] + corners[high])) > 4. * flat_)
            return false;
        }
    return true;
  }

  void add_leaf(const Node &at, int size) {
    std::array<double, 8> phi;
    int n_inside = 0;
    bool touches = false;
    for (int c = 0; c < 8; ++c) {
      phi[c] =
          value({at[0] + (c & 1) * size, at[1] + (c >> 1 & 1) * size, at[2] + (c >> 2) * size});
      n_inside += phi[c] < 0.;
      touches = touches || phi[c] == tiny_;
    }
    if (touches)
      add_touching(at, size);
    else if (n_inside == 8)
      add_settled(-1, size);
    else if (n_inside > 0)
      add_cut(phi, size);
  }

  /** A block with corners on the surface, which may be a face of it. */
  void add_touching(const Node &at, int size) {
    const octree::Box box(
        std::array<Point, 2>{position(at), position({at[0] + size, at[1] + size, at[2] + size})});
    const auto pieces = octree::CellCutter(0).cut(shape_, box);
    sum_.volume += pieces.volume(box);
    for (const auto &[x, normal] : pieces.surface)
      sum_.surface += 0.5 * dealii::cross_product_3d(x[1] - x[0], x[2] - x[0]).norm();
  }

  /**
   * A block by its six tetrahedra, each along three edges from corner 0 to corner 7, in any order
   * of the axes. What φ < s gains when s grows by ds is the surface times ds / |∇φ|.
   */
  void add_cut(const std::array<double, 8> &phi, int size) {
    static constexpr std::array<std::array<int, 3>, 6> orders = {
        {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}};
    const double volume = block_volume_ * size * size * size / 6.;
    for (const auto &order : orders) {
      std::array<double, 4> at_corners = {phi[0]};
      for (int step = 0, corner = 0; step < 3; ++step) {
        corner |= 1 << order[step];
        at_corners[step + 1] = phi[corner];
      }
      const auto [share, growth] = share_inside(at_corners);
      sum_.volume += volume * share;
      if (growth == 0.)
        continue;
      double square = 0.;
      for (int step = 0; step < 3; ++step) {
        const double slope =
            (at_corners[step + 1] - at_corners[step]) / (size * spacing_[order[step]]);
        square += slope * slope;
      }
      sum_.surface += volume * growth * std::sqrt(square);
    }
  }

  const geometry::Shape &shape_;
  dealii::Tensor<1, 3> spacing_;
  double block_volume_, tiny_, flat_;
  Point lower_;
  VolumeAndSurface sum_{};
  std::vector<double> values_;
};

} // namespace

VolumeAndSurface volume_and_surface(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                                    double cell_size, const WorkDone &done) {
  const octree::Box box = scaffold.periodic ? scaffold.box : padded(scaffold.box, cell_size / 3.);
  std::array<int, 3> count;
  dealii::Tensor<1, 3> side;
  for (unsigned int d = 0; d < 3; ++d) {
    count[d] = std::max(1, int(std::ceil(8. * box.side_length(d) / (n * cell_size) - 1e-6)));
    side[d] = box.side_length(d) / count[d];
  }
  const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(communicator),
                     n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
  Sum sum(scaffold.periodic ? *scaffold.open_solid : *scaffold.solid, side / n);
  VolumeAndSurface part{};
  const std::uint64_t layer = std::uint64_t(count[0]) * count[1], n_cubes = layer * count[2];
  for (std::uint64_t cube = rank; cube < n_cubes; cube += n_ranks) {
    const auto i = cube % count[0], j = cube / count[0] % count[1], k = cube / layer;
    const auto [volume, surface] =
        sum.of_cube({box.lower_bound(0) + i * side[0], box.lower_bound(1) + j * side[1],
                     box.lower_bound(2) + k * side[2]});
    part.volume += volume;
    part.surface += surface;
    if (done && cube % layer < n_ranks)
      done(double(cube) / n_cubes);
  }
  return {dealii::Utilities::MPI::sum(part.volume, communicator),
          dealii::Utilities::MPI::sum(part.surface, communicator)};
}

} // namespace lacuna::morphometry
