// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/foreseen.h>
#include <solver/study/rates_file.h>
#include <solver/sweep/design_space.h>

#include <string>
#include <vector>

namespace lacuna::sweep {

/** A point of a design space that is a valid study. */
struct Point {
  PointValues values;
  /** What it sets on top of the study. */
  std::vector<params::Entry> entries;
  std::string identity;
  /** Its number in the folder of the sweep, from 1 on. */
  unsigned int number = 0;
};

using study::Demand;

/** "d = 412.5 um, gap = 300 um". */
std::string describe(const DesignSpace &space, const PointValues &values);

/**
 * Gives a point its entries. Returns its study.
 *
 * @param index Of the point in the design, for messages.
 * @throws params::InputError that names the point and its values.
 */
study::Study resolve(const DesignSpace &space, std::size_t index, Point &point);

/**
 * As `lacuna check` foresees it on one process; nothing of what cannot be foreseen.
 * @throws params::InputError that names the point where it cannot be drawn.
 */
Demand foresee(const DesignSpace &space, std::size_t index, Point point, const study::Rates &rates);

} // namespace lacuna::sweep
