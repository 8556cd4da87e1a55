// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/record.h>

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace lacuna::observables;
using nlohmann::ordered_json;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::string> names(const Record &record) {
  std::vector<std::string> result;
  for (const auto &[name, value] : record.columns())
    result.push_back(name);
  return result;
}

} // namespace

BOOST_AUTO_TEST_SUITE(observables_record)

BOOST_AUTO_TEST_CASE(paths_are_nested_and_columns_are_flat) {
  Record record;
  record.set("/specimen", "BCP-1");
  record.set("/morphometry/porosity", 0.5);
  record.set("/transport/factors/BMP2/released_mol", "BMP2_released_mol", 1e-15);
  record.set_key("/transport/relative_diffusivity", nullptr);
  BOOST_CHECK_EQUAL(record.json().dump(),
                    R"({"specimen":"BCP-1","morphometry":{"porosity":0.5},"transport":)"
                    R"({"factors":{"BMP2":{"released_mol":1e-15}},"relative_diffusivity":null}})");
  const std::vector<std::string> expected = {"specimen", "porosity", "BMP2_released_mol"};
  BOOST_TEST(names(record) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_value_has_its_error_beside_it) {
  Record record;
  record.set("/mechanics", "youngs_modulus", "Pa", {5e9, 1e7});
  BOOST_CHECK_EQUAL(
      record.json().dump(),
      R"({"mechanics":{"youngs_modulus_Pa":{"value":5000000000.0,"error":10000000.0}}})");
  BOOST_CHECK_EQUAL(to_csv({record}),
                    "youngs_modulus_Pa,youngs_modulus_error_Pa\n5000000000.0,10000000.0\n");
}

BOOST_AUTO_TEST_CASE(what_is_set_again_replaces) {
  Record record;
  record.set("/a/x", 1);
  record.set("/a/y", 2);
  record.set("/a/x", 3);
  BOOST_CHECK_EQUAL(record.json().dump(), R"({"a":{"x":3,"y":2}})");
  BOOST_CHECK_EQUAL(to_csv({record}), "x,y\n3,2\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_null_and_an_empty_cell) {
  Record record;
  record.set("/a/x", not_a_number);
  record.set("/a/y", -infinity);
  record.set("/a", "z", "m", {1., infinity});
  record.set_key("/a/hidden", not_a_number);
  BOOST_CHECK_EQUAL(record.json().dump(),
                    R"({"a":{"x":null,"y":null,"z_m":{"value":1.0,"error":null},"hidden":null}})");
  BOOST_CHECK_EQUAL(to_csv({record}), "x,y,z_m,z_error_m\n,,1.0,\n");
}

BOOST_AUTO_TEST_CASE(a_table_has_the_columns_of_all_records) {
  Record first, second;
  first.set("/a", 1);
  first.set("/b", 2);
  second.set("/c", 3);
  second.set("/a", 4);
  BOOST_CHECK_EQUAL(to_csv({first, second}), "a,b,c\n1,2,\n4,,3\n");
}

BOOST_AUTO_TEST_CASE(cells_are_quoted_where_csv_needs_it) {
  Record record;
  record.set("/plain", "mig-BCP 1");
  record.set("/comma", "a,b");
  record.set("/quote", "the \"best\"");
  record.set("/line", "a\nb");
  record.set("/quotes", "\"\"");
  BOOST_CHECK_EQUAL(to_csv({record}), "plain,comma,quote,line,quotes\n"
                                      "mig-BCP 1,\"a,b\",\"the \"\"best\"\"\",\"a\nb\","
                                      "\"\"\"\"\"\"\n");
}

BOOST_AUTO_TEST_CASE(numbers_keep_all_their_digits) {
  Record record;
  record.set("/x", 0.1 + 0.2);
  record.set("/seed", std::uint64_t(4000000000));
  BOOST_CHECK_EQUAL(to_csv({record}), "x,seed\n0.30000000000000004,4000000000\n");
}

BOOST_AUTO_TEST_CASE(a_stored_record_comes_back) {
  Record record;
  record.set("/specimen", "a \"b\"");
  record.set("/mechanics", "youngs_modulus", "Pa", {0.1 + 0.2, not_a_number});
  record.set_key("/numerics/time_s/total", 1.5);
  const Record back = Record::restored(ordered_json::parse(record.stored().dump()));
  BOOST_CHECK_EQUAL(back.json().dump(), record.json().dump());
  BOOST_CHECK_EQUAL(to_csv({back}), to_csv({record}));
}

BOOST_AUTO_TEST_SUITE_END()
