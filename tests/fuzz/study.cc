// SPDX-License-Identifier: LGPL-2.1-or-later
//
// A study with all that is checked before its files are opened. What a group resolves to, as it is
// kept with the results, is read again.
#include <solver/study/study.h>
#include <tests/fuzz/input.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace lacuna;
  const std::string path =
      fuzz::write_file("study.prm", std::string(reinterpret_cast<const char *>(data), size));
  fuzz::accepts_or_refuses([&] {
    const study::Study study(path, std::vector<std::string>{});
    const study::Specimen specimen{"", &study.groups().back(), 1, true};
    const std::string again = fuzz::write_file("again.prm", study::Study::resolved(specimen));
    try {
      study::Study(again, std::vector<std::string>{});
    } catch (const params::InputError &error) {
      fuzz::report("what a study resolves to is not read again: " + std::string(error.what()));
    }
    study.require_specimens();
    study.require_cells();
    study.require_surroundings();
    study.require_factors();
  });
  return 0;
}
