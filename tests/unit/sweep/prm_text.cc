// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/study.h>
#include <solver/sweep/prm_text.h>

#include <boost/test/unit_test.hpp>

namespace lacuna::sweep {

namespace {

/** Of a study in /one/two, as it means the same anywhere. */
std::string portable(const std::string &section, const std::string &key, const std::string &value,
                     const std::vector<params::Entry> &others = {}) {
  std::vector<params::Entry> entries = {{section, key, value, "/one/two/a.prm", 3}};
  entries.insert(entries.end(), others.begin(), others.end());
  return made_portable(entries, study::default_parameters().parameters()).front().value;
}

} // namespace

BOOST_AUTO_TEST_SUITE(texts_of_parameter_files)

BOOST_AUTO_TEST_CASE(files_are_seen_from_the_root) {
  BOOST_TEST(portable("Image", "File", "../scan.mha") == "/one/scan.mha");
  BOOST_TEST(portable("Groups", "A", "Surface/File = a.stl; Print/Rim = cut") ==
             "Surface/File = /one/two/a.stl; Print/Rim = cut");
  BOOST_TEST(portable("Scaffold", "Lattice", "image") == "image");
}

BOOST_AUTO_TEST_CASE(words_that_stand_for_files_are_seen_from_the_root) {
  const params::Entry file = {"Sweep/Apply/Image", "File", " scan ", "/one/two/a.prm", 5};
  const params::Entry word = {"Sweep/Apply/Scaffold", "Lattice", "scan", "/one/two/a.prm", 5};
  const std::string section = "Sweep/Variables";
  BOOST_TEST(portable(section, "scan", "a.mha, ../b.mha", {file}) == "/one/two/a.mha, /one/b.mha");
  BOOST_TEST(portable(section, "scan", "gyroid, woodpile", {word}) == "gyroid, woodpile");
  BOOST_TEST(portable(section, "other", "a.mha, b.mha", {file}) == "a.mha, b.mha");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace lacuna::sweep
