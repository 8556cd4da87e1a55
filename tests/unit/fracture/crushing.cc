// SPDX-License-Identifier: LGPL-2.1-or-later
// Crushing where stress is the same everywhere.
#include <meshes/geometry/shapes/primitives.h>
#include <solver/fracture/crushing.h>
#include <tests/messages.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using fracture::CrushingLaw;
using fracture::PhaseFieldLaw;
using octree::Box;
using octree::Octree;
using octree::Point;
using operators::Vector;
using tests::close_to;

BOOST_AUTO_TEST_SUITE(crushing)

namespace {

/** E = 100, ν = 0.25, σt = 1, E Gc/σt² = 0.9375, σc = 12. */
const materials::MaterialParameters material{100., 0.25, 1., 1., 8., 1., 12.};
constexpr double cell_size = 0.25, band = 0.5 * cell_size / 0.9375;

/** A quarter of a column, cut from its cells, where the local strength is half of the material's.
 */
struct Column {
  Column()
      : tree(MPI_COMM_WORLD,
             std::make_shared<geometry::Cylinder>(Point(), dealii::Tensor<1, 3>({0, 0, 1}), 0.83),
             Box({Point(0, 0, 0), Point(1, 1, 1)}), cell_size),
        space(tree, 1), points(space),
        cracks(points, PhaseFieldLaw(PhaseFieldLaw::Kind::cohesive, material, 0.2, 0.), 1e-8,
               [](const Point &) { return 0.5; }),
        crushing(points, CrushingLaw(material)) {}

  /** Under a pressure along z alone. */
  Vector pressed(double pressure) const {
    Vector u = space.make_vector(3);
    const auto positions = space.positions();
    for (unsigned int node = 0; node < space.n_owned_nodes(); ++node)
      for (unsigned int c = 0; c < 3; ++c)
        u.local_element(3 * node + c) =
            (c == 2 ? -1. : material.poissons_ratio) * pressure / 100. * positions[node][c];
    u.update_ghost_values();
    return u;
  }

  double volume() const {
    double sum = 0.;
    for (const auto &cell : space.cells())
      points.for_each(cell, [&](unsigned int q, const fracture::CellPoints::Shape &) {
        sum += points.volume(cell, q);
      });
    return dealii::Utilities::MPI::sum(sum, MPI_COMM_WORLD);
  }

  Octree tree;
  operators::FiniteCellSpace space;
  fracture::CellPoints points;
  fracture::PhaseField cracks;
  fracture::Crushing crushing;
};

} // namespace

BOOST_AUTO_TEST_CASE(stress_falls_from_the_strength_in_proportion_to_the_shortening) {
  for (const double h : {0.01, 0.1, 0.4}) {
    BOOST_TEST(CrushingLaw::stiffness(0.99, h) == 1.);
    for (const double q : {1., 1.2, 2., 0.9 / h}) {
      // In σc, and in σc/E times the size of the cell: w is what the strain has more than σ/E.
      const double stress = q * CrushingLaw::stiffness(q, h), w = q - stress;
      BOOST_TEST(stress == 1. - w * h, close_to(1e-12));
    }
    BOOST_TEST(CrushingLaw::stiffness(1.1 / h, h) == 0.);
  }
}

BOOST_AUTO_TEST_CASE(the_energy_is_that_under_the_curve) {
  const CrushingLaw law(material);
  constexpr double h = 0.1;
  double under = 0.5, last_stress = 1.; // in σc²/E
  for (double q = 1.001; q < 1. / h; q += 0.001) {
    const double stress = q * CrushingLaw::stiffness(q, h);
    under += 0.5 * (stress + last_stress) * 0.001;
    last_stress = stress;
    const double stored = 0.5 * q * stress;
    BOOST_TEST(law.energy(q, h) * 100. / 144. == under - stored, close_to(2e-3));
    if (q > 2.)
      break;
  }
}

BOOST_AUTO_TEST_CASE(cracks_leave_the_pressure_along_z) {
  const CrushingLaw law(material);
  // At one point, with these shares of stiffness and strength.
  const auto pressure = [&](double xx, double yy, double zz, double left, double strength = 1.) {
    fracture::CellPoints::PointGradients gradients{};
    gradients[0][0] = xx;
    gradients[4][0] = yy;
    gradients[8][0] = zz;
    double result;
    law.pressure(gradients, 1, &left, &strength, &result);
    return result;
  };
  BOOST_TEST(pressure(0.5, 0., -0.06, 0.) == 0.5, close_to(1e-12));
  for (const double left : {0., 0.3, 1.})
    BOOST_TEST(pressure(0.25 * 0.06, 0.25 * 0.06, -0.06, left) == 0.5, close_to(1e-12));
  BOOST_TEST(pressure(0.015, 0.015, -0.06, 1., 0.5) == 1., close_to(1e-12));
  BOOST_TEST(pressure(0.25 * 0.06, 0.25 * 0.06, 0.06, 0.) == 0.);
}

BOOST_AUTO_TEST_CASE(a_column_is_crushed_and_stays_so) {
  Column column;
  fracture::CellPoints::PointValues left;
  BOOST_TEST(column.crushing.follow(column.pressed(5.9), column.cracks) == 0.);
  for (const auto &cell : column.space.cells())
    BOOST_TEST(!column.crushing.stiffness(cell, left));
  BOOST_TEST(column.crushing.energy(column.cracks) == 0.);

  // The local strength is 6.
  BOOST_TEST(column.crushing.follow(column.pressed(9.), column.cracks) == 1. / 3., close_to(1e-9));
  for (const auto &cell : column.space.cells()) {
    BOOST_TEST(column.crushing.stiffness(cell, left));
    BOOST_TEST(left[0] == (1. - 1.5 * band) / ((1. - band) * 1.5), close_to(1e-9));
  }
  const double energy = 0.5 * 36. / 100. * 0.5 / (1. - band) * column.volume();
  BOOST_TEST(column.crushing.energy(column.cracks) == energy, close_to(1e-9));

  column.crushing.accept();
  BOOST_TEST(column.crushing.follow(column.pressed(3.), column.cracks) == 0.);
  BOOST_TEST(column.crushing.energy(column.cracks) == energy, close_to(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
