// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/voxel_mesh.h>
#include <meshes/files/whole_file.h>

#include <fmt/format.h>
#include <fmt/ostream.h>

#include <algorithm>
#include <fstream>

namespace lacuna::exporting {

namespace {

constexpr double mm = 1e-3, MPa = 1e6, strain = 0.01;

void write_set(std::ostream &out, const char *name, const std::vector<std::uint32_t> &nodes) {
  fmt::print(out, "*NSET, NSET={}\n", name);
  for (const std::uint32_t node : nodes)
    fmt::print(out, "{},\n", node + 1);
}

/** The displacements that the platens give; without friction what holds the rest in place. */
void write_platens(std::ostream &out, const VoxelMesh &mesh, bool bonded, double shortening) {
  fmt::print(out, "*BOUNDARY\n");
  if (bonded) {
    fmt::print(out, "BOTTOM, 1, 3, 0.\nTOP, 1, 2, 0.\n");
  } else {
    // A node fixed along the platen, and the farthest from it kept from turning around it.
    const std::uint32_t pivot = mesh.bottom.front();
    const auto distance = [&](std::uint32_t node) {
      return mesh.nodes[node].distance_square(mesh.nodes[pivot]);
    };
    const std::uint32_t arm = *std::max_element(
        mesh.bottom.begin(), mesh.bottom.end(),
        [&](std::uint32_t a, std::uint32_t b) { return distance(a) < distance(b); });
    const auto lever = mesh.nodes[arm] - mesh.nodes[pivot];
    const int across = std::abs(lever[0]) > std::abs(lever[1]) ? 2 : 1;
    fmt::print(out, "BOTTOM, 3, 3, 0.\n{}, 1, 2, 0.\n{}, {}, {}, 0.\n", pivot + 1, arm + 1, across,
               across);
  }
  fmt::print(out, "TOP, 3, 3, {}\n", -shortening);
}

void write_mesh(std::ostream &out, const VoxelMesh &mesh) {
  fmt::print(out, "*NODE, NSET=ALL\n");
  for (std::size_t i = 0; i < mesh.nodes.size(); ++i)
    fmt::print(out, "{}, {:.9g}, {:.9g}, {:.9g}\n", i + 1, mesh.nodes[i][0] / mm,
               mesh.nodes[i][1] / mm, mesh.nodes[i][2] / mm);
  fmt::print(out, "*ELEMENT, TYPE=C3D8, ELSET=SOLID\n");
  for (std::size_t i = 0; i < mesh.hexahedra.size(); ++i) {
    const auto &v = mesh.hexahedra[i];
    fmt::print(out, "{}, {}, {}, {}, {}, {}, {}, {}, {}\n", i + 1, v[0] + 1, v[1] + 1, v[2] + 1,
               v[3] + 1, v[4] + 1, v[5] + 1, v[6] + 1, v[7] + 1);
  }
  write_set(out, "BOTTOM", mesh.bottom);
  write_set(out, "TOP", mesh.top);
}

} // namespace

std::uintmax_t write_inp(const VoxelMesh &mesh, const CompressionTest &test,
                         const std::string &path) {
  const double height = mesh.nodes[mesh.top.front()][2] - mesh.nodes[mesh.bottom.front()][2];
  return files::write_whole(path, [&](const std::string &part) {
    std::ofstream out(part);
    fmt::print(out,
               "** Compression of a scaffold by {} %; mm, N, MPa. The apparent modulus is the sum\n"
               "** of RF3 on TOP over the strain and the cross-section of the envelope.\n",
               100 * strain);
    write_mesh(out, mesh);
    fmt::print(out,
               "*MATERIAL, NAME=CERAMIC\n*ELASTIC\n{}, {}\n"
               "*SOLID SECTION, ELSET=SOLID, MATERIAL=CERAMIC\n"
               "*STEP\n*STATIC\n",
               test.youngs_modulus / MPa, test.poissons_ratio);
    write_platens(out, mesh, test.bonded, strain * height / mm);
    fmt::print(out,
               "*NODE PRINT, NSET=TOP, TOTALS=ONLY\nRF\n*NODE FILE\nU\n*EL FILE\nS\n*END STEP\n");
    out.close();
    return bool(out);
  });
}

} // namespace lacuna::exporting
