// SPDX-License-Identifier: LGPL-2.1-or-later
// A column with a crack through it and one along it, pulled and pressed.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/breaking_solid.h>
#include <solver/mechanics/compression.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using fracture::BreakingSolid;
using fracture::PhaseFieldLaw;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(breaking_solid)

namespace {

/** E = 100, ν = 0. */
const materials::MaterialParameters material{100., 0., 1., 1., 8., 1.};

/** Mean stress of a quarter of a column of cut cells at a strain of ∓1 %, d = 1 where `cracked`. */
template <typename Cracked>
double stress(bool pressed, bool bears_pressure, const Cracked &cracked) {
  const Octree tree(
      MPI_COMM_WORLD,
      std::make_shared<geometry::Cylinder>(Point(), dealii::Tensor<1, 3>({0, 0, 1}), 0.83),
      Box({Point(0, 0, 0), Point(1, 1, 1)}), 0.125);
  BreakingSolid solid(
      tree, {material.elasticity(), 1e-9,
             PhaseFieldLaw(PhaseFieldLaw::Kind::cohesive, material, 0.25, 0.),
             [pressed](const operators::FiniteCellSpace &space) {
               auto held = mechanics::held_by_platens(space, false, {true, true});
               for (auto &[unknown, value] : held)
                 value *= pressed ? 1. : -1.;
               return held;
             },
             nullptr,
             bears_pressure ? std::make_optional(fracture::CrushingLaw(material)) : std::nullopt});
  const auto &space = solid.space();
  const Vector none = space.make_vector(3), intact = space.make_vector(1);
  Vector damage = intact;
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
    damage.local_element(node) = cracked(positions[node]) ? 1. : 0.;
  damage.update_ghost_values();
  solid.restart(0., {none, none, damage, damage, intact, intact});
  solid.begin(0.001);
  const unsigned int tenth = solid.deform(0.1), rest = solid.deform();
  BOOST_TEST(tenth > 0u);
  BOOST_TEST(rest > tenth);
  // Which parts are shortened is known from the step before: first those with a crack, then all.
  for (const double strain : {0.001, 0.002, 0.005, 0.01}) {
    solid.begin(strain);
    solid.deform();
  }
  double area = 0.;
  for (const auto &cell : space.cells())
    for (unsigned int q = 0; q < space.moments().n_points(); ++q)
      area += space.weights(cell)[q] * cell.volume();
  area = dealii::Utilities::MPI::sum(area, MPI_COMM_WORLD);
  const auto measured = solid.measure();
  BOOST_TEST(std::abs(measured.stored - 0.5 * 0.01 * measured.force) < 1e-7);
  return measured.force / area;
}

bool across(const Point &x) {
  return std::abs(x[2] - 0.5) < 0.2;
}
bool along(const Point &x) {
  return std::abs(x[0] - 0.375) < 0.2;
}

} // namespace

BOOST_AUTO_TEST_CASE(cracks_bear_pressure_but_no_tension) {
  BOOST_TEST(stress(true, true, across) == 1., boost::test_tools::tolerance(1e-4));
  BOOST_TEST(stress(true, true, along) == 1., boost::test_tools::tolerance(1e-4));
  BOOST_TEST(stress(false, true, across) < 1e-3);
  BOOST_TEST(stress(false, true, along) < 0.7);
}

BOOST_AUTO_TEST_CASE(without_crushing_cracks_bear_nothing) {
  BOOST_TEST(stress(true, false, across) < 1e-3);
  BOOST_TEST(stress(true, false, along) < 0.7);
}

BOOST_AUTO_TEST_SUITE_END()
