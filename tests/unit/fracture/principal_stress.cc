// SPDX-License-Identifier: LGPL-2.1-or-later
// The largest principal stress against an eigenvalue solver, and where principal stresses coincide.
#include <solver/materials/principal_stress.h>

#include <boost/test/unit_test.hpp>

#include <random>

using namespace lacuna;
using Stress = dealii::SymmetricTensor<2, 3>;

BOOST_AUTO_TEST_SUITE(principal_stress)

BOOST_AUTO_TEST_CASE(it_is_the_largest_eigenvalue) {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  for (unsigned int i = 0; i < 10000; ++i) {
    Stress stress;
    for (unsigned int d = 0; d < 3; ++d)
      for (unsigned int e = d; e < 3; ++e)
        stress[d][e] = 1e6 * normal(random);
    BOOST_TEST(std::abs(materials::largest_principal(stress) - dealii::eigenvalues(stress)[0]) <
               1e-12 * stress.norm());
  }
}

BOOST_AUTO_TEST_CASE(principal_stresses_may_coincide) {
  // Along an axis, across it alike, all alike, none; turned into a plane as well.
  const auto uniaxial = [](double along, double across) {
    return materials::largest_principal(across, along, across, 0., 0., 0.);
  };
  BOOST_TEST(uniaxial(3., -1.) == 3., boost::test_tools::tolerance(1e-12));
  BOOST_TEST(uniaxial(-3., 2.) == 2., boost::test_tools::tolerance(1e-12));
  BOOST_TEST(uniaxial(-5., -5.) == -5.);
  BOOST_TEST(uniaxial(0., 0.) == 0.);
  // −1 along (1, 1, 0)/√2, 2 across it.
  BOOST_TEST(materials::largest_principal(0.5, 0.5, 2., 0., 0., -1.5) == 2.,
             boost::test_tools::tolerance(1e-7));
}

BOOST_AUTO_TEST_SUITE_END()
