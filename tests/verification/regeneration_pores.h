// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/shapes/primitives.h>
#include <solver/regeneration/growth.h>

#include <deal.II/base/mpi.h>

#include <functional>

namespace lacuna::tests {

constexpr double um = 1e-6, day = 86400.;

/** The defaults without anything around: vessels everywhere, no conversion. */
inline regeneration::Kinetics default_kinetics() {
  regeneration::Kinetics k;
  k.progenitor_motility = 1.35e-13;
  k.progenitor_growth = 0.6 / day;
  k.osteoblast_motility = 720 * um * um / day;
  k.osteoblast_growth = 0.144 / day;
  k.osteoblast_death = k.matrix_rate = 0.05 / day;
  k.mineral_time = 7 * day;
  k.vessel_motility = 2.3e-14;
  k.vessel_growth = 0.3 / day;
  k.vessel_share_without = 0.3;
  k.vessel_half = 0.044e-6;
  return k;
}
inline regeneration::HostParameters no_host() {
  return {0.25e-3, 1., 0.5, 14 * day, 0., 0.1, 1e3 * day};
}
inline regeneration::Stimulus no_stimulus(double) {
  return {};
}

/** A box of open pore from the origin, of cubic cells. */
struct OpenPore {
  OpenPore(const geometry::Point &size, double cell_size)
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::HalfSpace>(geometry::Point(0, 0, 1.),
                                                   dealii::Tensor<1, 3>({0, 0, 1})),
             octree::Box({geometry::Point(), size}), cell_size),
        space(tree, 1), site(space), positions(space.positions()) {}

  /** Vessels everywhere, and osteoblasts and progenitors as given. */
  regeneration::Tissue tissue(const std::function<double(const geometry::Point &)> &osteoblasts,
                              const std::function<double(const geometry::Point &)> &progenitors) {
    regeneration::Tissue result(space);
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i) {
      result.vessels.local_element(i) = 1.;
      result.osteoblasts.local_element(i) = osteoblasts(positions[i]);
      result.progenitors.local_element(i) = progenitors(positions[i]);
    }
    return result;
  }

  /** Largest of all ranks over owned nodes. */
  double largest(const std::function<double(unsigned int)> &at) const {
    double result = -1e300;
    for (unsigned int i = 0; i < space.n_owned_nodes(); ++i)
      result = std::max(result, at(i));
    return dealii::Utilities::MPI::max(result, MPI_COMM_WORLD);
  }

  octree::Octree tree;
  operators::FiniteCellSpace space;
  regeneration::Site site;
  std::vector<geometry::Point> positions;
};

inline double nothing(const geometry::Point &) {
  return 0.;
}

} // namespace lacuna::tests
