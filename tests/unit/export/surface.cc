// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/surface_writers.h>
#include <meshes/geometry/scaffold/scaffold.h>
#include <meshes/geometry/shapes/csg.h>
#include <meshes/geometry/shapes/primitives.h>
#include <meshes/morphometry/volume_and_surface.h>
#include <tests/unit/export/folder.h>

#include <deal.II/base/numbers.h>

#include <boost/test/unit_test.hpp>

#include <vtkCell.h>
#include <vtkNew.h>
#include <vtkPLYReader.h>
#include <vtkPolyData.h>
#include <vtkSTLReader.h>

using namespace lacuna;
using namespace lacuna::exporting;
using geometry::Point;

namespace {

const dealii::BoundingBox<3> unit_box({Point(0, 0, 0), Point(1, 1, 1)});

/** The triangles of a file in mm, with the vertices that its reader joins. */
template <typename Reader>
SurfaceMesh read(const std::string &path) {
  vtkNew<Reader> reader;
  reader->SetFileName(path.c_str());
  reader->Update();
  vtkPolyData *data = reader->GetOutput();
  SurfaceMesh mesh;
  for (vtkIdType i = 0; i < data->GetNumberOfPoints(); ++i) {
    const double *x = data->GetPoint(i);
    mesh.vertices.push_back({float(1e-3 * x[0]), float(1e-3 * x[1]), float(1e-3 * x[2])});
  }
  for (vtkIdType i = 0; i < data->GetNumberOfCells(); ++i) {
    const vtkCell *cell = data->GetCell(i);
    const auto vertex = [&](int k) { return std::uint32_t(cell->PointIds->GetId(k)); };
    mesh.triangles.push_back({vertex(0), vertex(1), vertex(2)});
  }
  return mesh;
}

SurfaceMesh tetrahedron() {
  return {
      {{{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}}}};
}

geometry::ShapePtr cube(const Point &lower, double side) {
  return std::make_shared<geometry::Box>(lower, lower + Point(side, side, side));
}

} // namespace

BOOST_AUTO_TEST_SUITE(export_surface)

BOOST_AUTO_TEST_CASE(sound_triangles_have_no_fault) {
  BOOST_TEST(tetrahedron().fault() == "");
  BOOST_TEST(geometry::volume(tetrahedron()) == 1. / 6, boost::test_tools::tolerance(1e-15));
}

BOOST_AUTO_TEST_CASE(faults_are_found) {
  const auto contains = [](const SurfaceMesh &mesh, const std::string &words) {
    return mesh.fault().find(words) != std::string::npos;
  };
  SurfaceMesh hole = tetrahedron();
  hole.triangles.pop_back();
  BOOST_TEST(contains(hole, "hole"));

  SurfaceMesh flipped = tetrahedron();
  std::swap(flipped.triangles[2][0], flipped.triangles[2][1]);
  BOOST_TEST(contains(flipped, "flipped"));

  SurfaceMesh doubled = tetrahedron();
  doubled.triangles.push_back(doubled.triangles[1]);
  BOOST_TEST(contains(doubled, "doubled"));

  SurfaceMesh flat = tetrahedron();
  flat.vertices[3] = {2, 0, 0};
  BOOST_TEST(contains(flat, "no area"));

  SurfaceMesh touching = tetrahedron();
  for (const std::array<float, 3> vertex :
       {std::array{-1.f, 0.f, 0.f}, {0.f, -1.f, 0.f}, {0.f, 0.f, -1.f}})
    touching.vertices.push_back(vertex);
  for (const auto &[a, b, c] : tetrahedron().triangles) {
    const auto other = [](std::uint32_t v) { return v == 0 ? 0 : v + 3; };
    touching.triangles.push_back({other(a), other(c), other(b)});
  }
  BOOST_TEST(contains(touching, "touch"));
}

BOOST_AUTO_TEST_CASE(sphere) {
  const double radius = 0.8e-3;
  const dealii::BoundingBox<3> box({Point(-1e-3, -1e-3, -1e-3), Point(1e-3, 1e-3, 1e-3)});
  const SurfaceMesh mesh = make_surface(geometry::Sphere(Point(), radius), box, 50e-6);
  const double volume = 4. / 3 * dealii::numbers::PI * radius * radius * radius;
  BOOST_TEST(std::abs(geometry::volume(mesh) / volume - 1) < 5e-3);
}

