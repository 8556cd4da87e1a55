// SPDX-License-Identifier: LGPL-2.1-or-later
// Plates and beams with a crack, in plane strain: loads at which it runs, and how they change with
// size.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/collapse.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>

using namespace lacuna;
using fracture::Collapse;
using fracture::CollapseStep;
using fracture::PhaseFieldLaw;
using octree::Box;
using octree::Octree;
using octree::Point;
using tests::close_to;

BOOST_AUTO_TEST_SUITE(notched)

namespace {

/**
 * The half of a plate above its crack, x from 0 to `width`, z from 0 to `height`: cracked below
 * x = `crack`, held by symmetry beyond. It is as thick as one of its largest cells, and y is held.
 * Cells are fine around the tip and where the crack will run, where there is room for all of its
 * band, so that the grid need not change.
 */
struct Plate {
  double width, height, crack, coarse, fine, run, band;
  /** How much of the crack, up to its tip, is held, too: broken material instead of a gap. */
  double broken = 0.;

  std::unique_ptr<Octree> grid() const {
    auto tree = std::make_unique<Octree>(
        MPI_COMM_WORLD, std::make_shared<geometry::Sphere>(Point(), 100. * height),
        Box({Point(0, 0, 0), Point(width, coarse, height)}), coarse);
    for (double size = coarse; size > 1.01 * fine; size *= 0.5)
      tree->refine([&](const Octree::Cell &cell) {
        const Point &lower = cell->vertex(0), &upper = cell->vertex(7);
        return upper[0] - lower[0] > 1.01 * fine && upper[0] > crack - broken - band &&
               lower[0] < crack + run && lower[2] < band;
      });
    return tree;
  }

  /** The end moves by the strain times the height; `bonded`: not along the crack, else sides do not
   * move across. */
  operators::DirichletValues held(const operators::FiniteCellSpace &space, bool bonded) const {
    return held_by_symmetry(space, [&](const Point &x, const auto &hold) {
      const bool end = x[2] > height - little();
      if (end)
        hold(2, height);
      if (bonded ? end : x[0] < little() || x[0] > width - little())
        hold(0, 0.);
    });
  }

  /**
   * A beam instead, with a depth of `width` and a span of twice the `height`: at mid-span the side
   * that is not cracked moves by the strain times the height, the other is held at the end.
   */
  operators::DirichletValues bent(const operators::FiniteCellSpace &space) const {
    return held_by_symmetry(space, [&](const Point &x, const auto &hold) {
      if (x[0] > width - little() && x[2] < little())
        hold(0, -height);
      if (x[0] < little() && x[2] > height - little())
        hold(0, 0.);
    });
  }

  /** Force over thickness. */
  double force(const CollapseStep &step) const { return step.force / coarse; }

private:
  double little() const { return 1e-9 * width; }

