// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/observables/field_writer.h>

#include <meshes/files/vtk_format.h>
#include <meshes/files/whole_file.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkContourGrid.h>
#include <vtkDoubleArray.h>
#include <vtkFloatArray.h>
#include <vtkIdList.h>
#include <vtkIdTypeArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkTableBasedClipDataSet.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <utility>

namespace lacuna::observables {

using octree::Point;
using operators::FiniteCell;
using operators::FiniteCellSpace;

namespace {

/** Does `work` on every rank and throws on all of them if it fails on one. */
void together(MPI_Comm communicator, const std::string &path, const std::function<void()> &work) {
  std::string message;
  try {
    work();
  } catch (const std::exception &error) {
    message = error.what();
  }
  if (dealii::Utilities::MPI::max(message.empty() ? 0 : 1, communicator) == 0)
    return;
  if (message.empty())
    files::refuse(path, "another rank failed");
  throw std::runtime_error(message);
}

/** The trilinear cells between the nodes of the space's cells, p³ each. */
class LinearCells {
public:
  explicit LinearCells(const FiniteCellSpace &space)
      : space_(space), degree_(space.degree()), n_per_cell_(degree_ * degree_ * degree_) {}

  vtkIdType size() const { return vtkIdType(space_.cells().size()) * n_per_cell_; }
  unsigned int n_per_cell() const { return n_per_cell_; }

  const FiniteCell &whole(vtkIdType linear) const { return space_.cells()[linear / n_per_cell_]; }

  /** Places of its corners among the nodes of the whole cell, x fastest. */
  std::array<unsigned int, 8> corners(vtkIdType linear) const {
    const unsigned int part = linear % n_per_cell_, n = degree_ + 1;
    const unsigned int first =
        part % degree_ + n * (part / degree_ % degree_ + n * (part / (degree_ * degree_)));
    std::array<unsigned int, 8> corners;
    for (unsigned int v = 0; v < 8; ++v)
      corners[v] = first + v % 2 + n * (v / 2 % 2 + n * (v / 4));
    return corners;
  }

private:
  const FiniteCellSpace &space_;
  unsigned int degree_, n_per_cell_;
};

constexpr const char *linear_cell = "linear_cell";

/** The linear cells with φ at their points. Double precision, for weights to be exact. */
vtkNew<vtkUnstructuredGrid> uncut_grid(const FiniteCellSpace &space, const LinearCells &linear,
                                       const geometry::Shape &shape) {
  constexpr vtkIdType none = -1;
  constexpr unsigned int vtk_order[8] = {0, 1, 3, 2, 4, 5, 7, 6};
  std::vector<vtkIdType> point_of(space.n_local_nodes(), none);
  vtkNew<vtkPoints> points;
  points->SetDataTypeToDouble();
  vtkNew<vtkDoubleArray> distance;
  vtkNew<vtkIdTypeArray> index;
  index->SetName(linear_cell);
  vtkNew<vtkCellArray> cells;
  cells->AllocateExact(linear.size(), 8 * linear.size());

  // Cells share the points of their nodes; hanging ones are each cell's own, as are those at the
  // far end of a period.
  const Point end = space.octree().box().get_boundary_points().second;
  const auto is_own = [&](const FiniteCell &cell, unsigned int a) {
    const Point x = space.position(cell, a);
    for (unsigned int d = 0; d < 3; ++d)
      if (space.octree().is_periodic() && x[d] > end[d] - 0.01 * cell.size[d])
        return true;
    return space.hangs(cell, a);
  };
  std::vector<vtkIdType> point_at(space.n_nodes_per_cell());
  vtkIdType i = 0;
  for (const FiniteCell &cell : space.cells()) {
    const unsigned int *nodes = space.numbering().nodes(space.index(cell));
    for (unsigned int a = 0; a < point_at.size(); ++a) {
      vtkIdType own = none;
      vtkIdType &point = is_own(cell, a) ? own : point_of[nodes[a]];
      if (point == none) {
        const Point x = space.position(cell, a);
        point = points->InsertNextPoint(x[0], x[1], x[2]);
        distance->InsertNextValue(shape.distance(x));
      }
      point_at[a] = point;
    }
    for (unsigned int part = 0; part < linear.n_per_cell(); ++part, ++i) {
      const auto corners = linear.corners(i);
      vtkIdType ids[8];
      for (unsigned int v = 0; v < 8; ++v)
        ids[v] = point_at[corners[vtk_order[v]]];
      cells->InsertNextCell(8, ids);
      index->InsertNextValue(i);
    }
  }
  vtkNew<vtkUnstructuredGrid> grid;
  grid->SetPoints(points);
  grid->SetCells(VTK_HEXAHEDRON, cells);
  grid->GetPointData()->SetScalars(distance);
  grid->GetCellData()->AddArray(index);
  return grid;
}

/** Hands `values` to the data of a grid, which must not outlive them. */
void attach(vtkDataSetAttributes *data, const std::string &name, unsigned int n_components,
            std::vector<float> &values) {
  vtkNew<vtkFloatArray> array;
  array->SetName(name.c_str());
  array->SetNumberOfComponents(n_components);
  array->SetArray(values.data(), values.size(), 1);
  data->AddArray(array);
}

constexpr const char *distance_name = "signed_distance";

/** A collection of steps of the same name, one for each time. */
std::string collection(const std::string &name, const std::vector<double> &times) {
  std::string text = "<?xml version=\"1.0\"?>\n"
                     "<VTKFile type=\"Collection\" version=\"0.1\">\n  <Collection>\n";
  for (std::size_t i = 0; i < times.size(); ++i)
    text += fmt::format("    <DataSet timestep=\"{}\" part=\"0\" file=\"{}_{:04}.pvtu\"/>\n",
                        times[i], name, i);
  return text + "  </Collection>\n</VTKFile>\n";
}

std::string stem_of(const std::string &directory, const std::string &name) {
  return (std::filesystem::path(directory) / name).string();
}

} // namespace

/** The cut cells or the cut of this rank, and how values at nodes and cells carry over to it. */
class FieldWriter::PhysicalPart {
public:
  PhysicalPart(const FiniteCellSpace &space, Part part, const geometry::Shape &shape)
      : space_(space) {
    const LinearCells linear(space);
    vtkNew<vtkPoints> points; // of single precision
    grid_->SetPoints(points);
    if (linear.size() > 0 && part == Part::inside)
      cut(linear, shape);
    if (linear.size() > 0 && part == Part::surface)
      contour(linear, shape);
  }

