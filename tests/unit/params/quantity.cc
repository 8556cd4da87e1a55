// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/quantity.h>

#include <boost/test/unit_test.hpp>

#include <cmath>

using namespace lacuna;
using params::Dimension;

namespace {
constexpr double pi = 3.14159265358979323846;

struct Case {
  const char *text;
  Dimension dimension;
  double si;
};

std::string refusal(const std::string &text, const Dimension &dimension) {
  try {
    params::parse_quantity(text, dimension);
  } catch (const params::ValueError &error) {
    return error.what();
  }
  return "accepted";
}

std::string list_refusal(const std::string &text, std::size_t count) {
  try {
    params::parse_quantities(text, params::length, count);
  } catch (const params::ValueError &error) {
    return error.what();
  }
  return "accepted";
}

void check_exactly(const Case &c) {
  BOOST_TEST_CONTEXT(c.text)
  BOOST_CHECK_EQUAL(params::parse_quantity(c.text, c.dimension), c.si);
}

void check_nearly(const Case &c) {
  BOOST_TEST_CONTEXT(c.text)
  BOOST_CHECK_CLOSE_FRACTION(params::parse_quantity(c.text, c.dimension), c.si, 4e-16);
}
} // namespace

BOOST_AUTO_TEST_SUITE(params_quantity)

BOOST_AUTO_TEST_CASE(every_unit) {
  for (const Case &c :
       {Case{"2 m", params::length, 2.}, Case{"2 g", params::mass, 2e-3},
        Case{"2 s", params::time, 2.}, Case{"2 min", params::time, 120.},
        Case{"2 h", params::time, 7200.}, Case{"2 d", params::time, 172800.},
        Case{"2 week", params::time, 1209600.}, Case{"2 mol", params::amount, 2.},
        Case{"2 M", params::concentration, 2e3}, Case{"2 L", params::volume, 2e-3},
        Case{"2 Pa", params::pressure, 2.}, Case{"2 N", params::force, 2.},
        Case{"2 J/m^2", params::fracture_energy, 2.}, Case{"2 Da", params::molar_mass, 2e-3},
        Case{"2 rad", params::angle, 2.}, Case{"90 deg", params::angle, pi / 2},
        Case{"2 %", params::dimensionless, 0.02}, Case{"2 1", params::dimensionless, 2.}})
    check_exactly(c);
}

BOOST_AUTO_TEST_CASE(every_prefix) {
  for (const Case &c : {Case{"3 am", params::length, 3e-18}, Case{"3 fm", params::length, 3e-15},
                        Case{"3 pm", params::length, 3e-12}, Case{"3 nm", params::length, 3e-9},
                        Case{"3 um", params::length, 3e-6}, Case{"3 \u00b5m", params::length, 3e-6},
                        Case{"3 \u03bcm", params::length, 3e-6}, Case{"3 mm", params::length, 3e-3},
                        Case{"3 cm", params::length, 3e-2}, Case{"3 km", params::length, 3e3},
                        Case{"3 Mm", params::length, 3e6}, Case{"3 Gm", params::length, 3e9}})
    check_exactly(c);
}

BOOST_AUTO_TEST_CASE(units_that_look_like_prefix_and_unit) {
  check_exactly({"1 min", params::time, 60.});
  check_exactly({"1 Pa", params::pressure, 1.});
  check_exactly({"1 ms", params::time, 1e-3});
  check_exactly({"1 mM", params::concentration, 1.});
  check_exactly({"1 MPa", params::pressure, 1e6});
  for (const char *text : {"1 mmin", "1 kh", "1 mm min", "1 kdeg", "1 k", "1 mu", "1 kkm"})
    BOOST_CHECK_NE(refusal(text, params::time), "accepted");
}

BOOST_AUTO_TEST_CASE(compound_units) {
  for (const Case &c :
       {Case{"400 um", params::length, 4e-4}, Case{"1e-10 m^2/s", params::diffusivity, 1e-10},
        Case{"3e3 /mm^2", params::areal_density, 3e9},
        Case{"3e3 mm^-2", params::areal_density, 3e9},
        Case{"1.9 nM", params::concentration, 1.9e-6}, Case{"2 uM", params::concentration, 2e-3},
        Case{"50 ng/mL", params::mass_concentration, 5e-5}, Case{"26 kDa", params::molar_mass, 26.},
        Case{"0.5 MPa*sqrt(m)", params::toughness, 5e5},
        Case{"1e5 /(M*s)", params::association_rate, 1e2},
        Case{"1e5 1/M/s", params::association_rate, 1e2},
        Case{"1e6 /mL", params::number_density, 1e12}, Case{"2 um/s", params::velocity, 2e-6},
        Case{"60 /min", params::rate, 1.}, Case{"5 mm^2", params::area, 5e-6},
        Case{"2 N/mm^2", params::pressure, 2e6}})
    check_exactly(c);
  check_nearly({"36 %/h", params::rate, 1e-4});
  check_nearly({"10 /h", params::rate, 10. / 3600});
  check_nearly({"1 MPa*sqrt(mm)", params::toughness, 1e6 * std::sqrt(1e-3)});
  check_nearly({"1 MPa*sqrt(km)", params::toughness, 1e6 * std::sqrt(1e3)});
  check_nearly({"2 sqrt(h)^2", params::time, 7200.});
}

