// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/transport/regions.h>

#include <string>
#include <vector>

namespace lacuna::transport {

/** What the pores open into: a clot, medium in a well, or nothing but other cells. */
enum class SurroundingsKind { defect, well, cell };

inline params::Words<SurroundingsKind> words(SurroundingsKind) {
  return {{SurroundingsKind::defect, "defect"},
          {SurroundingsKind::well, "well"},
          {SurroundingsKind::cell, "cell"}};
}

/** An axis of space. */
enum class Axis { x, y, z };

inline params::Words<Axis> words(Axis) {
  return {{Axis::x, "x"}, {Axis::y, "y"}, {Axis::z, "z"}};
}

/** Where factors go and for how long, SI units. */
struct TransportParameters {
  bool enabled;
  SurroundingsKind surroundings;
  double margin;
  /** Exchange velocities at the rim of a defect, towards the dura below and the periosteum above.
   */
  double clearance, dura_clearance, periosteum_clearance;
  /** When the medium of a well is changed, and what of the fluid in the pores goes with it. */
  std::vector<double> medium_changes;
  double pore_exchange;
  double duration;
  double cell_size;
  double time_tolerance;
  double cell_density;
  bool uptake;
  std::vector<double> output_times;
  double checkpoint_interval;
  /** Mean velocity of fluid that enters through the face of the box below along the axis. */
  double perfusion;
  Axis perfusion_axis;
  RegionsParameters regions;

  bool in_defect() const { return surroundings == SurroundingsKind::defect; }
  bool in_cell() const { return surroundings == SurroundingsKind::cell; }
  /** Tissue around the clot, within the outer boundary. */
  bool has_tissue() const { return in_defect() && regions.clot_width < margin; }

  void declare(params::Registry &registry);

  /** When the medium is changed (s), ascending. */
  std::vector<double> changes() const;

  /** Throws params::InputError for changes of the medium without one, or beyond the end. */
  void check(const params::Registry &registry) const;
};

} // namespace lacuna::transport
