// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/crushing.h>

#include <solver/materials/principal_stress.h>

#include <algorithm>

namespace lacuna::fracture {

using Shape = CellPoints::Shape;
using NodeValues = CellPoints::NodeValues;
using PointValues = CellPoints::PointValues;

CrushingLaw::CrushingLaw(const materials::MaterialParameters &material)
    : elasticity_(material.elasticity()), strength_(material.compressive_strength),
      characteristic_length_(PhaseFieldLaw::characteristic_length(material)) {}

double CrushingLaw::stiffness(double q, double band) {
  return q > 1. ? std::max(0., 1. - band * q) / ((1. - band) * q) : 1.;
}

double CrushingLaw::band(const FiniteCell &cell) const {
  return 0.5 * cell.size[2] / characteristic_length_;
}

void CrushingLaw::pressure(const CellPoints::PointGradients &gradients, unsigned int n,
                           const double *left, const double *strength, double *result) const {
  const auto &g = gradients;
  const double lambda = elasticity_.lambda(), mu = elasticity_.mu(),
               modulus = elasticity_.youngs_modulus, usual = strength_;
  for (unsigned int q = 0; q < n; ++q) {
    const double sound = -left[q], volumetric = lambda * (g[0][q] + g[4][q] + g[8][q]),
                 borne = (1. - left[q]) * modulus * std::max(0., -g[8][q]);
    const double pressure = materials::largest_principal(
        sound * (volumetric + 2. * mu * g[0][q]), sound * (volumetric + 2. * mu * g[4][q]),
        sound * (volumetric + 2. * mu * g[8][q]) + borne, sound * mu * (g[5][q] + g[7][q]),
        sound * mu * (g[2][q] + g[6][q]), sound * mu * (g[1][q] + g[3][q]));
    result[q] = std::max(0., pressure) / (usual * strength[q]);
  }
}

double CrushingLaw::energy(double q, double band) const {
  // ∫ (q σc)²/(2E) (−dk/dq) dq from 1 to q.
  return 0.5 * strength_ * strength_ / elasticity_.youngs_modulus *
         (std::clamp(q, 1., 1. / band) - 1.) / (1. - band);
}

Crushing::Crushing(const CellPoints &points, const CrushingLaw &law)
    : points_(points), space_(points.space()), law_(law),
      volumes_(integrals([](const FiniteCell &, PointValues &f) { f.fill(1.); })),
      pressure_(space_.make_vector(1)), least_(pressure_) {}

template <typename Fill>
Vector Crushing::integrals(const Fill &fill) const {
  Vector result = space_.make_vector(1);
  PointValues f, weights;
  for (const FiniteCell &cell : space_.cells()) {
    fill(cell, f);
    NodeValues local{};
    if (CellPoints::count(cell) > 1) {
      points_.multiply(cell, f, weights.data());
      points_.integrate(cell, weights, local);
    } else {
      points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
        for (unsigned int a = 0; a < CellPoints::n_nodes; ++a)
          local[a] += points_.volume(cell, q) * f[q] * shape.values[a];
      });
    }
    space_.scatter_add(local.data(), 1, cell, result);
  }
  result.compress(dealii::VectorOperation::add);
  return result;
}

double Crushing::follow(const Vector &displacement, const PhaseField &cracks) {
  CellPoints::Displacements u;
  CellPoints::PointGradients gradients;
  PointValues left;
  const Vector projected = integrals([&](const FiniteCell &cell, PointValues &pressure) {
    space_.gather(displacement, 3, cell, u.data());
    cracks.stiffness(cell, left);
    points_.gradients(cell, u, gradients);
    law_.pressure(gradients, CellPoints::count(cell), left.data(), cracks.strengths(cell),
                  pressure.data());
  });
  double largest = 0.;
  pressure_.zero_out_ghost_values();
  for (unsigned int i = 0; i < projected.locally_owned_size(); ++i) {
    double &before = pressure_.local_element(i);
    const double volume = volumes_.local_element(i),
                 after = std::max(volume > 0. ? projected.local_element(i) / volume : 0.,
                                  least_.local_element(i));
    largest = std::max(
        largest, std::abs(CrushingLaw::stiffness(after, 0.) - CrushingLaw::stiffness(before, 0.)));
    before = after;
  }
  pressure_.update_ghost_values();
  return dealii::Utilities::MPI::max(largest, space_.communicator());
}

void Crushing::restart(const Vector &least, const Vector &pressure) {
  least_ = least;
  least_.update_ghost_values();
  pressure_ = pressure;
  pressure_.update_ghost_values();
}

template <typename Action>
bool Crushing::for_each_crushed(const FiniteCell &cell, const Action &action) const {
  NodeValues nodes;
  space_.gather(pressure_, 1, cell, nodes.data());
  if (*std::max_element(nodes.begin(), nodes.end()) <= 1.)
    return false;
  points_.for_each(cell,
                   [&](unsigned int q, const Shape &shape) { action(q, shape.value(nodes)); });
  return true;
}

bool Crushing::stiffness(const FiniteCell &cell, PointValues &result) const {
  result.fill(1.);
  const double band = law_.band(cell);
  return for_each_crushed(cell, [&](unsigned int q, double pressure) {
    result[q] = CrushingLaw::stiffness(pressure, band);
  });
}

double Crushing::energy(const PhaseField &cracks) const {
  double energy = 0.;
  for (const FiniteCell &cell : space_.cells())
    for_each_crushed(cell, [&](unsigned int q, double pressure) {
      const double strength = cracks.strength(cell, q);
      energy +=
          points_.volume(cell, q) * strength * strength * law_.energy(pressure, law_.band(cell));
    });
  return dealii::Utilities::MPI::sum(energy, space_.communicator());
}

bool Crushing::exceeds(const FiniteCell &cell, double share) const {
  NodeValues nodes;
  space_.gather(pressure_, 1, cell, nodes.data());
  return *std::max_element(nodes.begin(), nodes.end()) > share;
}

} // namespace lacuna::fracture
