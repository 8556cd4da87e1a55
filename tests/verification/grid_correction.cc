// SPDX-License-Identifier: LGPL-2.1-or-later
// Moduli and strengths of the first grid, corrected by another print, against refined grids.
#include <solver/fracture/first_crack.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/mechanics/grid_correction.h>
#include <tests/scaffolds.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

using namespace lacuna;
using adaptivity::Value;
using mechanics::RefinedSpecimen;

BOOST_AUTO_TEST_SUITE(grid_correction)

namespace {

/** A woodpile of Ø 1.6 × 1.6 mm with filleted necks, printed with the variations of the study. */
geometry::Scaffold print(unsigned int seed) {
  geometry::EnvelopeParameters envelope;
  envelope.size = {1.6e-3, 1.6e-3};
  return geometry::make_scaffold({{}, envelope, {}}, seed);
}

materials::MaterialParameters ceramic() {
  params::Registry registry;
  materials::MaterialParameters material;
  material.declare(registry);
  return material;
}

RefinedSpecimen compress(unsigned int seed, double cell_size, unsigned int refinements) {
  const auto d = tests::discretization(cell_size, 1e-6, refinements, 1e7);
  const auto material = ceramic();
  mechanics::AdaptiveModulus adaptive(MPI_COMM_WORLD, print(seed), material.elasticity(), d, true);
  RefinedSpecimen result{};
  adaptive.run([&](const mechanics::Pass &pass) {
    const fracture::AveragedStress stress(adaptive.solution().elasticity(),
                                          adaptive.solution().displacement(),
                                          material.averaging_length());
    const double factor = fracture::first_crack_factor(stress, material);
    const double strength = factor * pass.modulus;
    if (adaptive.passes().size() == 1)
      result.first_grid = {pass.modulus, pass.error_at_notches + pass.error_elsewhere, strength};
    result.strength = {strength, std::abs(strength - result.strength.value)};
    result.strain_at_strength = factor;
  });
  result.modulus = adaptive.modulus();
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    BOOST_TEST_MESSAGE(fmt::format(
        "print {}, {:.0f} um, {} grids, {} unknowns: {:.3f} GPa (estimate {:.2f} %), {:.2f} MPa -> "
        "{:.3f} ± {:.3f} GPa, {:.2f} ± {:.2f} MPa",
        seed, 1e6 * cell_size, adaptive.passes().size(), adaptive.passes().back().unknowns,
        1e-9 * result.first_grid.modulus, 100. * result.first_grid.error_estimate,
        1e-6 * result.first_grid.strength, 1e-9 * result.modulus.value, 1e-9 * result.modulus.error,
        1e-6 * result.strength.value, 1e-6 * result.strength.error));
  return result;
}

/** Relative distance of a corrected value from a refined one; both bars must cover it. */
double check(const char *what, const Value &corrected, const Value &refined) {
  const double distance = std::abs(corrected.value - refined.value);
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
    BOOST_TEST_MESSAGE(fmt::format("  {}: {:.4g} ± {:.2g}, refined {:.4g} ± {:.2g}: {:+.2f} %",
                                   what, corrected.value, corrected.error, refined.value,
                                   refined.error, 100. * (corrected.value / refined.value - 1.)));
  BOOST_TEST(distance <= corrected.error + refined.error);
  return distance / refined.value;
}

} // namespace

BOOST_AUTO_TEST_CASE(any_print_corrects_the_others) {
  constexpr double cell_size = 160e-6;
  std::vector<RefinedSpecimen> prints;
  for (const unsigned int seed : {1, 2, 3})
    prints.push_back(compress(seed, cell_size, 2));
  const RefinedSpecimen finer = compress(2, cell_size / 2., 2);
  for (const auto &refined : prints)
    for (std::size_t i = 0; i < prints.size(); ++i) {
      const auto &other = prints[i];
      if (&refined == &other)
        continue;
      const mechanics::GridCorrection correction({refined});
      const Value modulus = correction.modulus(other.first_grid);
      BOOST_TEST(other.first_grid.modulus > 1.1 * other.modulus.value);
      BOOST_TEST(check("modulus", modulus, other.modulus) < 0.03);
      const Value strength = correction.strength(other.first_grid);
      check("strength", strength, other.strength);
      if (i == 1) {
        check("modulus, finer", modulus, finer.modulus);
        check("strength, finer", strength, finer.strength);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
