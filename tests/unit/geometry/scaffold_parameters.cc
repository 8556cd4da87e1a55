// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/scaffold/geometry_sections.h>

#include <params/reader/registry.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna;
using namespace lacuna::geometry;

namespace {

/** The three sections as a study would set them. */
struct Study {
  params::Registry registry;
  GeometryParameters geometry;

  explicit Study(const std::vector<std::string> &overrides) {
    declare(geometry, registry);
    for (const auto &text : overrides)
      registry.read({params::parse_override(text)});
  }

  void check() const { lacuna::geometry::check(geometry, registry); }
};

const std::string cell = "Envelope/Shape=cell";
const std::string same_diameters = "Print/Diameter variation=0";
const std::string same_positions = "Print/Position variation=0";

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_scaffold_parameters)

BOOST_AUTO_TEST_CASE(defaults_of_file_and_struct_agree) {
  const Study declared({});
  const ScaffoldParameters plain;
  BOOST_TEST(declared.geometry.scaffold.strand_diameter == plain.strand_diameter);
  BOOST_TEST(declared.geometry.scaffold.strand_spacing == plain.strand_spacing);
  BOOST_TEST(declared.geometry.scaffold.strand_offset == plain.strand_offset);
  BOOST_TEST(declared.geometry.scaffold.layer_height == plain.layer_height);
  BOOST_TEST(declared.geometry.scaffold.layer_angles == plain.layer_angles);
  BOOST_TEST(declared.geometry.scaffold.neck_fillet == plain.neck_fillet);
  BOOST_TEST(declared.geometry.envelope.size == EnvelopeParameters().size);
  BOOST_TEST(declared.geometry.print.diameter_variation == PrintParameters().diameter_variation);
  const PrintParameters print;
  BOOST_TEST(declared.geometry.scaffold.layer_offsets == plain.layer_offsets);
  BOOST_TEST(declared.geometry.print.position_variation == print.position_variation);
  BOOST_TEST(declared.geometry.print.diameter_correlation == print.diameter_correlation);
  BOOST_TEST(declared.geometry.print.waviness_correlation == print.waviness_correlation);
  BOOST_TEST(declared.geometry.print.roughness_correlation == print.roughness_correlation);
  BOOST_TEST((declared.geometry.print.rim == print.rim));
  BOOST_TEST((declared.geometry.print.dimensions == print.dimensions));
  BOOST_TEST(declared.geometry.print.shrinkage == print.shrinkage);
  for (const double off :
       {declared.geometry.print.lateral_waviness, declared.geometry.print.vertical_waviness,
        declared.geometry.print.sag, declared.geometry.print.missing_strands,
        declared.geometry.print.roughness})
    BOOST_TEST(off == 0);
}

BOOST_AUTO_TEST_CASE(sensible_studies_pass) {
  BOOST_CHECK_NO_THROW(Study({}).check());
  BOOST_CHECK_NO_THROW(Study({cell, same_diameters, same_positions}).check());
  BOOST_CHECK_NO_THROW(Study({cell, "Scaffold/Lattice=spheres"}).check());
  BOOST_CHECK_NO_THROW(
      Study({"Scaffold/Lattice=gyroid", "Scaffold/Phase=sheet", "Scaffold/Strand diameter=200 um",
             "Scaffold/Thickness grading=1 + 0.1*z"})
          .check());
  BOOST_CHECK_NO_THROW(Study({"Scaffold/Spacing grading=0.8 + 0.1*r + 0.05*z"}).check());
  BOOST_CHECK_NO_THROW(
      Study({cell, same_diameters, same_positions, "Print/Flattening=true"}).check());
  BOOST_CHECK_NO_THROW(Study({"Envelope/Shape=box", "Envelope/Size=4 mm, 3 mm, 2 mm"}).check());
}

BOOST_AUTO_TEST_CASE(contradictions_are_refused) {
  const std::vector<std::vector<std::string>> studies = {
      {"Scaffold/Strand spacing=400 um"},
      {"Scaffold/Layer height=401 um"},
      {"Scaffold/Layer height=200 um"},
      {"Scaffold/Neck fillet=100 um"},
      {"Scaffold/Lattice=cylinders", "Scaffold/Strand diameter=1.2 mm"},
      {"Scaffold/Lattice=spheres", "Scaffold/Strand diameter=1.4 mm"},
      {"Scaffold/Lattice=gyroid", "Scaffold/Thickness grading=1 + 0.1*z"},
      {"Scaffold/Thickness grading=1 + 10*z"},
      {"Scaffold/Porosity grading=0.4 + 0.2*z"},
      {"Scaffold/Spacing grading=1 +"},
      {"Scaffold/Spacing grading=q"},
      {"Scaffold/Spacing grading=-1"},
      {"Scaffold/Spacing grading=1 - 0.2*r"},
      {"Scaffold/Spacing grading=1 - 0.1*z"},
      {cell, same_positions, same_diameters, "Scaffold/Spacing grading=1 + z"},
      {cell, same_positions, same_diameters, "Print/Rim=turns"},
      {cell, same_positions, same_diameters, "Print/Missing strands=1 %"},
      {cell, same_positions, same_diameters, "Print/Lateral waviness=1 um"},
      {cell, same_positions, same_diameters, "Print/Vertical waviness=1 um"},
      {cell, "Scaffold/Lattice=spheres", "Print/Roughness=1 um"},
      {"Envelope/Size=6 mm"},
      {"Envelope/Shape=box"},
      {"Envelope/Size=6 mm, 400 um"},
      {cell, same_positions},
      {cell, same_diameters},
      {cell, same_diameters, same_positions, "Scaffold/Layer angles=0 deg, 60 deg"}};
  for (const auto &study : studies)
    BOOST_CHECK_THROW(Study(study).check(), params::InputError);
}

BOOST_AUTO_TEST_SUITE_END()
