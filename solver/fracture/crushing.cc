// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/crushing.h>

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

double CrushingLaw::pressure(const dealii::Tensor<2, 3> &gradient, double g) const {
  materials::Stress stress = elasticity_.stress(gradient);
  stress *= -g;
  stress[2][2] -= (1. - g) * elasticity_.youngs_modulus * std::min(0., gradient[2][2]);
  return std::max(0., materials::largest_principal(stress)) / strength_;
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
  PointValues f;
  for (const FiniteCell &cell : space_.cells()) {
    fill(cell, f);
    NodeValues local{};
    points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
      const double value = points_.volume(cell, q) * f[q];
      for (unsigned int a = 0; a < CellPoints::n_nodes; ++a)
        local[a] += value * shape.values[a];
    });
    space_.scatter_add(local.data(), 1, cell, result);
  }
  result.compress(dealii::VectorOperation::add);
  return result;
}

double Crushing::follow(const Vector &displacement, const PhaseField &cracks) {
  CellPoints::Displacements u;
  PointValues left;
  const Vector projected = integrals([&](const FiniteCell &cell, PointValues &pressure) {
    space_.gather(displacement, 3, cell, u.data());
    cracks.stiffness(cell, left);
    points_.for_each(cell, [&](unsigned int q, const Shape &shape) {
      pressure[q] = law_.pressure(shape.gradient(u, cell.size), left[q]) / cracks.strength(cell, q);
    });
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
