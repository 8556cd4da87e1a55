// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/compression.h>

#include <solver/mechanics/stress.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace lacuna::mechanics {

using operators::FiniteCell;
using operators::Point;

void MechanicsParameters::declare(params::Registry &registry) {
  const std::string s = "Mechanics";
  registry.section_changes(s, params::Changes::mechanics);
  registry.choice(s, "Platens", platens, Platens::bonded,
                  "Whether the ends stick to the platens of the testing machine or slide on them");
  registry.choice(
      s, "Strength", strength, StrengthCriterion::first_crack,
      "Criterion for the apparent strength: the first crack, the median of the strengths "
      "that flaws in the whole volume give (Weibull), or the largest load of a test to "
      "collapse");
}

Compression::Compression(const octree::Octree &octree, const materials::Isotropic &material,
                         const operators::DiscretizationParameters &discretization, bool bonded,
                         const std::array<bool, 2> &mirrored)
    : space_(octree, discretization.degree),
      elasticity_(space_, material, discretization.fictitious_stiffness,
                  discretization.surplus_stiffness),
      method_(discretization.solver == operators::SolverKind::assembled
                  ? multigrid::Method::assembled
                  : multigrid::Method::multigrid),
      bonded_(bonded), mirrored_(mirrored), displacement_(space_.make_vector(3)) {}

operators::SolveReport Compression::solve(double tolerance, const operators::WorkDone &done) {
  const auto op = multigrid::make_operator(space_, elasticity_, held(), method_);
  op->tell(done);
  displacement_ = 0.;
  const auto report = op->solve(displacement_, space_.make_vector(3), tolerance);
  if (!bonded_)
    remove_rigid_motion();
  return report;
}

void Compression::remove_rigid_motion() {
  // Mean displacement along the platens and mean turn about the axis, over all nodes; what mirror
  // planes hold is none.
  const auto &[lower, upper] = space_.octree().box().get_boundary_points();
  const Point center = 0.5 * (lower + upper);
  const auto positions = space_.positions();
  double x = 0., y = 0., turn = 0., r2 = 0., ux = 0., uy = 0.;
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node) {
    const auto r = positions[node] - center;
    const double u = displacement_.local_element(3 * node),
                 v = displacement_.local_element(3 * node + 1);
    x += r[0];
    y += r[1];
    ux += u;
    uy += v;
    turn += r[0] * v - r[1] * u;
    r2 += r[0] * r[0] + r[1] * r[1];
  }
  std::array<double, 6> means = {x, y, ux, uy, turn, r2};
  for (double &mean : means)
    mean = dealii::Utilities::MPI::sum(mean, space_.communicator()) / space_.n_nodes();
  const auto &[mx, my, mu, mv, mean_turn, mr2] = means;
  const bool turns = !mirrored_[0] && !mirrored_[1];
  const double angle = turns ? (mean_turn - mx * mv + my * mu) / (mr2 - mx * mx - my * my) : 0.;
  const double along_x = mirrored_[0] ? 0. : mu, along_y = mirrored_[1] ? 0. : mv;
  displacement_.zero_out_ghost_values();
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node) {
    const auto r = positions[node] - center;
    displacement_.local_element(3 * node) -= along_x - angle * (r[1] - my);
    displacement_.local_element(3 * node + 1) -= along_y + angle * (r[0] - mx);
  }
  displacement_.update_ghost_values();
}

std::vector<double> Compression::errors() const {
  return recovery_error(elasticity_, displacement_, mirrors());
}

Vector Compression::nodal_stress() const {
  return mechanics::nodal_stress(elasticity_, displacement_, mirrors());
}