  /** Points and cells, without any data. */
  vtkUnstructuredGrid *grid() const { return grid_; }

  /** φ at the points (m), zero up to rounding on the cut. */
  const std::vector<float> &distance() const { return distance_; }

  std::vector<float> at_points(const operators::Vector &x, unsigned int n_components) const {
    std::vector<float> values;
    values.reserve(grid_->GetNumberOfPoints() * n_components);
    for (vtkIdType point = 0; point < grid_->GetNumberOfPoints(); ++point)
      for (unsigned int c = 0; c < n_components; ++c)
        values.push_back(interpolate(
            point, [&](unsigned int node) { return x.local_element(node * n_components + c); }));
    return values;
  }

  std::vector<float> at_cells(const std::vector<double> &x, unsigned int n_components) const {
    std::vector<float> values;
    values.reserve(cells_.size() * n_components);
    for (const std::size_t cell : cells_)
      values.insert(values.end(), &x[cell * n_components], &x[cell * n_components] + n_components);
    return values;
  }

private:
  struct Entry {
    unsigned int node;
    double weight;
  };

  void cut(const LinearCells &linear, const geometry::Shape &shape) {
    vtkNew<vtkTableBasedClipDataSet> clip;
    clip->SetInputData(uncut_grid(space_, linear, shape));
    clip->InsideOutOn();
    clip->SetValue(0.);
    clip->SetOutputPointsPrecision(vtkAlgorithm::DOUBLE_PRECISION);
    clip->Update();
    vtkUnstructuredGrid *result = clip->GetOutput();
    if (result->GetNumberOfCells() == 0)
      return;
    take(linear, result);
    result->GetCells()->ConvertToSmallestStorage();
    grid_->SetCells(result->GetCellTypesArray(), result->GetCells());
  }

