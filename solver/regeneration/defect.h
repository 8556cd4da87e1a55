// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold/scaffold.h>
#include <solver/operators/reference_element.h>
#include <solver/regeneration/regeneration_parameters.h>
#include <solver/regeneration/site.h>

#include <functional>

namespace lacuna::regeneration {

/**
 * A defect of the skull that a scaffold's envelope fills: pores, or all of it where it is left
 * empty. The dura lies below, the periosteum above, and bone of the skull around its rim up to its
 * thickness: nodes on the rim's surface Γ and beyond are held. In the cells that Γ crosses, a node
 * i before it, at a distance d_i, is linked to each node o that is held by
 *   ∫_Γ N_i N_o / Σ_o N_o (1/d_i + 1/h) ds,
 * as if what is held were on Γ and not up to a cell h behind it: along one axis this and the
 * stiffness of the cut cell, d_i/h², make 1/d_i.
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
  /** @param rim Its points in a cut cell. */
  void link_to_rim(const operators::FiniteCell &cell, const operators::ReferenceElement &element,
                   const std::vector<octree::SurfacePoint> &rim, const geometry::Shape &envelope,
                   const HostParameters &host);
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
