// SPDX-License-Identifier: LGPL-2.1-or-later
//
// What an interrupted run goes on from: specimen.json or, where the first byte is odd, the numbers
// of a state file, whose checksum is right.
#include <solver/checkpoint/files.h>
#include <solver/checkpoint/numbers.h>
#include <solver/checkpoint/state_file.h>
#include <solver/observables/mechanics.h>
#include <solver/study/specimen_folder.h>
#include <tests/fuzz/input.h>

#include <fmt/format.h>

namespace {

using namespace lacuna;

/** As it would be kept, its checksum right, unless it is no object. */
std::string with_checksum(const std::string &json) {
  auto kept = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!kept.is_object())
    return json;
  kept.erase("checksum");
  kept["checksum"] = checkpoint::fingerprint(kept.dump());
  return kept.dump();
}

void read_record(const std::string &json) {
  const study::SpecimenFolder specimen(fuzz::folder().string(), "group", "specimen");
  specimen.create();
  fuzz::write_file("group/specimen/specimen.json", with_checksum(json));
  const auto kept = specimen.kept("hash");
  if (!kept.record)
    return;
  observables::to_csv({*kept.record});
  kept.record->stored().dump();
  try {
    observables::refined_specimen(*kept.record);
  } catch (const nlohmann::json::exception &) { // as the campaign takes it
  }
}

void read_state(const std::string &content) {
  const std::string about = checkpoint::fingerprint("study 1");
  fuzz::write_file("run.state.0.1",
                   fmt::format("{} 1 {}\n", about, checkpoint::fingerprint(content)) + content);
  checkpoint::StateFile file(MPI_COMM_WORLD, (fuzz::folder() / "run.state").string(), "study", 0.);
  unsigned int step = 0;
  std::vector<double> values;
  try {
    checkpoint::Numbers numbers(file.read());
    numbers.serialize(step);
    numbers.serialize(values);
  } catch (const std::runtime_error &) {
  }
}

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv) {
  return MPI_Init(argc, argv);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  if (fuzz::choice(data, size, 2) == 0)
    read_record(fuzz::rest(data, size));
  else
    read_state(fuzz::rest(data, size));
  return 0;
}
