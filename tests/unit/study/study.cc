// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <params/reader/reference.h>
#include <params/reader/text.h>
#include <solver/study/study.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>

#include <unistd.h>

using namespace lacuna;
using study::Group;
using study::Specimen;
using study::Study;

namespace {

/** A directory of its own, removed in the end, with the studies written to it. */
struct Studies {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("lacuna-study-" + std::to_string(getpid()));

  Studies() { std::filesystem::create_directories(folder); }
  ~Studies() { std::filesystem::remove_all(folder); }

  std::string path() const { return (folder / "trial.prm").string(); }

  Study read(const std::string &content, const std::vector<std::string> &overrides = {}) const {
    files::write_text(path(), content);
    return Study(path(), overrides);
  }

  /** The message with which a study is refused, the file's folder left out. */
  std::string refusal(const std::string &content,
                      const std::vector<std::string> &overrides = {}) const {
    try {
      read(content, overrides);
    } catch (const params::InputError &error) {
      const std::string text = error.what(), prefix = folder.string() + "/";
      return text.compare(0, prefix.size(), prefix) == 0 ? text.substr(prefix.size()) : text;
    }
    return "accepted";
  }
};

std::string groups(const std::string &lines) {
  return "subsection Groups\n" + lines + "\nend\n";
}

const std::string two_groups =
    groups("set Specimens = 3\nset Seed = 10\nset BCP = Migrasomes/Enabled = false\n"
           "set mig-BCP = Migrasomes/Enabled = true; Material/Young's modulus = 30 GPa");

std::vector<std::string> names(const Study &study) {
  std::vector<std::string> result;
  for (const Group &group : study.groups())
    result.push_back(group.name);
  return result;
}

/** A resolved text without the lines on groups, which differ by purpose. */
std::string without_groups(const std::string &resolved) {
  const std::size_t begin = resolved.find("subsection Groups");
  return resolved.substr(0, begin) + resolved.substr(resolved.find("\nend\n", begin) + 5);
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(study_study, Studies)

BOOST_AUTO_TEST_CASE(a_study_without_groups_is_one_group_of_its_name) {
  const Study study = read("");
  BOOST_CHECK_EQUAL(study.name(), "trial");
  BOOST_REQUIRE_EQUAL(study.groups().size(), 1u);
  BOOST_CHECK_EQUAL(study.groups()[0].name, "trial");
  const auto specimens = study.specimens();
  BOOST_REQUIRE_EQUAL(specimens.size(), 1u);
  BOOST_CHECK_EQUAL(specimens[0].name, "trial-1");
  BOOST_CHECK_EQUAL(specimens[0].seed, 1u);
}

BOOST_AUTO_TEST_CASE(groups_override_what_they_share) {
  const Study study = read("subsection Material\nset Young's modulus = 40 GPa\n"
                           "set Poisson's ratio = 0.3\nend\n" +
                           two_groups);
  const std::vector<std::string> expected = {"BCP", "mig-BCP"};
  BOOST_TEST(names(study) == expected, boost::test_tools::per_element());
  const auto &plain = study.groups()[0], &coated = study.groups()[1];
  BOOST_CHECK_EQUAL(plain.overrides, "Migrasomes/Enabled = false");
  BOOST_CHECK(!plain.parameters.coating.migrasomes.enabled);
  BOOST_CHECK_EQUAL(plain.parameters.material.youngs_modulus, 40e9);
  BOOST_CHECK_EQUAL(plain.parameters.material.poissons_ratio, 0.3);
  BOOST_CHECK(coated.parameters.coating.migrasomes.enabled);
  BOOST_CHECK_EQUAL(coated.parameters.material.youngs_modulus, 30e9);
  BOOST_CHECK_EQUAL(coated.parameters.material.poissons_ratio, 0.3);
}

BOOST_AUTO_TEST_CASE(the_command_line_goes_over_the_file_but_not_over_groups) {
  const Study study = read(two_groups, {"Material/Young's modulus=20 GPa", "Groups/Seed=5"});
  BOOST_CHECK_EQUAL(study.groups()[0].parameters.material.youngs_modulus, 20e9);
  BOOST_CHECK_EQUAL(study.groups()[1].parameters.material.youngs_modulus, 30e9);
  BOOST_CHECK_EQUAL(study.specimens()[0].seed, 5u);
}

BOOST_AUTO_TEST_CASE(a_group_named_again_is_replaced_where_it_stood) {
  const Study study = read(groups("set A = Material/Poisson's ratio = 0.1\nset B =\n"
                                  "set A = Material/Poisson's ratio = 0.2"),
                           {"Groups/B=Material/Poisson's ratio=0.4", "Groups/C="});
  const std::vector<std::string> expected = {"A", "B", "C"};
  BOOST_TEST(names(study) == expected, boost::test_tools::per_element());
  BOOST_CHECK_EQUAL(study.groups()[0].parameters.material.poissons_ratio, 0.2);
  BOOST_CHECK_EQUAL(study.groups()[1].parameters.material.poissons_ratio, 0.4);
}

BOOST_AUTO_TEST_CASE(seeds_count_on_within_a_group) {
  const Study study = read(two_groups);
  const auto specimens = study.specimens();
  BOOST_REQUIRE_EQUAL(specimens.size(), 6u);
  const std::vector<std::string> expected = {"BCP-1",     "BCP-2",     "BCP-3",
                                             "mig-BCP-1", "mig-BCP-2", "mig-BCP-3"};
  for (unsigned int i = 0; i < 6; ++i) {
    BOOST_CHECK_EQUAL(specimens[i].name, expected[i]);
    BOOST_CHECK_EQUAL(specimens[i].seed, 10u + i % 3 + i / 3 * 10000u);
    BOOST_CHECK_EQUAL(specimens[i].group, &study.groups()[i / 3]);
  }
}

BOOST_AUTO_TEST_CASE(common_prints_share_their_seeds) {
  const Study study = read(two_groups, {"Groups/Prints=common"});
  const auto specimens = study.specimens();
  BOOST_REQUIRE_EQUAL(specimens.size(), 6u);
  for (unsigned int i = 0; i < 6; ++i)
    BOOST_CHECK_EQUAL(specimens[i].seed, 10u + i % 3);
  BOOST_CHECK_EQUAL(study.groups()[0].resolved, read(two_groups).groups()[0].resolved);
}

BOOST_AUTO_TEST_CASE(statistics_are_read_and_described) {
  const Study study =
      read(two_groups, {"Statistics/Equivalence margin=20 %",
                        "Statistics/Margins by quantity=porosity = 2 %; released=0.3",
                        "Statistics/Correction=Holm"});
  const nlohmann::ordered_json expected = {
      {"equivalence_margin", 0.2},
      {"margins_by_quantity", {{"porosity", 0.02}, {"released", 0.3}}},
      {"correction", "Holm"}};
  BOOST_CHECK_EQUAL(study.statistics().describe(), expected);
}

BOOST_AUTO_TEST_CASE(any_column_has_a_margin) {
  for (const char *name : {"closed_porosity", "strength_mean", "energy_to_failure", "pore_throat_z",
                           "engulfed", "shear_modulus_xy"}) {
    const Study study =
        read(two_groups, {std::string("Statistics/Margins by quantity=") + name + " = 5 %"});
    BOOST_TEST(study.statistics().margins().at(name) == 0.05);
  }
}

BOOST_AUTO_TEST_CASE(faulty_margins_point_to_their_line) {
  const auto margins = [this](const std::string &text) {
    return refusal("subsection Statistics\nset Margins by quantity = " + text + "\nend\n");
  };
  const std::string start = "trial.prm:2: Margins by quantity: ";
  BOOST_CHECK_EQUAL(margins("porositi = 2 %"),
                    start + "porositi = 2 %; expected quantities such as youngs_modulus = 5 %; "
                            "porosity = 2 %; did you mean porosity");
  BOOST_CHECK_EQUAL(margins("porosity = 95 %"),
                    start + "porosity = 95 %; expected porosity = a share from 0.1 % to 90 %");
  BOOST_CHECK_EQUAL(margins("porosity"),
                    start + "porosity; expected porosity = a share from 0.1 % to 90 %");
  BOOST_CHECK_EQUAL(refusal(groups("set A = Statistics/Correction = Holm")),
                    "trial.prm:2: A: Statistics/Correction = Holm; expected overrides of other "
                    "sections than Statistics");
}

BOOST_AUTO_TEST_CASE(the_first_of_each_design_are_refined) {
  const auto refined = [](const Study &study) {
    std::vector<bool> result;
    for (const Specimen &specimen : study.specimens())
      result.push_back(specimen.refined);
    return result;
  };
  const std::string key = "Groups/Refined specimens=";
  const std::vector<bool> all(6, true), one = {true, false, false, true, false, false};
  BOOST_TEST(refined(read(two_groups)) == all, boost::test_tools::per_element());
  BOOST_TEST(refined(read(two_groups, {key + "1"})) == one, boost::test_tools::per_element());
  BOOST_TEST(refined(read(two_groups, {key + "3"})) == all, boost::test_tools::per_element());
  const std::vector<bool> shared = {true, false, false, false};
  BOOST_TEST(refined(read(groups("set Specimens = 2\nset A = Migrasomes/Enabled = false\n"
                                 "set B = Migrasomes/Enabled = true"),
                          {key + "1"})) == shared,
             boost::test_tools::per_element());
  // Neither what cells leave behind nor where factors go bears a load.
  BOOST_TEST(refined(read(groups("set Specimens = 2\nset A = Culture/Duration = 3 d\n"
                                 "set B = Region tissue/Clot width = 1 mm; Output/Fields = false"),
                          {key + "1"})) == shared,
             boost::test_tools::per_element());
  // Which specimens are refined is not part of what they are.
  BOOST_CHECK_EQUAL(read(two_groups, {key + "1"}).groups()[0].resolved,
                    read(two_groups).groups()[0].resolved);
}

BOOST_AUTO_TEST_CASE(every_key_says_what_it_can_change) {
  const params::Registry registry = study::default_parameters();
  for (const params::Parameter &parameter : registry.parameters())
    BOOST_TEST_CONTEXT(parameter.section << "/" << parameter.key)
  BOOST_CHECK(parameter.changes != params::Changes::unsaid);
}

BOOST_AUTO_TEST_CASE(factors_are_named_by_their_sections) {
  const Study study = read("subsection Factor VEGF165\nset Half-life = 50 min\nend\n"
                           "subsection Factor BMP2\nset Threshold = 2 nM\nend\n"
                           "subsection Factor VEGF165\nset Threshold = 1 nM\nend\n");
  const auto &factors = study.groups()[0].parameters.factors;
  BOOST_REQUIRE_EQUAL(factors.size(), 2u);
  BOOST_CHECK_EQUAL(factors[0].name, "VEGF165");
  BOOST_CHECK_EQUAL(factors[0].half_life, 3000.);
  BOOST_CHECK_EQUAL(factors[0].threshold, 1e-6);
  BOOST_CHECK_EQUAL(factors[1].name, "BMP2");
  BOOST_CHECK_EQUAL(factors[1].threshold, 2e-6);
  BOOST_CHECK_NO_THROW(study.require_factors());
}

BOOST_AUTO_TEST_CASE(release_needs_a_factor) {
  const Study study = read(two_groups);
  BOOST_CHECK_EXCEPTION(
      study.require_factors(), params::InputError, [this](const params::InputError &error) {
        return error.what() == path() + ": Factor: none; expected a section \"Factor NAME\" for "
                                        "each factor released";
      });
}

BOOST_AUTO_TEST_CASE(the_resolved_text_gives_the_specimen_again) {
  const Study study =
      read("subsection Scaffold\nset Strand diameter = 0.3 mm\n"
           "set Layer height = 250 um\nset Layer angles = 0, 60 deg, 120 deg\nend\n"
           "subsection Envelope\nset Shape = box\nset Size = 2 mm, 2 mm, 1 mm\nend\n"
           "subsection Factor VEGF165\nset Half-life = 50 min\nend\n" +
           two_groups);
  for (const Specimen &specimen : study.specimens()) {
    const Study again = read(Study::resolved(specimen));
    const auto specimens = again.specimens();
    BOOST_REQUIRE_EQUAL(specimens.size(), 1u);
    BOOST_CHECK_EQUAL(specimens[0].seed, specimen.seed);
    BOOST_CHECK_EQUAL(without_groups(again.groups()[0].resolved),
                      without_groups(specimen.group->resolved));
    const auto &p = specimen.group->parameters, &q = again.groups()[0].parameters;
    BOOST_CHECK_EQUAL(q.geometry.scaffold.strand_diameter, p.geometry.scaffold.strand_diameter);
    BOOST_TEST(q.geometry.scaffold.layer_angles == p.geometry.scaffold.layer_angles,
               boost::test_tools::per_element());
    BOOST_CHECK(q.geometry.envelope.shape == geometry::EnvelopeShape::box);
    BOOST_CHECK_EQUAL(q.coating.migrasomes.enabled, p.coating.migrasomes.enabled);
    BOOST_CHECK_EQUAL(q.material.youngs_modulus, p.material.youngs_modulus);
    BOOST_REQUIRE_EQUAL(q.factors.size(), 1u);
    BOOST_CHECK_EQUAL(q.factors[0].half_life, 3000.);
    // The same again: what is written from it differs in nothing.
    BOOST_CHECK_EQUAL(without_groups(Study::resolved(specimens[0])),
                      without_groups(Study::resolved(specimen)));
  }
}

BOOST_AUTO_TEST_CASE(specimens_differ_in_what_they_are_made_of) {
  const Study study = read(two_groups);
  const auto specimens = study.specimens();
  for (std::size_t i = 0; i < specimens.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      BOOST_CHECK_NE(Study::resolved(specimens[i]), Study::resolved(specimens[j]));
}

BOOST_AUTO_TEST_CASE(faulty_groups_point_to_their_line) {
  BOOST_CHECK_EQUAL(refusal(groups("set BCP = Migrasomes")),
                    "trial.prm:2: BCP: Migrasomes; expected overrides as Section/Key = value; "
                    "Section/Key = value");
  BOOST_CHECK_EQUAL(refusal(groups("set BCP =\nset mig = Migrasomes/Enable = true")),
                    "trial.prm:3: Enable: true; expected a key of subsection Migrasomes; did you "
                    "mean Enabled");
  BOOST_CHECK_EQUAL(refusal(groups("set BCP = Material/Young's modulus = 30")),
                    "trial.prm:2: Young's modulus: 30; expected a pressure with its unit, such as "
                    "25 MPa");
  BOOST_CHECK_EQUAL(refusal(groups("set BCP = Groups/Seed = 3")),
                    "trial.prm:2: BCP: Groups/Seed = 3; expected overrides of other sections than "
                    "Groups");
  for (const char *name : {"..", "a/b", "a\\b", "a;b", "a,b"})
    BOOST_CHECK_EQUAL(
        refusal(groups("set " + std::string(name) + " =")),
        "trial.prm:2: " + std::string(name) +
            "; expected a group's name without / \\ ; , or a dot or blank at its ends");
  BOOST_CHECK_EQUAL(refusal(groups("set Specimens = 0")),
                    "trial.prm:2: Specimens: 0; expected a whole number from 1 to 10000");
  BOOST_CHECK_EQUAL(refusal(groups("set Specimens = 3\nset Refined specimens = 4")),
                    "trial.prm:3: Refined specimens: 4; expected at most the number of Specimens");
  BOOST_CHECK_EQUAL(refusal(groups("set Refined specimens = all")),
                    "trial.prm:2: Refined specimens: all; expected a whole number from 0 to 10000");
}

BOOST_AUTO_TEST_CASE(every_group_is_checked) {
  BOOST_CHECK_EQUAL(refusal(groups("set A =\nset B = Scaffold/Layer height = 450 um")),
                    "trial.prm:3: Layer height: 450 um; expected at most the strand diameter, or "
                    "the layers do not touch");
}

BOOST_AUTO_TEST_CASE(defaults_are_a_study_themselves) {
  const std::string text = params::reference(study::default_parameters(), "prm");
  const Study study = read(text);
  BOOST_REQUIRE_EQUAL(study.groups().size(), 1u);
  BOOST_CHECK_EQUAL(study.groups()[0].resolved, text);
}

BOOST_AUTO_TEST_CASE(measured_groups_are_no_groups_to_compute) {
  const std::string table = "set bench = Measured/File = trial.prm\n";
  const Study study = read(groups(table + "set A ="));
  BOOST_REQUIRE_EQUAL(study.groups().size(), 1u);
  BOOST_TEST(study.groups()[0].name == "A");
  BOOST_TEST(refusal(groups(table)) ==
             "trial.prm:2: bench: Measured/File = trial.prm; expected a group to compute, too: all "
             "of them are measured");
}

BOOST_FIXTURE_TEST_CASE(a_group_names_a_folder_on_any_system, Studies) {
  const auto message = [this](const std::string &name) {
    const std::string text = refusal(groups("set " + name + " ="));
    const std::string place = "trial.prm:2: " + name + "; expected a group's name ";
    return text.compare(0, place.size(), place) == 0 ? text.substr(place.size()) : text;
  };
  for (const char *name : {"BCP", "TCP 1.5", "Größe 400 µm", "console", "com10", "report", "v1.b"})
    BOOST_TEST(message(name) == "accepted", name);
  for (const char *name : {"con", "NUL", "Com1", "lpt9.x"})
    BOOST_TEST(message(name) == "that is no device's on any system", name);
  for (const std::string folder : {"figures", "Measured"})
    BOOST_TEST(message(folder) == "that no folder beside them has: " + params::lower_case(folder));
  for (const std::string end : {".json", ".csv", ".html", ".py", ".png", ".part"})
    BOOST_TEST(message("results" + end) == "that does not end as a file's: " + end);
  BOOST_TEST(message("Report.HTML") == "that does not end as a file's: .html");
  BOOST_TEST(message("a.") == "without / \\ ; , or a dot or blank at its ends");
  BOOST_TEST(message(std::string(100, 'a')) == "accepted");
  BOOST_TEST(message(std::string(101, 'a')) == "of at most 100 bytes");
}

BOOST_FIXTURE_TEST_CASE(there_are_no_more_groups_and_factors_than_a_study_has, Studies) {
  std::string many, factors;
  for (int i = 0; i <= 1000; ++i)
    many += "set g" + std::to_string(i) + " =\n";
  BOOST_TEST(refusal(groups(many)) == "trial.prm:1002: g1000; expected at most 1000 groups");
  for (int i = 0; i <= 50; ++i)
    factors +=
        "subsection Factor F" + std::to_string(i) + "\n  set Diffusivity = 1e-10 m^2/s\nend\n";
  BOOST_TEST(refusal(factors) ==
             "trial.prm:152: Diffusivity: 1e-10 m^2/s; expected at most 50 factors");
  BOOST_TEST(refusal("subsection Factor " + std::string(41, 'F') + "\nend\n") ==
             "trial.prm:1; expected a factor's name of letters, digits, - and _, at most 40");
}

BOOST_AUTO_TEST_CASE(defaults_by_which_prints_vary_do_not_apply_to_a_cell) {
  const std::string cell = "subsection Envelope\nset Shape = cell\nend\n";
  const Study study = read(cell);
  const auto &print = study.groups()[0].parameters.geometry.print;
  BOOST_CHECK_EQUAL(print.diameter_variation, 0.);
  BOOST_CHECK_EQUAL(print.position_variation, 0.);
  // It runs again alone from what was resolved.
  BOOST_CHECK_EQUAL(read(study.groups()[0].resolved).groups()[0].design, study.groups()[0].design);
  BOOST_CHECK_GT(read("").groups()[0].parameters.geometry.print.diameter_variation, 0.);
}

BOOST_AUTO_TEST_CASE(variations_that_are_set_are_refused_in_a_cell) {
  const std::string cell = "subsection Envelope\nset Shape = cell\nend\n";
  const std::string message = " expected 0 in a cell, or it is not periodic";
  BOOST_CHECK_EQUAL(refusal(cell + "subsection Print\nset Diameter variation = 3 %\nend\n"),
                    "trial.prm:5: Diameter variation: 3 %;" + message);
  BOOST_CHECK_EQUAL(refusal(cell, {"Print/Position variation=10 um"}),
                    "--set Print/Position variation=10 um: 10 um;" + message);
  BOOST_CHECK_EQUAL(refusal(cell + groups("set A = Print/Position variation = 1 um")),
                    "trial.prm:5: Position variation: 1 um;" + message);
}

BOOST_AUTO_TEST_SUITE_END()