BOOST_AUTO_TEST_CASE(scaffold_has_the_volume_of_its_octree) {
  for (const geometry::EnvelopeShape shape :
       {geometry::EnvelopeShape::cylinder, geometry::EnvelopeShape::box,
        geometry::EnvelopeShape::cell}) {
    geometry::EnvelopeParameters envelope;
    envelope.shape = shape;
    envelope.size = {1.6e-3, 1.28e-3};
    if (shape == geometry::EnvelopeShape::box)
      envelope.size = {1.6e-3, 1.6e-3, 1.28e-3};
    geometry::PrintParameters ideal; // or a cell would not be periodic
    ideal.diameter_variation = ideal.position_variation = 0.;
    const geometry::Scaffold s = geometry::make_scaffold({{}, envelope, ideal}, 1);
    const SurfaceMesh mesh = make_surface(*s.solid, s.box, 20e-6);
    const double volume = morphometry::volume_and_surface(MPI_COMM_WORLD, s, 100e-6).volume;
    BOOST_TEST(std::abs(geometry::volume(mesh) / volume - 1) < 5e-3, lacuna::params::word(shape));
  }
}

BOOST_AUTO_TEST_CASE(surface_through_samples_is_sound) {
  make_surface(*cube({0.25, 0.25, 0.25}, 0.5), unit_box, 1. / 10);
}

BOOST_AUTO_TEST_CASE(parts_that_touch_in_an_edge_are_joined) {
  const geometry::Union touching({cube({0.1, 0.1, 0.1}, 0.4), cube({0.5, 0.5, 0.1}, 0.4),
                                  cube({0.5, 0.1, 0.5}, 0.4), cube({0.1, 0.5, 0.5}, 0.4)});
  const SurfaceMesh mesh = make_surface(touching, unit_box, 1. / 20);
  BOOST_TEST(std::abs(geometry::volume(mesh) / 0.256 - 1) < 0.05);
}

BOOST_AUTO_TEST_CASE(no_solid_has_no_triangles) {
  BOOST_TEST(make_surface(geometry::Sphere(Point(5, 5, 5), 1), unit_box, 0.1).triangles.empty());
}

BOOST_AUTO_TEST_CASE(files_hold_the_same_triangles) {
  const Folder folder;
  const geometry::Scaffold s =
      geometry::make_scaffold({{}, {geometry::EnvelopeShape::box, {1e-3, 1e-3, 1e-3}}, {}}, 1);
  const SurfaceMesh mesh = make_surface(*s.solid, s.box, 40e-6);
  const std::string stl = folder.file("s.stl"), ply = folder.file("s.ply");
  write_stl(mesh, stl);
  write_ply(mesh, ply);
  for (const SurfaceMesh &again : {read<vtkSTLReader>(stl), read<vtkPLYReader>(ply)}) {
    BOOST_TEST(again.fault() == "");
    BOOST_TEST(again.vertices.size() == mesh.vertices.size());
    BOOST_TEST(again.triangles.size() == mesh.triangles.size());
    BOOST_TEST(std::abs(geometry::volume(again) / geometry::volume(mesh) - 1) < 1e-5);
  }
  BOOST_TEST(folder.n_files() == 2);
}

BOOST_AUTO_TEST_CASE(failure_names_the_path) {
  const std::string path = "/no/such/folder/s";
  const auto names_path = [&](const std::runtime_error &e) {
    return std::string(e.what()).find(path) == 0;
  };
  BOOST_CHECK_EXCEPTION(write_stl(tetrahedron(), path + ".stl"), std::runtime_error, names_path);
  BOOST_CHECK_EXCEPTION(write_3mf(tetrahedron(), path + ".3mf"), std::runtime_error, names_path);
  BOOST_CHECK_EXCEPTION(write_ply(tetrahedron(), path + ".ply"), std::runtime_error, names_path);
}

BOOST_AUTO_TEST_CASE(resolution_must_make_sense) {
  const geometry::Sphere sphere(Point(), 0.5);
  BOOST_CHECK_THROW(make_surface(sphere, unit_box, 0), std::invalid_argument);
  BOOST_CHECK_THROW(make_surface(sphere, unit_box, 1e-5), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
