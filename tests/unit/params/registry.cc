// SPDX-License-Identifier: LGPL-2.1-or-later
#include <params/reader/reference.h>
#include <params/reader/registry.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace lacuna::params;

namespace {
/** A registry with one parameter of each type. */
struct Study {
  double diameter = -1;
  double ratio = -1;
  std::vector<double> angles;
  std::vector<double> size;
  unsigned degree = 0;
  unsigned seed = 0;
  bool invert = true;
  std::string lattice;
  std::string title;
  Registry registry;

  Study() {
    registry.quantity("Scaffold", "Strand diameter", diameter, lacuna::params::length, "400 um",
                      {"10 um", "10 mm"}, "Diameter of a strand.", "a | source");
    registry.quantities("Scaffold", "Layer angles", angles, angle, "0 deg, 90 deg", {},
                        "Turned from layer to layer; " + std::string(20, 'x') +
                            " and much more to be said so that the line has to be broken.");
    registry.choice("Scaffold", "Lattice", lattice, {"woodpile", "columns", "gyroid"}, "woodpile",
                    "Arrangement.");
    registry.boolean("Scaffold", "Invert", invert, false, "Solid and pore change places.");
    registry.integer("Discretization", "Degree", degree, 2, 1, 6, "Of the polynomials.");
    registry.quantities("Envelope", "Size", size, lacuna::params::length, "6 mm, 6 mm",
                        {"1 um", ""}, "Diameter, height.", "", 2);
    registry.quantity("Material/Bulk", "Poisson's ratio", ratio, dimensionless, "0.27",
                      {"", "50 %"}, "Of the solid.");
    registry.integer("Output", "Seed", seed, 1, 0, 4294967295u, "Of the random numbers.");
    registry.text("Output", "Title", title, "", "Of the report.");
  }

  void set(const std::string &text) { registry.read({parse_override(text)}); }

  std::string refusal(const Entry &entry) {
    try {
      registry.read({entry});
    } catch (const InputError &error) {
      return error.what();
    }
    return "accepted";
  }

  std::string refusal(const std::string &section, const std::string &key,
                      const std::string &value) {
    return refusal(Entry{section, key, value, "study.prm", 12});
  }
};

/** The entries of a file with the given content. */
std::vector<Entry> read_text(const std::string &content) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("lacuna-registry-" + std::to_string(getpid())))
          .string();
  std::ofstream(path) << content;
  const std::vector<Entry> entries = read_prm_file(path);
  std::remove(path.c_str());
  return entries;
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}
} // namespace

BOOST_FIXTURE_TEST_SUITE(params_registry, Study)

BOOST_AUTO_TEST_CASE(defaults_are_assigned) {
  BOOST_CHECK_EQUAL(diameter, 4e-4);
  BOOST_CHECK_EQUAL(ratio, 0.27);
  BOOST_CHECK_EQUAL(angles.size(), 2u);
  BOOST_CHECK_EQUAL(size.at(1), 6e-3);
  BOOST_CHECK_EQUAL(degree, 2u);
  BOOST_CHECK_EQUAL(invert, false);
  BOOST_CHECK_EQUAL(lattice, "woodpile");
  BOOST_CHECK_EQUAL(title, "");
}

BOOST_AUTO_TEST_CASE(values_are_assigned_and_the_last_counts) {
  registry.read(
      {parse_override("Scaffold/Strand diameter=300 um"),
       parse_override("Scaffold/Strand diameter=10 mm"),
       parse_override("Scaffold/Layer angles=0,60 deg,120 deg"),
       parse_override("Envelope/Size=1 um, 2 um"), parse_override("Discretization/Degree=6"),
       parse_override("Scaffold/Invert=Yes"), parse_override("Scaffold/Lattice=gyroid"),
       parse_override("Material/Bulk/Poisson's ratio=50 %"),
       parse_override("Output/Seed=4294967295"), parse_override("Output/Title=a = b, c")});
  BOOST_CHECK_EQUAL(diameter, 0.01);
  BOOST_CHECK_EQUAL(angles.size(), 3u);
  BOOST_CHECK_EQUAL(size.at(0), 1e-6);
  BOOST_CHECK_EQUAL(degree, 6u);
  BOOST_CHECK_EQUAL(invert, true);
  BOOST_CHECK_EQUAL(lattice, "gyroid");
  BOOST_CHECK_EQUAL(ratio, 0.5);
  BOOST_CHECK_EQUAL(seed, 4294967295u);
  BOOST_CHECK_EQUAL(title, "a = b, c");
  BOOST_CHECK_EQUAL(registry.parameters()[0].value, "10 mm");
  BOOST_CHECK_EQUAL(registry.parameters()[0].default_value, "400 um");
}

