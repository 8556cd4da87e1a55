// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/level_operator.h>

#include <meshes/octree/moments.h>
#include <solver/operators/cell_values.h>
#include <solver/operators/surplus.h>

#include <algorithm>
#include <optional>
#include <type_traits>

namespace lacuna::multigrid {

using operators::Lanes;
using operators::n_lanes;

namespace {

template <typename Number, int degree, int n_components>
class CellLoop : public LevelOperator<Number> {
public:
  CellLoop(const WeightedCells &cells, const operators::NodeNumbering &nodes,
           const operators::FormCoefficients<n_components> &form,
           const operators::Stabilization &stabilization,
           const operators::BoundaryWeights &boundary)
      : LevelOperator<Number>(nodes.partitioner(n_components)), cells_(cells),
        stabilization_(stabilization), full_(octree::Moments(degree).full()),
        kernel_(own_part(form), cells.unit), values_(nodes) {
    for (unsigned int i = 0; i < cells.n_owned; ++i)
      (cells.is_whole(i) ? whole_ : cut_).push_back(i);
    gather_alike(nodes, whole_);
    gather_alike(nodes, cut_);
    if constexpr (packs_weights) {
      packed_.resize(n_batches(cut_));
      for_each_batch(cut_, [&](const unsigned int *batch, int n, std::size_t i) {
        pack(batch, n, packed_[i]);
      });
    }
    add_boundary(form, boundary);
  }

  void vmult(LevelVector<Number> &y, const LevelVector<Number> &x) const override {
    x.update_ghost_values();
    add_products(y, [&](const unsigned int *cells, int n, typename Values::Values &in) {
      values_.gather(x.begin(), cells, n, in);
    });
    x.zero_out_ghost_values();
    for (const unsigned int i : this->constrained())
      y.local_element(i) = Number();
  }

  void vmult_linear(LevelVector<Number> &y, const dealii::Tensor<2, 3> &gradient) const override {
    add_products(y, [&](const unsigned int *cells, int n, typename Values::Values &in) {
      interpolate(gradient, scale(cells, n).stiffness, in);
    });
  }

  LevelVector<Number> diagonal() const override {
    auto y = this->make_vector();
    typename Values::Values out;
    for_each_batch(whole_, [&](const unsigned int *cells, int n, std::size_t) {
      kernel_.diagonal_full(out, scale(cells, n));
      values_.scatter_add_diagonal(out, cells, n, y.begin());
    });
    for_each_cut_batch([&](const unsigned int *cells, int n, const Packed &packed) {
      kernel_.diagonal_cut(out, packed.weights, scale(cells, n, packed.surplus));
      values_.scatter_add_diagonal(out, cells, n, y.begin());
    });
    for_each_boundary_batch([&](const unsigned int *cells, int n, const Packed &packed) {
      exchange_->diagonal_cut(out, packed.weights, scale(cells, n));
      values_.scatter_add_diagonal(out, cells, n, y.begin());
    });
    y.compress(dealii::VectorOperation::add);
    for (const unsigned int i : this->constrained())
      y.local_element(i) = Number(1);
    return y;
  }

private:
  using Kernel = operators::CellKernel<Number, degree, n_components>;
  using Values = operators::CellValues<Number, degree, n_components>;
  using Scale = operators::CellScale<Number>;

  /** Weights of a batch of cut cells and their surplus stiffness, a cell a lane. */
  struct Packed {
    Lanes<Number> weights[Kernel::n_points];
    Lanes<Number> surplus;
  };
  /**
   * The smoother takes many products an iteration, in single precision; the one in double precision
   * packs weights as it goes, and needs no memory for them.
   */
  static constexpr bool packs_weights = std::is_same_v<Number, float>;

  /**
   * Puts cells of the same hanging nodes side by side, so that most batches interpolate in all
   * lanes at once, but not far from where they were, so that their values stay in the cache.
   */
  static void gather_alike(const operators::NodeNumbering &nodes,
                           std::vector<unsigned int> &cells) {
    constexpr std::size_t window = 8192;
    for (std::size_t first = 0; first < cells.size(); first += window)
      std::stable_sort(
          cells.begin() + first, cells.begin() + std::min(first + window, cells.size()),
          [&](unsigned int a, unsigned int b) { return nodes.hanging(a) < nodes.hanging(b); });
  }

  /** Calls action(cells, number of cells, batch). */
  template <typename Action>
  static void for_each_batch(const std::vector<unsigned int> &cells, const Action &action) {
    constexpr std::size_t width = n_lanes<Number>;
    for (std::size_t first = 0; first < cells.size(); first += width)
      action(&cells[first], int(std::min(width, cells.size() - first)), first / width);
  }

  /** y = sum over all cells of K x; fill(cells, number of cells, x) gives x of a batch. */
  template <typename Fill>
  void add_products(LevelVector<Number> &y, const Fill &fill) const {
    y = Number();
    typename Values::Values in, out;
    for_each_batch(whole_, [&](const unsigned int *cells, int n, std::size_t) {
      fill(cells, n, in);
      kernel_.apply_full(in, out, scale(cells, n));
      values_.scatter_add(out, cells, n, y.begin());
    });
    for_each_cut_batch([&](const unsigned int *cells, int n, const Packed &packed) {
      fill(cells, n, in);
      kernel_.apply_cut(in, out, packed.weights, scale(cells, n, packed.surplus));
      values_.scatter_add(out, cells, n, y.begin());
    });
    for_each_boundary_batch([&](const unsigned int *cells, int n, const Packed &packed) {
      fill(cells, n, in);
      exchange_->apply_cut(in, out, packed.weights, scale(cells, n));
      values_.scatter_add(out, cells, n, y.begin());
    });
    y.compress(dealii::VectorOperation::add);
  }

