// SPDX-License-Identifier: LGPL-2.1-or-later
// A bar that breaks: strength, toughness, softening and the balance of energy.
#include <meshes/geometry/primitives.h>
#include <solver/fracture/collapse.h>
#include <solver/mechanics/compression.h>
#include <tests/scaffolds.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>

using namespace lacuna;
using fracture::PhaseFieldLaw;
using octree::Box;
using octree::Octree;
using octree::Point;

BOOST_AUTO_TEST_SUITE(collapse)

namespace {

/** E = 100, ν = 0, σt = 1, Gc = 0.01: E Gc/σt² = 1. */
const materials::MaterialParameters material{100., 0., 1., 1., 8., 1.};

struct Outcome {
  std::vector<fracture::CollapseStep> steps;
  fracture::CollapseStep peak;
  double area;
};

/** A bar of length 1, one cell wide, pulled until it breaks where it is weaker by 1 %. */
Outcome pull(double length, double cell_size) {
  const Octree tree(MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(), 100.),
                    Box({Point(0, 0, 0), Point(cell_size, cell_size, 1)}), cell_size);
  auto d = tests::discretization(cell_size, 0., 0, 1e6);
  d.degree = 1;
  const mechanics::Compression bar(tree, material.elasticity(), d, false, {true, true});
  auto held = bar.held();
  for (auto &[unknown, value] : held)
    value = -value;
  fracture::Collapse test(
      bar.elasticity(), PhaseFieldLaw(PhaseFieldLaw::Kind::cohesive, material, length, cell_size),
      held, [&](const Point &x) { return std::abs(x[2] - 0.5) < length ? 0.99 : 1.; });
  test.run({0.009, 0.0005, 0.01, 0.021, 200}, [](const fracture::CollapseStep &) {});
  return {test.steps(), test.peak(), cell_size * cell_size};
}

} // namespace

BOOST_AUTO_TEST_CASE(a_bar_has_the_strength_and_the_toughness_of_its_material) {
  // Whatever l and the cells. Where it breaks, σt is 0.99 and Gc, as l_ch is the same, 0.98 of the
  // material's: force 0.99, then σ = 0.99 (1 − w/w_c) over the opening w of the crack,
  // w_c = 0.0198, until it has taken 0.98 Gc.
  for (const auto &[length, cell_size] :
       {std::pair{0.1, 0.05}, {0.1, 0.025}, {0.05, 0.025}, {0.05, 0.0125}}) {
    const auto [steps, peak, area] = pull(length, cell_size);
    const auto &last = steps.back();
    const double toughness = (last.dissipated + last.stored) / (0.01 * area);
    unsigned int passes = 0, iterations = 0;
    for (const auto &step : steps) {
      passes += step.passes;
      iterations += step.iterations;
    }
    BOOST_TEST_MESSAGE(
        fmt::format("l {}, h {}: strength {:.4f} at strain {:.5f}, toughness {:.4f}, "
                    "work {:.4f}, {} steps, {} passes, {} iterations",
                    length, cell_size, peak.force / area, peak.strain, toughness,
                    last.work / (0.01 * area), steps.size(), passes, iterations));
    BOOST_TEST(peak.force / area == 0.99, boost::test_tools::tolerance(0.01));
    BOOST_TEST(toughness == 0.98,
               boost::test_tools::tolerance(length > 3. * cell_size ? 0.03 : 0.07));
    BOOST_TEST(last.work == last.dissipated + last.stored, boost::test_tools::tolerance(0.005));
    for (const auto &step : steps) {
      BOOST_TEST(step.settled);
      const double stress = step.force / area, opening = step.strain - 0.01 * stress;
      if (step.strain > 0.011 && step.strain < 0.017)
        BOOST_TEST(std::abs(stress - 0.99 * (1. - opening / 0.0198)) < 0.03);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
