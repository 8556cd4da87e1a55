// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/reaction_diffusion.h>

#include <solver/operators/surplus.h>

#include <deal.II/base/polynomial.h>

namespace lacuna::operators {

ReactionDiffusion::ReactionDiffusion(const FiniteCellSpace &space,
                                     const ReactionDiffusionCoefficients &coefficients,
                                     double fictitious_fraction, double surplus_fraction)
    : space_(space), element_(space.degree(), space.moments()), coefficients_(coefficients),
      alpha_(fictitious_fraction), beta_(surplus_fraction) {
  if (space.degree() > 1 && !space.cells().empty()) {
    dealii::FullMatrix<double> whole;
    const auto &size = space.cells().front().size;
    integrate(space.moments().full().data(), 0., 0., size, whole);
    whole_size_ = size[0];
    surplus_ = on_surplus(whole, space.degree(), 1);
    surplus_ *= beta_;
  }
  if (coefficients.clearance != std::array<double, 6>())
    integrate_clearance();
}

ReactionDiffusion ReactionDiffusion::with(double mass, double rate) const {
  ReactionDiffusion result = *this;
  result.surplus_ *= rate / coefficients_.rate;
  result.coefficients_.mass = mass;
  result.coefficients_.rate = rate;
  return result;
}

template <typename Action>
void ReactionDiffusion::for_each_clearing_point(const FiniteCell &cell,
                                                const Action &action) const {
  if (!cell.cell->at_boundary())
    return;
  const octree::Octree &octree = space_.octree();
  for (const unsigned int f : cell.cell->face_indices()) {
    if (!cell.cell->face(f)->at_boundary())
      continue;
    const double kappa = coefficients_.clearance[cell.cell->face(f)->boundary_id()];
    if (kappa != 0.)
      for (const auto &point :
           space_.moments().on(octree.cutter().cut_face(octree.shape(), cell.box(), f)))
        action(point, kappa);
  }
}

void ReactionDiffusion::cell_matrix(const FiniteCell &cell,
                                    dealii::FullMatrix<double> &matrix) const {
  const double *weights = space_.weights(cell);
  const double mass = coefficients_.mass + coefficients_.rate * coefficients_.decay;
  integrate(weights, alpha_, mass, cell.size, matrix);
  if (space_.degree() > 1 && cell.cell_class == CellClass::cut) {
    const double share = surplus_share(weights, element_.n_points(), alpha_);
    matrix.add(share * cell.size[0] / whole_size_, surplus_);
  }
  for_each_clearing_point(cell, [&](const octree::SurfacePoint &point, double kappa) {
    const auto values = element_.values_at(cell.box().real_to_unit(point.position));
    for (unsigned int a = 0; a < values.size(); ++a)
      for (unsigned int b = 0; b < values.size(); ++b)
        matrix(a, b) += coefficients_.rate * kappa * point.weight * values[a] * values[b];
  });
}

void ReactionDiffusion::integrate(const double *weights, double fictitious, double mass,
                                  const dealii::Tensor<1, 3> &size,
                                  dealii::FullMatrix<double> &matrix) const {
  const unsigned int n = element_.n_nodes();
  const auto &full = space_.moments().full();
  const double diffusivity = coefficients_.rate * coefficients_.diffusivity;
  const double volume = size[0] * size[1] * size[2];

  matrix.reinit(n, n);
  for (unsigned int q = 0; q < element_.n_points(); ++q) {
    const double w = (weights[q] + fictitious * (full[q] - weights[q])) * volume;
    const auto add = [&](const double *f, double factor) {
      for (unsigned int a = 0; a < n; ++a) {
        const double wa = factor * f[a];
        for (unsigned int b = 0; b < n; ++b)
          matrix(a, b) += wa * f[b];
      }
    };
    if (mass != 0.)
      add(element_.values(q), w * mass);
    if (diffusivity != 0.)
      for (unsigned int d = 0; d < 3; ++d)
        add(element_.derivatives(d, q), w * diffusivity / (size[d] * size[d]));
  }
}

void ReactionDiffusion::integrate_clearance() {
  const auto basis =
      dealii::Polynomials::generate_complete_Lagrange_basis(space_.moments().gauss().get_points());
  const unsigned int n = basis.size();
  for (const FiniteCell &cell : space_.cells()) {
    std::vector<double> weights(n * n * n, 0.);
    bool any = false;
    for_each_clearing_point(cell, [&](const octree::SurfacePoint &point, double kappa) {
      const Point unit = cell.box().real_to_unit(point.position);
      any = true;
      std::vector<std::array<double, 3>> values(n);
      for (unsigned int i = 0; i < n; ++i)
        for (unsigned int d = 0; d < 3; ++d)
          values[i][d] = basis[i].value(unit[d]);
      for (unsigned int q = 0; q < weights.size(); ++q)
        weights[q] += kappa * point.weight / cell.volume() * values[q % n][0] *
                      values[q / n % n][1] * values[q / (n * n)][2];
    });
    if (any) {
      clearance_weights_.cells.push_back(space_.index(cell));
      clearance_weights_.weights.insert(clearance_weights_.weights.end(), weights.begin(),
                                        weights.end());
    }
  }
}

} // namespace lacuna::operators
