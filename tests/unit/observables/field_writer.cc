// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/shapes/primitives.h>
#include <solver/observables/field_writer.h>

#include <deal.II/base/mpi.h>

#include <boost/test/unit_test.hpp>

#include <vtkCellData.h>
#include <vtkDataSetTriangleFilter.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkTetra.h>
#include <vtkTriangle.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLPUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace lacuna;
using geometry::Point;
using observables::FieldWriter;
using octree::Octree;
using operators::FiniteCellSpace;
using operators::Vector;

BOOST_AUTO_TEST_SUITE(field_writer)

namespace {

const MPI_Comm world = MPI_COMM_WORLD;
const octree::Box unit_box({Point(0, 0, 0), Point(1, 1, 1)});
const Point center(0.52, 0.49, 0.51);
constexpr double radius = 0.37, float_accuracy = 1e-6;

/** An empty folder that all ranks see, removed in the end. */
class Folder {
public:
  Folder() : path_(std::filesystem::temp_directory_path() / name()) {
    if (first_rank())
      std::filesystem::create_directory(path_);
    MPI_Barrier(world);
  }
  ~Folder() {
    MPI_Barrier(world);
    if (first_rank())
      std::filesystem::remove_all(path_);
  }
  std::string file(const std::string &name) const { return (path_ / name).string(); }
  std::string path() const { return path_.string(); }

private:
  static bool first_rank() { return dealii::Utilities::MPI::this_mpi_process(world) == 0; }
  static std::string name() {
    const auto id = std::chrono::steady_clock::now().time_since_epoch().count();
    return "lacuna_fields_" + std::to_string(dealii::Utilities::MPI::broadcast(world, id));
  }