double Compression::apparent_modulus(double cross_section_area) const {
  const double top = space_.octree().box().get_boundary_points().second[2];
  Vector unit_motion = space_.make_vector(3);
  const auto positions = space_.positions();
  for (unsigned int node = 0; node < space_.n_owned_nodes(); ++node)
    if (positions[node][2] > top - 1e-9 * std::abs(top))
      unit_motion.local_element(3 * node + 2) = -1.;
  unit_motion.update_ghost_values();

  double force = 0.;
  dealii::FullMatrix<double> matrix;
  dealii::Vector<double> u(3 * space_.n_nodes_per_cell()), v(u.size());
  for (const FiniteCell &cell : space_.cells()) {
    // Nodes below the platen hang on larger cells beside, and move with it, two cells deep.
    if (cell.lower[2] + 2.5 * cell.size[2] < top)
      continue;
    space_.gather(unit_motion, 3, cell, v.data());
    if (v.all_zero())
      continue;
    space_.gather(displacement_, 3, cell, u.data());
    elasticity_.cell_matrix(cell, matrix);
    force += matrix.matrix_scalar_product(u, v);
  }
  return dealii::Utilities::MPI::sum(force, space_.communicator()) / cross_section_area;
}

namespace {

/** Nodes on the platens' planes of those cells there for which `holds` is true, as not zero. */
template <typename Holds>
Vector nodes_at_platens(const operators::FiniteCellSpace &space, const Holds &holds) {
  const auto &box = space.octree().box();
  Vector flags = space.make_vector(1);
  std::vector<double> at_nodes(space.n_nodes_per_cell());
  for (const FiniteCell &cell : space.cells())
    for (const unsigned int face : {4u, 5u}) {
      const double plane = face == 4 ? box.lower_bound(2) : box.upper_bound(2);
      const auto is_on_plane = [&](double z) { return std::abs(z - plane) < 1e-6 * cell.size[2]; };
      if (!is_on_plane(cell.lower[2] + (face == 4 ? 0. : cell.size[2])) || !holds(cell, face))
        continue;
      for (unsigned int a = 0; a < at_nodes.size(); ++a)
        at_nodes[a] = is_on_plane(space.position(cell, a)[2]);
      space.scatter_add(at_nodes.data(), 1, cell, flags);
    }
  flags.compress(dealii::VectorOperation::add);
  flags.update_ghost_values();
  return flags;
}

/**
 * Nodes that a platen holds: those of cells whose solid touches it, and of their neighbours along
 * it, so that the held area shrinks steadily under refinement. Solid that ends a little below a
 * platen elsewhere is free.
 */
Vector touched_nodes(const operators::FiniteCellSpace &space) {
  const Vector touched = nodes_at_platens(space, [&](const FiniteCell &cell, unsigned int face) {
    return !space.octree().face_pieces(cell.cell, face).empty();
  });
  std::vector<double> at_nodes(space.n_nodes_per_cell());
  return nodes_at_platens(space, [&](const FiniteCell &cell, unsigned int) {
    space.gather(touched, 1, cell, at_nodes.data());
    return std::any_of(at_nodes.begin(), at_nodes.end(), [](double x) { return x != 0.; });
  });
}

} // namespace

operators::DirichletValues held_by_platens(const operators::FiniteCellSpace &space, bool bonded,
                                           const std::array<bool, 2> &mirrored) {
  operators::DirichletValues values;
  const auto &[lower, upper] = space.octree().box().get_boundary_points();
  const double tolerance = 1e-9 * (upper[2] - lower[2]);
  const Vector touched = touched_nodes(space);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < positions.size(); ++node) {
    for (unsigned int d = 0; d < 2; ++d)
      if (mirrored[d] && positions[node][d] < lower[d] + tolerance)
        values[3 * node + d] = 0.;
    const double z = positions[node][2];
    const bool bottom = z<lower[2] + tolerance, top = z> upper[2] - tolerance;
    if ((!bottom && !top) || touched.local_element(node) == 0.)
      continue;
    values[3 * node + 2] = top ? lower[2] - upper[2] : 0.;
    if (bonded)
      values[3 * node] = values[3 * node + 1] = 0.;
  }
  return values;
}

} // namespace lacuna::mechanics
