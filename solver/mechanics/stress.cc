// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/stress.h>

#include <deal.II/base/geometry_info.h>

namespace lacuna::mechanics {

using operators::FiniteCell;
using operators::FiniteCellSpace;

namespace {

/** Hat functions of the corners at all Gauss points. */
std::vector<std::array<double, 8>> hats(const operators::ReferenceElement &element) {
  std::vector<std::array<double, 8>> result(element.n_points());
  for (unsigned int q = 0; q < result.size(); ++q)
    for (unsigned int c = 0; c < 8; ++c)
      result[q][c] = dealii::GeometryInfo<3>::d_linear_shape_function(element.point(q), c);
  return result;
}

/** A continuous stress, trilinear in each cell. */
class RecoveredStress {
public:
  using Corners = std::array<Stress, 8>;

  /** At corners, means over the physical part of the cells around, weighted by hat functions. */
  RecoveredStress(const operators::Elasticity &elasticity, const Vector &displacement,
                  const std::array<bool, 6> &mirrored)
      : space_(elasticity.space()),
        nodes_(space_.communicator(), space_.weighted_cells().lattice,
               space_.weighted_cells().cells, space_.weighted_cells().n_owned, 1),
        values_(nodes_), stress_(nodes_.partitioner(n_components)) {
    const auto hat_at = hats(elasticity.element());
    for_each_stress(elasticity, displacement,
                    [&](const FiniteCell &cell, const std::vector<Stress> &stress) {
                      std::array<double, 8 * n_components> sums{};
                      const double *weights = space_.weights(cell);
                      for (unsigned int q = 0; q < stress.size(); ++q)
                        for (unsigned int c = 0; c < 8; ++c) {
                          const double w = weights[q] * cell.volume() * hat_at[q][c];
                          for (unsigned int i = 0; i < 6; ++i)
                            sums[n_components * c + i] += w * stress[q].access_raw_entry(i);
                          sums[n_components * c + 6] += w;
                        }
                      values_.scatter_add(sums.data(), n_components, space_.index(cell), stress_);
                    });
    stress_.compress(dealii::VectorOperation::add);
    for (unsigned int node = 0; node < nodes_.n_owned_nodes(); ++node) {
      const double volume = stress_.local_element(n_components * node + 6);
      for (unsigned int i = 0; i < 6; ++i)
        stress_.local_element(n_components * node + i) *= volume > 0. ? 1. / volume : 0.;
      remove_shear(node, mirrored);
    }
    stress_.update_ghost_values();
  }

  Corners at_corners(const FiniteCell &cell) const {
    std::array<double, 8 * n_components> values;
    values_.gather(stress_, n_components, space_.index(cell), values.data());
    Corners result;
    for (unsigned int c = 0; c < 8; ++c)
      for (unsigned int i = 0; i < 6; ++i)
        result[c].access_raw_entry(i) = values[n_components * c + i];
    return result;
  }

private:
  /** Where a node lies on a mirror plane, the means over both its sides have none along it. */
  void remove_shear(unsigned int node, const std::array<bool, 6> &mirrored) {
    const auto place = nodes_.place(node);
    for (unsigned int d = 0; d < 3; ++d)
      if ((mirrored[2 * d] && place[d] == 0) ||
          (mirrored[2 * d + 1] && place[d] == space_.weighted_cells().lattice.n[d]))
        for (unsigned int e = 0; e < 3; ++e)
          if (e != d)
            stress_.local_element(n_components * node +
                                  Stress::component_to_unrolled_index({d, e})) = 0.;
  }

  /** Six of the stress and the weight that they were divided by. */
  static constexpr unsigned int n_components = 7;

  const FiniteCellSpace &space_;
  operators::NodeNumbering nodes_;
  operators::NodalValues values_;
  Vector stress_;
};

} // namespace

void for_each_stress(
    const operators::Elasticity &elasticity, const Vector &displacement,
    const std::function<void(const FiniteCell &, const std::vector<Stress> &)> &action) {
  const FiniteCellSpace &space = elasticity.space();
  std::vector<double> u(3 * space.n_nodes_per_cell());
  std::vector<dealii::Tensor<2, 3>> gradients;
  std::vector<Stress> stress(elasticity.element().n_points());
  for (const FiniteCell &cell : space.cells()) {
    space.gather(displacement, 3, cell, u.data());
    elasticity.gradients(cell, u.data(), gradients);
    for (unsigned int q = 0; q < stress.size(); ++q)
      stress[q] = elasticity.material().stress(gradients[q]);
    action(cell, stress);
  }
}

std::vector<Stress> mean_stresses(const operators::Elasticity &elasticity,
                                  const Vector &displacement) {
  const FiniteCellSpace &space = elasticity.space();
  std::vector<Stress> means;
  means.reserve(space.cells().size());
  for_each_stress(elasticity, displacement,
                  [&](const FiniteCell &cell, const std::vector<Stress> &stress) {
                    const double *weights = space.weights(cell);
                    Stress sum;
                    double volume = 0.;
                    for (unsigned int q = 0; q < stress.size(); ++q) {
                      sum += weights[q] * stress[q];
                      volume += weights[q];
                    }
                    means.push_back(volume > 0. ? sum / volume : Stress());
                  });
  return means;
}

Vector nodal_stress(const operators::Elasticity &elasticity, const Vector &displacement,
                    const std::array<bool, 6> &mirrored) {
  const FiniteCellSpace &space = elasticity.space();
  const RecoveredStress recovered(elasticity, displacement, mirrored);
  Vector result = space.make_vector(6);
  for (const FiniteCell &cell : space.cells()) {
    const auto corners = recovered.at_corners(cell);
    const unsigned int *nodes = space.numbering().nodes(space.index(cell));
    for (unsigned int a = 0; a < space.n_nodes_per_cell(); ++a) {
      if (nodes[a] >= space.n_owned_nodes() || space.hangs(cell, a))
        continue;
      const auto x = cell.box().real_to_unit(space.position(cell, a));
      Stress stress;
      for (unsigned int c = 0; c < corners.size(); ++c)
        stress += dealii::GeometryInfo<3>::d_linear_shape_function(x, c) * corners[c];
      for (unsigned int i = 0; i < 6; ++i)
        result.local_element(6 * nodes[a] + i) =
            stress[stress_components[i].first][stress_components[i].second];
    }
  }
  result.update_ghost_values();
  return result;
}

std::vector<double> recovery_error(const operators::Elasticity &elasticity,
                                   const Vector &displacement,
                                   const std::array<bool, 6> &mirrored) {
  const FiniteCellSpace &space = elasticity.space();
  const RecoveredStress recovered(elasticity, displacement, mirrored);
  const auto hat_at = hats(elasticity.element());
  std::vector<double> errors;
  errors.reserve(space.cells().size());
  for_each_stress(elasticity, displacement,
                  [&](const FiniteCell &cell, const std::vector<Stress> &stress) {
                    const auto corners = recovered.at_corners(cell);
                    const double *weights = space.weights(cell);
                    double error = 0.;
                    for (unsigned int q = 0; q < stress.size(); ++q) {
                      Stress difference = stress[q];
                      for (unsigned int c = 0; c < 8; ++c)
                        difference -= hat_at[q][c] * corners[c];
                      error += weights[q] * elasticity.material().complementary_energy(difference);
                    }
                    errors.push_back(std::max(error * cell.volume(), 0.));
                  });
  return errors;
}

} // namespace lacuna::mechanics
