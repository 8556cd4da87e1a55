// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/acceleration.h>
#include <solver/fracture/phase_field_law.h>
#include <solver/multigrid/level_operator.h>
#include <solver/operators/finite_cell_space.h>

#include <functional>

namespace lacuna::fracture {

using operators::FiniteCell;
using operators::Vector;

/** Something that varies from place to place. */
using ScalarFunction = std::function<double(const operators::Point &)>;

/**
 * Damage d on the nodes of a space of degree 1, which never heals.
 *
 * Drive, g and r are taken at the Gauss points of whole cells, of cut cells at the centroid of
 * their solid alone: their weights may be negative at single points, but no weighted sum with one
 * factor for all points is.
 */
class PhaseField {
public:
  /** @param strength Local strength over that of the material by place; l_ch is the same. */
  PhaseField(const operators::FiniteCellSpace &space, const PhaseFieldLaw &law,
             double fictitious_stiffness, const ScalarFunction &strength = nullptr);

  /** With ghosts up to date. */
  const Vector &damage() const { return damage_; }
  /** The damage accepted last. */
  const Vector &least() const { return least_; }

  /**
   * Damage at a fixed displacement (m), at least that accepted last, by Newton's method with an
   * active set: nodes that would heal are held. Returns by how much d changed at the most, and goes
   * on from there as Acceleration thinks best.
   */
  double follow(const Vector &displacement);

  /** Makes the present damage the least from now on. */
  void accept() { restart(damage_); }
  /** Goes back to the damage accepted last. */
  void reject() { restart(least_); }
  /** Goes on from an accepted damage. */
  void restart(const Vector &damage);

  /** The cells with their weights times g(d). */
  operators::WeightedCells degraded_cells() const;

  /**
   * The stiffness 1 − g that is lost, where a displacement (m) shortens the cell along z: of the
   * uniaxial kind it is not lost, since cracks bear pressure along themselves and across.
   */
  operators::BoundaryWeights borne_cells(const Vector &displacement) const;

  /** Energy that the crack took (J), on all ranks. */
  double crack_energy() const;

  /** Whether somewhere in a cell damage or, when last followed, its drive is above these. */
  bool exceeds(const FiniteCell &cell, double damage, double drive) const;

private:
  static constexpr unsigned int n_nodes = 8, n_points = 27;
  using NodeValues = std::array<double, n_nodes>;

  /** The trilinear functions and their derivatives on the unit cell at a point. */
  struct Shape {
    explicit Shape(const operators::Point &unit);
    /** Damage, from the values of a cell. */
    double damage(const NodeValues &d) const;

    std::array<double, n_nodes> values;
    std::array<dealii::Tensor<1, 3>, n_nodes> gradients;
    operators::Point unit;
  };

  Shape at_centroid(const FiniteCell &cell) const;
  /** Calls action(q, shape) at the Gauss points of a whole cell, or once for a cut one. */
  template <typename Action>
  void for_each_point(const FiniteCell &cell, const Action &action) const;
  /** `factors` at a whole cell's points, or one for all. */
  void multiply(const FiniteCell &cell, const std::array<double, n_points> &factors,
                double *weights) const;
  void update_drive(const Vector &displacement);
  /** One step of Newton's method; by how much d changed at the most. */
  double step();
  /** Sets d + change within [least, 1]; by how much it changed at the most on all ranks. */
  double add(const Vector &change);

  const operators::FiniteCellSpace &space_;
  PhaseFieldLaw law_;
  double fictitious_;
  std::unique_ptr<multigrid::LevelOperator<double>> diffusion_;
  std::vector<Shape> gauss_shapes_;
  /** Of the cut cells, in the order of their weights. */
  std::vector<Shape> centroid_shapes_;
  /** By cell and point: local strength, what drives damage at the displacement followed. */
  std::vector<double> strength_, drive_;
  Vector damage_, least_;
  Acceleration acceleration_;
};

} // namespace lacuna::fracture
