// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/study/calibration.h>
#include <solver/study/processor_time.h>
#include <solver/study/study.h>
#include <solver/transport/patches.h>
#include <solver/transport/release.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>

namespace lacuna::study {

namespace {

/** Seconds of one core of the machine that the built-in rates were measured on. */
constexpr double elastic_seconds = 2.6, transport_seconds = 0.7;

/** A coated woodpile as long as there are ranks, of which each has a second or two to do. */
Study small_study(unsigned int n_ranks) {
  const std::string origin = "calibration";
  const double length = 1.6 * std::min(n_ranks, 200u); // no scaffold is longer than half a metre
  const auto entry = [&](const char *section, const char *key, const std::string &value) {
    return params::Entry{section, key, value, origin, 0};
  };
  return Study(origin,
               {entry("Envelope", "Shape", "box"),
                entry("Envelope", "Size", fmt::format("{} mm, 0.8 mm, 1.28 mm", length)),
                entry("Discretization", "Cell size", "80 um"),
                entry("Discretization", "Max refinements", "1"),
                entry("Migrasomes", "Enabled", "true"), entry("Factor BMP2", "Half-life", "6.3 h"),
                entry("Transport", "Surroundings", "defect"),
                entry("Transport", "Margin", "200 um"), entry("Transport", "Duration", "1 d")});
}

void compress(MPI_Comm communicator, const SpecimenParameters &p,
              const geometry::Scaffold &scaffold) {
  mechanics::AdaptiveModulus adaptive(communicator, scaffold, p.material.elasticity(),
                                      p.discretization, true);
  adaptive.run([](const mechanics::Pass &) {});
}

void release(MPI_Comm communicator, const SpecimenParameters &p,
             const geometry::Scaffold &scaffold) {
  const transport::Surroundings surroundings(communicator, scaffold, p.transport);
  const transport::CutSurface surface(surroundings.space(), surroundings.parts(),
                                      [](const geometry::Point &) { return true; });
  const transport::Penetration penetration(surroundings.space(), *scaffold.solid);
  transport::Release(surroundings, surface, penetration, p.transport, p.coating, p.factors.front())
      .run([](double) {});
}

} // namespace

Rates measure_rates(MPI_Comm communicator) {
  const Study study = small_study(dealii::Utilities::MPI::n_mpi_processes(communicator));
  const Specimen specimen = study.specimens().front();
  const SpecimenParameters &p = specimen.group->parameters;
  const geometry::Scaffold scaffold = geometry::make_scaffold(p.geometry, specimen.seed);
  const auto seconds = [&](const auto &work) {
    const double begin = processor_time(communicator);
    work();
    return processor_time(communicator) - begin;
  };
  Rates rates;
  rates.elasticity = seconds([&] { compress(communicator, p, scaffold); }) / elastic_seconds;
  rates.transport = seconds([&] { release(communicator, p, scaffold); }) / transport_seconds;
  return rates;
}

} // namespace lacuna::study
