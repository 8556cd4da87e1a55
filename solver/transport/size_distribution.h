// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vector>

namespace lacuna::transport {

/** Vesicles of about one diameter (m), and their share of the cargo of all. */
struct SizeClass {
  double diameter, share;
};

/**
 * Vesicles whose diameters are lognormal between two limits (m), with cargo in proportion to
 * volume; one class without spread.
 *
 * @param spread Standard deviation of the diameter's logarithm.
 */
std::vector<SizeClass> size_classes(double median, double spread, double smallest, double largest);

} // namespace lacuna::transport
