// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A parameter file, a file that it may include (included.prm) and a text for --set, parted by form
// feeds.
#include <params/reader/text.h>
#include <tests/fuzz/input.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  auto parts = params::split(std::string(reinterpret_cast<const char *>(data), size), '\f');
  parts.resize(3);
  fuzz::write_file("included.prm", parts[1]);
  const std::string path = fuzz::write_file("main.prm", parts[0]);
  fuzz::accepts_or_refuses([&] { params::read_prm_file(path); });
  fuzz::accepts_or_refuses([&] { params::parse_override(parts[2]); });
  return 0;
}
