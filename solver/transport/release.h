// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <meshes/geometry/scaffold.h>
#include <solver/transport/coating.h>
#include <solver/transport/diffusion_stepper.h>
#include <solver/transport/patches.h>
#include <solver/transport/transport_parameters.h>

namespace lacuna::transport {

/** The state at one time; concentrations and shares above threshold are of the pore space. */
struct ReleaseRow {
  double time;
  Balance balance;
  double fluid;
  double mean, max;
  double share_above_threshold;
  /** Of the scaffold's surface. */
  double surface_share_above_threshold;
};

/** What became of one factor. Amounts in mol, concentrations in mol/m³, SI units. */
struct FactorRelease {
  std::string factor;
  std::vector<ReleaseRow> history;
  double loaded = 0., engulfed = 0.;
  /** Molecules that a cell on the surface received with engulfed migrasomes. */
  double contact_dose = 0.;
  double peak = 0., share_above_threshold_max = 0., surface_share_above_threshold_max = 0.;
  double time_above_threshold_mean = 0., exposure_mean = 0.;
  unsigned int steps = 0, iterations = 0;

  /** |released − fluid − bound − degraded − taken up − cleared| over released, or 0. */
  double balance_error() const;
  const ReleaseRow &last() const { return history.back(); }
};

/**
 * The fluid in and around a specimen: pore space and a box of medium or clot, meshed finely in the
 * pores and coarsely away from the scaffold.
 */
class Surroundings {
public:
  Surroundings(MPI_Comm communicator, const geometry::Scaffold &scaffold,
               const TransportParameters &parameters);

  const octree::Octree &octree() const { return octree_; }
  const operators::FiniteCellSpace &space() const { return *space_; }
  /** Volume of pore space that each free node stands for (m³); sums to the whole. */
  const Vector &pore_volume() const { return pore_volume_; }
  /** Volume of the pore space (m³). */
  double pore_total() const { return pore_total_; }
  /** Exchange velocity by face of the box (m/s). */
  const std::array<double, 6> &clearance() const { return clearance_; }

private:
  void measure_pores(const geometry::Shape &envelope);

  octree::Octree octree_;
  std::unique_ptr<operators::FiniteCellSpace> space_;
  Vector pore_volume_;
  double pore_total_ = 0.;
  std::array<double, 6> clearance_{};
};

/** Releases one factor from the coating, or from the pores, into the surroundings. */
class Release {
public:
  /** Called with the share of the work done, after each time step. */
  using Report = std::function<void(double)>;

  /** @param seed Of the specimen, for patches of its coating. */
  Release(const Surroundings &surroundings, const TransportParameters &transport,
          const CoatingParameters &coating, const FactorParameters &factor, std::uint64_t seed);

  FactorRelease run(const Report &report);

  /** Concentration at the output times (mol/m³), distributed. */
  const std::vector<std::pair<double, Vector>> &snapshots() const { return snapshots_; }
  /** Time above the threshold (s), exposure ∫ c dt (mol s/m³), peak (mol/m³) at each node. */
  const Vector &time_above_threshold() const { return time_above_; }
  const Vector &exposure() const { return exposure_; }
  const Vector &peak() const { return peak_; }

private:
  void observe(const DiffusionStepper &stepper, FactorRelease &result);
  void take_snapshots(const DiffusionStepper &stepper);
  double pore_mean(const Vector &x) const;

  const Surroundings &surroundings_;
  TransportParameters transport_;
  Carried carried_;
  Patches patches_;
  std::vector<std::pair<double, Vector>> snapshots_;
  Vector time_above_, exposure_, peak_;
};

/** The history of a factor that no coating releases: zero at start and end. */
FactorRelease no_release(const TransportParameters &transport, const FactorParameters &factor);

} // namespace lacuna::transport
