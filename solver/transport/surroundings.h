// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/fluid.h>
#include <solver/transport/transport_parameters.h>

namespace lacuna::transport {

/**
 * The fluid in and around a specimen: pore space and a box of medium or clot, meshed finely in the
 * pores and coarsely away from the scaffold; or the pores of one period of an endless one, whose
 * opposite faces are joined. Where struts are permeable they are meshed, too.
 */
class Surroundings {
public:
  Surroundings(MPI_Comm communicator, const geometry::Scaffold &scaffold,
               const TransportParameters &parameters);

  const octree::Octree &octree() const { return octree_; }
  const operators::FiniteCellSpace &space() const { return *space_; }
  const Regions &regions() const { return regions_; }
  CellParts parts() const { return CellParts(*space_, &regions_); }

  /** Volume of pore space that each free node stands for (m³); sums to the whole. */
  const Vector &pore_volume() const { return pore_volume_; }
  /** The same of the fluid outside of the envelope. */
  const Vector &outer_volume() const { return outer_volume_; }
  /** Volume of the pore space (m³). */
  double pore_total() const { return pore_total_; }
  /** Null for a fluid at rest. */
  const Flow *flow() const { return flow_.get(); }
  /** Exchange velocity by face of the box (m/s). */
  const std::array<double, 6> &clearance() const { return clearance_; }

  /** Mean over the pore space of a field at nodes; 0 without pores. */
  double pore_mean(const Vector &x) const;

private:
  void measure(const geometry::Shape &envelope);

  Regions regions_;
  octree::Octree octree_;
  std::unique_ptr<operators::FiniteCellSpace> space_;
  std::unique_ptr<const Flow> flow_;
  Vector pore_volume_, outer_volume_;
  double pore_total_ = 0.;
  std::array<double, 6> clearance_{};
};

} // namespace lacuna::transport
