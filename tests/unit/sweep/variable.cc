// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>
#include <solver/sweep/variable.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using sweep::Variable;

namespace {

Variable variable(const std::string &value, const std::string &name = "d") {
  return sweep::parse_variable({"Sweep/Variables", name, value, "study.prm", 7});
}

std::string refusal(const std::string &value, const std::string &name = "d") {
  try {
    variable(value, name);
  } catch (const params::InputError &error) {
    return error.what();
  }
  return "accepted";
}

} // namespace

BOOST_AUTO_TEST_SUITE(variables)

BOOST_AUTO_TEST_CASE(ranges_have_a_unit) {
  const Variable d = variable("250 um .. 0.6 mm");
  BOOST_TEST(d.unit == "mm");
  BOOST_TEST(d.interval->low == 0.25);
  BOOST_TEST(d.interval->high == 0.6);
  BOOST_TEST(!d.interval->is_log);
  BOOST_TEST(d.value("300 um") == 3e-4);
  BOOST_TEST(d.expected() == "a length from 0.25 mm to 0.6 mm");
  BOOST_TEST(variable("0 .. 5 um").interval->low == 0.);
  BOOST_TEST(variable("1e3 /mm^2 .. 1e5 /mm^2 log").interval->is_log);
  BOOST_TEST(variable("70 % .. 95 %").unit == "%");
  BOOST_TEST(variable("-5 deg .. 5 deg").interval->low == -5.);
}

BOOST_AUTO_TEST_CASE(steps_and_lists_are_levels) {
  const std::vector<std::string> expected = {"1", "2", "3", "4", "5"};
  BOOST_TEST(variable("1 .. 5 step 1").levels == expected, boost::test_tools::per_element());
  const std::vector<std::string> micrometres = {"300 um", "350 um", "400 um"};
  BOOST_TEST(variable("300 um .. 420 um step 0.05 mm").levels == micrometres,
             boost::test_tools::per_element());
  BOOST_TEST(variable("0.3 mm, 400 um").value("400 um") == 4e-4);
  const Variable lattice = variable("gyroid, woodpile", "lattice");
  BOOST_TEST(lattice.is_word);
  BOOST_TEST(lattice.value("woodpile") == 1.);
  BOOST_CHECK_THROW(lattice.value("octet"), params::ValueError);
}

BOOST_AUTO_TEST_CASE(faulty_variables_are_refused) {
  const std::string place = "study.prm:7: d: ";
  BOOST_TEST(refusal("600 um .. 250 um") ==
             place + "600 um .. 250 um; expected a range from a smaller to a larger value");
  BOOST_TEST(refusal("250 um .. 250 um") ==
             place + "250 um .. 250 um; expected a range from a smaller to a larger value");
  BOOST_TEST(refusal("250 .. 600 um") ==
             place + "250 .. 600 um; expected a range between two quantities of the same kind");
  BOOST_TEST(refusal("a .. 600 um") == place + "a .. 600 um; expected a range such as 250 um .. "
                                               "600 um; a is no number with a unit");
  BOOST_TEST(refusal("0 .. 5 um log") ==
             place + "0 .. 5 um log; expected a range above 0 where it is log");
  BOOST_TEST(refusal("1 um .. 5 um step 1 s") ==
             place +
                 "1 um .. 5 um step 1 s; expected a step above 0 of the same kind as the range");
  BOOST_TEST(refusal("1 um .. 5 um step 9 um") ==
             place + "1 um .. 5 um step 9 um; expected a step that gives 2 to 10000 values");
  BOOST_TEST(refusal("300 um") == place + "300 um; expected a range such as 250 um .. 600 um, or 2 "
                                          "to 10000 values separated by commas");
  BOOST_TEST(refusal("300 um, gyroid") ==
             place + "300 um, gyroid; expected numbers with units, or words, but not both");
  BOOST_TEST(refusal("300 um, 2 s") == place + "300 um, 2 s; expected values of one kind");
  BOOST_TEST(refusal("gyroid, gyroid") ==
             place + "gyroid, gyroid; expected values separated by commas, each once");
  BOOST_TEST(refusal("1 .. 2", "2d") == "study.prm:7: 2d: 1 .. 2; expected a variable's name of "
                                        "letters, digits and _, not pi or point");
}

BOOST_AUTO_TEST_SUITE_END()
