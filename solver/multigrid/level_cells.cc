// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/level_cells.h>

#include <meshes/octree/moments.h>

#include <deal.II/base/mpi.h>
#include <deal.II/base/polynomial.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace lacuna::multigrid {

using operators::BoundaryWeights;
using operators::FlatMap;
using operators::ForeignCell;
using operators::GridCell;

namespace {

constexpr unsigned int n_linear = 27; // weights of a cut cell of degree 1
using LinearWeights = std::array<double, n_linear>;

/** Of a whole cell. */
LinearWeights full_weights() {
  const auto full = octree::Moments(1).full();
  LinearWeights result;
  std::copy(full.begin(), full.end(), result.begin());
  return result;
}

/** Weights of a cut cell and `fictitious` times those of its void part. */
LinearWeights with_void(const double *weights, double fictitious, const LinearWeights &full) {
  LinearWeights result;
  for (unsigned int q = 0; q < n_linear; ++q)
    result[q] = weights[q] + fictitious * (full[q] - weights[q]);
  return result;
}

/** Takes weights on points of one rule to another's: to[r] = Σ ℓ_r(x_q) from[q] in each direction.
 */
class WeightTransfer {
public:
  /** From the rule of degree p to that of degree 1, of the same cell or from half of it. */
  WeightTransfer(unsigned int degree, double scale, const std::array<double, 3> &shift)
      : n_(2 * degree + 1) {
    const dealii::QGauss<1> from(n_), to(3);
    const auto basis = dealii::Polynomials::generate_complete_Lagrange_basis(to.get_points());
    for (unsigned int d = 0; d < 3; ++d)
      for (unsigned int r = 0; r < 3; ++r)
        for (unsigned int q = 0; q < n_; ++q)
          matrix_[d].push_back(scale * basis[r].value(scale * from.point(q)[0] + shift[d]));
  }

  void add(const double *from, double *to) const {
    std::vector<double> x(3 * n_ * n_, 0.), xy(9 * n_, 0.);
    for (unsigned int jk = 0; jk < n_ * n_; ++jk)
      for (unsigned int r = 0; r < 3; ++r)
        for (unsigned int q = 0; q < n_; ++q)
          x[jk * 3 + r] += matrix_[0][r * n_ + q] * from[jk * n_ + q];
    for (unsigned int k = 0; k < n_; ++k)
      for (unsigned int s = 0; s < 3; ++s)
        for (unsigned int q = 0; q < n_; ++q)
          for (unsigned int r = 0; r < 3; ++r)
            xy[(k * 3 + s) * 3 + r] += matrix_[1][s * n_ + q] * x[(k * n_ + q) * 3 + r];
    for (unsigned int t = 0; t < 3; ++t)
      for (unsigned int q = 0; q < n_; ++q)
        for (unsigned int rs = 0; rs < 9; ++rs)
          to[t * 9 + rs] += matrix_[2][t * n_ + q] * xy[q * 9 + rs];
  }

private:
  unsigned int n_;
  std::array<std::vector<double>, 3> matrix_;
};

/** What a rank knows of a coarse cell from the children it owns. */
struct Share {
  GridCell cell;
  unsigned int n_whole_children;
  bool at_boundary;
  LinearWeights weights, boundary;

  template <typename Archive>
  void serialize(Archive &archive, unsigned int) {
    archive &cell &n_whole_children &at_boundary &weights &boundary;
  }
};

/** Adds children to their parent. */
class Gatherer {
public:
  explicit Gatherer(double fictitious) : fictitious_(fictitious) {
    for (unsigned int child = 0; child < 8; ++child)
      halves_.emplace_back(
          1, 0.5,
          std::array<double, 3>{0.5 * (child & 1), 0.5 * (child >> 1 & 1), 0.5 * (child >> 2 & 1)});
  }

  void add(const WeightedCells &fine, unsigned int cell, Share &share) const {
    const bool whole = fine.is_whole(cell);
    const LinearWeights weights =
        whole ? full_ : with_void(fine.weights_of(cell), fictitious_, full_);
    add(fine.cells[cell], weights.data(), share.cell, share.weights);
    share.n_whole_children += whole ? (share.cell.size == fine.cells[cell].size ? 8 : 1) : 0;
  }

  /** Adds weights of a child, or of the cell itself where it is no coarser. */
  void add(const GridCell &child, const double *weights, const GridCell &cell,
           LinearWeights &to) const {
    if (cell.size == child.size)
      std::copy(weights, weights + n_linear, to.begin());
    else
      halves_[child.upper_half(0) + 2 * child.upper_half(1) + 4 * child.upper_half(2)].add(
          weights, to.data());
  }

private:
  double fictitious_;
  std::vector<WeightTransfer> halves_;
  LinearWeights full_ = full_weights();
};

/** Parents with a child on several ranks belong to the lowest of these. */
std::vector<unsigned int> owners(const std::vector<Share> &shares, const FlatMap &place_of,
                                 const std::vector<ForeignCell> &foreign, unsigned int finest,
                                 unsigned int me) {
  std::vector<unsigned int> owner(shares.size(), me);
  for (const auto &[cell, rank] : foreign)
    if (cell.size == finest) {
      const unsigned int place = place_of.find(cell.parent().key());
      if (place != FlatMap::none)
        owner[place] = std::min(owner[place], rank);
    }
  return owner;
}

unsigned int finest_size(const WeightedCells &cells, MPI_Comm communicator) {
  unsigned int finest = cells.lattice.largest;
  for (unsigned int i = 0; i < cells.n_owned; ++i)
    finest = std::min(finest, cells.cells[i].size);
  return dealii::Utilities::MPI::min(finest, communicator);
}

} // namespace

