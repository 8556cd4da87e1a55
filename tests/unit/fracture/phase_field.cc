// SPDX-License-Identifier: LGPL-2.1-or-later
// Damage where stress is the same everywhere, so that only the local part of its equation counts.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/phase_field.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace lacuna;
using fracture::PhaseFieldLaw;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(phase_field)

namespace {

/** E = 100, ν = 0, σt = 1, Gc = 0.01: E Gc/σt² = 1. */
const materials::MaterialParameters material{100., 0., 1., 1., 8., 1.};
constexpr double length = 0.2;

/** A quarter of a column, cut from its cells, pulled along z by a given stress. */
struct Column {
  Column()
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::Cylinder>(Point(), dealii::Tensor<1, 3>({0, 0, 1}), 0.83),
             Box({Point(0, 0, 0), Point(1, 1, 1)}), 0.25),
        space(tree, 1), points(space) {}

  Vector pulled(double stress) const {
    Vector u = space.make_vector(3);
    const auto positions = space.positions();
    for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
      u.local_element(3 * node + 2) = stress / material.youngs_modulus * positions[node][2];
    u.update_ghost_values();
    return u;
  }

  Octree tree;
  operators::FiniteCellSpace space;
  fracture::CellPoints points;
};

/** Follows until damage settles, in spite of the relaxation between. */
void settle(fracture::PhaseField &field, const Vector &displacement) {
  for (unsigned int i = 0; i < 100 && field.follow(displacement) > 1e-7; ++i)
    ;
}

double largest_deviation(const Vector &damage, double exact) {
  double largest = 0.;
  for (unsigned int i = 0; i < damage.locally_owned_size(); ++i)
    largest = std::max(largest, std::abs(damage.local_element(i) - exact));
  return dealii::Utilities::MPI::max(largest, MPI_COMM_WORLD);
}

} // namespace

BOOST_AUTO_TEST_CASE(cohesive_material_softens_above_its_strength) {
  const Column column;
  const PhaseFieldLaw law(PhaseFieldLaw::Kind::cohesive, material, length, 0.);
  fracture::PhaseField field(column.points, law, 1e-8);
  settle(field, column.pulled(0.99));
  BOOST_TEST(largest_deviation(field.damage(), 0.) == 0.);
  // (1−d)² + a1/2 (1 − (1−d)²) = σ̃/σt
  const double half_a1 = 2. / (M_PI * length);
  const double exact = 1. - std::sqrt((half_a1 - 1.5) / (half_a1 - 1.));
  settle(field, column.pulled(1.5));
  BOOST_TEST(largest_deviation(field.damage(), exact) < 1e-5);
  // g σ̃ = (1−d)² σt
  BOOST_TEST(law.stiffness(exact) * 1.5 == (1. - exact) * (1. - exact),
             boost::test_tools::tolerance(1e-12));

  // Cracks do not heal.
  field.accept();
  settle(field, column.pulled(0.5));
  BOOST_TEST(largest_deviation(field.damage(), exact) < 1e-5);
}

BOOST_AUTO_TEST_CASE(at2_softens_from_the_start) {
  const Column column;
  fracture::PhaseField field(column.points,
                             PhaseFieldLaw(PhaseFieldLaw::Kind::at2, material, length, 0.), 1e-8);
  settle(field, column.pulled(0.5));
  // d = H/(1 + H), H = 2 l ψ/Gc with ψ = σ̃²/(2E)
  const double drive = 2. * length / 0.01 * 0.25 / 200.;
  BOOST_TEST(largest_deviation(field.damage(), drive / (1. + drive)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(pressure_does_not_crack) {
  const Column column;
  for (const auto kind : {PhaseFieldLaw::Kind::cohesive, PhaseFieldLaw::Kind::at2}) {
    fracture::PhaseField field(column.points, PhaseFieldLaw(kind, material, length, 0.), 1e-8);
    settle(field, column.pulled(-10.));
    BOOST_TEST(largest_deviation(field.damage(), 0.) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(damage_takes_stiffness_and_energy) {
  const Column column;
  const PhaseFieldLaw law(PhaseFieldLaw::Kind::at2, material, length, 0.);
  fracture::PhaseField field(column.points, law, 1e-8);
  settle(field, column.pulled(0.5));
  const double d = field.damage().local_element(0);
  for (const auto &cell : column.space.cells()) {
    fracture::CellPoints::PointValues stiffness;
    BOOST_TEST(field.stiffness(cell, stiffness));
    BOOST_TEST(stiffness[0] == law.stiffness(d), boost::test_tools::tolerance(1e-4));
  }
  double volume = 0.;
  for (const auto &cell : column.space.cells()) {
    const double *weights = column.space.weights(cell);
    volume += cell.volume() * std::accumulate(weights, weights + 27, 0.);
  }
  volume = dealii::Utilities::MPI::sum(volume, MPI_COMM_WORLD);
  BOOST_TEST(field.energy() == 0.01 / (2. * length) * d * d * volume,
             boost::test_tools::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(long_scales_are_refused) {
  BOOST_TEST(PhaseFieldLaw::longest(material) == 2. / M_PI, boost::test_tools::tolerance(1e-12));
  BOOST_CHECK_THROW(PhaseFieldLaw(PhaseFieldLaw::Kind::cohesive, material, 0.7, 0.),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