  std::filesystem::path path_;
};

std::string contents(const std::string &path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Reader>
vtkNew<vtkUnstructuredGrid> read(const std::string &path) {
  BOOST_TEST_REQUIRE(std::filesystem::exists(path));
  vtkNew<Reader> reader;
  reader->SetFileName(path.c_str());
  reader->Update();
  vtkNew<vtkUnstructuredGrid> grid;
  grid->ShallowCopy(reader->GetOutput());
  return grid;
}

double volume(vtkUnstructuredGrid *grid) {
  vtkNew<vtkDataSetTriangleFilter> tetrahedra;
  tetrahedra->SetInputData(grid);
  tetrahedra->TetrahedraOnlyOn();
  tetrahedra->Update();
  double sum = 0.;
  for (vtkIdType i = 0; i < tetrahedra->GetOutput()->GetNumberOfCells(); ++i) {
    double corners[4][3];
    for (unsigned int v = 0; v < 4; ++v)
      tetrahedra->GetOutput()->GetCell(i)->GetPoints()->GetPoint(v, corners[v]);
    sum += std::abs(vtkTetra::ComputeVolume(corners[0], corners[1], corners[2], corners[3]));
  }
  return sum;
}

/** Area of triangles. */
double area(vtkUnstructuredGrid *grid) {
  double sum = 0.;
  for (vtkIdType i = 0; i < grid->GetNumberOfCells(); ++i) {
    double corners[3][3];
    BOOST_TEST_REQUIRE(grid->GetCellType(i) == VTK_TRIANGLE);
    for (unsigned int v = 0; v < 3; ++v)
      grid->GetCell(i)->GetPoints()->GetPoint(v, corners[v]);
    sum += vtkTriangle::TriangleArea(corners[0], corners[1], corners[2]);
  }
  return sum;
}

double temperature(const Point &x) {
  return 300. + 7. * x[0] - 2. * x[1] + 3. * x[2];
}

dealii::Tensor<1, 3> displacement(const Point &x) {
  return dealii::Tensor<1, 3>({x[1], 2. * x[2] - x[0], 0.5 * x[0] - 1.});
}

/** Fields linear in space, and a tensor with the cell's centre and size in it. */
void add_fields(FieldWriter &writer, const FiniteCellSpace &space) {
  Vector scalar = space.make_vector(1), vector = space.make_vector(3);
  const auto positions = space.positions();
  for (unsigned int node = 0; node < space.n_owned_nodes(); ++node) {
    scalar.local_element(node) = temperature(positions[node]);
    for (unsigned int c = 0; c < 3; ++c)
      vector.local_element(3 * node + c) = displacement(positions[node])[c];
  }
  scalar.update_ghost_values();
  vector.update_ghost_values();
  writer.add_nodal("temperature", scalar, 1);
  writer.add_nodal("displacement", vector, 3);
  std::vector<double> tensor;
  for (const auto &cell : space.cells()) {
    const Point middle = cell.lower + cell.size / 2.;
    tensor.insert(tensor.end(), {middle[0], middle[1], middle[2], cell.size[0], 5., 6.});
  }
  writer.add_cell("stress", tensor, 6);
}

void check_names(vtkUnstructuredGrid *grid) {
  const auto check = [](vtkDataSetAttributes *data, const char *name, int n_components) {
    BOOST_TEST_REQUIRE(data->HasArray(name));
    BOOST_TEST(data->GetArray(name)->GetNumberOfComponents() == n_components);
    BOOST_TEST(data->GetArray(name)->GetDataType() == VTK_FLOAT);
  };
  BOOST_TEST(grid->GetPointData()->GetNumberOfArrays() == 3);
  BOOST_TEST(grid->GetCellData()->GetNumberOfArrays() == 1);
  check(grid->GetPointData(), "temperature", 1);
  check(grid->GetPointData(), "displacement", 3);
  check(grid->GetPointData(), "signed_distance", 1);
  check(grid->GetCellData(), "stress", 6);
}

void check_values(vtkUnstructuredGrid *grid) {
  const auto value = [&](const char *name, vtkIdType point, int c) {
    return grid->GetPointData()->GetArray(name)->GetComponent(point, c);
  };
  double error = 0., highest = -1.;
  for (vtkIdType i = 0; i < grid->GetNumberOfPoints(); ++i) {
    Point x;
    grid->GetPoint(i, &x[0]);
    error = std::max(error, std::abs(value("temperature", i, 0) / temperature(x) - 1.));
    for (unsigned int c = 0; c < 3; ++c)
      error = std::max(error, std::abs(value("displacement", i, c) - displacement(x)[c]));
    highest = std::max(highest, value("signed_distance", i, 0));
  }
  BOOST_TEST(error < float_accuracy);
  BOOST_TEST(highest < 1e-3);

  double outside = 0.;
  auto *stress = grid->GetCellData()->GetArray("stress");
  for (vtkIdType i = 0; i < grid->GetNumberOfCells(); ++i) {
    double bounds[6];
    grid->GetCellBounds(i, bounds);
    for (unsigned int d = 0; d < 3; ++d) {
      const double middle = stress->GetComponent(i, d), half = stress->GetComponent(i, 3) / 2.;
      outside =
          std::max({outside, middle - half - bounds[2 * d], bounds[2 * d + 1] - middle - half});
    }
    BOOST_TEST_REQUIRE(stress->GetComponent(i, 5) == 6.);
  }
  BOOST_TEST(outside < float_accuracy);
}

void check_sphere(unsigned int degree, double size) {
  const Folder folder;
  Octree tree(world, std::make_shared<geometry::Sphere>(center, radius), unit_box, size);
  tree.refine([](const auto &cell) { return cell->center()[0] > 0.6; });
  const FiniteCellSpace space(tree, degree);
  FieldWriter writer(space);
  for (const double time : {0., 0.1, 86400.}) {
    add_fields(writer, space);
    writer.write(folder.path(), "solid", time);
  }

  double sum = 0.;
  const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(world);
  for (unsigned int rank = 0; rank < n_ranks; ++rank) {
    const auto piece = read<vtkXMLUnstructuredGridReader>(
        folder.file("solid_0001_" + std::to_string(rank) + ".vtu"));
    check_names(piece);
    sum += volume(piece);
  }
  const auto whole = read<vtkXMLPUnstructuredGridReader>(folder.file("solid_0002.pvtu"));
  check_names(whole);
  check_values(whole);
  BOOST_TEST(volume(whole) == sum, boost::test_tools::tolerance(1e-12));
  BOOST_TEST_MESSAGE("volume " << sum / (4. / 3. * M_PI * std::pow(radius, 3)));
  BOOST_TEST(sum == 4. / 3. * M_PI * std::pow(radius, 3), boost::test_tools::tolerance(0.02));

  const std::string list = contents(folder.file("solid.pvd"));
  for (const char *entry : {"timestep=\"0\" part=\"0\" file=\"solid_0000.pvtu\"",
                            "timestep=\"0.1\" part=\"0\" file=\"solid_0001.pvtu\"",
                            "timestep=\"86400\" part=\"0\" file=\"solid_0002.pvtu\""})
    BOOST_TEST(list.find(entry) != std::string::npos, list);
  for (const auto &file : std::filesystem::directory_iterator(folder.path()))
    BOOST_TEST(file.path().extension() != ".part");
}

} // namespace

BOOST_AUTO_TEST_CASE(linear_cells_follow_a_sphere) {
  check_sphere(1, 0.0625);
}

BOOST_AUTO_TEST_CASE(quadratic_cells_follow_a_sphere) {
  check_sphere(2, 0.125);
}

BOOST_AUTO_TEST_CASE(cubic_cells_follow_a_sphere) {
  check_sphere(3, 0.2);
}

BOOST_AUTO_TEST_CASE(a_surface_follows_a_sphere) {
  const Folder folder;
  Octree tree(world, std::make_shared<geometry::Sphere>(center, radius), unit_box, 0.0625);
  tree.refine([](const auto &cell) { return cell->center()[0] > 0.6; });
  const FiniteCellSpace space(tree, 1);
  FieldWriter writer(space, FieldWriter::Part::surface);
  add_fields(writer, space);
  writer.write(folder.path(), "surface", 0.);
  const auto whole = read<vtkXMLPUnstructuredGridReader>(folder.file("surface_0000.pvtu"));
  check_names(whole);
  check_values(whole);
  BOOST_TEST(area(whole) == 4. * M_PI * radius * radius, boost::test_tools::tolerance(0.02));
  for (vtkIdType i = 0; i < whole->GetNumberOfPoints(); ++i) {
    Point x;
    whole->GetPoint(i, &x[0]);
    BOOST_TEST_REQUIRE(std::abs(x.distance(center) - radius) < 2e-3);
  }
}

BOOST_AUTO_TEST_CASE(ranks_without_cells_write_empty_pieces) {
  // A corner of the box: one cell, which only one rank can own.
  const Folder folder;
  const Octree tree(world, std::make_shared<geometry::Sphere>(Point(0, 0, 0), 0.3), unit_box, 0.5);
  const FiniteCellSpace space(tree, 1);
  BOOST_TEST_REQUIRE(dealii::Utilities::MPI::sum(space.cells().size(), world) == 1u);
  FieldWriter writer(space);
  add_fields(writer, space);
  writer.write(folder.path(), "solid", 0.);

  unsigned int n_empty = 0;
  const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(world);
  for (unsigned int rank = 0; rank < n_ranks; ++rank) {
    const auto piece = read<vtkXMLUnstructuredGridReader>(
        folder.file("solid_0000_" + std::to_string(rank) + ".vtu"));
    check_names(piece);
    n_empty += piece->GetNumberOfCells() == 0;
  }
  BOOST_TEST(n_empty == n_ranks - 1);
  const auto whole = read<vtkXMLPUnstructuredGridReader>(folder.file("solid_0000.pvtu"));
  check_names(whole);
  check_values(whole);
  BOOST_TEST(volume(whole) == std::pow(0.3, 3) / 6., boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(failures_name_the_file) {
  const Octree tree(world, std::make_shared<geometry::Sphere>(center, radius), unit_box, 0.25);
  const FiniteCellSpace space(tree, 1);
  FieldWriter writer(space);
  BOOST_CHECK_THROW(writer.add_cell("stress", std::vector<double>(1), 6), std::invalid_argument);
  const auto names_file = [](const std::runtime_error &error) {
    return std::string(error.what()).find("/no/such/folder/solid") == 0;
  };
  BOOST_CHECK_EXCEPTION(writer.write("/no/such/folder", "solid", 0.), std::runtime_error,
                        names_file);
}

BOOST_AUTO_TEST_SUITE_END()
