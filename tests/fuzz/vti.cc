// SPDX-License-Identifier: LGPL-2.1-or-later
//
// VTK images.
#include <tests/fuzz/image.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  geometry::ImageFileParameters parameters;
  parameters.volume.file =
      fuzz::write_file("image.vti", std::string(reinterpret_cast<const char *>(data), size));
  fuzz::read_image(parameters);
  return 0;
}