BOOST_AUTO_TEST_CASE(booleans) {
  for (const char *text : {"true", "yes", "on", "TRUE"}) {
    set(std::string("Scaffold/Invert=") + text);
    BOOST_CHECK(invert);
  }
  for (const char *text : {"false", "no", "off", "Off"}) {
    set(std::string("Scaffold/Invert=") + text);
    BOOST_CHECK(!invert);
  }
}

BOOST_AUTO_TEST_CASE(refused_values) {
  BOOST_CHECK_EQUAL(refusal("Scaffold", "Strand diameter", "4 m"),
                    "study.prm:12: Strand diameter: 4 m; expected a length from 10 um to 10 mm");
  BOOST_CHECK_EQUAL(
      refusal("Scaffold", "Strand diameter", "400"),
      "study.prm:12: Strand diameter: 400; expected a length with its unit, such as 400 um");
  BOOST_CHECK_EQUAL(refusal("Material/Bulk", "Poisson's ratio", "0.6"),
                    "study.prm:12: Poisson's ratio: 0.6; expected a number of at most 50 %");
  BOOST_CHECK_EQUAL(refusal("Envelope", "Size", "1 mm, 1 nm"),
                    "study.prm:12: Size: 1 mm, 1 nm; expected 2 values separated by commas, each "
                    "a length of at least 1 um");
  BOOST_CHECK_EQUAL(refusal("Scaffold", "Invert", "maybe"),
                    "study.prm:12: Invert: maybe; expected true or false");
  BOOST_CHECK_EQUAL(refusal("Scaffold", "Lattice", "Gyroids"),
                    "study.prm:12: Lattice: Gyroids; expected woodpile, columns or gyroid; did you "
                    "mean gyroid");
  for (const char *value : {"0", "7", "2.5", "-1", "2 m", "two", "99999999999"})
    BOOST_CHECK_EQUAL(refusal("Discretization", "Degree", value),
                      std::string("study.prm:12: Degree: ") + value +
                          "; expected a whole number from 1 to 6");
  BOOST_CHECK_EQUAL(refusal("Output", "Seed", ""),
                    "study.prm:12: Seed; expected a whole number of at least 0");
  BOOST_CHECK_EQUAL(refusal(parse_override("Discretization/Degree=7")),
                    "--set Discretization/Degree=7: 7; expected a whole number from 1 to 6");
  BOOST_CHECK_EQUAL(diameter, 4e-4);
}

BOOST_AUTO_TEST_CASE(lists_of_choices) {
  std::vector<std::string> formats;
  registry.choices("Export", "Formats", formats, {"stl", "vti", "tiff"}, "stl", "Files.");
  BOOST_CHECK_EQUAL(formats.size(), 1u);
  set("Export/Formats=tiff,stl");
  BOOST_CHECK_EQUAL(formats.at(0), "tiff");
  BOOST_CHECK_EQUAL(formats.at(1), "stl");
  BOOST_CHECK_EQUAL(refusal("Export", "Formats", "stl, tif"),
                    "study.prm:12: Formats: stl, tif; expected some of stl, vti or tiff, separated "
                    "by commas; did you mean tiff");
  BOOST_CHECK_EQUAL(refusal("Export", "Formats", "stl, vti, stl"),
                    "study.prm:12: Formats: stl, vti, stl; expected each of them once");
  for (const char *value : {"", "stl,", "stl vti", "STL"})
    BOOST_CHECK(contains(refusal("Export", "Formats", value), "expected some of"));
  BOOST_CHECK_EQUAL(formats.size(), 2u);
  BOOST_CHECK(contains(reference(registry, "md"),
                       "| Formats | choice (list) | stl, vti or tiff | stl | Files. |"));
}