  void contour(const LinearCells &linear, const geometry::Shape &shape) {
    vtkNew<vtkContourGrid> contour;
    contour->SetInputData(uncut_grid(space_, linear, shape));
    contour->SetValue(0, 0.);
    contour->SetOutputPointsPrecision(vtkAlgorithm::DOUBLE_PRECISION);
    contour->Update();
    vtkPolyData *result = contour->GetOutput();
    if (result->GetNumberOfCells() == 0)
      return;
    take(linear, result);
    result->GetPolys()->ConvertToSmallestStorage();
    grid_->SetCells(VTK_TRIANGLE, result->GetPolys());
  }

  /** Points of cells or triangles, and which cells and nodes their values come from. */
  void take(const LinearCells &linear, vtkPointSet *result) {
    const auto *index =
        vtkIdTypeArray::SafeDownCast(result->GetCellData()->GetAbstractArray(linear_cell));
    constexpr vtkIdType none = -1;
    std::vector<vtkIdType> holder(result->GetNumberOfPoints(), none);
    vtkNew<vtkIdList> ids;
    for (vtkIdType cell = 0; cell < result->GetNumberOfCells(); ++cell) {
      cells_.push_back(space_.index(linear.whole(index->GetValue(cell))));
      result->GetCellPoints(cell, ids);
      for (const vtkIdType point : *ids)
        holder[point] = index->GetValue(cell);
    }

    grid_->GetPoints()->SetNumberOfPoints(result->GetNumberOfPoints());
    for (vtkIdType point = 0; point < result->GetNumberOfPoints(); ++point) {
      Point x;
      result->GetPoint(point, &x[0]);
      grid_->GetPoints()->SetPoint(point, &x[0]);
      if (holder[point] != none)
        add_weights(linear.whole(holder[point]), linear.corners(holder[point]), x);
      row_.push_back(entries_.size());
      distance_.push_back(result->GetPointData()->GetScalars()->GetComponent(point, 0));
    }
  }

  /** Adds a row for x, trilinear between the corners of the part of a cell that holds it. */
  void add_weights(const FiniteCell &cell, const std::array<unsigned int, 8> &corners,
                   const Point &x) {
    const Point lower = space_.position(cell, corners[0]),
                upper = space_.position(cell, corners[7]);
    for (unsigned int v = 0; v < 8; ++v) {
      double weight = 1.;
      for (unsigned int d = 0; d < 3; ++d) {
        const double unit = (x[d] - lower[d]) / (upper[d] - lower[d]);
        weight *= (v >> d) % 2 ? unit : 1. - unit;
      }
      add_weight(cell, corners[v], weight);
    }
  }

  void add_weight(const FiniteCell &cell, unsigned int corner, double weight) {
    constexpr double negligible = 1e-9;
    const unsigned int *nodes = space_.numbering().nodes(space_.index(cell));
    const auto *interpolation = space_.interpolation(cell);
    if (std::abs(weight) < negligible)
      return;
    if (interpolation == nullptr) {
      entries_.push_back({nodes[corner], weight});
      return;
    }
    for (unsigned int a = 0; a < space_.n_nodes_per_cell(); ++a)
      if (const double share = (*interpolation)(corner, a); share != 0.)
        entries_.push_back({nodes[a], weight * share});
  }

  template <typename ValueAt>
  float interpolate(vtkIdType point, const ValueAt &value_at) const {
    double value = 0.;
    for (std::size_t i = row_[point]; i < row_[point + 1]; ++i)
      value += entries_[i].weight * value_at(entries_[i].node);
    return value;
  }