Coarsening to_linear(const WeightedCells &cells, const BoundaryWeights &boundary,
                     unsigned int degree, double fictitious) {
  Coarsening result;
  result.parent.resize(cells.n_owned);
  std::iota(result.parent.begin(), result.parent.end(), 0u);
  WeightedCells &coarse = result.coarse;
  coarse.lattice = cells.lattice;
  coarse.unit = cells.unit;
  coarse.cells = cells.cells;
  coarse.n_owned = cells.n_owned;
  coarse.moments = cells.moments;
  coarse.n_points = n_linear;
  const std::size_t n_cut = cells.weights.size() / cells.n_points;
  coarse.weights.reserve(n_cut * n_linear);
  const LinearWeights full = full_weights();
  const WeightTransfer transfer(degree, 1., {0., 0., 0.});
  for (std::size_t i = 0; i < n_cut; ++i) {
    LinearWeights weights{};
    transfer.add(&cells.weights[i * cells.n_points], weights.data());
    weights = with_void(weights.data(), fictitious, full);
    coarse.weights.insert(coarse.weights.end(), weights.begin(), weights.end());
  }
  result.boundary.cells = boundary.cells;
  result.boundary.weights.resize(boundary.cells.size() * n_linear, 0.);
  for (std::size_t i = 0; i < boundary.cells.size(); ++i)
    transfer.add(&boundary.weights[i * cells.n_points], &result.boundary.weights[i * n_linear]);
  return result;
}

bool can_coarsen(const WeightedCells &cells, MPI_Comm communicator) {
  return finest_size(cells, communicator) < cells.lattice.largest;
}

Coarsening coarsen(const WeightedCells &fine, const BoundaryWeights &boundary, double fictitious,
                   const std::vector<ForeignCell> &foreign, MPI_Comm communicator) {
  const unsigned int me = dealii::Utilities::MPI::this_mpi_process(communicator);
  const unsigned int finest = finest_size(fine, communicator);
  const Gatherer gatherer(fictitious);
  std::vector<Share> shares;
  std::vector<unsigned int> share_of;
  FlatMap place_of;
  for (unsigned int i = 0; i < fine.n_owned; ++i) {
    const GridCell cell = fine.cells[i].size == finest ? fine.cells[i].parent() : fine.cells[i];
    const auto [place, is_new] = place_of.insert(cell.key(), shares.size());
    if (is_new)
      shares.push_back({cell, 0, false, {}, {}});
    gatherer.add(fine, i, shares[place]);
    share_of.push_back(place);
  }
  for (std::size_t i = 0; i < boundary.cells.size(); ++i) {
    Share &share = shares[share_of[boundary.cells[i]]];
    share.at_boundary = true;
    gatherer.add(fine.cells[boundary.cells[i]], &boundary.weights[i * n_linear], share.cell,
                 share.boundary);
  }

  const auto owner = owners(shares, place_of, foreign, finest, me);
  std::map<unsigned int, std::vector<Share>> outgoing;
  for (unsigned int i = 0; i < shares.size(); ++i)
    if (owner[i] != me)
      outgoing[owner[i]].push_back(shares[i]);
  for (const auto &[rank, theirs] : dealii::Utilities::MPI::some_to_some(communicator, outgoing))
    for (const Share &share : theirs) {
      Share &mine = shares[place_of.find(share.cell.key())];
      mine.n_whole_children += share.n_whole_children;
      mine.at_boundary |= share.at_boundary;
      for (unsigned int q = 0; q < n_linear; ++q) {
        mine.weights[q] += share.weights[q];
        mine.boundary[q] += share.boundary[q];
      }
    }

  Coarsening result;
  WeightedCells &coarse = result.coarse;
  coarse.lattice = fine.lattice;
  coarse.unit = fine.unit;
  coarse.n_points = n_linear;
  std::vector<unsigned int> place(shares.size());
  for (unsigned int i = 0; i < shares.size(); ++i)
    if (owner[i] == me) {
      place[i] = coarse.cells.size();
      if (shares[i].at_boundary) {
        result.boundary.cells.push_back(place[i]);
        result.boundary.weights.insert(result.boundary.weights.end(), shares[i].boundary.begin(),
                                       shares[i].boundary.end());
      }
      coarse.cells.push_back(shares[i].cell);
      const bool whole = shares[i].n_whole_children == 8;
      coarse.moments.push_back(whole ? WeightedCells::whole : coarse.weights.size() / n_linear);
      if (!whole)
        coarse.weights.insert(coarse.weights.end(), shares[i].weights.begin(),
                              shares[i].weights.end());
    }
  coarse.n_owned = coarse.cells.size();
  for (unsigned int i = 0; i < shares.size(); ++i)
    if (owner[i] != me) {
      place[i] = coarse.cells.size();
      coarse.cells.push_back(shares[i].cell);
    }
  for (const unsigned int i : share_of)
    result.parent.push_back(place[i]);
  return result;
}

} // namespace lacuna::multigrid
