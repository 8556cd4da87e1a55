// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/regeneration/course.h>
#include <solver/regeneration/dose.h>
#include <solver/regeneration/scan.h>

namespace lacuna::regeneration {

/** The state at one time: means over the pores, and the dose until then. */
struct GrowthRow {
  double time;
  double bone, mineral, osteoblasts, progenitors, vessels;
  /** Mean bone within half of the rim's radius, from there to 3/4, and beyond. */
  std::array<double, 3> zones;
  /** Bone in parts of the envelope as a scan shows it; at whole weeks and at the end, else NaN. */
  double scanned;
  /** Migrasomes in a cell on coated struts; BMP2 in the pores (mol/m³). */
  double engulfed, soluble;
};

/** What became of one defect. */
struct Regrowth {
  std::vector<GrowthRow> history;
  /** At the end, what its voxels are, and its measures. */
  geometry::Volume scan;
  std::vector<Material> materials;
  BoneMeasures measures;
  CellBalance progenitors, osteoblasts;
  double balance_error = 0.;
  unsigned int steps = 0, iterations = 0;
  /** See follow(). */
  double resumed_at = 0.;

  /** Moved where steps came out below zero, over what came or went. */
  double refilled_share() const;
};

/** New bone in a defect from the operation to the scan. */
class Regeneration {
public:
  /** What is referred to must outlive this. */
  Regeneration(const Defect &defect, const geometry::Scaffold &scaffold,
               const RegenerationParameters &parameters, const Dose &dose);

  /** See follow(). @param show Told each time (s) of the history with its tissue. */
  Regrowth run(const Report &report, checkpoint::StateFile *states = nullptr,
               const std::function<void(double, const Tissue &)> &show = {});

private:
  GrowthRow row() const;
  void serialize(checkpoint::Numbers &state);

  const Defect &defect_;
  const geometry::Scaffold &scaffold_;
  const RegenerationParameters &parameters_;
  const Dose &dose_;
  Growth growth_;
  Regrowth result_;
};

} // namespace lacuna::regeneration
