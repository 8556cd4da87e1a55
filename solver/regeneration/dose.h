// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/regeneration/growth.h>
#include <solver/transport/coating.h>
#include <solver/transport/release.h>

#include <optional>

namespace lacuna::regeneration {

/** Mean of a factor in the pores (mol/m³) as its release had it, and as at its end from there on.
 */
class MeanInTime {
public:
  /** @param release None for none of it. */
  explicit MeanInTime(const transport::FactorRelease *release = nullptr);

  double at(double time) const;

private:
  std::vector<std::pair<double, double>> rows_;
};

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

  /** Vessels ask for VEGF from here on. @param release Of it; none where there is none. */
  void ask_for_vegf(const Kinetics &kinetics, const transport::FactorRelease *release);

  /** Migrasomes that a cell on coated struts has engulfed until t (s). */
  double engulfed(double time) const;
  /** BMP2 in the pores (mol/m³). */
  double soluble(double time) const { return soluble_.at(time); }

  Stimulus operator()(double time) const;

private:
  Conversion conversion_;
  transport::Delivery layer_;
  double migrasomes_per_cell_ = 0.;
  MeanInTime soluble_, vegf_;
  std::optional<Kinetics> asks_for_vegf_;
};

} // namespace lacuna::regeneration