BOOST_AUTO_TEST_CASE(blanks_and_signs) {
  for (const char *text : {"400um", " 400  um ", "+400 um", "4e2\tum", "400 um^+1", "400 ( um )"})
    check_exactly({text, params::length, 4e-4});
  check_exactly({"-1 m^2 / m", params::length, -1.});
  check_exactly({"25%", params::dimensionless, 0.25});
  check_exactly({"0.3", params::dimensionless, 0.3});
}

BOOST_AUTO_TEST_CASE(zero_needs_no_unit_but_no_wrong_one) {
  for (const char *text : {"0", "0.0", "-0", "0 um"})
    check_exactly({text, params::length, 0.});
  BOOST_CHECK_NE(refusal("0 Pa", params::length), "accepted");
}

BOOST_AUTO_TEST_CASE(bounds_in_different_units_are_equal) {
  BOOST_CHECK_EQUAL(params::parse_quantity("10 mm", params::length),
                    params::parse_quantity("1 cm", params::length));
  BOOST_CHECK_EQUAL(params::parse_quantity("0.0003E+3 mm", params::length),
                    params::parse_quantity("300 um", params::length));
  BOOST_CHECK_EQUAL(params::parse_quantity("4000 um", params::length),
                    params::parse_quantity("4 mm", params::length));
}

BOOST_AUTO_TEST_CASE(refused) {
  for (const char *text : {"",
                           "um",
                           "400",
                           "nan",
                           "nan m",
                           "inf m",
                           "-inf m",
                           "1e999 m",
                           "1e308 km",
                           "1e-320 nm",
                           "0e99999999999 m",
                           "0e2147483647 Gm",
                           "1 (((((((((((Gm^9)^9)^9)^9)^9)^9)^9)^9)^9)^9)^9)",
                           "400 u",
                           "400 umm",
                           "400 Um",
                           "400 um um",
                           "400 um*",
                           "400 um^",
                           "400 um^0.5",
                           "400 um^10",
                           "400 (um",
                           "400 um)",
                           "400 sqrt(m)",
                           "400 sqrt",
                           "400 sqrt(m^4",
                           "400 sqrt(sqrt(m))",
                           "0x1p3 m",
                           "4,0 um",
                           "400 um # x",
                           "+-4 m",
                           "1 m^99999999999",
                           "400 Pa",
                           "400 /m",
                           "400 10 m",
                           "400 *m",
                           "400 //m"})
    BOOST_TEST_CONTEXT(text)
  BOOST_CHECK_EQUAL(refusal(text, params::length), "a length with its unit, such as 400 um");
  BOOST_CHECK_NE(refusal("1 " + std::string(100000, '('), params::length), "accepted");
}

BOOST_AUTO_TEST_CASE(angles_are_no_numbers) {
  BOOST_CHECK_EQUAL(refusal("90", params::angle), "an angle with its unit, such as 90 deg");
  BOOST_CHECK_EQUAL(refusal("90 deg", params::dimensionless), "a number, such as 0.25 or 25 %");
  BOOST_CHECK_EQUAL(refusal("x", params::amount / params::time),
                    "a quantity in s^-1*mol with its unit, such as 1 s^-1*mol");
  BOOST_CHECK_EQUAL(refusal("1", params::areal_density),
                    "an areal density with its unit, such as 3e3 /mm^2");
}

BOOST_AUTO_TEST_CASE(each_dimension_reads_its_own_unit_and_example) {
  using namespace params;
  for (const Dimension &d : {params::length,
                             mass,
                             params::time,
                             amount,
                             angle,
                             area,
                             volume,
                             velocity,
                             rate,
                             force,
                             pressure,
                             toughness,
                             fracture_energy,
                             diffusivity,
                             concentration,
                             mass_concentration,
                             association_rate,
                             areal_density,
                             number_density,
                             molar_mass,
                             amount / params::time,
                             toughness * toughness * toughness,
                             toughness / pressure}) {
    const DimensionText words = describe(d);
    BOOST_TEST_CONTEXT(words.name) {
      check_exactly({("1 " + words.unit).c_str(), d, 1.});
      BOOST_CHECK_GT(parse_quantity(words.example, d), 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(lists) {
  const std::vector<double> size = params::parse_quantities("6 mm, 5mm ,0", params::length, 3);
  const std::vector<double> expected = {6e-3, 5e-3, 0};
  BOOST_CHECK_EQUAL_COLLECTIONS(size.begin(), size.end(), expected.begin(), expected.end());
  BOOST_CHECK_EQUAL(params::parse_quantities("6 mm", params::length).size(), 1u);

  const std::string each = "separated by commas, each a length with its unit, such as 400 um";
  for (const char *text : {"", "6 mm,", "6 mm,,6 mm", "6, 6 mm"})
    BOOST_CHECK_EQUAL(list_refusal(text, 0), "values " + each);
  BOOST_CHECK_EQUAL(list_refusal("6 mm", 2), "2 values " + each);
  BOOST_CHECK_EQUAL(list_refusal("6 mm, 6 mm", 1), "a length with its unit, such as 400 um");
}

BOOST_AUTO_TEST_SUITE_END()
