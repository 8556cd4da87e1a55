// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/regeneration/growth.h>
#include <solver/transport/coating.h>
#include <solver/transport/release.h>

namespace lacuna::regeneration {

/**
 * What a coating does to cells over time. Migrasomes hand over what cells engulf: their number in a
 * cell follows from the law of the layer, at any time. BMP2 in the fluid is the mean of the pores
 * as its release had it; a factor crosses the pores in hours.
 */
class Dose {
public:
  /** A plain scaffold. */
  explicit Dose(const Conversion &conversion) : conversion_(conversion) {}

  /** @param release Of BMP2; none where the study has no such factor. */
  Dose(const Conversion &conversion, const transport::CoatingParameters &coating,
       double cell_density, const transport::FactorRelease *release);

  /** Migrasomes that a cell on coated struts has engulfed until t (s). */
  double engulfed(double time) const;
  /** BMP2 in the pores (mol/m³), as at the last time of the release from there on. */
  double soluble(double time) const;

  Stimulus operator()(double time) const;

private:
  Conversion conversion_;
  transport::Delivery layer_;
  double migrasomes_per_cell_ = 0.;
  /** Times (s) and means (mol/m³) of the release. */
  std::vector<std::pair<double, double>> soluble_;
};

} // namespace lacuna::regeneration