  /** y, and z beyond the crack; rest(x, hold) holds more at x by hold(direction, value). */
  template <typename Rest>
  operators::DirichletValues held_by_symmetry(const operators::FiniteCellSpace &space,
                                              const Rest &rest) const {
    operators::DirichletValues values;
    const auto positions = space.positions();
    for (unsigned int node = 0; node < positions.size(); ++node) {
      const auto hold = [&](unsigned int d, double value) { values[3 * node + d] = value; };
      const Point &x = positions[node];
      hold(1, 0.);
      if (x[2] < little() && x[0] > crack - broken - little())
        hold(2, 0.);
      rest(x, hold);
    }
    return values;
  }
};

void say(const Plate &plate, const CollapseStep &step) {
  tests::message(fmt::format("W {}, h {:.4g}: strain {:.6g}, force {:.6g}, work {:.5g}, stored "
                             "and taken {:.5g}, {} cells, {} passes, {} iterations",
                             plate.width, plate.fine, step.strain, plate.force(step), step.work,
                             step.stored + step.dissipated, step.cells, step.passes,
                             step.iterations));
}

using Held = std::function<operators::DirichletValues(const operators::FiniteCellSpace &)>;

/** Share of the work that may be lost, and whether damage need not settle once the crack runs. */
struct Allowed {
  double lost;
  bool unsettled_end;
};
constexpr Allowed for_plates{0.01, false}, for_beams{0.02, true};

/**
 * Damage had settled in all steps, and hardly any energy was lost from the first one until the
 * crack ran: that which drives damage is that of the largest principal stress alone.
 */
void check(const Collapse &test, const Allowed &allowed) {
  const auto taken = [](const CollapseStep &step) { return step.stored + step.dissipated; };
  const CollapseStep &first = test.steps().front();
  for (const CollapseStep &step : test.steps()) {
    const bool before_end = step.strain <= test.peak().strain;
    if (before_end || !allowed.unsettled_end)
      BOOST_TEST(step.settled);
    if (before_end)
      BOOST_TEST(step.work - first.work == taken(step) - taken(first), close_to(allowed.lost));
  }
}

/** E Gc/σt² = l_ch = 1; ν = 0, so that lateral stress does not matter. */
const materials::MaterialParameters unit_material{100., 0., 1., 1., 8., 1.};

/** Over thickness, of the cohesive law; `expected` is about as large. */
double largest_force(const Plate &plate, double length, double expected, const Allowed &allowed,
                     const Held &held) {
  const auto tree = plate.grid();
  const fracture::BreakingModel model{
      unit_material.elasticity(),
      1e-6,
      {PhaseFieldLaw::Kind::cohesive, unit_material, length, plate.fine},
      held,
      [&](const Point &x) {
        return plate.broken > 0. && x[0] < plate.crack && x[2] < plate.fine ? 0.01 : 1.;
      }};
  const fracture::CollapseGrid fixed{std::numeric_limits<double>::infinity()};
  constexpr double small = 1e-9;
  Collapse elastic(*tree, model, fixed);
  elastic.run({small, small, 0., 1., 1}, [](const CollapseStep &) {});
  const double unit = small * expected / plate.force(elastic.peak());
  Collapse test(*tree, model, fixed);
  test.run({0.9 * unit, 0.02 * unit, 0.995, 5. * unit, 100, 400, 1e-4},
           [&](const CollapseStep &step) { say(plate, step); });
  check(test, allowed);
  return plate.force(test.peak());
}

} // namespace

BOOST_AUTO_TEST_CASE(single_edge_notched_tension) {
  // Miehe et al. 2010, 10.1002/nme.2861, in mm and N: 1 × 1 mm, cracked from its edge to its
  // middle, ends bonded: 0.701 kN/mm at 5.55e-3 mm with l = 0.015 mm. They degrade the tensile part
  // of the energy alone, which matters little in tension.
  materials::MaterialParameters steel{210e3, 0.3, 1., 0., 8., 1.};
  steel.fracture_toughness = std::sqrt(2.7 * steel.youngs_modulus / (1. - 0.3 * 0.3));
  BOOST_TEST(steel.energy_release_rate() == 2.7, close_to(1e-12));
  constexpr double length = 0.015;
  for (const double fine : {1. / 128., 1. / 256.}) {
    const Plate plate{1., 0.5, 0.5, 1. / 64., fine, 0.1, 2. * length};
    const auto tree = plate.grid();
    Collapse test(
        *tree,
        {steel.elasticity(), 1e-6, PhaseFieldLaw(PhaseFieldLaw::Kind::at2, steel, length, fine),
         [&](const operators::FiniteCellSpace &space) { return plate.held(space, true); }},
        {std::numeric_limits<double>::infinity()});
    test.run({1e-3, 4e-4, 0.9, 8e-3, 100, 400, 1e-4},
             [&](const CollapseStep &step) { say(plate, step); });
    check(test, for_plates);
    BOOST_TEST(plate.force(test.peak()) == 701., close_to(0.03));
    BOOST_TEST(test.peak().strain == 5.55e-3, close_to(0.03));
  }
}

