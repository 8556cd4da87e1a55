// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/lattice.h>
#include <meshes/export/surface.h>
#include <meshes/geometry/shapes/primitives.h>

#include <vtkCellArray.h>
#include <vtkCellArrayIterator.h>
#include <vtkFlyingEdges3D.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace lacuna::exporting {

namespace {

constexpr int padding = 2; // samples outside each face of the box
constexpr double largest_count = 5e8;
constexpr float margin = 0.01f;

/** A shape cut to a box. */
class Capped : public geometry::Shape {
public:
  Capped(const geometry::Shape &shape, const dealii::BoundingBox<3> &box)
      : shape_(shape), box_(box.get_boundary_points().first, box.get_boundary_points().second) {}

  double distance(const geometry::Point &x) const override {
    return std::max(shape_.distance(x), box_.distance(x));
  }

private:
  const geometry::Shape &shape_;
  geometry::Box box_;
};

/**
 * −φ / step, for triangles that turn towards lower values; kept off zero, for a surface through a
 * sample would give triangles without area.
 */
float height(double phi, double step) {
  const float value = static_cast<float>(-phi / step);
  return value > 0 ? std::max(value, margin) : std::min(value, -margin);
}

/**
 * Settles faces of four samples whose diagonals lie on different sides: the contour could join
 * either pair there, and its triangles may meet in an edge of four. The void sample nearest to the
 * surface becomes solid, so that each face is crossed once at most and the contour is a manifold.
 */
class Settler {
public:
  Settler(const Lattice &lattice, float *values) : lattice_(lattice), values_(values) {}

  void settle() const {
    while (sweep()) {
    }
  }

private:
  /** Whether any sample changed. */
  bool sweep() const {
    const auto &n = lattice_.count;
    const std::size_t step[3] = {1, lattice_.index(0, 1, 0), lattice_.index(0, 0, 1)};
    bool changed = false;
    for (int k = 0; k < n[2] - 1; ++k)
      for (int j = 0; j < n[1] - 1; ++j)
        for (int i = 0; i < n[0] - 1; ++i) {
          float *first = values_ + lattice_.index(i, j, k);
          for (unsigned int d = 0; d < 3; ++d)
            changed |= settle_face(first, step[d], step[(d + 1) % 3]);
        }
    return changed;
  }

  static bool settle_face(float *first, std::size_t along, std::size_t across) {
    float &a = first[0], &b = first[along], &c = first[along + across], &d = first[across];
    const bool solid = a > 0;
    if ((b > 0) == solid || (c > 0) != solid || (d > 0) == solid)
      return false;
    float &nearest = solid ? (b > d ? b : d) : (a > c ? a : c);
    nearest = margin;
    return true;
  }

