// SPDX-License-Identifier: LGPL-2.1-or-later
//
// NIfTI images as they are and, where the first byte is odd, within a gzip file.
#include <tests/fuzz/image.h>

#include <zlib.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  const bool compressed = fuzz::choice(data, size, 2) == 1;
  const std::string bytes = fuzz::rest(data, size);
  geometry::ImageFileParameters parameters;
  parameters.volume.file =
      fuzz::write_file(compressed ? "image.nii.gz" : "image.nii", compressed ? "" : bytes);
  if (compressed) {
    const gzFile file = gzopen(parameters.volume.file.c_str(), "wb1");
    gzwrite(file, bytes.data(), static_cast<unsigned int>(bytes.size()));
    gzclose(file);
  }
  fuzz::read_image(parameters);
  return 0;
}
