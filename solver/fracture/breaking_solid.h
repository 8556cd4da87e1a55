// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/phase_field.h>
#include <solver/multigrid/matrix_free_operator.h>

#include <optional>

namespace lacuna::fracture {

/** A solid that breaks and how it is driven, whatever the grid. */
struct BreakingModel {
  materials::Isotropic elasticity;
  double fictitious_stiffness;
  PhaseFieldLaw law;
  /**
   * Displacements (m) at strain 1 on the nodes of a space; those that are not zero are the
   * platen's, which all move alike and whose force is measured.
   */
  std::function<operators::DirichletValues(const operators::FiniteCellSpace &)> held;
  /** See PhaseField. */
  ScalarFunction strength = nullptr;
  /** Whether damaged material bears pressure along z as sound material does. */
  bool bears_pressure = false;
};

/** Displacement and damage of a solid on one grid, both trilinear. */
class BreakingSolid {
public:
  struct Measured {
    double force;  ///< N
    double stored; ///< J
  };

  BreakingSolid(const octree::Octree &octree, const BreakingModel &model);

  const operators::FiniteCellSpace &space() const { return space_; }
  const PhaseField &phase_field() const { return phase_field_; }
  const Vector &displacement() const { return displacement_; }
  /** Of the platen (m) at strain 1. */
  double motion() const { return motion_; }

  /** Goes on from fields on this grid, with an accepted damage. */
  void restart(double strain, const Vector &displacement, const Vector &damage);

  /** From the damage accepted last on, with the present displacement in proportion. */
  void begin(double strain);
  /** Displacement at the present damage; iterations of the linear solver. */
  unsigned int deform();
  /** See PhaseField::follow(). */
  double follow() { return phase_field_.follow(displacement_); }
  void accept() { phase_field_.accept(); }

  /** Of the present displacement and damage, on all ranks. */
  Measured measure() const;

private:
  using Operator = multigrid::MatrixFreeOperator<3>;

  /** Elasticity at a damage. */
  struct Degraded {
    operators::WeightedCells cells;
    Vector damage;
    std::optional<Operator> op;
  };

  Operator degraded(const operators::WeightedCells &cells,
                    const operators::DirichletValues &held) const;

  bool bears_pressure_;
  operators::FiniteCellSpace space_;
  operators::FormCoefficients<3> form_;
  operators::Stabilization stabilization_;
  PhaseField phase_field_;
  operators::DirichletValues held_;
  double motion_ = 0.;
  /** 0 before there was any. */
  double strain_ = 0.;
  Vector displacement_;
  /** At the start of the step: where that shortens the solid, pressure is borne during all of it.
   */
  Vector before_;
  /** Where pressure is borne, as when the displacement was found. */
  operators::BoundaryWeights borne_;
  /** Whose multigrid cycle serves while damage has changed little. */
  std::unique_ptr<Degraded> preconditioner_;
};

} // namespace lacuna::fracture