  const Lattice &lattice_;
  float *values_;
};

vtkNew<vtkImageData> sampled(const geometry::Shape &shape, const Lattice &lattice) {
  const auto &h = lattice.spacing;
  const double step = *std::min_element(h.begin(), h.end());
  vtkNew<vtkImageData> image;
  image->SetDimensions(lattice.count.data());
  image->SetOrigin(lattice.origin[0], lattice.origin[1], lattice.origin[2]);
  image->SetSpacing(h.data());
  image->AllocateScalars(VTK_FLOAT, 1);
  float *values = static_cast<float *>(image->GetScalarPointer());
  const double band = *std::max_element(h.begin(), h.end());
  sample(shape, lattice, band, [&](std::size_t first, int n, double phi) {
    std::fill_n(values + first, n, height(phi, step));
  });
  Settler(lattice, values).settle();
  return image;
}

SurfaceMesh mesh_of(vtkPolyData *data) {
  SurfaceMesh mesh;
  mesh.vertices.resize(data->GetNumberOfPoints());
  for (vtkIdType i = 0; i < data->GetNumberOfPoints(); ++i) {
    double x[3];
    data->GetPoint(i, x);
    for (unsigned int d = 0; d < 3; ++d)
      mesh.vertices[i][d] = static_cast<float>(x[d]);
  }
  mesh.triangles.reserve(data->GetNumberOfPolys());
  const auto polygon = vtk::TakeSmartPointer(data->GetPolys()->NewIterator());
  for (polygon->GoToFirstCell(); !polygon->IsDoneWithTraversal(); polygon->GoToNextCell()) {
    vtkIdType n;
    const vtkIdType *v;
    polygon->GetCurrentCell(n, v);
    mesh.triangles.push_back({static_cast<unsigned int>(v[0]), static_cast<unsigned int>(v[1]),
                              static_cast<unsigned int>(v[2])});
  }
  return mesh;
}

using Edge = std::array<unsigned int, 2>;

/** What is wrong around a vertex whose triangles have these edges opposite to it. */
std::string fault_around(std::vector<Edge> &edges) {
  std::sort(edges.begin(), edges.end());
  const auto start_alike = [](const Edge &a, const Edge &b) { return a[0] == b[0]; };
  if (std::adjacent_find(edges.begin(), edges.end(), start_alike) != edges.end())
    return "an edge is passed twice the same way, by triangles that are doubled or flipped";
  unsigned int at = edges.front()[0];
  for (std::size_t n_passed = 1; n_passed <= edges.size(); ++n_passed) {
    const auto next = std::lower_bound(edges.begin(), edges.end(), Edge{at, 0});
    if (next == edges.end() || (*next)[0] != at)
      return "an edge belongs to one triangle only: there is a hole";
    at = (*next)[1];
    if (at == edges.front()[0])
      return n_passed == edges.size() ? "" : "parts touch in a vertex";
  }
  return "an edge is passed twice the same way, by triangles that are doubled or flipped";
}

} // namespace

std::string SurfaceMesh::fault() const {
  std::vector<std::size_t> first(vertices.size() + 1, 0);
  for (const auto &triangle : triangles) {
    const geometry::Vector a = vertex(triangle[0]);
    const auto normal = dealii::cross_product_3d(vertex(triangle[1]) - a, vertex(triangle[2]) - a);
    if (normal.norm_square() == 0)
      return "a triangle has no area";
    for (const unsigned int v : triangle)
      ++first[v + 1];
  }
  for (std::size_t v = 0; v < vertices.size(); ++v)
    first[v + 1] += first[v];
  std::vector<Edge> opposite(3 * triangles.size());
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  for (const auto &t : triangles)
    for (unsigned int i = 0; i < 3; ++i)
      opposite[next[t[i]]++] = {t[(i + 1) % 3], t[(i + 2) % 3]};

  std::vector<Edge> edges;
  for (std::size_t v = 0; v < vertices.size(); ++v) {
    edges.assign(opposite.begin() + first[v], opposite.begin() + first[v + 1]);
    if (edges.empty())
      continue;
    const std::string fault = fault_around(edges);
    if (!fault.empty())
      return fault;
  }
  return "";
}

double finest_resolution(const dealii::BoundingBox<3> &box, double memory) {
  constexpr double bytes = 6.; // of a sample, and of what is noted of its edges
  return finest_spacing(box, padding, std::min(largest_count, memory / bytes));
}

SurfaceMesh make_surface(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                         double resolution) {
  const Lattice lattice(box, resolution, padding, largest_count);
  vtkNew<vtkFlyingEdges3D> contour;
  contour->SetInputData(sampled(Capped(shape, box), lattice));
  contour->SetValue(0, 0.);
  contour->ComputeNormalsOff();
  contour->ComputeGradientsOff();
  contour->ComputeScalarsOff();
  contour->Update();
  SurfaceMesh mesh = mesh_of(contour->GetOutput());
  const std::string fault = mesh.fault();
  if (!fault.empty())
    throw std::runtime_error("export: the surface does not bound a solid: " + fault);
  return mesh;
}

} // namespace lacuna::exporting