BOOST_AUTO_TEST_CASE(unknown_names) {
  BOOST_CHECK_EQUAL(refusal("Scaffold", "Strand diametre", "1 mm"),
                    "study.prm:12: Strand diametre: 1 mm; expected a key of subsection Scaffold; "
                    "did you mean Strand diameter");
  BOOST_CHECK_EQUAL(refusal("Scaffold", "Colour", "red"),
                    "study.prm:12: Colour: red; expected a key of subsection Scaffold");
  BOOST_CHECK_EQUAL(refusal("Envelope", "Degree", "2"),
                    "study.prm:12: Degree: 2; expected a key of subsection Envelope; did you mean "
                    "this key in subsection Discretization");
  BOOST_CHECK_EQUAL(refusal("scafold", "Invert", "true"),
                    "study.prm:12: Invert: true; expected a known subsection, not scafold; did you "
                    "mean subsection Scaffold");
  BOOST_CHECK_EQUAL(refusal("Elsewhere", "Size", "1 mm"),
                    "study.prm:12: Size: 1 mm; expected a known subsection, not Elsewhere; did you "
                    "mean this key in subsection Envelope");
  BOOST_CHECK_EQUAL(refusal("", "Size", "1 mm"),
                    "study.prm:12: Size: 1 mm; expected a key within a subsection; did you mean "
                    "this key in subsection Envelope");
}

BOOST_AUTO_TEST_CASE(empty_subsections_must_be_known) {
  BOOST_CHECK_EQUAL(refusal({"Envelope", "", "", "a.prm", 3}), "accepted");
  BOOST_CHECK_EQUAL(refusal({"Envelop", "", "", "a.prm", 3}),
                    "a.prm:3: subsection Envelop; expected a known subsection, not Envelop; did "
                    "you mean subsection "
                    "Envelope");
}

BOOST_AUTO_TEST_CASE(rejection_points_to_the_origin) {
  const auto says = [](const std::string &message) {
    return [message](const InputError &error) { return error.what() == message; };
  };
  BOOST_CHECK_EXCEPTION(registry.reject("Scaffold", "Strand diameter", "less than the spacing"),
                        InputError,
                        says("default: Strand diameter: 400 um; expected less than the spacing"));
  registry.read({{"Scaffold", "Strand diameter", "2 mm", "a.prm", 3}});
  BOOST_CHECK_EXCEPTION(registry.reject("Scaffold", "Strand diameter", "less than the spacing"),
                        InputError,
                        says("a.prm:3: Strand diameter: 2 mm; expected less than the spacing"));
  BOOST_CHECK_THROW(registry.reject("Scaffold", "Other", ""), std::logic_error);
}

BOOST_AUTO_TEST_CASE(faulty_declarations) {
  const auto declare = [this](const std::string &section, const std::string &key,
                              const std::string &value, const Range &range) {
    registry.quantity(section, key, diameter, lacuna::params::length, value, range, "");
  };
  BOOST_CHECK_THROW(declare("Scaffold", "New", "1 um", {"10 um", ""}), std::logic_error);
  BOOST_CHECK_THROW(declare("Scaffold", "New", "1", {}), std::logic_error);
  BOOST_CHECK_THROW(declare("Scaffold", "New", "1 um", {"1", ""}), std::logic_error);
  BOOST_CHECK_THROW(declare("Scaffold", "Strand diameter", "1 um", {}), std::logic_error);
  for (const char *key : {"", " a", "a  b", "a=b", "a#b", "a/b"})
    BOOST_CHECK_THROW(declare("Scaffold", key, "1 um", {}), std::logic_error);
  BOOST_CHECK_THROW(declare("", "New", "1 um", {}), std::logic_error);
  BOOST_CHECK_THROW(registry.text("A", "b", title, "#", ""), std::logic_error);
  BOOST_CHECK_THROW(registry.choice("A", "b", title, {"x"}, "y", ""), std::logic_error);
  BOOST_CHECK_THROW(registry.integer("A", "b", degree, 0, 1, 2, ""), std::logic_error);
  BOOST_CHECK_EQUAL(registry.parameters().size(), 9u);
}

