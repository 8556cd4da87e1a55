// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/formula.h>
#include <params/reader/registry.h>

#include <params/reader/quantity.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>

using namespace lacuna::params;

BOOST_AUTO_TEST_SUITE(formula)

BOOST_AUTO_TEST_CASE(values_are_of_the_place_in_mm) {
  const Formula f("x + 10*y + 100*z + 1000*r");
  BOOST_TEST(f(3e-3, 4e-3, 1e-3) == 3. + 40. + 100. + 5000., boost::test_tools::tolerance(1e-12));
  BOOST_TEST(Formula("z < 3 ? 1 : 2")(0., 0., 4e-3) == 2.);
  BOOST_TEST(bool(f));
}

BOOST_AUTO_TEST_CASE(no_text_is_no_formula) {
  BOOST_TEST(!Formula(""));
  BOOST_TEST(!Formula());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_evaluated_is_refused) {
  for (const std::string text : {"x +", "2*q", "sin(", "a = 3"})
    BOOST_CHECK_THROW(Formula{text}, ValueError);
  BOOST_CHECK_THROW(Formula("1/x")(0., 0., 0.), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_copy_is_independent) {
  const Formula f("x");
  const Formula g = f;
  BOOST_TEST(f(1e-3, 0., 0.) == 1.);
  BOOST_TEST(g(2e-3, 0., 0.) == 2.);
}

BOOST_AUTO_TEST_CASE(files_are_found_beside_the_file_that_names_them) {
  const auto folder = std::filesystem::temp_directory_path() / "lacuna_registry_file";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "body.stl") << "solid\n";
  Registry registry;
  std::string path;
  registry.file("Surface", "File", path, "A file.");
  registry.read({{"Surface", "File", "body.stl", (folder / "study.prm").string(), 3}});
  BOOST_TEST(path == (folder / "body.stl").string());
  BOOST_TEST(registry.parameters()[0].value == path);
  BOOST_CHECK_THROW(
      registry.read({{"Surface", "File", "other.stl", (folder / "study.prm").string(), 3}}),
      InputError);
  std::filesystem::remove_all(folder);
}

BOOST_AUTO_TEST_SUITE_END()
