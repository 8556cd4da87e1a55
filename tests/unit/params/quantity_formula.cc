// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>
#include <params/reader/quantity_formula.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna::params;

namespace {

/** Of d = 0.4 mm, gap = 0.3 mm, h = 0.8 and t = 2 s. */
const std::vector<QuantityVariable> variables = {
    {"d", length}, {"gap", length}, {"h", dimensionless}, {"t", lacuna::params::time}};
const std::vector<double> values = {4e-4, 3e-4, 0.8, 2.};

double value(const std::string &text, const Dimension &dimension) {
  return QuantityFormula(text, variables).evaluate(values, dimension);
}

/** What is said of a formula that has no value of a dimension; empty where it has one. */
std::string refusal(const std::string &text, const Dimension &dimension = length) {
  try {
    value(text, dimension);
  } catch (const ValueError &error) {
    return error.what();
  }
  return "";
}

} // namespace

BOOST_AUTO_TEST_SUITE(quantity_formula)

BOOST_AUTO_TEST_CASE(formulas_have_values_in_si_units) {
  BOOST_TEST(value("d + gap", length) == 7e-4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("h * d", length) == 3.2e-4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("d + 50 um", length) == 4.5e-4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("max(0.5*d, 0.25mm)", length) == 2.5e-4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("d > 300 um ? d : gap", length) == 4e-4, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("d^2 + 1 mm^2", area) == 1.16e-6, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("sqrt(d*gap)", length) == std::sqrt(12e-8), boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("2e-3*d/t", velocity) == 4e-7, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("h + 5 %", dimensionless) == 0.85, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(value("exp(-d/gap)", dimensionless) == std::exp(-4. / 3.),
             boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_changes_with_the_unit_is_no_quantity) {
  const std::string refused = "a length, whatever the units";
  BOOST_TEST(refusal("d + h") == refused);
  BOOST_TEST(refusal("d + 1") == refused);
  BOOST_TEST(refusal("h") == refused);
  BOOST_TEST(refusal("d * gap") == refused);
  BOOST_TEST(refusal("max(d, 0.0001)") == refused);
  BOOST_TEST(refusal("exp(d)") == refused);
  BOOST_TEST(refusal("d > 0.0003 ? d : gap") == refused);
}

BOOST_AUTO_TEST_CASE(faulty_formulas_are_refused) {
  BOOST_TEST(refusal("d +").find("a formula of the variables: ") == 0u);
  BOOST_TEST(refusal("d + spacing").find("a formula of the variables: ") == 0u);
  BOOST_TEST(refusal("2 d") == "a formula; write 2*d for a product");
  BOOST_TEST(refusal("d/(gap - gap)").find("a finite value of ") == 0u);
  BOOST_TEST(refusal("").find("a formula of the variables: ") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
