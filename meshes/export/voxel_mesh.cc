// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/voxel_mesh.h>
#include <meshes/files/vtk_format.h>
#include <meshes/files/whole_file.h>

#include <vtkCellArray.h>
#include <vtkCellType.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace lacuna::exporting {

namespace {

constexpr std::size_t largest_count = 20000000;

/** Which solid voxels are reached from those of layer k through common faces. */
std::vector<bool> reached_from(const VoxelImage &image, int layer) {
  const Lattice &l = image.centers;
  std::vector<bool> reached(l.size(), false);
  std::vector<std::array<int, 3>> front;
  const auto reach = [&](const std::array<int, 3> &voxel) {
    const std::size_t i = l.index(voxel[0], voxel[1], voxel[2]);
    if (image.values[i] != VoxelImage::solid || reached[i])
      return;
    reached[i] = true;
    front.push_back(voxel);
  };
  for (int j = 0; j < l.count[1]; ++j)
    for (int i = 0; i < l.count[0]; ++i)
      reach({i, j, layer});
  while (!front.empty()) {
    const std::array<int, 3> voxel = front.back();
    front.pop_back();
    for (unsigned int d = 0; d < 3; ++d)
      for (const int step : {-1, 1}) {
        std::array<int, 3> neighbour = voxel;
        neighbour[d] += step;
        if (neighbour[d] >= 0 && neighbour[d] < l.count[d])
          reach(neighbour);
      }
  }
  return reached;
}

/** Numbers the corners of voxels as they come. Voxels come layer by layer, upwards. */
class Corners {
public:
  Corners(const Lattice &centers, VoxelMesh &mesh)
      : centers_(centers), mesh_(mesh), layers_{std::vector<std::uint32_t>(per_layer(), none),
                                                std::vector<std::uint32_t>(per_layer(), none)} {}

  void next_layer() {
    layers_[0].swap(layers_[1]);
    std::fill(layers_[1].begin(), layers_[1].end(), none);
    ++layer_;
  }

  /** The corner (i, j) of the layer's lower (0) or upper (1) face. */
  std::uint32_t at(int i, int j, int upper) {
    std::uint32_t &node = layers_[upper][j * (centers_.count[0] + 1) + i];
    if (node == none) {
      node = static_cast<std::uint32_t>(mesh_.nodes.size());
      geometry::Point &x = mesh_.nodes.emplace_back(centers_.point(i, j, layer_ + upper));
      for (unsigned int d = 0; d < 3; ++d)
        x[d] -= 0.5 * centers_.spacing[d];
      if (layer_ + upper == 0)
        mesh_.bottom.push_back(node);
      if (layer_ + upper == centers_.count[2])
        mesh_.top.push_back(node);
    }
    return node;
  }

private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  std::size_t per_layer() const {
    return static_cast<std::size_t>(centers_.count[0] + 1) * (centers_.count[1] + 1);
  }

  const Lattice &centers_;
  VoxelMesh &mesh_;
  std::array<std::vector<std::uint32_t>, 2> layers_;
  int layer_ = 0;
};

} // namespace

VoxelMesh make_voxel_mesh(const VoxelImage &image) {
  const Lattice &l = image.centers;
  const std::vector<bool> from_bottom = reached_from(image, 0),
                          from_top = reached_from(image, l.count[2] - 1);
  VoxelMesh mesh;
  Corners corner(l, mesh);
  for (int k = 0; k < l.count[2]; ++k, corner.next_layer())
    for (int j = 0; j < l.count[1]; ++j)
      for (int i = 0; i < l.count[0]; ++i) {
        if (!from_bottom[l.index(i, j, k)] || !from_top[l.index(i, j, k)])
          continue;
        if (mesh.hexahedra.size() == largest_count)
          throw std::runtime_error(
              "Export/Voxel size: more than 2e7 hexahedra; expected larger voxels");
        auto &hexahedron = mesh.hexahedra.emplace_back();
        for (int v = 0; v < 8; ++v) {
          const int around = v % 4;
          hexahedron[v] = corner.at(i + (around == 1 || around == 2), j + (around >= 2), v / 4);
        }
      }
  if (mesh.hexahedra.empty())
    throw std::runtime_error("export: no voxels connect the lower and the upper face");
  return mesh;
}

std::uintmax_t write_vtu(const VoxelMesh &mesh, const std::string &path) {
  vtkNew<vtkPoints> points;
  points->SetNumberOfPoints(mesh.nodes.size());
  for (std::size_t i = 0; i < mesh.nodes.size(); ++i)
    points->SetPoint(i, &mesh.nodes[i][0]);
  vtkNew<vtkCellArray> cells;
  cells->AllocateExact(mesh.hexahedra.size(), 8 * mesh.hexahedra.size());
  for (const auto &v : mesh.hexahedra)
    cells->InsertNextCell({v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]});
  vtkNew<vtkUnstructuredGrid> grid;
  grid->SetPoints(points);
  grid->SetCells(VTK_HEXAHEDRON, cells);

  vtkNew<vtkXMLUnstructuredGridWriter> writer;
  writer->SetInputData(grid);
  return files::write_text(path, files::text_of(*writer));
}

} // namespace lacuna::exporting
