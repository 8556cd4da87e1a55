// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/surface/surface_reader.h>
#include <meshes/morphometry/volume_and_surface.h>
#include <params/reader/registry.h>
#include <tests/scaffolds.h>
#include <tests/unit/geometry/files.h>
#include <tests/unit/geometry/meshes.h>
#include <tests/unit/geometry/sampling.h>

#include <vtkCellArray.h>
#include <vtkNew.h>
#include <vtkPLYWriter.h>
#include <vtkPolyData.h>
#include <vtkSTLWriter.h>

#include <boost/test/unit_test.hpp>

using namespace lacuna::geometry;
using lacuna::params::InputError;

namespace {

using ReadSurface = std::shared_ptr<const SurfaceShape>;

ReadSurface read(const std::string &path, std::vector<std::string> *notes = nullptr,
                 double largest_hole = 0.01) {
  SurfaceFileParameters parameters;
  parameters.file = path;
  parameters.position = FilePosition::file;
  parameters.largest_hole = largest_hole;
  return read_surface(parameters, [notes](const std::string &note) {
    if (notes != nullptr)
      notes->push_back(note);
  });
}

ReadSurface read(const Folder &folder, const TriangleMesh &mesh,
                 std::vector<std::string> *notes = nullptr, double largest_hole = 0.01) {
  return read(folder.write("mesh.stl", ascii_stl(mesh)), notes, largest_hole);
}

/** What is said against the mesh, without the name of the file. */
std::string refusal(const Folder &folder, const TriangleMesh &mesh, double largest_hole = 0.01) {
  const std::string message = message_of([&] { read(folder, mesh, nullptr, largest_hole); });
  const std::string file = folder / "mesh.stl: ";
  BOOST_TEST(message.rfind(file, 0) == 0, message);
  return message.substr(std::min(file.size(), message.size()));
}

/** With a header that begins as those of ASCII files do. */
std::string binary_stl(const TriangleMesh &mesh, std::string header) {
  header.resize(80, ' ');
  std::string text = header + bytes(static_cast<unsigned int>(mesh.triangles.size()));
  for (const auto &triangle : mesh.triangles) {
    text += std::string(12, '\0');
    for (const unsigned int v : triangle)
      text += bytes(mesh.vertices[v]);
    text += std::string(2, '\0');
  }
  return text;
}

template <typename Writer>
std::string write_by_vtk(const Folder &folder, const std::string &name, const TriangleMesh &mesh) {
  vtkNew<vtkPoints> points;
  for (const auto &x : mesh.vertices)
    points->InsertNextPoint(x.data());
  vtkNew<vtkCellArray> polygons;
  for (const auto &[a, b, c] : mesh.triangles)
    polygons->InsertNextCell({vtkIdType(a), vtkIdType(b), vtkIdType(c)});
  vtkNew<vtkPolyData> data;
  data->SetPoints(points);
  data->SetPolys(polygons);
  vtkNew<Writer> writer;
  writer->SetInputData(data);
  writer->SetFileTypeToBinary();
  writer->SetFileName((folder / name).c_str());
  writer->Write();
  return folder / name;
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(geometry_surface_reader)

BOOST_AUTO_TEST_CASE(formats_give_the_same_shape) {
  const Folder folder;
  const TriangleMesh mesh = torus(3., 1., 20, 12);
  const auto ascii = read(folder.write("a.stl", ascii_stl(mesh)));
  const std::vector<ReadSurface> others = {read(write_by_vtk<vtkSTLWriter>(folder, "b.STL", mesh)),
                                           read(folder.write("a.ply", ascii_ply(mesh))),
                                           read(write_by_vtk<vtkPLYWriter>(folder, "b.ply", mesh)),
                                           read(folder.write("a.obj", obj(mesh)))};
  const dealii::BoundingBox<3> box({Point(-5e-3, -5e-3, -2e-3), Point(5e-3, 5e-3, 2e-3)});
  for (const auto &other : others)
    for (int i = 0; i < 2000; ++i) {
      const Point x = random_point(box, i);
      BOOST_TEST(std::abs(other->distance(x) - ascii->distance(x)) < 1e-16);
    }
}

// Volume and area of the polyhedron itself are known exactly; the octree's error is of second
// order.
BOOST_AUTO_TEST_CASE(octree_measures_what_was_read) {
  const Folder folder;
  SurfaceFileParameters parameters;
  parameters.file = write_by_vtk<vtkSTLWriter>(folder, "torus.stl", torus(300., 100., 96, 48));
  parameters.unit = 1e-6;
  const auto shape = read_surface(parameters);
  const double pi = M_PI, R = 0.3e-3, r = 0.1e-3;
  BOOST_TEST(std::abs(shape->volume() / (2 * pi * pi * R * r * r) - 1) < 6e-3);
  BOOST_TEST(std::abs(shape->box().lower_bound(2)) < 1e-12); // it stands
  const auto measured = lacuna::morphometry::volume_and_surface(
      MPI_COMM_WORLD, lacuna::tests::scaffold(shape, shape->box()), 40e-6);
  BOOST_TEST(std::abs(measured.volume / shape->volume() - 1) < 2e-3);
  BOOST_TEST(std::abs(measured.surface / shape->area() - 1) < 2e-3);
}

BOOST_AUTO_TEST_CASE(sphere_converges_to_the_sphere) {
  const Folder folder;
  const auto shape = read(folder, sphere(1., 4));
  for (int i = 0; i < 1000; ++i) {
    const Point x = random_point(
        dealii::BoundingBox<3>({Point(-2e-3, -2e-3, -2e-3), Point(2e-3, 2e-3, 2e-3)}), i);
    // A chord of 1/16 of a quarter circle lies within the sphere by up to 1 − cos of half its
    // angle.
    BOOST_TEST(shape->distance(x) - (x.norm() - 1e-3) >= -1e-9);
    BOOST_TEST(shape->distance(x) - (x.norm() - 1e-3) < 4e-6);
  }
}

BOOST_AUTO_TEST_CASE(turned_triangles_are_turned_back) {
  const Folder folder;
  std::vector<std::string> notes;
  const auto out = read(folder, inside_out(cube(1.)), &notes);
  BOOST_TEST(out->volume() > 0);
  BOOST_TEST(out->distance(Point(0.5e-3, 0.5e-3, 0.5e-3)) == -0.5e-3);
  BOOST_REQUIRE(notes.size() == 1u);
  BOOST_TEST(notes[0] == "turned 1 shell that had inside and outside exchanged");

  notes.clear();
  TriangleMesh mixed = cube(1.);
  std::swap(mixed.triangles[3][0], mixed.triangles[3][1]);
  std::swap(mixed.triangles[8][0], mixed.triangles[8][1]);
  BOOST_TEST(std::abs(read(folder, mixed, &notes)->volume() - 1e-9) < 1e-20);
  BOOST_REQUIRE(notes.size() == 1u);
  BOOST_TEST(notes[0] == "turned 2 triangles that disagreed with their neighbours");
}

// A body with a cavity, in which there is another body; whatever way the shells turn.
BOOST_AUTO_TEST_CASE(shells_are_bodies_and_cavities) {
  const Folder folder;
  for (int turned = 0; turned < 8; ++turned) {
    TriangleMesh mesh;
    for (int shell = 0; shell < 3; ++shell) {
      const double side = 5 - 2 * shell;
      const TriangleMesh one = cube(side, Vector({-side / 2, -side / 2, -side / 2}));
      mesh = joined(mesh, turned >> shell & 1 ? inside_out(one) : one);
    }
    const auto shape = read(folder, joined(mesh, cube(1., Vector({7, 0, 0}))));
    BOOST_TEST(std::abs(shape->volume() - (125 - 27 + 1 + 1) * 1e-9) < 1e-19);
    BOOST_TEST(shape->distance(Point(0, 0, 2e-3)) < 0);
    BOOST_TEST(shape->distance(Point(0, 0, 1e-3)) > 0);
    BOOST_TEST(shape->distance(Point()) < 0);
  }
}

// Between bodies that touch there is no surface, whatever their triangles say there.
BOOST_AUTO_TEST_CASE(bodies_that_touch_are_one) {
  const Folder folder;
  const auto box = [](const Vector &low, const Vector &high) {
    TriangleMesh mesh = cube(1.);
    for (auto &x : mesh.vertices)
      for (unsigned int d = 0; d < 3; ++d)
        x[d] = float(low[d] + x[d] * (high[d] - low[d]));
    return mesh;
  };
  const TriangleMesh block = box(Vector({0, 0, 0}), Vector({2, 2, 2}));
  struct Case {
    const char *name;
    TriangleMesh other;
    Point contact; ///< mm
  };
  const Case cases[] = {
      {"over a part of a face", box(Vector({2, 1, 0.5}), Vector({4, 3, 2.5})), {2, 1.5, 1.25}},
      {"over a part, within a plane", box(Vector({2, 1, 0}), Vector({4, 3, 2})), {2, 1.5, 1}},
      {"with all of a face", box(Vector({2, 0.5, 0.5}), Vector({4, 1.5, 1.5})), {2, 1, 1}},
      {"with all of a face, in a corner", box(Vector({2, 0, 0}), Vector({3, 1, 1})), {2, 0.5, 0.5}},
      {"with an edge in common", box(Vector({2, 0, 0}), Vector({3, 2, 1})), {2, 1, 0.5}},
      {"with two edges in common", box(Vector({2, 0, 0}), Vector({3, 2, 3})), {2, 1, 1}},
      {"crosswise, without a corner within",
       box(Vector({0.5, -1, 2}), Vector({1.5, 3, 3})),
       {1, 1, 2}},
      {"by rounding apart", box(Vector({2.000001, 1, 0.5}), Vector({4, 3, 2.5})), {2, 1.5, 1.25}},
      {"by rounding within", box(Vector({1.999999, 1, 0.5}), Vector({4, 3, 2.5})), {2, 1.5, 1.25}}};
  for (const auto &[name, other, contact] : cases) {
    std::vector<std::string> notes;
    const auto shape = read(folder, joined(block, other), &notes);
    BOOST_TEST(notes.back() == "1 contact of bodies, which are one there", name);
    for (int i = -20; i <= 20; ++i) { // through the contact, along and across it
      const Point x = 1e-3 * (contact + Point(0.01 * i, 0.008 * i, 0.006 * i));
      BOOST_TEST(shape->distance(x) < 0, name << " " << i);
      BOOST_TEST(shape->bounds(x).low <= shape->distance(x));
      BOOST_TEST(shape->bounds(x).high >= shape->distance(x));
    }
    BOOST_TEST(std::abs(shape->volume() - (volume(block) + volume(other)) * 1e-9) < 1e-15, name);
    const auto measured = lacuna::morphometry::volume_and_surface(
        MPI_COMM_WORLD, lacuna::tests::scaffold(shape, shape->box()), 250e-6);
    BOOST_TEST(std::abs(measured.volume / shape->volume() - 1) < 1e-3, name);
  }
  // Over edge alone: four blocks of a checkerboard, two of which touch the third.
  TriangleMesh board = block;
  for (const Vector &low : {Vector({2, 2, 0}), Vector({4, 0, 0}), Vector({2, -2, 0})})
    board = joined(board, box(low, low + Vector({2, 2, 2})));
  std::vector<std::string> notes;
  const auto checkers = read(folder, board, &notes);
  BOOST_TEST(notes.back() == "4 contacts of bodies, which are one there");
  for (double x = -0.95; x < 7; x += 0.1)
    for (double y = -2.95; y < 5; y += 0.1) {
      const bool outer = x > 0 && x < 6 && (x < 2 || x > 4) && y > 0 && y<2, middle = x> 2 &&
                         x < 4 && ((y > 2 && y < 4) || (y > -2 && y < 0));
      BOOST_TEST((checkers->distance(Point(1e-3 * x, 1e-3 * y, 1e-3)) < 0) == (outer || middle));
    }
  // Balls in a row, of which each touches the next in a point or in an edge.
  TriangleMesh row = sphere(1., 2);
  for (int i = 1; i < 4; ++i) {
    TriangleMesh next = sphere(1., 2);
    for (auto &x : next.vertices)
      x[0] += float(2 * i);
    row = joined(row, next);
  }
  notes.clear();
  const auto balls = read(folder, row, &notes);
  BOOST_TEST(notes.back() == "3 contacts of bodies, which are one there");
  for (int i = 0; i < 4; ++i)
    BOOST_TEST(std::abs(balls->distance(Point(2e-3 * i, 0, 0)) + 0.9e-3) < 0.1e-3);
}

BOOST_AUTO_TEST_CASE(many_bodies_apart_take_no_more_than_their_boxes) {
  const Folder folder;
  TriangleMesh many;
  for (int i = 0; i < 15 * 15 * 15; ++i)
    many = joined(std::move(many),
                  cube(1., Vector({1.5 * (i % 15), 1.5 * (i / 15 % 15), 1.5 * (i / 225)})));
  std::vector<std::string> notes;
  const auto shape = read(folder, many, &notes);
  BOOST_TEST(notes.back() == "3375 shells, 0 of them around cavities");
  BOOST_TEST(std::abs(shape->volume() - 3375e-9) < 1e-15);
}

BOOST_AUTO_TEST_CASE(bodies_that_overlap_are_refused_whatever_planes_they_share) {
  const Folder folder;
  const auto at = [](double x, double y, double z) {
    return joined(cube(2.), cube(2., Vector({x, y, z})));
  };
  for (const TriangleMesh &mesh :
       {at(1, 1, 1), at(1, 0, 0), at(1, 1, 0), at(0.5, 0.25, 0), at(1.99, 0, 0)})
    BOOST_TEST(contains(refusal(folder, mesh), "of crossing triangles, the first at ("));
  TriangleMesh quartered; // the same body by other triangles
  for (const auto &triangle : cube(2.).triangles) {
    const unsigned int n = quartered.vertices.size();
    for (unsigned int i = 0; i < 6; ++i) {
      const Vector a = cube(2.).vertex(triangle[i % 3]), b = cube(2.).vertex(triangle[(i + 1) % 3]),
                   x = i < 3 ? a : 0.5 * (a + b);
      quartered.vertices.push_back({float(x[0]), float(x[1]), float(x[2])});
    }
    for (const auto &[a, b, c] : {std::array{0u, 3u, 5u}, {3u, 1u, 4u}, {5u, 4u, 2u}, {3u, 4u, 5u}})
      quartered.triangles.push_back({n + a, n + b, n + c});
  }
  BOOST_TEST(refusal(folder, joined(cube(2.), quartered)) ==
             "a body that stands twice, at (0, 0, 0); expected bodies side by side");
  TriangleMesh half = cube(2.);
  for (auto &x : half.vertices)
    x[0] *= 0.5f; // within the cube, five of its faces in faces of the cube
  const std::string flush = refusal(folder, joined(cube(2.), half));
  BOOST_TEST(contains(flush, "; expected two triangles at every edge"), flush);
  // A cavity that reaches a face of its body from within.
  const TriangleMesh open = joined(cube(4.), cube(2., Vector({2, 1, 1})));
  BOOST_TEST(contains(refusal(folder, open), "a cavity that touches the outside at ("));
}

BOOST_AUTO_TEST_CASE(small_faults_are_repaired) {
  const Folder folder;
  std::vector<std::string> notes;
  TriangleMesh mesh = sphere(1., 3);
  mesh.triangles.erase(mesh.triangles.begin() + 40); // a hole of one triangle
  mesh.triangles.push_back(mesh.triangles[7]);       // twice the same
  mesh.triangles.push_back({0, 0, 1});
  mesh.vertices[3 * 20][0] += 1e-7; // a crack
  const auto shape = read(folder, mesh, &notes, 0.1);
  BOOST_TEST(std::abs(shape->volume() / read(folder, sphere(1., 3))->volume() - 1) < 1e-6);
  BOOST_REQUIRE(notes.size() == 4u);
  BOOST_TEST(contains(notes[0], "merged 1 corner within"));
  BOOST_TEST(notes[1] == "left out 1 triangle without area");
  BOOST_TEST(notes[2] == "left out 1 triangle that stood twice");
  BOOST_TEST(notes[3] == "filled 1 hole");
}

// One side of the cube's edge has a vertex that the other lacks: a hole without area.
BOOST_AUTO_TEST_CASE(unmatched_vertex_on_an_edge_is_matched) {
  const Folder folder;
  std::vector<std::string> notes;
  TriangleMesh mesh = cube(1.);
  mesh.vertices.push_back({0.3f, 0.f, 0.f});
  mesh.triangles[4] = {0, 8, 5}; // was 0, 1, 5
  mesh.triangles.push_back({8, 1, 5});
  const auto shape = read(folder, mesh, &notes, 0.7);
  BOOST_TEST(std::abs(shape->volume() - 1e-9) < 1e-20);
  BOOST_TEST(contains(notes.back(), "turned an edge of 1 triangle without width"));
  const Box box(Point(), Point(1e-3, 1e-3, 1e-3));
  for (int i = 0; i < 5000; ++i) {
    const Point x = random_point(
        dealii::BoundingBox<3>({Point(-1e-3, -1e-3, -1e-3), Point(2e-3, 2e-3, 2e-3)}), i);
    BOOST_TEST(std::abs(shape->distance(x) - box.distance(x)) < 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(corners_that_no_triangle_uses_are_nowhere) {
  const Folder folder;
  const std::string far = "v 3e38 -3e38 1e30\nv -1e20 1e-30 7\n";
  const auto shape = read(folder.write("far.obj", obj(cube(1.)) + far));
  BOOST_TEST(std::abs(shape->volume() - 1e-9) < 1e-20);
}

BOOST_AUTO_TEST_CASE(bodies_that_cannot_be_are_refused) {
  const Folder folder;
  TriangleMesh open = cube(1.);
  open.triangles.erase(open.triangles.begin() + 2, open.triangles.begin() + 4);
  BOOST_TEST(refusal(folder, open) == "4 open edges, the first from (1, 1, 1) to (1, 0, 1); "
                                      "expected a closed surface, or holes no wider than 0.0173");

  TriangleMesh fin = cube(1.);
  fin.vertices.push_back({0.f, -1.f, 0.5f});
  fin.triangles.push_back({0, 1, 8});
  BOOST_TEST(refusal(folder, fin) == "1 edge of more than two triangles, the first from (0, 0, 0) "
                                     "to (1, 0, 0); expected two triangles at every edge");

  const std::string crossing = refusal(folder, joined(cube(1.), cube(1., Vector({.5, .5, .5}))));
  BOOST_TEST(contains(crossing, "pairs of crossing triangles, the first at ("), crossing);
  BOOST_TEST(contains(crossing, "; expected a surface that does not cross itself"));

  // One vertex pushed through the opposite face: triangles with a common vertex cross others.
  TriangleMesh dented = sphere(1., 2);
  const auto top = dented.vertices[0];
  for (auto &x : dented.vertices)
    if (x == top)
      x = {-1.5f * top[0], -1.5f * top[1], -1.5f * top[2]};
  BOOST_TEST(contains(refusal(folder, dented), "crossing triangles"));

  // A tangle, of which each triangle crosses a good part of the others: not all are counted.
  TriangleMesh tangle = torus(3., 1., 200, 200);
  for (std::size_t v = 0; v < tangle.vertices.size(); ++v)
    for (unsigned int d = 0; d < 3; ++d)
      tangle.vertices[v][d] = float((v * (d + 7) * 2654435761u >> 7 & 0xffff) / 65536.);
  const std::string tangled = refusal(folder, tangle);
  BOOST_TEST(contains(tangled, "at least "), tangled);

  TriangleMesh flat = cube(1.);
  for (auto &x : flat.vertices)
    x[2] = x[2] > 0 ? x[0] * 1e-9f : 0.f;
  BOOST_TEST(refusal(folder, flat) != "");

  // A Möbius band, doubled it would be a body; its rim is open, its hole as large as itself.
  TriangleMesh band;
  for (int i = 0; i < 12; ++i)
    for (const int side : {-1, 1}) {
      const double a = 2 * M_PI * i / 12, w = 0.3 * side;
      band.vertices.push_back({float((1 + w * std::cos(a / 2)) * std::cos(a)),
                               float((1 + w * std::cos(a / 2)) * std::sin(a)),
                               float(w * std::sin(a / 2))});
    }
  for (unsigned int i = 0; i < 12; ++i) {
    const unsigned int a = 2 * i, b = a + 1, c = i < 11 ? a + 2 : 1, d = i < 11 ? a + 3 : 0;
    band.triangles.push_back({a, b, c});
    band.triangles.push_back({c, b, d});
  }
  BOOST_TEST(contains(refusal(folder, band), "a one-sided surface at ("));
}

BOOST_AUTO_TEST_CASE(broken_files_are_refused_in_one_line) {
  const Folder folder;
  const std::string good = ascii_stl(cube(1.));
  TriangleMesh mesh = cube(1.);
  std::ifstream in(write_by_vtk<vtkSTLWriter>(folder, "good.stl", mesh), std::ios::binary);
  const std::string binary((std::istreambuf_iterator<char>(in)), {});
  const std::string ply = ascii_ply(mesh);
  const std::pair<const char *, std::string> files[] = {
      {"empty.stl", ""},
      {"text.stl", "this is no surface\n"},
      {"cut.stl", good.substr(0, good.size() / 2)},
      {"number.stl", "solid x\nfacet normal 0 0 1\nouter loop\nvertex 0 0\nvertex"},
      {"short.stl", binary.substr(0, binary.size() - 60)},
      {"none.stl", "solid nothing\nendsolid nothing\n"},
      {"empty.ply", ""},
      {"text.ply", "no surface"},
      {"header.ply", ply.substr(0, 60)},
      {"cut.ply", ply.substr(0, ply.size() - 30)},
      {"index.ply", ply.substr(0, ply.size() - 2) + "99\n"},
      {"empty.obj", ""},
      {"text.obj", "no surface\n"},
      {"index.obj", "v 0 0 0\nv 1 0 0\nf 1 2 9\n"},
      {"nan.obj", "v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"}};
  for (const auto &[name, text] : files) {
    const std::string path = folder.write(name, text);
    const std::string message = message_of([&path = path] { read(path); });
    BOOST_TEST_MESSAGE(message);
    BOOST_TEST(message.rfind(path + ":", 0) == 0, std::string(name) + ": " + message);
    BOOST_TEST(contains(message, "; expected "), message);
    BOOST_TEST(!contains(message, "\n"), message);
  }
  BOOST_TEST(contains(message_of([&] { read(folder / "missing.stl"); }),
                      "missing.stl: cannot be read: no such file; expected a closed surface"));
  BOOST_TEST(contains(message_of([&] { read(folder.write("body.step", "x")); }),
                      "ends in .step; expected a surface that ends in .stl, .obj or .ply"));
}

BOOST_AUTO_TEST_CASE(a_file_cut_short_says_so_with_the_triangles_found) {
  const Folder folder;
  const auto message = [&folder](const std::string &name, const std::string &text) {
    const std::string path = folder.write(name, text);
    return message_of([&path] { read(path); }).substr(path.size());
  };
  const std::string binary = binary_stl(cube(1.), "solid part1"), ascii = ascii_stl(cube(1.)),
                    ply = ascii_ply(cube(1.));
  BOOST_TEST(message("a.stl", binary.substr(0, 84 + 7 * 50 + 20)) ==
             ": cut short: 7 of 12 triangles; expected all of them");
  BOOST_TEST(message("a.stl", binary.substr(0, 84)) ==
             ": cut short: 0 of 12 triangles; expected all of them");
  BOOST_TEST(message("a.stl", binary + binary.substr(84, 50)) ==
             ": room for 13 triangles, of which its header counts 12; expected all of them "
             "counted");
  BOOST_TEST(message_of([&] { read(folder.write("a.stl", binary + "padding")); }) == "");
  BOOST_TEST(message("a.stl", ascii.substr(0, ascii.size() - 20)) ==
             ": cut short after 12 triangles; expected endsolid at its end");
  BOOST_TEST(message("a.stl", ascii.substr(0, ascii.size() / 2)) ==
             ": cut short after 6 triangles; expected endsolid at its end");
  BOOST_TEST(message("a.ply", ply.substr(0, ply.size() - 30)) ==
             ": cut short: 8 of 12 elements \"face\"; expected as many as its header says");
}

BOOST_AUTO_TEST_CASE(ascii_files_come_in_many_hands) {
  const Folder folder;
  std::string text = ascii_stl(cube(1.));
  for (char &c : text) // of an old Mac, and in capitals
    c = c == '\n' ? '\r' : static_cast<char>(std::toupper(c));
  BOOST_TEST(std::abs(read(folder.write("a.stl", text))->volume() - 1e-9) < 1e-20);
  // Two bodies, with names of the format's own words.
  const std::string two = "solid facet loop vertex\n" +
                          ascii_stl(cube(1.)).substr(std::string("solid test\n").size()) +
                          ascii_stl(cube(1., Vector({3, 0, 0})));
  BOOST_TEST(std::abs(read(folder.write("a.stl", two))->volume() - 2e-9) < 1e-20);
  const auto message = [&folder](const std::string &vertex) {
    const std::string path = folder.write("a.stl", "solid x\nouter loop\nvertex " + vertex + "\n");
    return message_of([&path] { read(path); }).substr(path.size());
  };
  BOOST_TEST(message("0,5 1 1") == ":3: vertex 0,5; expected three numbers");
  BOOST_TEST(message("1 2 three") == ":3: vertex three; expected three numbers");
  BOOST_TEST(message("0 0 0 vertex 1 0 0 endloop") ==
             ":3: a facet of 2 corners; expected triangles");
}

BOOST_AUTO_TEST_CASE(polygons_may_be_concave) {
  const Folder folder;
  // An L of area 3 and height 1, its ends polygons of six corners; numbered from the end as well.
  std::string text = "mtllib none.mtl\n";
  for (const int z : {0, 1})
    for (const auto &[x, y] : {std::pair{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}})
      text += fmt::format("v {} {} {} 1.0\n", x, y, z);
  text += "f 6/1/1 5/2/1 4/3/1 \\\n 3 2 1 # seen from below\nf -6 -5//1 -4 -3 -2 -1\n";
  for (int i = 0; i < 6; ++i)
    text += fmt::format("f {} {} {} {}\n", i + 1, (i + 1) % 6 + 1, (i + 1) % 6 + 7, i + 7);
  const auto shape = read(folder.write("l.obj", text));
  BOOST_TEST(std::abs(shape->volume() - 3e-9) < 1e-20);
  BOOST_TEST(std::abs(shape->area() - 14e-6) < 1e-18);
  BOOST_TEST(std::abs(shape->distance(Point(1.5e-3, 1.5e-3, 0.5e-3)) - 0.5e-3) < 1e-12);
}

BOOST_AUTO_TEST_CASE(counts_are_held_against_the_file_before_memory_is_taken) {
  const Folder folder;
  const auto message = [&folder](const std::string &name, const std::string &text) {
    const std::string path = folder.write(name, text);
    return message_of([&path] { read(path); }).substr(path.size());
  };
  const std::string ascii = "ply\nformat ascii 1.0\n",
                    binary = "ply\nformat binary_little_endian 1.0\n",
                    xyz = "property float x\nproperty float y\nproperty float z\n";
  BOOST_TEST(message("a.ply", ascii + "element junk 18446744073709551615\nend_header\n") ==
             ": no triangles; expected a closed surface as STL, OBJ or PLY");
  BOOST_TEST(message("a.ply", ascii + "element vertex 4000000000\nelement face 0\n"
                                      "property list uchar int vertex_indices\nend_header\n") ==
             ": vertices without x, y or z; expected a closed surface as PLY");
  for (const std::string &format : {ascii, binary}) {
    const std::string huge =
        message("a.ply", format + "element vertex 4000000000\n" + xyz + "end_header\n0 0 0\n");
    BOOST_TEST(contains(huge, ": cut short: "), huge);
    BOOST_TEST(contains(huge, " bytes for 4000000000 elements \"vertex\"; expected as many"), huge);
  }
  BOOST_TEST(message("a.stl", std::string(80, ' ') + std::string("\xff\xff\xff\xff", 4) +
                                  std::string(100, '\0')) ==
             ": cut short: 2 of 4294967295 triangles; expected all of them");
  std::string polygon = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf";
  for (int i = 0; i < 1000000; ++i)
    polygon += " 1 2 3";
  BOOST_TEST(message("a.obj", polygon) == ":4: a longer line; expected at most 65536 characters");
  BOOST_TEST(message("a.obj", polygon.substr(0, 10000)) ==
             ":4: a polygon of more corners; expected at most 1000");
}

BOOST_AUTO_TEST_CASE(a_size_that_no_scaffold_has_is_refused_with_the_key_to_set) {
  const Folder folder;
  const auto message = [&folder](double side) {
    return message_of([&] { read(folder.write("mesh.stl", ascii_stl(cube(side)))); });
  };
  const std::string path = folder / "mesh.stl",
                    expected =
                        "; expected a scaffold, 50 um to 0.5 m long; see File unit of Surface";
  BOOST_TEST(message(0.002) == path + ": a body of 2 x 2 x 2 um" + expected); // in metres
  BOOST_TEST(message(2000.) == path + ": a body of 2 x 2 x 2 m" + expected);  // in micrometres
  BOOST_TEST(message(0.049) == path + ": a body of 49 x 49 x 49 um" + expected);
  BOOST_TEST(message(0.051) == "");
  BOOST_TEST(message(499.) == "");

  SurfaceFileParameters in_metres;
  in_metres.file = folder.write("mesh.stl", ascii_stl(cube(0.002)));
  in_metres.unit = 1.;
  BOOST_TEST(std::abs(read_surface(in_metres)->volume() / 8e-9 - 1) < 1e-6); // floats
}

BOOST_AUTO_TEST_CASE(parameters_are_checked) {
  SurfaceFileParameters parameters;
  lacuna::params::Registry registry;
  parameters.declare(registry);
  BOOST_CHECK_THROW(parameters.check(registry), InputError);
  const Folder folder;
  registry.read({lacuna::params::parse_override("Surface/File=" + folder.write("defect.PLY", "")),
                 lacuna::params::parse_override("Surface/File unit=1 um")});
  parameters.check(registry);
  BOOST_TEST(parameters.unit == 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
