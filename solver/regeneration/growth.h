// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>
#include <solver/regeneration/lumped_diffusion.h>
#include <solver/regeneration/regeneration_parameters.h>

#include <functional>

namespace lacuna::regeneration {

/** What grows, at nodes, each as a share from 0 to 1. */
struct Tissue {
  explicit Tissue(const operators::FiniteCellSpace &space)
      : vessels(space.make_vector(1)), progenitors(vessels), osteoblasts(vessels), bone(vessels),
        mineral(vessels) {}

  Vector vessels, progenitors, osteoblasts, bone, mineral;
};

/** What acts on cells at one time. */
struct Stimulus {
  /** Turns progenitors into osteoblasts: everywhere (1/s), on struts (m/s). */
  double soluble = 0., bare = 0., coated = 0.;
  /** Share of their growth that vessels have. */
  double vessels = 1.;
};

/** Amounts (m³ of the densest tissue) that cells of one kind gained until now. */
struct CellBalance {
  double initial = 0., grown = 0., converted = 0., died = 0., from_rim = 0., from_dura = 0.;
  /** Moved between neighbours where steps came out below zero, see transport::refill(). */
  double refilled = 0.;

  /** What must be there. */
  double expected() const { return initial + grown + converted - died + from_rim + from_dura; }
  /** Of all that came or went. */
  double turnover() const;
};

/**
 * Progenitors, osteoblasts, vessels, bone and mineral in time (see Kinetics), by ROS2 (Verwer et
 * al. 1999, 10.1137/S1064827597326651): two linear solves of each field a step, second order and
 * L-stable with any approximate Jacobian. That is here of one field at a time, in the order
 * vessels, progenitors, osteoblasts, bone, mineral, with what each hands on to the next. What the
 * stages gain is taken from fluxes, so that balances close to rounding whatever solvers leave.
 *
 * Nodes at bone of the rim are held at its densities, nodes at dura and periosteum at vessels of 1.
 * Steps are as long as an embedded first-order solution allows, and end at the times at which the
 * host changes.
 */
class Growth {
public:
  /** @param stimulus At time t (s). What is referred to must outlive this. */
  Growth(const Site &site, const Kinetics &kinetics, const HostParameters &host,
         std::function<Stimulus(double)> stimulus, double tolerance);

  /** Begins at t = 0 with this tissue, and the host's at the nodes that it holds. */
  void start(const Tissue &tissue);

  /** Steps to a later time (s). Collective. */
  void advance_to(double time);

  double time() const { return time_; }
  const Tissue &tissue() const { return tissue_; }
  const CellBalance &progenitors() const { return progenitors_; }
  const CellBalance &osteoblasts() const { return osteoblasts_; }
  /** Σ volume x, of all ranks (m³). */
  double amount(const Vector &x) const { return site_.volume * x; }
  /** |expected − there| of progenitors and osteoblasts, over their turnover. */
  double balance_error() const;
  unsigned int n_steps() const { return n_steps_; }
  unsigned int n_iterations() const { return n_iterations_; }

  void serialize(checkpoint::Numbers &state);

private:
  /** A field with its slopes k at both stages; β = 1 or, where it crowds, its own density. */
  struct Moving {
    Vector *value;
    double motility;
    bool crowds;
    std::vector<bool> held;
    std::array<Vector, 2> slope;
  };

  void hold();
  void hold(Moving &field, const std::vector<bool> &where, double value, double &jump);
  double next_event() const;
  bool try_step(double dt);
  /**
   * Slopes of a field at a stage from source_ and its derivative slope_ at each node, times volume.
   *
   * @return What comes in by held nodes, on this rank (m³/s).
   */
  double solve_stage(Moving &field, unsigned int stage, double dt);
  void vessel_stage(unsigned int stage, double dt);
  void progenitor_stage(unsigned int stage, double dt);
  void osteoblast_stage(unsigned int stage, double dt);
  void bone_stage(unsigned int stage, double dt);
  /** Volume a second from which a node converts progenitors. */
  double conversion(const Stimulus &stimulus, unsigned int node) const;
  double relative_error(double dt) const;
  void accept(double dt);

  const Site &site_;
  Kinetics kinetics_;
  HostParameters host_;
  std::function<Stimulus(double)> stimulus_;
  double tolerance_;
  LumpedDiffusion diffusion_;
  Tissue tissue_;
  Moving v_, m_, b_;
  std::array<Vector, 2> bone_slope_, mineral_slope_;
  Vector source_, slope_;
  /** Of the present step, by stage: what balances gain in a second on this rank; stimuli. */
  std::array<CellBalance, 2> m_gain_, b_gain_;
  std::array<Stimulus, 2> stimuli_;
  double time_ = 0., step_, longest_step_, least_volume_;
  CellBalance progenitors_, osteoblasts_;
  unsigned int n_steps_ = 0, n_iterations_ = 0;
};

} // namespace lacuna::regeneration
