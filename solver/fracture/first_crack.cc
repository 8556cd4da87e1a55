// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/fracture/first_crack.h>

#include <solver/mechanics/stress.h>
#include <solver/multigrid/make_operator.h>
#include <solver/operators/reaction_diffusion.h>

#include <cmath>
#include <limits>

namespace lacuna::fracture {

using operators::FiniteCell;
using operators::FiniteCellSpace;

namespace {

/** ∫ max(σ₁, 0) N dx over the solid. */
Vector load_of_principal_stress(const operators::Elasticity &elasticity,
                                const Vector &displacement) {
  const FiniteCellSpace &space = elasticity.space();
  Vector load = space.make_vector(1);
  std::vector<double> values;
  mechanics::for_each_stress(
      elasticity, displacement,
      [&](const FiniteCell &cell, const std::vector<materials::Stress> &stress) {
        values.assign(space.n_nodes_per_cell(), 0.);
        for (unsigned int q = 0; q < stress.size(); ++q) {
          const double tension = std::max(0., materials::largest_principal(stress[q])),
                       volume = space.weights(cell)[q] * cell.volume();
          const double *shape = elasticity.element().values(q);
          for (unsigned int a = 0; a < values.size(); ++a)
            values[a] += volume * tension * shape[a];
        }
        space.scatter_add(values.data(), 1, cell, load);
      });
  load.compress(dealii::VectorOperation::add);
  return load;
}

/** Largest value of a distributed nodal field at the Gauss points within the solid. */
double peak_in_solid(const operators::Elasticity &elasticity, const Vector &field) {
  const FiniteCellSpace &space = elasticity.space();
  const auto &element = elasticity.element();
  const auto &solid = space.octree().shape();
  std::vector<double> values(space.n_nodes_per_cell());
  double peak = 0.;
  for (const FiniteCell &cell : space.cells()) {
    space.gather(field, 1, cell, values.data());
    const auto box = cell.box();
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      double value = 0.;
      for (unsigned int a = 0; a < values.size(); ++a)
        value += element.values(q)[a] * values[a];
      if (value > peak && (cell.cell_class == octree::CellClass::inside ||
                           solid.distance(box.unit_to_real(element.point(q))) < 0.))
        peak = value;
    }
  }
  return dealii::Utilities::MPI::max(peak, space.communicator());
}

} // namespace

FirstCrack::FirstCrack(const operators::Elasticity &elasticity, const Vector &displacement,
                       const materials::MaterialParameters &material)
    : strength_(material.tensile_strength), averaged_(elasticity.space().make_vector(1)) {
  const double ratio = material.fracture_toughness / material.tensile_strength;
  const double length = ratio * ratio / (2. * M_PI);
  operators::ReactionDiffusionCoefficients coefficients;
  coefficients.mass = 1.;
  coefficients.diffusivity = length * length;
  const auto average =
      multigrid::make_operator(elasticity.space(),
                               operators::ReactionDiffusion(elasticity.space(), coefficients,
                                                            elasticity.fictitious_stiffness(),
                                                            elasticity.surplus_stiffness()),
                               {}, multigrid::Method::multigrid);
  average->solve(averaged_, load_of_principal_stress(elasticity, displacement), 1e-8);
  peak_ = peak_in_solid(elasticity, averaged_);
}

double FirstCrack::load_factor() const {
  return peak_ > 0. ? strength_ / peak_ : std::numeric_limits<double>::infinity();
}

} // namespace lacuna::fracture
