// SPDX-License-Identifier: LGPL-2.1-or-later
//
// Images that are read without a library: MetaImage, NRRD and raw, by the first byte; of raw the
// second byte is the type.
#include <tests/fuzz/image.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  const char *endings[] = {".mha", ".nrrd", ".raw"};
  const char *types[] = {"uint8",  "int8",  "uint16",  "int16",
                         "uint32", "int32", "float32", "float64"};
  geometry::ImageFileParameters parameters;
  parameters.volume.dimensions = {3, 4, 5};
  parameters.volume.type = types[size > 1 ? data[1] % 8 : 0];
  parameters.volume.byte_order =
      size > 1 && data[1] > 127 ? geometry::ByteOrder::big : geometry::ByteOrder::little;
  parameters.volume.header_bytes = 1;
  parameters.volume.file = fuzz::write_file(
      std::string("image") + endings[fuzz::choice(data, size, 3)], fuzz::rest(data, size));
  fuzz::read_image(parameters);
  return 0;
}
