// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/vtk_format.h>
#include <solver/observables/bone_scan.h>

#include <vtkCellData.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkShortArray.h>
#include <vtkUnsignedCharArray.h>
#include <vtkXMLImageDataWriter.h>

#include <cmath>

namespace lacuna::observables {

std::string bone_scan_vti(const geometry::Volume &scan,
                          const std::vector<regeneration::Material> &materials, bool with_density) {
  const auto &[nx, ny, nz] = scan.size;
  const auto &h = scan.spacing;
  vtkNew<vtkImageData> image;
  image->SetDimensions(nx + 1, ny + 1, nz + 1);
  image->SetOrigin(scan.origin[0] - h[0] / 2, scan.origin[1] - h[1] / 2, scan.origin[2] - h[2] / 2);
  image->SetSpacing(h.data());

  vtkNew<vtkUnsignedCharArray> material;
  material->SetName("material");
  material->SetNumberOfValues(materials.size());
  for (std::size_t i = 0; i < materials.size(); ++i)
    material->SetValue(i, static_cast<unsigned char>(materials[i]));
  image->GetCellData()->SetScalars(material);
  if (with_density) {
    vtkNew<vtkShortArray> density;
    density->SetName("mineral_density");
    density->SetNumberOfValues(scan.values.size());
    for (std::size_t i = 0; i < scan.values.size(); ++i)
      density->SetValue(i, static_cast<short>(std::lround(scan.values[i])));
    image->GetCellData()->AddArray(density);
  }
  vtkNew<vtkXMLImageDataWriter> writer;
  writer->SetInputData(image);
  return files::text_of(*writer);
}

} // namespace lacuna::observables
