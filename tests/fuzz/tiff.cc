// SPDX-License-Identifier: LGPL-2.1-or-later
//
// TIFF images of one or several pages.
#include <tests/fuzz/image.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  geometry::ImageFileParameters parameters;
  parameters.volume.voxel_size = {50e-6};
  parameters.volume.file =
      fuzz::write_file("image.tif", std::string(reinterpret_cast<const char *>(data), size));
  fuzz::read_image(parameters);
  return 0;
}
