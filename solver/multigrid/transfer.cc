// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/multigrid/transfer.h>

#include <solver/operators/cell_values.h>

namespace lacuna::multigrid {

using operators::Lanes;
using operators::n_lanes;

namespace {

template <int degree, int n_components>
class CellTransfer : public Transfer {
public:
  CellTransfer(const WeightedCells &fine_cells, const operators::NodeNumbering &fine,
               const WeightedCells &coarse_cells, const operators::NodeNumbering &coarse,
               const std::vector<unsigned int> &parent)
      : fine_(fine), coarse_(coarse), parent_(parent) {
    Assert(parent.size() >= fine_cells.n_owned,
           dealii::ExcMessage("each cell must have a parent, itself where it stays"));
    const auto points = dealii::QGaussLobatto<1>(n_1d).get_points();
    for (int i = 0; i < n_1d; ++i)
      points_[i] = points[i][0];
    collect_own_nodes(fine_cells);
    for (unsigned int cell = 0; cell < fine_cells.n_owned; ++cell) {
      const auto &child = fine_cells.cells[cell];
      unsigned char part = same_cell;
      if (coarse_cells.cells[parent[cell]].size != child.size)
        part = child.upper_half(0) + 2 * child.upper_half(1) + 4 * child.upper_half(2);
      part_.push_back(part);
    }
  }

  void prolongate(LevelVector<float> &fine, const LevelVector<float> &coarse) const override {
    coarse.update_ghost_values();
    typename CoarseValues::Values in;
    Lanes<float> out[n_nodes * n_components];
    for_each_batch([&](unsigned int first, int n) {
      coarse_.gather(coarse.begin(), &parent_[first], n, in);
      interpolate(coefficients(first, n), in, out);
      const auto *flat = reinterpret_cast<const float *>(out);
      for_own_nodes(first, n, [&](unsigned int node, int place) {
        for (int c = 0; c < n_components; ++c)
          fine.local_element(node * n_components + c) = flat[place + c * n_lanes<float>];
      });
    });
    coarse.zero_out_ghost_values();
  }

  void restrict_to(LevelVector<float> &coarse, const LevelVector<float> &fine) const override {
    coarse = 0.f;
    typename CoarseValues::Values out;
    Lanes<float> in[n_nodes * n_components];
    for_each_batch([&](unsigned int first, int n) {
      std::fill(in, in + n_nodes * n_components, Lanes<float>{});
      auto *flat = reinterpret_cast<float *>(in);
      for_own_nodes(first, n, [&](unsigned int node, int place) {
        for (int c = 0; c < n_components; ++c)
          flat[place + c * n_lanes<float>] = fine.local_element(node * n_components + c);
      });
      collect(coefficients(first, n), in, out);
      coarse_.scatter_add(out, &parent_[first], n, coarse.begin());
    });
    coarse.compress(dealii::VectorOperation::add);
  }

private:
  static constexpr int n_1d = degree + 1, n_nodes = n_1d * n_1d * n_1d;
  static constexpr unsigned char same_cell = 8;
  using CoarseValues = operators::CellValues<float, 1, n_components>;
  /** Coordinates of a fine cell's nodes within the coarse cell, along each axis. */
  using Coefficients = std::array<std::array<Lanes<float>, n_1d>, 3>;

  /** Each node is taken from one cell, in which it does not hang. */
  void collect_own_nodes(const WeightedCells &cells) {
    std::vector<bool> taken(fine_.n_owned_nodes(), false);
    own_.assign(cells.n_owned, 0);
    for (unsigned int cell = 0; cell < cells.n_owned; ++cell)
      for (unsigned int a = 0; a < n_nodes; ++a) {
        const unsigned int node = fine_.nodes(cell)[a];
        if (node < taken.size() && !taken[node] &&
            fine_.is_regular(cells.cells[cell], fine_.hanging(cell),
                             {a % n_1d, a / n_1d % n_1d, a / (n_1d * n_1d)})) {
          taken[node] = true;
          own_[cell] |= std::uint64_t(1) << a;
        }
      }
  }

  template <typename Action>
  void for_each_batch(const Action &action) const {
    const unsigned int n = part_.size();
    for (unsigned int first = 0; first < n; first += n_lanes<float>)
      action(first, std::min<int>(n_lanes<float>, n - first));
  }

  /** Calls action(fine node, place of its first component among the lanes). */
  template <typename Action>
  void for_own_nodes(unsigned int first, int n, const Action &action) const {
    for (int lane = 0; lane < n; ++lane) {
      const unsigned int *nodes = fine_.nodes(first + lane);
      for (std::uint64_t left = own_[first + lane]; left != 0; left &= left - 1) {
        const int a = __builtin_ctzll(left);
        action(nodes[a], a * n_components * n_lanes<float> + lane);
      }
    }
  }

