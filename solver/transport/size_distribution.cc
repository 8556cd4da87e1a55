// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/size_distribution.h>

#include <cmath>

namespace lacuna::transport {

namespace {

constexpr unsigned int n_classes = 24;

} // namespace

std::vector<SizeClass> size_classes(double median, double spread, double smallest, double largest) {
  if (spread == 0.)
    return {{median, 1.}};
  std::vector<SizeClass> result;
  double sum = 0.;
  // The middle of each of n equal parts of the logarithm.
  for (unsigned int i = 0; i < n_classes; ++i) {
    const double diameter = smallest * std::pow(largest / smallest, (i + 0.5) / n_classes);
    const double deviation = std::log(diameter / median) / spread;
    const double cargo = std::exp(-0.5 * deviation * deviation) * std::pow(diameter, 3);
    result.push_back({diameter, cargo});
    sum += cargo;
  }
  for (SizeClass &size : result)
    size.share /= sum;
  return result;
}

} // namespace lacuna::transport
