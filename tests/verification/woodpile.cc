// SPDX-License-Identifier: LGPL-2.1-or-later
// Effective moduli of a periodic woodpile with sharp necks against an independent solution.
#include <solver/adaptivity/extrapolation.h>
#include <solver/adaptivity/notches.h>
#include <solver/mechanics/adaptive_modulus.h>
#include <solver/mechanics/stress.h>
#include <tests/scaffolds.h>

#include <deal.II/base/mpi.h>
#include <deal.II/lac/full_matrix.h>

#include <boost/test/unit_test.hpp>

#include <numeric>

using namespace lacuna;
using octree::Octree;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(woodpile)

namespace {

/** A sharp woodpile of layers at 0° and 90°; lengths in mm, Young's modulus 1. */
struct Case {
  double diameter, spacing, height, poissons_ratio;

  /**
   * An eighth of the unit cell: from the axis of a strand to half way to the next one, and from the
   * axis of a layer to that of the next. All its faces are mirror planes of the lattice.
   */
  octree::Box eighth() const {
    return octree::Box(
        {octree::Point(0, 0, height / 2), octree::Point(spacing / 2, spacing / 2, 1.5 * height)});
  }

  geometry::ShapePtr lattice() const {
    return std::make_shared<geometry::Woodpile>(
        tests::sharp_woodpile(diameter, spacing, height, 0.));
  }
};

/** Mean stress (xx, yy, zz) when the cell is stretched by one along `direction`, faces kept plane.
 */
std::array<double, 3> stretch(const Case &c, const Octree &tree, unsigned int direction) {
  const materials::Isotropic material{1., c.poissons_ratio};
  const operators::FiniteCellSpace space(tree, 2);
  const operators::Elasticity elasticity(space, material, 1e-6, 1e-2);
  const auto lower = tree.box().get_boundary_points().first,
             upper = tree.box().get_boundary_points().second;
  operators::DirichletValues values;
  const auto positions = space.positions();
  for (unsigned int node = 0; node < positions.size(); ++node)
    for (unsigned int d = 0; d < 3; ++d) {
      const double x = positions[node][d];
      if (x < lower[d] + 1e-9)
        values[3 * node + d] = 0.;
      else if (x > upper[d] - 1e-9)
        values[3 * node + d] = d == direction ? upper[d] - lower[d] : 0.;
    }
  Vector u = space.make_vector(3);
  multigrid::make_operator(space, elasticity, values)->solve(u, space.make_vector(3), 1e-7);
  std::array<double, 3> sum{};
  mechanics::for_each_stress(elasticity, u, [&](const auto &cell, const auto &stress) {
    const double *weights = space.weights(cell);
    for (unsigned int q = 0; q < stress.size(); ++q)
      for (unsigned int d = 0; d < 3; ++d)
        sum[d] += weights[q] * cell.volume() * stress[q][d][d] / tree.box().volume();
  });
  for (double &s : sum)
    s = dealii::Utilities::MPI::sum(s, MPI_COMM_WORLD);
  return sum;
}

} // namespace

BOOST_AUTO_TEST_CASE(confined_modulus) {
  // Limit of neck-refined grids of two kinds, quadratic cut cells and quadratic tetrahedra: 0.1966.
  const Case c{0.4, 0.8, 0.32, 0.28};
  Octree tree(MPI_COMM_WORLD, c.lattice(), c.eighth(), 0.0667);
  std::vector<double> moduli;
  for (unsigned int pass = 0; pass < 4; ++pass) {
    if (pass > 0)
      adaptivity::refine_at_notches(tree);
    moduli.push_back(stretch(c, tree, 2)[2]);
    BOOST_TEST_MESSAGE(tree.n_cells() << " cells: C33/Es " << moduli.back());
  }
  const auto limit = adaptivity::extrapolate(moduli, 0.5, 0.);
  BOOST_TEST_MESSAGE("C33/Es " << limit.value << " ± " << limit.error);
  BOOST_TEST(limit.value == 0.1966, boost::test_tools::tolerance(0.02));
  BOOST_TEST(std::abs(limit.value - 0.1966) < limit.error);
}

BOOST_AUTO_TEST_CASE(moduli_of_a_sharp_woodpile) {
  const Case c{0.33, 0.63, 0.24, 0.22};
  Octree tree(MPI_COMM_WORLD, c.lattice(), c.eighth(), 0.0525);
  std::vector<double> along_z, along_x;
  for (unsigned int pass = 0; pass < 4; ++pass) {
    if (pass > 0)
      adaptivity::refine_at_notches(tree);
    const auto x = stretch(c, tree, 0), z = stretch(c, tree, 2);
    // Swapping x and y mirrors the lattice.
    dealii::FullMatrix<double> stiffness(3, 3), compliance(3, 3);
    stiffness(0, 0) = stiffness(1, 1) = x[0];
    stiffness(0, 1) = stiffness(1, 0) = x[1];
    stiffness(2, 2) = z[2];
    stiffness(0, 2) = stiffness(2, 0) = stiffness(1, 2) = stiffness(2, 1) = x[2];
    compliance.invert(stiffness);
    along_z.push_back(1. / compliance(2, 2));
    along_x.push_back(1. / compliance(0, 0));
    BOOST_TEST_MESSAGE(tree.n_cells()
                       << " cells: Ez/Es " << along_z.back() << ", Ex/Es " << along_x.back());
    BOOST_TEST(z[0] == x[2], boost::test_tools::tolerance(1e-2));
  }
  const auto z = adaptivity::extrapolate(along_z, 0.5, 0.),
             x = adaptivity::extrapolate(along_x, 0.5, 0.);
  BOOST_TEST_MESSAGE("Ez/Es " << z.value << " ± " << z.error << ", Ex/Es " << x.value << " ± "
                              << x.error);
  // Reference ± 1 %, from a single mesh, which lies above the limit as each of these grids does.
  BOOST_TEST(along_z.back() == 0.251, boost::test_tools::tolerance(0.02));
  BOOST_TEST(along_x.back() == 0.307, boost::test_tools::tolerance(0.02));
  BOOST_TEST(x.value == 0.307, boost::test_tools::tolerance(0.02));
}

BOOST_AUTO_TEST_SUITE_END()