BOOST_AUTO_TEST_CASE(strength_falls_with_size_from_that_of_the_ligament_to_that_of_the_crack) {
  // A row of cracks of length 2a, a = W/4, 2W apart, pulled across: K = σ √g(a),
  // g = 2W tan(πa/2W) (Irwin).
  struct Size {
    double width;
    unsigned int halvings;
  };
  for (const auto &[width, halvings] : {Size{0.1, 2}, {1., 2}, {16., 4}}) {
    const double crack = 0.25 * width, coarse = width / 32., fine = std::ldexp(coarse, -halvings),
                 length = 3.2 * fine;
    Plate plate{width, 1.5 * width, crack, coarse, fine, std::min(width, 2.), 3. * length};
    // A long crack has a band before it runs. Damage goes on ahead of broken material by some l,
    // which would shorten a short ligament.
    plate.broken = width > 10. ? 4. * length : 0.;
    // A small one fails when stress is σt all over the ligament. In a larger one the crack runs as
    // one would that is longer by 0.419 l_ch, where softening is linear (Planas & Elices 1992, Int.
    // J. Fract. 55, 153): Bažant's law of the size effect.
    const double angle = 0.5 * M_PI * crack / width, ligament = 1. - crack / width,
                 g = 2. * width * std::tan(angle), slope = M_PI / std::pow(std::cos(angle), 2),
                 expected = width < 0.5 ? ligament : 1. / std::sqrt(g + 0.419 * slope);
    const double strength =
        largest_force(plate, length, expected * width, for_plates,
                      [&](const auto &space) { return plate.held(space, false); }) /
        width;
    tests::message(fmt::format("W {}, l {}: strength {:.4f}, expected {:.4f}; crack alone "
                               "{:.4f}, ligament {:.4f}",
                               width, length, strength, expected, 1. / std::sqrt(g), ligament));
    BOOST_TEST(strength == expected, close_to(0.05));
  }
}

BOOST_AUTO_TEST_CASE(a_notched_beam_follows_the_size_effect_law) {
  // Three-point bending over a span of 4 D, cracked to a = α D, α = 1/4: K = σ √(D g(α)) by Srawley
  // 1976, 10.1007/BF00032844, with σ = 6 F/D of a sound beam and a force F over thickness.
  const auto g = [](double alpha) {
    const double rest = 1. - alpha;
    return alpha * std::pow((1.99 - alpha * rest * (2.15 - alpha * (3.93 - 2.7 * alpha))) /
                                ((1. + 2. * alpha) * std::pow(rest, 1.5)),
                            2);
  };
  constexpr double alpha = 0.25, little = 1e-4;
  const double slope = (g(alpha + little) - g(alpha - little)) / (2. * little);
  struct Size {
    double depth;
    unsigned int halvings;
    double cohesive; ///< by cohesive_beam.py
  };
  for (const auto &[depth, halvings, cohesive] :
       {Size{1., 3, 0.7267}, {4., 3, 0.4682}, {16., 4, 0.2653}}) {
    const double coarse = depth / 32., fine = std::ldexp(coarse, -halvings), length = 3.2 * fine;
    Plate beam{depth,      2. * depth, alpha * depth, coarse, fine, std::min(0.5 * depth, 2.),
               3. * length};
    beam.broken = 4. * length;
    const double law = 1. / std::sqrt(depth * g(alpha) + 0.419 * slope);
    // A half bears half of the force.
    const double strength = 12. / depth *
                            largest_force(beam, length, cohesive * depth / 12., for_beams,
                                          [&](const auto &space) { return beam.bent(space); });
    tests::message(fmt::format("D {}, l {}: strength {:.4f}; cohesive crack {:.4f}, size-effect "
                               "law {:.4f}, crack alone {:.4f}",
                               depth, length, strength, cohesive, law,
                               1. / std::sqrt(depth * g(alpha))));
    BOOST_TEST(strength == cohesive, close_to(0.03));
    // For large beams.
    if (depth > 2.)
      BOOST_TEST(strength == law, close_to(0.05));
  }
}

BOOST_AUTO_TEST_SUITE_END()