  /** The linear field at the nodes of cells of the given sizes, 0 at their lower corners. */
  void interpolate(const dealii::Tensor<2, 3> &gradient, const Lanes<Number> &size,
                   typename Values::Values &values) const {
    const auto points = dealii::QGaussLobatto<1>(degree + 1).get_points();
    for (unsigned int a = 0; a < Values::n_values / n_components; ++a) {
      const std::array<unsigned int, 3> at = {a % Values::n_1d, a / Values::n_1d % Values::n_1d,
                                              a / (Values::n_1d * Values::n_1d)};
      for (int c = 0; c < n_components; ++c) {
        double value = 0.;
        for (unsigned int d = 0; d < 3; ++d)
          value += gradient[c][d] * cells_.unit[d] * points[at[d]][0];
        values[a * n_components + c] = size * Number(value);
      }
    }
  }

  Scale scale(const unsigned int *cells, int n) const {
    Scale result{};
    for (int lane = 0; lane < n; ++lane)
      result.stiffness[lane] = cells_.cells[cells[lane]].size;
    result.mass = result.stiffness * result.stiffness * result.stiffness;
    return result;
  }

  Scale scale(const unsigned int *cells, int n, const Lanes<Number> &surplus) const {
    Scale result = scale(cells, n);
    result.surplus = surplus;
    return result;
  }

  /** Calls action(cells, number of cells, their weights). */
  template <typename Action>
  void for_each_cut_batch(const Action &action) const {
    Packed fresh;
    for_each_batch(cut_, [&](const unsigned int *cells, int n, std::size_t batch) {
      if constexpr (!packs_weights)
        pack(cells, n, fresh);
      action(cells, n, packs_weights ? packed_[batch] : fresh);
    });
  }

  template <typename Action>
  void for_each_boundary_batch(const Action &action) const {
    for_each_batch(boundary_, [&](const unsigned int *cells, int n, std::size_t batch) {
      action(cells, n, packed_boundary_[batch]);
    });
  }

  static std::size_t n_batches(const std::vector<unsigned int> &cells) {
    return (cells.size() + n_lanes<Number> - 1) / n_lanes<Number>;
  }

  /** The integral over the boundary is one over cells with weights of its own. */
  void add_boundary(const operators::FormCoefficients<n_components> &form,
                    const operators::BoundaryWeights &boundary) {
    if (boundary.cells.empty())
      return;
    exchange_.emplace(weighted_part(form), cells_.unit);
    boundary_ = boundary.cells;
    packed_boundary_.resize(n_batches(boundary_));
    for (std::size_t i = 0; i < boundary_.size(); ++i)
      for (int q = 0; q < Kernel::n_points; ++q)
        packed_boundary_[i / n_lanes<Number>].weights[q][i % n_lanes<Number>] =
            boundary.weights[i * Kernel::n_points + q];
  }

  void pack(const unsigned int *cells, int n, Packed &packed) const {
    packed = Packed();
    for (int lane = 0; lane < n; ++lane) {
      const double *weights = cells_.weights_of(cells[lane]);
      for (int q = 0; q < Kernel::n_points; ++q)
        packed.weights[q][lane] = weights[q] + stabilization_.fictitious * (full_[q] - weights[q]);
      packed.surplus[lane] =
          stabilization_.surplus *
          operators::surplus_share(weights, Kernel::n_points, stabilization_.fictitious) *
          cells_.cells[cells[lane]].size;
    }
  }

  const WeightedCells &cells_;
  operators::Stabilization stabilization_;
  std::vector<double> full_;
  Kernel kernel_;
  Values values_;
  std::optional<Kernel> exchange_;
  std::vector<unsigned int> whole_, cut_, boundary_;
  std::vector<Packed> packed_, packed_boundary_;
};

} // namespace

template <typename Number, int n_components>
std::unique_ptr<LevelOperator<Number>>
make_level_operator(const WeightedCells &cells, const operators::NodeNumbering &nodes,
                    const operators::FormCoefficients<n_components> &form,
                    const operators::Stabilization &stabilization,
                    const operators::BoundaryWeights &boundary) {
  switch (nodes.degree()) {
  case 1:
    return std::make_unique<CellLoop<Number, 1, n_components>>(cells, nodes, form, stabilization,
                                                               boundary);
  case 2:
    return std::make_unique<CellLoop<Number, 2, n_components>>(cells, nodes, form, stabilization,
                                                               boundary);
  default:
    return std::make_unique<CellLoop<Number, 3, n_components>>(cells, nodes, form, stabilization,
                                                               boundary);
  }
}

#define INSTANTIATE(Number, n)                                                                     \
  template std::unique_ptr<LevelOperator<Number>> make_level_operator<Number, n>(                  \
      const WeightedCells &, const operators::NodeNumbering &,                                     \
      const operators::FormCoefficients<n> &, const operators::Stabilization &,                    \
      const operators::BoundaryWeights &);
INSTANTIATE(float, 1)
INSTANTIATE(float, 3)
INSTANTIATE(double, 1)
INSTANTIATE(double, 3)
#undef INSTANTIATE

} // namespace lacuna::multigrid
