// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/regeneration/course.h>
#include <solver/regeneration/front.h>

namespace lacuna::regeneration {

/** How full the pores are at a time (s): tissue over pores. */
struct FillRow {
  double time, tissue;
};

/** What became of pores in culture. */
struct Filled {
  std::vector<FillRow> history;
  /** When (s) nothing was left open, and how early by the width of fronts; not a number where
   * something is open. */
  double closed_at, closed_at_error;
  unsigned int steps = 0, iterations = 0;
  /** See follow(). */
  double resumed_at = 0.;
};

/**
 * A scaffold in culture without a host: the pores of a specimen, or of one period of an endless
 * one, and tissue that fills them from a thin layer on all struts. Nothing crosses the envelope, to
 * which fronts are perpendicular.
 */
class Culture {
public:
  Culture(MPI_Comm communicator, const geometry::Scaffold &scaffold,
          const RegenerationParameters &parameters);

  const octree::Octree &octree() const { return octree_; }
  const operators::FiniteCellSpace &space() const { return space_; }

  /** See follow(). @param show Told each time (s) of the history with φ. */
  Filled fill(const Report &report, checkpoint::StateFile *states = nullptr,
              const std::function<void(double, const Vector &)> &show = {}) const;

private:
  /** Distance (m) at nodes to the surface of a layer on struts, positive in it and in them. */
  Vector depth(double layer) const;

  const geometry::Scaffold &scaffold_;
  const RegenerationParameters &parameters_;
  octree::Octree octree_;
  operators::FiniteCellSpace space_;
  Site site_;
};

} // namespace lacuna::regeneration
