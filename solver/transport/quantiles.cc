// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/transport/quantiles.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <limits>

namespace lacuna::transport {

namespace {

/** Halvings of the range, for 1e-9 of it. */
constexpr unsigned int n_halvings = 30;

} // namespace

std::vector<double> quantiles(const operators::Vector &values, const operators::Vector &weights,
                              const std::vector<double> &shares) {
  const MPI_Comm communicator = values.get_mpi_communicator();
  std::vector<std::pair<double, double>> sorted; // value, weight up to it
  for (unsigned int i = 0; i < values.locally_owned_size(); ++i)
    if (weights.local_element(i) > 0.)
      sorted.emplace_back(values.local_element(i), weights.local_element(i));
  std::sort(sorted.begin(), sorted.end());
  double sum = 0.;
  for (auto &[value, weight] : sorted)
    weight = sum += weight;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double total = dealii::Utilities::MPI::sum(sum, communicator);
  const double least =
      dealii::Utilities::MPI::min(sorted.empty() ? infinity : sorted.front().first, communicator);
  const double most =
      dealii::Utilities::MPI::max(sorted.empty() ? -infinity : sorted.back().first, communicator);
  if (total == 0.)
    return std::vector<double>(shares.size(), 0.);

  std::vector<double> low(shares.size(), least), high(shares.size(), most), up_to(shares.size());
  const auto count = [&](const std::vector<double> &bounds) {
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      const auto end =
          std::upper_bound(sorted.begin(), sorted.end(), std::make_pair(bounds[i], infinity));
      up_to[i] = end == sorted.begin() ? 0. : std::prev(end)->second;
    }
    dealii::Utilities::MPI::sum(up_to, communicator, up_to);
  };
  count(low);
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (up_to[i] >= shares[i] * total)
      high[i] = least;
  for (unsigned int halving = 0; halving < n_halvings; ++halving) {
    std::vector<double> middle(shares.size());
    for (std::size_t i = 0; i < shares.size(); ++i)
      middle[i] = 0.5 * (low[i] + high[i]);
    count(middle);
    for (std::size_t i = 0; i < shares.size(); ++i)
      (up_to[i] >= shares[i] * total ? high : low)[i] = middle[i];
  }
  return high;
}

} // namespace lacuna::transport
