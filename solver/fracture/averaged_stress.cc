// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/averaged_stress.h>

#include <solver/materials/principal_stress.h>
#include <solver/mechanics/stress.h>
#include <solver/multigrid/level_cells.h>
#include <solver/multigrid/matrix_free_operator.h>

#include <array>
#include <cmath>

namespace lacuna::fracture {

using operators::FiniteCell;

namespace {

/** Relative residual of the average, whose own error of discretisation is far above it. */
constexpr double solver_tolerance = 1e-6;

constexpr unsigned int n_nodes = 8, n_points = 27;

/** Gradients of the displacement at the points of the linear rule, for any degree. */
class Gradients {
public:
  explicit Gradients(const operators::ReferenceElement &element) : element_(element) {}

  /** σ₁ at all points from the displacement at the nodes of one cell (component fastest). */
  void largest_principal(const materials::Isotropic &material, const FiniteCell &cell,
                         const double *u, std::array<double, n_points> &result) const {
    std::array<std::array<double, n_points>, 9> gradient{};
    for (unsigned int a = 0; a < element_.n_nodes(); ++a)
      for (unsigned int d = 0; d < 3; ++d) {
        const double *derivative = element_.derivatives_of(d, a);
        for (unsigned int c = 0; c < 3; ++c) {
          const double value = u[3 * a + c] / cell.size[d];
          for (unsigned int q = 0; q < n_points; ++q)
            gradient[3 * c + d][q] += value * derivative[q];
        }
      }
    for (unsigned int q = 0; q < n_points; ++q) {
      dealii::Tensor<2, 3> g;
      for (unsigned int i = 0; i < 9; ++i)
        g[i / 3][i % 3] = gradient[i][q];
      result[q] = materials::largest_principal(material.stress(g));
    }
  }

private:
  const operators::ReferenceElement &element_;
};

/** σ₁ at all points from the stress_components at the nodes of one cell. */
void largest_principal(const operators::ReferenceElement &element, const double *nodal,
                       std::array<double, n_points> &result) {
  using mechanics::stress_components;
  for (unsigned int q = 0; q < n_points; ++q) {
    materials::Stress stress;
    for (unsigned int a = 0; a < element.n_nodes(); ++a)
      for (unsigned int i = 0; i < 6; ++i)
        stress[stress_components[i].first][stress_components[i].second] +=
            element.values(q)[a] * nodal[6 * a + i];
    result[q] = materials::largest_principal(stress);
  }
}

operators::WeightedCells linear_cells(const operators::FiniteCellSpace &space) {
  return multigrid::to_linear(space.weighted_cells(), {}, space.degree(), 0.).coarse;
}

} // namespace

AveragedStress::AveragedStress(const operators::Elasticity &elasticity, const Vector &displacement,
                               double length, const Vector *recovered)
    : space_(elasticity.space()), rule_(1), cells_(linear_cells(space_)),
      numbering_(space_.communicator(), cells_.lattice, cells_.cells, cells_.n_owned, 1),
      nodes_(numbering_), element_(1, rule_), field_(numbering_.partitioner(1)) {
  const multigrid::MatrixFreeOperator<1> average(space_.communicator(), cells_, numbering_,
                                                 {length * length, 1.},
                                                 {elasticity.fictitious_stiffness(), 0.});
  average.solve(field_, load(elasticity, displacement, recovered), solver_tolerance);
  peak_ = find_peak();
}

Vector AveragedStress::load(const operators::Elasticity &elasticity, const Vector &displacement,
                            const Vector *recovered) const {
  const operators::ReferenceElement displaced(space_.degree(), rule_);
  const Gradients gradients(displaced);
  Vector load(numbering_.partitioner(1));
  std::vector<double> u((recovered ? 6 : 3) * space_.n_nodes_per_cell());
  std::array<double, n_points> stress;
  std::array<double, n_nodes> values;
  for (const FiniteCell &cell : space_.cells()) {
    if (recovered) {
      space_.gather(*recovered, 6, cell, u.data());
      largest_principal(displaced, u.data(), stress);
    } else {
      space_.gather(displacement, 3, cell, u.data());
      gradients.largest_principal(elasticity.material(), cell, u.data(), stress);
    }
    const unsigned int index = space_.index(cell);
    const double *weight = weights(index);
    values.fill(0.);
    for (unsigned int q = 0; q < n_points; ++q) {
      const double tension = weight[q] * cell.volume() * std::max(stress[q], 0.);
      for (unsigned int a = 0; a < n_nodes; ++a)
        values[a] += tension * element_.values(q)[a];
    }
    nodes_.scatter_add(values.data(), 1, index, load);
  }
  load.compress(dealii::VectorOperation::add);
  return load;
}

template <typename Action>
void AveragedStress::for_each_cell(const Action &action) const {
  std::array<double, n_nodes> at_nodes;
  std::array<double, n_points> values;
  for (const FiniteCell &cell : space_.cells()) {
    const unsigned int index = space_.index(cell);
    nodes_.gather(field_, 1, index, at_nodes.data());
    for (unsigned int q = 0; q < n_points; ++q) {
      values[q] = 0.;
      for (unsigned int a = 0; a < n_nodes; ++a)
        values[q] += element_.values(q)[a] * at_nodes[a];
    }
    action(cell, weights(index), values);
  }
}

double AveragedStress::find_peak() const {
  double peak = 0.;
  for_each_cell(
      [&](const FiniteCell &cell, const double *, const std::array<double, n_points> &values) {
        for (unsigned int q = 0; q < n_points; ++q)
          if (values[q] > peak &&
              (cell.cell_class == octree::CellClass::inside ||
               space_.octree().shape().distance(cell.box().unit_to_real(element_.point(q))) < 0.))
            peak = values[q];
      });
  return dealii::Utilities::MPI::max(peak, space_.communicator());
}

double AveragedStress::effective_volume(double m) const {
  double volume = 0.;
  if (peak_ > 0.)
    for_each_cell([&](const FiniteCell &cell, const double *weight,
                      const std::array<double, n_points> &values) {
      // Beyond the solid the field may exceed its peak, and single weights of cut cells may be
      // negative, but a cell's share never is.
      double share = 0.;
      for (unsigned int q = 0; q < n_points; ++q)
        if (values[q] > 0.)
          share += weight[q] * std::pow(std::min(values[q] / peak_, 1.), m);
      volume += cell.volume() * std::max(share, 0.);
    });
  return dealii::Utilities::MPI::sum(volume, space_.communicator());
}

Vector AveragedStress::at_nodes() const {
  Vector result = space_.make_vector(1);
  const unsigned int n = space_.n_nodes_per_cell();
  std::array<double, n_nodes> corners;
  for (const FiniteCell &cell : space_.cells()) {
    nodes_.gather(field_, 1, space_.index(cell), corners.data());
    for (unsigned int a = 0; a < n; ++a) {
      const unsigned int node = space_.numbering().nodes(space_.index(cell))[a];
      if (node >= space_.n_owned_nodes() || space_.hangs(cell, a))
        continue;
      const auto hats = element_.values_at(cell.box().real_to_unit(space_.position(cell, a)));
      double value = 0.;
      for (unsigned int c = 0; c < n_nodes; ++c)
        value += hats[c] * corners[c];
      result.local_element(node) = value;
    }
  }
  result.update_ghost_values();
  return result;
}

} // namespace lacuna::fracture
