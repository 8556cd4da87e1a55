// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/export_all.h>
#include <params/reader/registry.h>
#include <tests/unit/export/folder.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using namespace lacuna::exporting;

namespace {

std::vector<WrittenFile> export_cell(const std::vector<std::string> &formats,
                                     const std::string &directory) {
  geometry::GeometryParameters geometry;
  geometry.envelope = {geometry::EnvelopeShape::box, {800e-6, 800e-6, 640e-6}};
  geometry.print.diameter_variation = geometry.print.position_variation = 0.;
  const ExportParameters parameters{formats, 80e-6};
  return export_all(
      {geometry::make_scaffold(geometry, 1), geometry, parameters, 80e-6, {36e9, 0.27, true}},
      directory);
}

} // namespace

BOOST_AUTO_TEST_SUITE(export_all_formats)

BOOST_AUTO_TEST_CASE(each_format_is_a_file) {
  const Folder folder;
  for (const auto &[format, name] : {std::pair{"stl", "surface.stl"},
                                     {"3mf", "surface.3mf"},
                                     {"ply", "surface.ply"},
                                     {"png", "surface.png"},
                                     {"vti", "image.vti"},
                                     {"mha", "image.mha"},
                                     {"tiff", "image.tiff"},
                                     {"vtu", "volume.vtu"},
                                     {"inp", "volume.inp"},
                                     {"gcode", "toolpath.gcode"},
                                     {"json", "toolpath.json"}}) {
    const auto files = export_cell({format}, folder.path.string());
    BOOST_REQUIRE(files.size() == 1u);
    BOOST_TEST(files[0].name == name);
    BOOST_TEST(files[0].size == std::filesystem::file_size(folder.path / name));
  }
  BOOST_TEST(folder.n_files() == 11);
  BOOST_TEST(export_cell({"vtu", "stl", "mha"}, folder.path.string()).size() == 3u);
}

BOOST_AUTO_TEST_CASE(parameters_name_the_formats) {
  params::Registry registry;
  ExportParameters parameters;
  parameters.declare(registry);
  registry.read({params::parse_override("Export/Formats=tiff, inp"),
                 params::parse_override("Export/Voxel size=20 um")});
  BOOST_TEST(parameters.formats == (std::vector<std::string>{"tiff", "inp"}),
             boost::test_tools::per_element());
  BOOST_TEST(parameters.voxel_size == 20e-6);
}

BOOST_AUTO_TEST_CASE(a_missing_folder_is_named) {
  BOOST_CHECK_EXCEPTION(export_cell({"inp"}, "/no/such/folder"), std::runtime_error,
                        [](const std::runtime_error &e) {
                          return std::string(e.what()).find("/no/such/folder/volume.inp: ") == 0;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
