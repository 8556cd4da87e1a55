// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/acceleration.h>
#include <solver/fracture/cell_points.h>
#include <solver/fracture/phase_field_law.h>
#include <solver/multigrid/level_operator.h>

#include <functional>

namespace lacuna::fracture {

/** Something that varies from place to place. */
using ScalarFunction = std::function<double(const operators::Point &)>;

/** Damage d on the nodes of a space of degree 1, which never heals. */
class PhaseField {
public:
  /**
   * `points` must outlive this. @param strength Local strength over that of the material by place;
   * l_ch is the same.
   */
  PhaseField(const CellPoints &points, const PhaseFieldLaw &law, double fictitious_stiffness,
             const ScalarFunction &strength = nullptr);

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

  void accept() { restart(damage_, damage_); }
  /** Goes on from a damage that was accepted last and one found since. */
  void restart(const Vector &least, const Vector &damage);

  /** Local strength over the material's at a point of a cell, see CellPoints::for_each(). */
  double strength(const FiniteCell &cell, unsigned int q) const { return strengths(cell)[q]; }
  const double *strengths(const FiniteCell &cell) const {
    return &strength_[space_.index(cell) * n_points];
  }
  /** g(d) at the points of a cell; false where that is 1. */
  bool stiffness(const FiniteCell &cell, CellPoints::PointValues &result) const;

  /** Energy that the crack took (J), on all ranks. */
  double energy() const;

  /** Whether somewhere in a cell damage or, when last followed, its drive is above these. */
  bool exceeds(const FiniteCell &cell, double damage, double drive) const;

private:
  static constexpr unsigned int n_points = CellPoints::n_points;
  using NodeValues = CellPoints::NodeValues;
  using Shape = CellPoints::Shape;

  /** d at a point. */
  static double damage(const Shape &shape, const NodeValues &nodes);
  void update_drive(const Vector &displacement);
  /** One step of Newton's method; by how much d changed at the most. */
  double step();
  /** Sets d + change within [least, 1]; by how much it changed at the most on all ranks. */
  double add(const Vector &change);

  const CellPoints &points_;
  const operators::FiniteCellSpace &space_;
  PhaseFieldLaw law_;
  double fictitious_;
  std::unique_ptr<multigrid::LevelOperator<double>> diffusion_;
  /** By cell and point: local strength, what drives damage at the displacement followed. */
  std::vector<double> strength_, drive_;
  Vector damage_, least_;
  Acceleration acceleration_;
};

} // namespace lacuna::fracture
