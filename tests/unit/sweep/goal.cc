// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/unit.h>
#include <solver/sweep/column_unit.h>
#include <solver/sweep/goal.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using sweep::Goal;
using sweep::Sense;

namespace {

Goal goal(const std::string &column, const std::string &value) {
  return sweep::parse_goal({"Goals", column, value, "study.prm", 9},
                           {{"youngs_modulus", "Pa"},
                            {"porosity", ""},
                            {"pore_throat_z", "m"},
                            {"BMP2_exposure_mean", "mol_s_per_m3"}});
}

std::string refusal(const std::string &column, const std::string &value) {
  try {
    goal(column, value);
  } catch (const params::InputError &error) {
    return error.what();
  }
  return "accepted";
}

} // namespace

BOOST_AUTO_TEST_SUITE(goals)

BOOST_AUTO_TEST_CASE(goals_are_of_columns_with_or_without_their_unit) {
  BOOST_TEST(goal("youngs_modulus", "maximise").column == "youngs_modulus_Pa");
  BOOST_TEST((goal("youngs_modulus_Pa", "minimise").sense == Sense::minimise));
  const Goal within = goal("youngs_modulus", "within 0.1 GPa .. 2 GPa");
  BOOST_TEST(*within.low == 1e8);
  BOOST_TEST(*within.high == 2e9);
  BOOST_TEST(*goal("pore_throat_z", "at least 300 um").low == 3e-4);
  const Goal both = goal("porosity", "maximise, at most 80 %");
  BOOST_TEST((both.sense == Sense::maximise));
  BOOST_TEST(*both.high == 0.8);
  BOOST_TEST(*goal("BMP2_exposure_mean", "at least 1 nM*h").low == 3.6e-3,
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(faulty_goals_are_refused) {
  BOOST_TEST(refusal("youngs_modulos", "maximise") ==
             "study.prm:9: youngs_modulos: maximise; expected a column of specimens.csv that the "
             "points will have; did you mean youngs_modulus");
  BOOST_TEST(refusal("porosity", "maximize") ==
             "study.prm:9: porosity: maximize; expected maximise, minimise, at least A, at most A "
             "or within A .. B; did you mean maximise");
  BOOST_TEST(refusal("porosity", "within 2 .. 1") ==
             "study.prm:9: porosity: within 2 .. 1; expected a range from a smaller to a larger "
             "value");
  BOOST_TEST(refusal("pore_throat_z", "at least 300") ==
             "study.prm:9: pore_throat_z: at least 300; expected a length with its unit, such as "
             "400 um");
}

BOOST_AUTO_TEST_CASE(units_of_columns_are_those_of_parameter_files) {
  using params::parse_unit;
  for (const params::Dimension &dimension :
       {params::length, params::pressure, params::concentration, params::areal_density,
        params::diffusivity, params::dimensionless, params::rate}) {
    const std::string column = sweep::column_unit(dimension);
    BOOST_TEST_CONTEXT(column)
    BOOST_TEST((parse_unit(sweep::written_unit(column))->dimension == dimension));
  }
  BOOST_TEST(sweep::column_unit(params::toughness) == "Pa_sqrt_m");
  BOOST_TEST(sweep::column_unit(params::concentration) == "mol_per_m3");
  BOOST_TEST(sweep::written_unit("mol_s_per_m3") == "mol*s/m^3");
}

BOOST_AUTO_TEST_SUITE_END()
