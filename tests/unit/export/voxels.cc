// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/voxel_mesh.h>
#include <meshes/geometry/image/volume_reader.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/morphometry/volume_and_surface.h>
#include <tests/unit/export/folder.h>

#include <boost/test/unit_test.hpp>

#include <vtkCellData.h>
#include <vtkCellSizeFilter.h>
#include <vtkDataArray.h>
#include <vtkImageData.h>
#include <vtkMetaImageReader.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkTIFFReader.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLImageDataReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <fstream>
#include <iterator>

using namespace lacuna;
using namespace lacuna::exporting;
using geometry::Point;

namespace {

const dealii::BoundingBox<3> box({Point(1, 2, 3), Point(5, 7, 9)});

geometry::ShapePtr block(const Point &lower, const Point &upper) {
  return std::make_shared<geometry::Box>(lower, upper);
}

/** The parts in a box of 4 × 5 × 6 voxels. */
VoxelImage image_of(const std::vector<geometry::ShapePtr> &parts) {
  return make_voxel_image(geometry::Union(parts), box, 1.);
}

std::vector<std::uint8_t> values_of(vtkDataArray *array) {
  std::vector<std::uint8_t> values;
  for (vtkIdType i = 0; i < array->GetNumberOfTuples(); ++i)
    values.push_back(array->GetComponent(i, 0));
  return values;
}

std::string text_of(const std::string &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/** The lines after the first one that begins like that, until the next keyword. */
std::vector<std::string> section(const std::string &inp, const std::string &begin) {
  std::istringstream text(inp.substr(inp.find("\n" + begin) + 1));
  std::vector<std::string> lines;
  std::string line;
  std::getline(text, line);
  while (std::getline(text, line) && line[0] != '*')
    lines.push_back(line);
  return lines;
}

} // namespace

BOOST_AUTO_TEST_SUITE(export_voxels)

BOOST_AUTO_TEST_CASE(skipped_samples_have_the_right_sign) {
  const geometry::Scaffold s =
      geometry::make_scaffold({{}, {geometry::EnvelopeShape::cylinder, {2e-3, 1e-3}}, {}}, 3);
  const VoxelImage image = make_voxel_image(*s.solid, s.box, 12.5e-6);
  const Lattice &l = image.centers;
  std::size_t n_wrong = 0;
  for (int k = 0; k < l.count[2]; ++k)
    for (int j = 0; j < l.count[1]; ++j)
      for (int i = 0; i < l.count[0]; ++i)
        n_wrong += (s.solid->distance(l.point(i, j, k)) < 0) !=
                   (image.values[l.index(i, j, k)] == VoxelImage::solid);
  BOOST_TEST(n_wrong == 0u);
  const double volume = morphometry::volume_and_surface(MPI_COMM_WORLD, s, 100e-6).volume;
  BOOST_TEST(std::abs(image.solid_volume() / volume - 1) < 5e-3);
}

BOOST_AUTO_TEST_CASE(sizes_fill_the_box) {
  const VoxelImage image = image_of({block({1, 2, 3}, {5, 7, 9})});
  BOOST_TEST((image.centers.count == std::array<int, 3>{4, 5, 6}));
  BOOST_TEST(image.solid_volume() == box.volume());
  BOOST_CHECK_THROW(make_voxel_image(geometry::Sphere(Point(), 1), box, 0), std::invalid_argument);
  BOOST_CHECK_THROW(make_voxel_image(geometry::Sphere(Point(), 1), box, 1e-3),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(images_are_read_again) {
  const Folder folder;
  const VoxelImage image = image_of({block({1, 2, 3}, {3, 3, 6})});
  BOOST_TEST(image.solid_volume() == 6.);
  write_vti(image, folder.file("i.vti"));
  write_mha(image, folder.file("i.mha"));
  write_tiff(image, folder.file("i.tiff"));
  BOOST_TEST(folder.n_files() == 3);

  vtkNew<vtkXMLImageDataReader> vti;
  vti->SetFileName(folder.file("i.vti").c_str());
  vti->Update();
  BOOST_TEST(values_of(vti->GetOutput()->GetCellData()->GetArray("solid")) == image.values);
  const double bounds[6] = {1, 5, 2, 7, 3, 9};
  BOOST_CHECK_EQUAL_COLLECTIONS(bounds, bounds + 6, vti->GetOutput()->GetBounds(),
                                vti->GetOutput()->GetBounds() + 6);

  vtkNew<vtkMetaImageReader> mha;
  mha->SetFileName(folder.file("i.mha").c_str());
  mha->Update();
  BOOST_TEST(values_of(mha->GetOutput()->GetPointData()->GetScalars()) == image.values);
  BOOST_TEST(mha->GetOutput()->GetOrigin()[2] == 3500.);
  BOOST_TEST(mha->GetOutput()->GetSpacing()[2] == 1000.);
  geometry::VolumeFileParameters own; // whose header states its unit
  own.file = folder.file("i.mha");
  const geometry::Volume volume = geometry::read_volume(own);
  BOOST_TEST(volume.spacing[2] == 1.);
  BOOST_TEST(volume.origin[2] == 3.5);
  BOOST_TEST(volume.values == std::vector<float>(image.values.begin(), image.values.end()),
             boost::test_tools::per_element());

  vtkNew<vtkTIFFReader> tiff;
  tiff->SetFileName(folder.file("i.tiff").c_str());
  tiff->Update();
  BOOST_TEST(std::abs(tiff->GetOutput()->GetSpacing()[0] / 1000. - 1) < 1e-6);
  BOOST_TEST(values_of(tiff->GetOutput()->GetPointData()->GetScalars()) == image.values);
}

BOOST_AUTO_TEST_CASE(the_mesh_is_what_connects_the_faces) {
  const auto column = block({1, 2, 3}, {2, 3, 9});
  // On its own; touching the column in an edge; reaching the lower face only.
  for (const auto &loose :
       {block({4, 5, 5}, {5, 6, 7}), block({2, 3, 4}, {3, 4, 8}), block({4, 5, 3}, {5, 6, 7})})
    BOOST_TEST(make_voxel_mesh(image_of({column, loose})).hexahedra.size() == 6u);
  const VoxelMesh joined = make_voxel_mesh(image_of({column, block({2, 2, 5}, {4, 3, 6})}));
  BOOST_TEST(joined.hexahedra.size() == 8u);
  BOOST_TEST(joined.nodes.size() == 4u * 7 + 8);
  BOOST_TEST(joined.bottom.size() == 4u);
  BOOST_TEST(joined.top.size() == 4u);
  for (const std::uint32_t node : joined.top)
    BOOST_TEST(joined.nodes[node][2] == 9.);
  BOOST_CHECK_THROW(make_voxel_mesh(image_of({block({1, 2, 3}, {5, 7, 8})})), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(hexahedra_are_read_again) {
  const Folder folder;
  const geometry::Scaffold s =
      geometry::make_scaffold({{}, {geometry::EnvelopeShape::box, {8e-4, 8e-4, 6.4e-4}}, {}}, 1);
  const VoxelImage image = make_voxel_image(*s.solid, s.box, 40e-6);
  const VoxelMesh mesh = make_voxel_mesh(image);
  write_vtu(mesh, folder.file("v.vtu"));

  vtkNew<vtkXMLUnstructuredGridReader> reader;
  reader->SetFileName(folder.file("v.vtu").c_str());
  vtkNew<vtkCellSizeFilter> sizes;
  sizes->SetInputConnection(reader->GetOutputPort());
  sizes->Update();
  vtkDataArray *volumes =
      vtkDataSet::SafeDownCast(sizes->GetOutput())->GetCellData()->GetArray("Volume");
  double volume = 0;
  for (vtkIdType i = 0; i < volumes->GetNumberOfTuples(); ++i) {
    BOOST_REQUIRE(volumes->GetComponent(i, 0) > 0);
    volume += volumes->GetComponent(i, 0);
  }
  // This specimen is in one piece.
  BOOST_TEST(std::abs(volume / image.solid_volume() - 1) < 1e-5);
}

BOOST_AUTO_TEST_CASE(inp_asks_for_the_compression) {
  const Folder folder;
  const VoxelMesh mesh = make_voxel_mesh(image_of({block({1, 2, 3}, {3, 5, 9})}));
  const std::string path = folder.file("v.inp");
  write_inp(mesh, {36e9, 0.27, true}, path);
  std::string text = text_of(path);
  BOOST_TEST(section(text, "*NODE,").size() == mesh.nodes.size());
  BOOST_TEST(section(text, "*NODE,").front() == "1, 1000, 2000, 3000");
  BOOST_TEST(section(text, "*ELEMENT").size() == mesh.hexahedra.size());
  BOOST_TEST(section(text, "*NSET, NSET=BOTTOM").size() == mesh.bottom.size());
  BOOST_TEST(section(text, "*NSET, NSET=TOP").size() == mesh.top.size());
  BOOST_TEST(section(text, "*ELASTIC").front() == "36000, 0.27");
  const std::vector<std::string> bonded = {"BOTTOM, 1, 3, 0.", "TOP, 1, 2, 0.", "TOP, 3, 3, -60"};
  BOOST_TEST(section(text, "*BOUNDARY") == bonded, boost::test_tools::per_element());

  write_inp(mesh, {36e9, 0.27, false}, path);
  text = text_of(path);
  // The far corner of the lower face lies farther along y: it is held along x.
  const auto frictionless = section(text, "*BOUNDARY");
  BOOST_REQUIRE(frictionless.size() == 4u);
  BOOST_TEST(frictionless[0] == "BOTTOM, 3, 3, 0.");
  BOOST_TEST(frictionless[1] == "1, 1, 2, 0.");
  BOOST_TEST(frictionless[2].find(", 1, 1, 0.") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
