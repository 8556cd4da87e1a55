// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/gcode.h>
#include <meshes/export/toolpath_json.h>
#include <meshes/geometry/print/print.h>

#include <params/reader/registry.h>

#include <nlohmann/json.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

using namespace lacuna;

namespace {

geometry::Toolpath toolpath(geometry::Rim rim) {
  geometry::EnvelopeParameters envelope;
  envelope.size = {4e-3, 2e-3};
  geometry::PrintParameters print;
  print.rim = rim;
  return geometry::green_toolpath({{}, envelope, print});
}

/** What a printer would do with a file: lengths in mm, volumes as E. */
struct Printed {
  double length = 0, extruded = 0, travel = 0, reach = 0, top = 0, time = 0;
  int n_starts = 0, n_stops = 0;
  bool extrudes_only_when_on = true;

  explicit Printed(const std::string &path, const exporting::ExtruderParameters &extruder) {
    std::ifstream file(path);
    std::map<char, double> at = {{'X', 0.}, {'Y', 0.}, {'Z', 0.}, {'F', 0.}};
    bool on = false;
    for (std::string line; std::getline(file, line);) {
      std::istringstream words(line.substr(0, line.find(';')));
      std::string code;
      if (!(words >> code))
        continue;
      if (code == extruder.start_code || code == extruder.stop_code) {
        on = code == extruder.start_code;
        ++(on ? n_starts : n_stops);
      }
      if (code != "G0" && code != "G1")
        continue;
      const auto before = at;
      at['E'] = 0;
      for (std::string word; words >> word;)
        at[word[0]] = std::stod(word.substr(1));
      const double way = std::hypot(at['X'] - before.at('X'), at['Y'] - before.at('Y'));
      (code == "G1" ? length : travel) += way;
      extruded += at['E'];
      extrudes_only_when_on = extrudes_only_when_on && on == (code == "G1");
      if (code == "G1") {
        time += way / (at['F'] / 60);
        reach = std::max(reach, std::hypot(at['X'], at['Y']));
        top = std::max(top, at['Z']);
      }
    }
  }
};

struct File {
  std::string path;
  explicit File(const std::string &name) : path(name) {}
  ~File() { std::remove(path.c_str()); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(export_gcode)

BOOST_AUTO_TEST_CASE(printer_lays_down_the_design) {
  for (const geometry::Rim rim : {geometry::Rim::cut, geometry::Rim::turns})
    for (const exporting::ExtruderType type :
         {exporting::ExtruderType::pneumatic, exporting::ExtruderType::screw}) {
      const geometry::Toolpath path = toolpath(rim);
      exporting::ExtruderParameters extruder;
      extruder.type = type;
      const File file("lacuna_test.gcode");
      exporting::write_gcode(path, extruder, file.path);
      const Printed printed(file.path, extruder);

      std::size_t n_paths = 0;
      for (const auto &layer : path.layers)
        n_paths += layer.paths.size();
      BOOST_TEST(std::abs(1e-3 * printed.length / path.length() - 1) < 1e-4);
      BOOST_TEST(std::abs(1e-3 * printed.length / extruder.speed / printed.time - 1) < 1e-9);
      BOOST_TEST(printed.n_starts == int(n_paths));
      BOOST_TEST(printed.n_stops == int(n_paths));
      BOOST_TEST(printed.extrudes_only_when_on);
      BOOST_TEST(std::abs(printed.top - 1e3 * path.layers.size() * path.layer_height) < 1e-3);
      const double radius = 2 / (1 - geometry::PrintParameters().shrinkage);
      BOOST_TEST(printed.reach <= radius + 1e-4);
      BOOST_TEST(printed.reach > 0.85 * radius);
      if (type == exporting::ExtruderType::screw)
        BOOST_TEST(std::abs(printed.extruded * extruder.volume_per_revolution / path.volume() - 1) <
                   1e-3);
      else
        BOOST_TEST(printed.extruded == 0);
      if (rim == geometry::Rim::turns)
        BOOST_TEST(n_paths == path.layers.size());
    }
}

BOOST_AUTO_TEST_CASE(json_holds_the_toolpath) {
  const geometry::Toolpath path = toolpath(geometry::Rim::turns);
  const exporting::ExtruderParameters extruder;
  const File file("lacuna_test.json");
  exporting::write_toolpath_json(path, extruder, file.path);
  std::ifstream stream(file.path);
  const auto json = nlohmann::json::parse(stream);
  BOOST_TEST(json.at("speed_mm_per_s").get<double>() == 15, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(json.at("volume_mm3").get<double>() == 1e9 * path.volume(),
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(json.at("layers").size() == path.layers.size());
  for (std::size_t k = 0; k < path.layers.size(); ++k) {
    const auto &layer = json["layers"][k];
    BOOST_TEST(layer.at("index").get<int>() == path.layers[k].index);
    BOOST_TEST(1e-3 * layer.at("z_mm").get<double>() == path.layers[k].z,
               boost::test_tools::tolerance(1e-12));
    for (std::size_t i = 0; i < path.layers[k].paths.size(); ++i) {
      const auto points = layer.at("polylines_mm")[i].get<std::vector<std::array<double, 2>>>();
      const auto &expected = path.layers[k].paths[i].points;
      BOOST_REQUIRE(points.size() == expected.size());
      for (std::size_t j = 0; j < points.size(); ++j)
        BOOST_REQUIRE(std::hypot(1e-3 * points[j][0] - expected[j][0],
                                 1e-3 * points[j][1] - expected[j][1]) < 1e-15);
    }
  }
}

BOOST_AUTO_TEST_CASE(defaults_of_file_and_struct_agree) {
  params::Registry registry;
  exporting::ExtruderParameters declared;
  const exporting::ExtruderParameters plain;
  declared.declare(registry);
  BOOST_TEST((declared.type == plain.type));
  BOOST_TEST(declared.speed == plain.speed, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(declared.travel_speed == plain.travel_speed, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(declared.travel_lift == plain.travel_lift, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(declared.pressure == plain.pressure, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(declared.volume_per_revolution == plain.volume_per_revolution,
             boost::test_tools::tolerance(1e-12));
  BOOST_TEST(declared.start_code == plain.start_code);
  BOOST_TEST(declared.stop_code == plain.stop_code);
}

BOOST_AUTO_TEST_CASE(unwritable_paths_are_named) {
  BOOST_CHECK_THROW(
      exporting::write_gcode(toolpath(geometry::Rim::cut), {}, "no/such/folder/a.gcode"),
      std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
