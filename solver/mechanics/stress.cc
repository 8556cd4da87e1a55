// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/stress.h>

namespace lacuna::mechanics {

using operators::FiniteCell;
using operators::FiniteCellSpace;

namespace {

/** Hat function of corner c at a point of the unit cell. */
double hat(unsigned int c, const octree::Point &unit) {
  double value = 1.;
  for (unsigned int d = 0; d < 3; ++d)
    value *= (c >> d) & 1 ? unit[d] : 1. - unit[d];
  return value;
}

/** Hat functions of the corners at all Gauss points. */
std::vector<std::array<double, 8>> hats(const operators::ReferenceElement &element) {
  std::vector<std::array<double, 8>> result(element.n_points());
  for (unsigned int q = 0; q < result.size(); ++q)
    for (unsigned int c = 0; c < 8; ++c)
      result[q][c] = hat(c, element.point(q));
  return result;
}

/** Local nodes at the corners of a cell. */
std::array<unsigned int, 8> corners(const FiniteCellSpace &space, const FiniteCell &cell) {
  const unsigned int p = space.degree(), n = p + 1;
  std::array<unsigned int, 8> result;
  for (unsigned int c = 0; c < 8; ++c)
    result[c] = space.nodes(cell)[((c >> 2) * p * n + ((c >> 1) & 1) * p) * n + (c & 1) * p];
  return result;
}

/**
 * Stress at the corners of cells, six components and a weight a node: means over the physical part
 * of the cells around, weighted by the corner's hat function. Corners count whether they hang or
 * not.
 */
Vector recovered_stress(const operators::Elasticity &elasticity, const Vector &displacement) {
  const FiniteCellSpace &space = elasticity.space();
  Vector recovered = space.make_vector(7);
  const auto hat_at = hats(elasticity.element());
  for_each_stress(elasticity, displacement,
                  [&](const FiniteCell &cell, unsigned int q, const Stress &stress, double volume) {
                    const auto nodes = corners(space, cell);
                    for (unsigned int c = 0; c < 8; ++c) {
                      const double w = volume * hat_at[q][c];
                      for (unsigned int i = 0; i < 6; ++i)
                        recovered.local_element(7 * nodes[c] + i) += w * stress.access_raw_entry(i);
                      recovered.local_element(7 * nodes[c] + 6) += w;
                    }
                  });
  recovered.compress(dealii::VectorOperation::add);
  recovered.update_ghost_values();
  for (unsigned int node = 0; node < space.n_local_nodes(); ++node)
    if (recovered.local_element(7 * node + 6) > 0.)
      for (unsigned int i = 0; i < 6; ++i)
        recovered.local_element(7 * node + i) /= recovered.local_element(7 * node + 6);
  return recovered;
}

} // namespace

void for_each_stress(
    const operators::Elasticity &elasticity, const Vector &displacement,
    const std::function<void(const FiniteCell &, unsigned int, const Stress &, double)> &action) {
  const FiniteCellSpace &space = elasticity.space();
  std::vector<double> u(3 * space.n_nodes_per_cell());
  std::vector<dealii::Tensor<2, 3>> gradients;
  for (const FiniteCell &cell : space.cells()) {
    space.gather(displacement, 3, cell, u.data());
    elasticity.gradients(cell, u.data(), gradients);
    const double *weights = space.weights(cell);
    for (unsigned int q = 0; q < gradients.size(); ++q)
      action(cell, q, elasticity.material().stress(gradients[q]), weights[q] * cell.volume());
  }
}

std::vector<Stress> mean_stresses(const operators::Elasticity &elasticity,
                                  const Vector &displacement) {
  const FiniteCellSpace &space = elasticity.space();
  std::vector<Stress> means(space.cells().size());
  std::vector<double> volumes(means.size(), 0.);
  for_each_stress(elasticity, displacement,
                  [&](const FiniteCell &cell, unsigned int, const Stress &stress, double volume) {
                    const std::size_t i = &cell - space.cells().data();
                    means[i] += volume * stress;
                    volumes[i] += volume;
                  });
  for (std::size_t i = 0; i < means.size(); ++i)
    if (volumes[i] > 0.)
      means[i] /= volumes[i];
  return means;
}

std::vector<double> recovery_error(const operators::Elasticity &elasticity,
                                   const Vector &displacement) {
  const FiniteCellSpace &space = elasticity.space();
  const Vector recovered = recovered_stress(elasticity, displacement);
  const auto hat_at = hats(elasticity.element());
  std::vector<double> errors(space.cells().size(), 0.);
  for_each_stress(elasticity, displacement,
                  [&](const FiniteCell &cell, unsigned int q, const Stress &stress, double volume) {
                    const auto nodes = corners(space, cell);
                    Stress difference = stress;
                    for (unsigned int c = 0; c < 8; ++c)
                      for (unsigned int i = 0; i < 6; ++i)
                        difference.access_raw_entry(i) -=
                            hat_at[q][c] * recovered.local_element(7 * nodes[c] + i);
                    errors[&cell - space.cells().data()] +=
                        volume * elasticity.material().complementary_energy(difference);
                  });
  for (double &error : errors)
    error = std::max(error, 0.);
  return errors;
}

} // namespace lacuna::mechanics
