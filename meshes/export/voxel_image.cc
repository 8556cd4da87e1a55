// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/export/voxel_image.h>
#include <meshes/files/vtk_format.h>
#include <meshes/files/whole_file.h>

#include <fmt/format.h>
#include <tiffio.h>
#include <vtkCellData.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkTIFFWriter.h>
#include <vtkUnsignedCharArray.h>
#include <vtkXMLImageDataWriter.h>

#include <zlib.h>

#include <algorithm>
#include <new>

namespace lacuna::exporting {

namespace {

constexpr double largest_count = 2e9;

/** The values as an array that must not outlive them. */
vtkNew<vtkUnsignedCharArray> array_of(const VoxelImage &image) {
  vtkNew<vtkUnsignedCharArray> array;
  array->SetName("solid");
  array->SetArray(const_cast<std::uint8_t *>(image.values.data()), image.values.size(), 1);
  return array;
}

/** Voxels as points at their centres, in mm. */
vtkNew<vtkImageData> points_of(const VoxelImage &image) {
  constexpr double unit = 1e-3;
  const Lattice &l = image.centers;
  vtkNew<vtkImageData> data;
  data->SetDimensions(l.count.data());
  data->SetOrigin(l.origin[0] / unit, l.origin[1] / unit, l.origin[2] / unit);
  data->SetSpacing(l.spacing[0] / unit, l.spacing[1] / unit, l.spacing[2] / unit);
  data->GetPointData()->SetScalars(array_of(image));
  return data;
}

/** Voxels as cells, in m. */
vtkNew<vtkImageData> cells_of(const VoxelImage &image) {
  const Lattice &l = image.centers;
  const auto &h = l.spacing;
  vtkNew<vtkImageData> data;
  data->SetDimensions(l.count[0] + 1, l.count[1] + 1, l.count[2] + 1);
  data->SetOrigin(l.origin[0] - h[0] / 2, l.origin[1] - h[1] / 2, l.origin[2] - h[2] / 2);
  data->SetSpacing(h.data());
  data->GetCellData()->SetScalars(array_of(image));
  return data;
}

/** The bytes of zlib. */
std::string deflated(const std::vector<std::uint8_t> &values) {
  uLongf size = compressBound(values.size());
  std::string result(size, '\0');
  if (compress(reinterpret_cast<Bytef *>(result.data()), &size, values.data(), values.size()) !=
      Z_OK)
    throw std::bad_alloc();
  result.resize(size);
  return result;
}

} // namespace

double VoxelImage::solid_volume() const {
  const auto n = std::count(values.begin(), values.end(), solid);
  return n * centers.spacing[0] * centers.spacing[1] * centers.spacing[2];
}

double finest_voxel_size(const dealii::BoundingBox<3> &box, double memory) {
  constexpr double bytes = 2.; // of a voxel, and of what a writer makes of it
  return finest_spacing(box, 0, std::min(largest_count, memory / bytes));
}

VoxelImage make_voxel_image(const geometry::Shape &shape, const dealii::BoundingBox<3> &box,
                            double voxel_size) {
  VoxelImage image{Lattice(box, voxel_size, 0, largest_count), {}};
  image.values.resize(image.centers.size());
  sample(shape, image.centers, 0., [&](std::size_t first, int n, double phi) {
    std::fill_n(image.values.begin() + first, n, phi < 0 ? VoxelImage::solid : VoxelImage::pore);
  });
  return image;
}

std::uintmax_t write_vti(const VoxelImage &image, const std::string &path) {
  vtkNew<vtkXMLImageDataWriter> writer;
  writer->SetInputData(cells_of(image));
  return files::write_text(path, files::text_of(*writer));
}

std::uintmax_t write_mha(const VoxelImage &image, const std::string &path) {
  constexpr double per_m = 1e3;
  const std::string voxels = deflated(image.values);
  const Lattice &l = image.centers;
  return files::write_text(
      path, fmt::format("ObjectType = Image\nNDims = 3\nBinaryData = True\n"
                        "BinaryDataByteOrderMSB = False\nCompressedData = True\n"
                        "CompressedDataSize = {}\nTransformMatrix = 1 0 0 0 1 0 0 0 1\n"
                        "Offset = {} {} {}\nCenterOfRotation = 0 0 0\nDistanceUnits = mm\n"
                        "ElementSpacing = {} {} {}\nDimSize = {} {} {}\n"
                        "AnatomicalOrientation = ???\nElementType = MET_UCHAR\n"
                        "ElementDataFile = LOCAL\n",
                        voxels.size(), per_m * l.origin[0], per_m * l.origin[1],
                        per_m * l.origin[2], per_m * l.spacing[0], per_m * l.spacing[1],
                        per_m * l.spacing[2], l.count[0], l.count[1], l.count[2]) +
                voxels);
}

std::uintmax_t write_tiff(const VoxelImage &image, const std::string &path) {
  vtkNew<vtkTIFFWriter> writer;
  writer->SetInputData(points_of(image));
  writer->SetFileDimensionality(3);
  writer->SetCompressionToPackBits();
  TIFFSetErrorHandler(nullptr); // the error code says it, too
  return files::write_whole(path, [&](const std::string &part) {
    writer->SetFileName(part.c_str());
    writer->Write();
    return writer->GetErrorCode() == 0;
  });
}

} // namespace lacuna::exporting