BOOST_AUTO_TEST_CASE(prm_is_read_again_with_the_same_values) {
  set("Scaffold/Strand diameter=123.456789 um");
  set("Scaffold/Layer angles=0, 1 rad");
  set("Scaffold/Lattice=columns");
  set("Scaffold/Invert=on");
  set("Output/Title=a = \\b\\ c");
  const std::string file = reference(registry, "prm");

  Study other;
  other.registry.read(read_text(file));
  BOOST_CHECK_EQUAL(other.diameter, diameter);
  BOOST_CHECK_EQUAL_COLLECTIONS(other.angles.begin(), other.angles.end(), angles.begin(),
                                angles.end());
  BOOST_CHECK_EQUAL(other.lattice, "columns");
  BOOST_CHECK_EQUAL(other.invert, true);
  BOOST_CHECK_EQUAL(other.title, "a = \\b\\ c");
  BOOST_CHECK_EQUAL(reference(other.registry, "prm"), file);
  BOOST_CHECK_EQUAL(read_text(file).size(), registry.parameters().size());
}

BOOST_AUTO_TEST_CASE(prm_text) {
  const std::string file = reference(registry, "prm");
  BOOST_CHECK(contains(file, "subsection Scaffold\n"
                             "  # Diameter of a strand.\n"
                             "  # length in m, from 10 um to 10 mm; default 400 um; source: a | "
                             "source\n"
                             "  set Strand diameter = 400 um\n"));
  BOOST_CHECK(contains(file, "subsection Material\nsubsection Bulk\n"));
  BOOST_CHECK(contains(file, "  set Title =\n\nend\n"));
  for (std::size_t begin = 0, end; (end = file.find('\n', begin)) != std::string::npos;
       begin = end + 1)
    BOOST_CHECK_LE(end - begin, 96u);
}

BOOST_AUTO_TEST_CASE(markdown) {
  const std::string page = reference(registry, "md");
  BOOST_CHECK(contains(page, "## Scaffold\n\n"
                             "| Key | Type | Allowed | Default | Meaning | Source |\n"
                             "| --- | --- | --- | --- | --- | --- |\n"
                             "| Strand diameter | length in m | from 10 um to 10 mm | 400 um | "
                             "Diameter of a strand. | a \\| source |\n"));
  BOOST_CHECK(contains(page, "| Lattice | choice | woodpile, columns or gyroid | woodpile |"));
  BOOST_CHECK(contains(page, "| Size | length (2 of them) in m | at least 1 um | 6 mm, 6 mm |"));
}

BOOST_AUTO_TEST_CASE(json) {
  set("Scaffold/Lattice=columns");
  set("Output/Title=µ");
  const auto array = nlohmann::json::parse(reference(registry, "json"));
  BOOST_REQUIRE_EQUAL(array.size(), 9u);
  BOOST_CHECK_EQUAL(array[0]["section"], "Scaffold");
  BOOST_CHECK_EQUAL(array[0]["key"], "Strand diameter");
  BOOST_CHECK_EQUAL(array[0]["type"], "length");
  BOOST_CHECK_EQUAL(array[0]["unit"], "m");
  BOOST_CHECK_EQUAL(array[0]["range"], "from 10 um to 10 mm");
  BOOST_CHECK_EQUAL(array[0]["default"], "400 um");
  BOOST_CHECK_EQUAL(array[0]["source"], "a | source");
  BOOST_CHECK_EQUAL(array[2]["options"].size(), 3u);
  BOOST_CHECK_EQUAL(array[2]["value"], "columns");
  BOOST_CHECK_EQUAL(array[2]["default"], "woodpile");
}

BOOST_AUTO_TEST_CASE(plain_text_and_unknown_format) {
  BOOST_CHECK(contains(reference(registry, "text"),
                       "Scaffold\n"
                       "  Strand diameter\n"
                       "      Diameter of a strand.\n"
                       "      length in m, from 10 um to 10 mm; default 400 um; source: a | "
                       "source\n"));
  BOOST_CHECK(contains(reference(registry, "text"),
                       "      choice: woodpile, columns or gyroid; default woodpile\n"));
  BOOST_CHECK_EXCEPTION(reference(registry, "jsn"), ValueError, [](const ValueError &error) {
    return std::string(error.what()) == "text, prm, md or json" && error.suggestion() == "json";
  });
}

BOOST_AUTO_TEST_SUITE_END()
