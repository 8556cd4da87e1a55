// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/regeneration/regeneration_parameters.h>
#include <solver/regeneration/site.h>

#include <functional>

namespace lacuna::regeneration {

/**
 * A defect of the skull that a scaffold's envelope fills: pores, or all of it where it is left
 * empty. The dura lies below, the periosteum above, and bone of the skull around its rim up to its
 * thickness; a cell on either side of the rim's surface shares its nodes, of which those within
 * half a cell of it, and beyond, are held.
 */
class Defect {
public:
  /** @param is_coated Which places of the struts are; none for nowhere. */
  Defect(MPI_Comm communicator, const geometry::Scaffold &scaffold,
         const RegenerationParameters &parameters,
         const std::function<bool(const geometry::Point &)> &is_coated = {});

  const octree::Octree &octree() const { return octree_; }
  const operators::FiniteCellSpace &space() const { return space_; }
  const Site &site() const { return site_; }

  /** Σ volume x of nodes at most so far from the axis, as shares of the rim's radius (m³). */
  double amount_between(const Vector &x, double inner, double outer) const;

private:
  void find_boundary(const geometry::Scaffold &scaffold, const HostParameters &host, bool is_empty,
                     const std::function<bool(const geometry::Point &)> &is_coated);
  bool is_host(const geometry::Point &x, const HostParameters &host) const;

  geometry::Point middle_; ///< of the dura's side
  double radius_;          ///< half of the larger width
  octree::Octree octree_;
  operators::FiniteCellSpace space_;
  Site site_;
  /** Distance of owned nodes from the axis over the radius. */
  std::vector<float> from_axis_;
};

} // namespace lacuna::regeneration
