// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <params/reader/registry.h>
#include <solver/multigrid/make_operator.h>
#include <solver/operators/discretization.h>
#include <solver/operators/elasticity.h>

namespace lacuna::mechanics {

using operators::Vector;

/** Whether the ends of a specimen stick to the platens or slide on them. */
enum class Platens { bonded, frictionless };

inline params::Words<Platens> words(Platens) {
  return {{Platens::bonded, "bonded"}, {Platens::frictionless, "frictionless"}};
}

/** What the strength of a specimen is: of a linear solution, or the largest load of a test. */
enum class StrengthCriterion { none, first_crack, weakest_link, collapse };

inline params::Words<StrengthCriterion> words(StrengthCriterion) {
  return {{StrengthCriterion::none, "none"},
          {StrengthCriterion::first_crack, "first crack"},
          {StrengthCriterion::weakest_link, "weakest link"},
          {StrengthCriterion::collapse, "collapse"}};
}

/** How a specimen is loaded. */
struct MechanicsParameters {
  Platens platens;
  StrengthCriterion strength;

  void declare(params::Registry &registry);

  bool is_bonded() const { return platens == Platens::bonded; }
};

/** Displacements (m) at platens and mirror planes, at mean strain −1; see Compression. */
operators::DirichletValues held_by_platens(const operators::FiniteCellSpace &space, bool bonded,
                                           const std::array<bool, 2> &mirrored);

/**
 * A specimen compressed along z between the lower and the upper plane of the octree's box by a mean
 * strain of −1; linear, so that every other load is a multiple.
 *
 * Bonded platens hold all displacements of the planes; frictionless ones only the normal, and of
 * the displacements that differ by a motion along the platens the one without is taken. Mirror
 * planes hold the normal displacement, too.
 */
class Compression {
public:
  Compression(const octree::Octree &octree, const materials::Isotropic &material,
              const operators::DiscretizationParameters &discretization, bool bonded,
              const std::array<bool, 2> &mirrored = {});

  /** Solves to a relative residual, starting from zero. @param done Told how far that is. */
  operators::SolveReport solve(double tolerance, const operators::WorkDone &done = {});

  const operators::FiniteCellSpace &space() const { return space_; }
  const operators::Elasticity &elasticity() const { return elasticity_; }
  /** Displacement (m) at mean strain −1. */
  const Vector &displacement() const { return displacement_; }
  dealii::types::global_dof_index n_unknowns() const { return 3 * space_.n_nodes(); }
  /** See recovery_error(): mirror planes, and frictionless platens, which are no different. */
  std::vector<double> errors() const;
  /** See nodal_stress(), at mean strain −1. */
  Vector nodal_stress() const;

  /**
   * Force over cross-section and strain (Pa), approaching the exact value from above. The force is
   * the work of the stress on any displacement of the upper platen's nodes alone.
   */
  double apparent_modulus(double cross_section_area) const;

  /** See held_by_platens(). */
  operators::DirichletValues held() const { return held_by_platens(space_, bonded_, mirrored_); }

private:
  void remove_rigid_motion();
  /** Faces of the box beyond which the stress goes on as its mirror image. */
  std::array<bool, 6> mirrors() const {
    return {mirrored_[0], false, mirrored_[1], false, !bonded_, !bonded_};
  }

  operators::FiniteCellSpace space_;
  operators::Elasticity elasticity_;
  multigrid::Method method_;
  bool bonded_;
  /** Whether the lower faces of the box along x, y are mirror planes. */
  std::array<bool, 2> mirrored_;
  Vector displacement_;
};

} // namespace lacuna::mechanics