  Coefficients coefficients(unsigned int first, int n) const {
    Coefficients result{};
    for (int lane = 0; lane < n; ++lane) {
      const unsigned char part = part_[first + lane];
      for (int d = 0; d < 3; ++d)
        for (int i = 0; i < n_1d; ++i)
          result[d][i][lane] =
              part == same_cell ? points_[i] : 0.5f * ((part >> d & 1) + points_[i]);
    }
    return result;
  }

  /** Linear interpolation along z, then y, then x. */
  static void interpolate(const Coefficients &t, const Lanes<float> *in, Lanes<float> *out) {
    constexpr int n = n_components;
    Lanes<float> z[n_1d * 4 * n], zy[n_1d * n_1d * 2 * n];
    for (int k = 0; k < n_1d; ++k)
      for (int i = 0; i < 4 * n; ++i)
        z[k * 4 * n + i] = in[i] + t[2][k] * (in[4 * n + i] - in[i]);
    for (int k = 0; k < n_1d; ++k)
      for (int j = 0; j < n_1d; ++j)
        for (int i = 0; i < 2 * n; ++i) {
          const auto *line = z + k * 4 * n + i;
          zy[(k * n_1d + j) * 2 * n + i] = line[0] + t[1][j] * (line[2 * n] - line[0]);
        }
    for (int kj = 0; kj < n_1d * n_1d; ++kj)
      for (int i = 0; i < n_1d; ++i)
        for (int c = 0; c < n; ++c) {
          const auto *line = zy + kj * 2 * n + c;
          out[(kj * n_1d + i) * n + c] = line[0] + t[0][i] * (line[n] - line[0]);
        }
  }

  /** The transpose of interpolate(). */
  static void collect(const Coefficients &t, const Lanes<float> *in, Lanes<float> *out) {
    constexpr int n = n_components;
    Lanes<float> z[n_1d * 4 * n] = {}, zy[n_1d * n_1d * 2 * n] = {};
    for (int kj = 0; kj < n_1d * n_1d; ++kj)
      for (int i = 0; i < n_1d; ++i)
        for (int c = 0; c < n; ++c) {
          const auto value = in[(kj * n_1d + i) * n + c], upper = t[0][i] * value;
          zy[kj * 2 * n + c] += value - upper;
          zy[kj * 2 * n + n + c] += upper;
        }
    for (int k = 0; k < n_1d; ++k)
      for (int j = 0; j < n_1d; ++j)
        for (int i = 0; i < 2 * n; ++i) {
          const auto value = zy[(k * n_1d + j) * 2 * n + i], upper = t[1][j] * value;
          z[k * 4 * n + i] += value - upper;
          z[k * 4 * n + 2 * n + i] += upper;
        }
    std::fill(out, out + 8 * n, Lanes<float>{});
    for (int k = 0; k < n_1d; ++k)
      for (int i = 0; i < 4 * n; ++i) {
        const auto value = z[k * 4 * n + i], upper = t[2][k] * value;
        out[i] += value - upper;
        out[4 * n + i] += upper;
      }
  }

  const operators::NodeNumbering &fine_;
  CoarseValues coarse_;
  std::vector<unsigned int> parent_;
  std::vector<unsigned char> part_;
  std::vector<std::uint64_t> own_;
  std::array<float, n_1d> points_;
};

} // namespace

template <int n_components>
std::unique_ptr<Transfer>
make_transfer(const WeightedCells &fine_cells, const operators::NodeNumbering &fine,
              const WeightedCells &coarse_cells, const operators::NodeNumbering &coarse,
              const std::vector<unsigned int> &parent) {
  switch (fine.degree()) {
  case 1:
    return std::make_unique<CellTransfer<1, n_components>>(fine_cells, fine, coarse_cells, coarse,
                                                           parent);
  case 2:
    return std::make_unique<CellTransfer<2, n_components>>(fine_cells, fine, coarse_cells, coarse,
                                                           parent);
  default:
    return std::make_unique<CellTransfer<3, n_components>>(fine_cells, fine, coarse_cells, coarse,
                                                           parent);
  }
}

template std::unique_ptr<Transfer>
make_transfer<1>(const WeightedCells &, const operators::NodeNumbering &, const WeightedCells &,
                 const operators::NodeNumbering &, const std::vector<unsigned int> &);
template std::unique_ptr<Transfer>
make_transfer<3>(const WeightedCells &, const operators::NodeNumbering &, const WeightedCells &,
                 const operators::NodeNumbering &, const std::vector<unsigned int> &);

} // namespace lacuna::multigrid
