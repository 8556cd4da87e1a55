// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/fracture/crushing.h>
#include <solver/fracture/phase_field.h>
#include <solver/multigrid/matrix_free_operator.h>

#include <optional>

namespace lacuna::fracture {

/**
 * A solid that breaks and how it is driven, whatever the grid. With the stiffness g that is left by
 * cracks (PhaseFieldLaw) and k by crushing (CrushingLaw)
 *   σ = k (g C : ε − (1 − g) E ⟨−ε_zz⟩ e_z e_z),
 * since cracks bear pressure along themselves and, closed, across; without crushing σ = g C : ε.
 */
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
  std::optional<CrushingLaw> crushing = std::nullopt;
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
  const PhaseField &cracks() const { return cracks_; }
  /** If there is any. */
  const std::optional<Crushing> &crushing() const { return crushing_; }
  const Vector &displacement() const { return displacement_; }
  /** Of the platen (m) at strain 1. */
  double motion() const { return motion_; }

  /**
   * All that a step has so far, with numbers of components: displacement now and at its start,
   * damage accepted last and now, pressure likewise.
   */
  std::vector<std::pair<const Vector *, unsigned int>> fields() const;
  /** Goes on from such fields, of another grid. */
  void restart(double strain, const std::vector<Vector> &fields);

  /** From the damage accepted last on, with the present displacement in proportion. */
  void begin(double strain);
  /**
   * Displacement at the present damage, or as far towards it as leaves this share of the residual;
   * iterations of the linear solver.
   */
  unsigned int deform(double share = 0.);
  /** Damage at the present displacement; by how much it changed at the most. */
  double follow();
  void accept();
  /** J, taken by cracks and by crushing. */
  double dissipated() const;
  /** Whether somewhere in a cell damage or what drives it (see PhaseFieldLaw) is above these. */
  bool exceeds(const FiniteCell &cell, double damage, double drive) const;

  /** Of the present displacement and damage, on all ranks. */
  Measured measure() const;

private:
  using Operator = multigrid::MatrixFreeOperator<3>;

  /** Elasticity at a damage. */
  struct Degraded {
    operators::WeightedCells cells;
    Vector cracks, crushing;
    std::optional<Operator> op;
  };

  /**
   * Where the step's start shortens a cell, the stiffness along z that cracks took and pressure
   * finds again; false where there is hardly any. @param left, uncrushed g and k.
   */
  bool bears(const FiniteCell &cell, const CellPoints::PointValues &left,
             const CellPoints::PointValues &uncrushed, CellPoints::PointValues &lost) const;
  /** At the present damage. */
  std::unique_ptr<Degraded> degraded(const operators::DirichletValues &held) const;
  /** Whether the multigrid cycle of an earlier damage still does. */
  bool serves(const Degraded &other) const;

  operators::FiniteCellSpace space_;
  CellPoints points_;
  operators::FormCoefficients<3> form_;
  operators::Stabilization stabilization_;
  PhaseField cracks_;
  std::optional<Crushing> crushing_;
  operators::DirichletValues held_;
  double motion_ = 0.;
  /** 0 before there was any. */
  double strain_ = 0.;
  Vector displacement_;
  /** At the start of the step: where that shortens the solid, pressure is borne during all of it.
   */
  Vector before_;
  /** Whose multigrid cycle serves while damage has changed little. */
  std::unique_ptr<Degraded> preconditioner_;
};

} // namespace lacuna::fracture
