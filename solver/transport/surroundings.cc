// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/surroundings.h>

#include <meshes/geometry/shapes/primitives.h>

#include <cmath>

namespace lacuna::transport {

using operators::FiniteCell;

namespace {

/** Cells away from the scaffold are larger than those in its pores by two to this power. */
unsigned int n_far_halvings(const TransportParameters &parameters) {
  return parameters.in_cell() ? 0 : 2;
}

octree::Box domain(const geometry::Scaffold &scaffold, const TransportParameters &parameters) {
  if (parameters.in_cell())
    return scaffold.box;
  auto [lower, upper] = scaffold.box.get_boundary_points();
  for (unsigned int d = 0; d < 3; ++d) {
    const bool stands = d == 2 && parameters.surroundings == SurroundingsKind::well;
    lower[d] -= stands ? 0. : parameters.margin;
    upper[d] += parameters.margin;
  }
  return octree::Box({lower, upper});
}

/** The open space, or all space where struts are permeable. */
geometry::ShapePtr meshed(const Regions &regions, const octree::Box &box) {
  if (!regions.permeable_struts())
    return regions.open_space();
  const auto [lower, upper] = box.get_boundary_points();
  return std::make_shared<geometry::HalfSpace>(upper + 100. * (upper - lower), upper - lower);
}

} // namespace

Surroundings::Surroundings(MPI_Comm communicator, const geometry::Scaffold &scaffold,
                           const TransportParameters &parameters)
    : regions_(scaffold, parameters.regions, parameters.has_tissue()),
      octree_(communicator, meshed(regions_, domain(scaffold, parameters)),
              domain(scaffold, parameters),
              (1u << n_far_halvings(parameters)) * parameters.cell_size, octree::CellCutter(),
              parameters.in_cell()) {
  for (unsigned int i = 0; i < n_far_halvings(parameters); ++i)
    octree_.refine([&](const octree::Octree::Cell &cell) {
      // Coarser cells begin one cell away from the envelope.
      return cell->diameter() > 1.01 * std::sqrt(3.) * parameters.cell_size &&
             scaffold.envelope->distance(cell->center()) < cell->diameter();
    });
  space_ = std::make_unique<operators::FiniteCellSpace>(octree_, 1);
  if (parameters.perfusion > 0.)
    flow_ = std::make_unique<Flow>(*space_, parameters.perfusion,
                                   static_cast<unsigned int>(parameters.perfusion_axis));
  if (parameters.in_defect()) {
    clearance_.fill(parameters.clearance);
    clearance_[4] = parameters.dura_clearance;
    clearance_[5] = parameters.periosteum_clearance;
  }
  measure(*scaffold.envelope);
}

void Surroundings::measure(const geometry::Shape &envelope) {
  pore_volume_ = outer_volume_ = space_->make_vector(1);
  const operators::ReferenceElement element(1, space_->moments());
  const CellParts parts = this->parts();
  for (const FiniteCell &cell : space_->cells()) {
    const std::vector<double> weights = parts.open(cell);
    std::array<double, 8> pores{}, outside{};
    for (unsigned int q = 0; q < element.n_points(); ++q) {
      const bool in_pores = envelope.distance(cell.box().unit_to_real(element.point(q))) < 0.;
      for (unsigned int a = 0; a < 8; ++a)
        (in_pores ? pores : outside)[a] += weights[q] * cell.volume() * element.values(q)[a];
    }
    space_->scatter_add(pores.data(), 1, cell, pore_volume_);
    space_->scatter_add(outside.data(), 1, cell, outer_volume_);
  }
  pore_volume_.compress(dealii::VectorOperation::add);
  outer_volume_.compress(dealii::VectorOperation::add);
  pore_total_ = pore_volume_.mean_value() * pore_volume_.size();
}

double Surroundings::pore_mean(const Vector &x) const {
  return pore_total_ > 0. ? (pore_volume_ * x) / pore_total_ : 0.;
}

} // namespace lacuna::transport
