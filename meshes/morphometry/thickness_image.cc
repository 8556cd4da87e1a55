// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/morphometry/thickness_image.h>

#include <meshes/files/is_root.h>
#include <meshes/files/vtk_format.h>
#include <meshes/files/whole_file.h>
#include <meshes/octree/gathered.h>

#include <deal.II/base/mpi.h>

#include <vtkCellData.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkUnsignedCharArray.h>
#include <vtkXMLImageDataWriter.h>

#include <stdexcept>

namespace lacuna::morphometry {

namespace {

void write(const VoxelImage &image, std::vector<float> &thickness, const std::string &path) {
  const auto &n = image.count();
  vtkNew<vtkUnsignedCharArray> phase;
  phase->SetName("phase");
  phase->SetNumberOfTuples(image.size());
  for (std::size_t voxel = 0; voxel < image.size(); ++voxel)
    phase->SetValue(voxel, static_cast<unsigned char>(image.phase(voxel)));
  vtkNew<vtkFloatArray> local;
  local->SetName("local_thickness");
  local->SetArray(thickness.data(), thickness.size(), 1);

  vtkNew<vtkImageData> grid;
  grid->SetDimensions(n[0] + 1, n[1] + 1, n[2] + 1);
  grid->SetOrigin(&image.lower()[0]);
  grid->SetSpacing(&image.spacing()[0]);
  grid->GetCellData()->AddArray(phase);
  grid->GetCellData()->SetScalars(local);

  vtkNew<vtkXMLImageDataWriter> writer;
  writer->SetInputData(grid);
  files::write_text(path, files::text_of(*writer));
}

} // namespace

void write_thickness_image(const VoxelImage &image, const std::vector<float> &own_strand_thickness,
                           const std::vector<float> &own_pore_size, const std::string &path) {
  std::vector<float> own;
  image.for_each_own([&](int, int, int, std::size_t voxel) {
    const Phase phase = image.phase(voxel);
    own.push_back(phase == Phase::outside ? 0.f
                  : phase == Phase::solid ? own_strand_thickness[own.size()]
                                          : own_pore_size[own.size()]);
  });
  std::vector<float> all = octree::gathered(image.communicator(), own);
  std::string fault; // of rank 0, told to all
  if (files::is_root(image.communicator()))
    try {
      write(image, all, path);
    } catch (const std::runtime_error &error) {
      fault = error.what();
    }
  fault = dealii::Utilities::MPI::broadcast(image.communicator(), fault);
  if (!fault.empty())
    throw std::runtime_error(fault);
}

} // namespace lacuna::morphometry