  const FiniteCellSpace &space_;
  vtkNew<vtkUnstructuredGrid> grid_;
  std::vector<unsigned int> cells_; // of the space, for each one of the grid
  std::vector<std::size_t> row_ = {0};
  std::vector<Entry> entries_;
  std::vector<float> distance_;
};

FieldWriter::FieldWriter(const FiniteCellSpace &space, Part part)
    : FieldWriter(space, part, space.octree().shape()) {}

FieldWriter::FieldWriter(const FiniteCellSpace &space, Part part, const geometry::Shape &shape)
    : space_(space), part_(std::make_unique<PhysicalPart>(space, part, shape)) {}

FieldWriter::~FieldWriter() = default;

void FieldWriter::add_nodal(const std::string &name, const operators::Vector &x,
                            unsigned int n_components) {
  AssertDimension(x.locally_owned_size(), space_.n_owned_nodes() * n_components);
  added_.at_points.push_back({name, n_components, part_->at_points(x, n_components)});
}

void FieldWriter::add_cell(const std::string &name, const std::vector<double> &values,
                           unsigned int n_components) {
  if (values.size() != space_.cells().size() * n_components)
    throw std::invalid_argument(fmt::format("{}: {} values for {} cells of {} components", name,
                                            values.size(), space_.cells().size(), n_components));
  added_.at_cells.push_back({name, n_components, part_->at_cells(values, n_components)});
}

void FieldWriter::go_on(const std::string &directory, const std::string &name,
                        const std::vector<double> &times) {
  times_[stem_of(directory, name)] = times;
}

void FieldWriter::write(const std::string &directory, const std::string &name, double time) {
  const std::string stem = stem_of(directory, name);
  Fields fields = std::exchange(added_, {});
  fields.at_points.push_back({distance_name, 1, part_->distance()});
  auto times = times_[stem];
  const std::string suffix = fmt::format("_{:04}", times.size());
  times.push_back(time);

  const MPI_Comm communicator = space_.communicator();
  const unsigned int rank = dealii::Utilities::MPI::this_mpi_process(communicator);
  together(communicator, stem + suffix + ".pvtu",
           [&] { write_piece(fmt::format("{}{}_{}.vtu", stem, suffix, rank), fields); });
  together(communicator, stem + ".pvd", [&] {
    if (rank != 0)
      return;
    files::write_text(stem + suffix + ".pvtu", pvtu_text(name + suffix, fields));
    files::write_text(stem + ".pvd", collection(name, times));
  });
  times_[stem] = std::move(times);
}

void FieldWriter::write_piece(const std::string &path, Fields &fields) const {
  vtkNew<vtkUnstructuredGrid> grid;
  grid->ShallowCopy(part_->grid());
  for (auto &field : fields.at_points)
    attach(grid->GetPointData(), field.name, field.n_components, field.values);
  for (auto &field : fields.at_cells)
    attach(grid->GetCellData(), field.name, field.n_components, field.values);

  vtkNew<vtkXMLUnstructuredGridWriter> writer;
  writer->SetInputData(grid);
  files::write_text(path, files::text_of(*writer));
}

std::string FieldWriter::pvtu_text(const std::string &step, const Fields &fields) const {
  const auto arrays = [](const std::vector<Field> &all) {
    std::string text;
    for (const auto &field : all)
      text += fmt::format(
          "      <PDataArray type=\"Float32\" Name=\"{}\" NumberOfComponents=\"{}\"/>\n",
          field.name, field.n_components);
    return text;
  };
  std::string text =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"PUnstructuredGrid\" version=\"1.0\">\n"
      "  <PUnstructuredGrid GhostLevel=\"0\">\n"
      "    <PPointData>\n" +
      arrays(fields.at_points) + "    </PPointData>\n    <PCellData>\n" + arrays(fields.at_cells) +
      "    </PCellData>\n    <PPoints>\n" + arrays({{"Points", 3, {}}}) + "    </PPoints>\n";
  for (unsigned int i = 0; i < dealii::Utilities::MPI::n_mpi_processes(space_.communicator()); ++i)
    text += fmt::format("    <Piece Source=\"{}_{}.vtu\"/>\n", step, i);
  return text + "  </PUnstructuredGrid>\n</VTKFile>\n";
}

} // namespace lacuna::observables
