// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/state_file.h>

#include <meshes/files/is_root.h>
#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

namespace lacuna::checkpoint {

StateFile::StateFile(MPI_Comm communicator, const std::string &path, const std::string &about,
                     double interval)
    : communicator_(communicator), stem_(path),
      path_(fmt::format("{}.{}", path, dealii::Utilities::MPI::this_mpi_process(communicator))),
      about_(fingerprint(
          fmt::format("{} {}", about, dealii::Utilities::MPI::n_mpi_processes(communicator)))),
      interval_(interval) {}

std::string StateFile::path(unsigned int number) const {
  return fmt::format("{}.{}", path_, number % n_kept_);
}

StateFile::Part StateFile::read(const std::string &path) const {
  const std::string text = read_file(path);
  const std::size_t end = text.find('\n');
  std::istringstream header(text.substr(0, end));
  std::string about, hash;
  Part part{0, {}};
  header >> about >> part.number >> hash;
  if (end == std::string::npos || about != about_ || hash != fingerprint(text.substr(end + 1)))
    return {0, {}};
  part.content = text.substr(end + 1);
  return part;
}

std::string StateFile::read() {
  std::vector<Part> parts;
  for (unsigned int i = 0; i < n_kept_; ++i)
    parts.push_back(read(path(i)));
  const auto newest = std::max_element(
      parts.begin(), parts.end(), [](const auto &a, const auto &b) { return a.number < b.number; });
  // Ranks are at most one state apart.
  number_ = dealii::Utilities::MPI::min(newest->number, communicator_);
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const Part &part) { return part.number == number_; });
  const bool whole = number_ > 0 && found != parts.end();
  if (dealii::Utilities::MPI::min(whole ? 1 : 0, communicator_) == 0) {
    number_ = 0;
    return {};
  }
  return found->content;
}

bool StateFile::is_due() const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - last_;
  return dealii::Utilities::MPI::broadcast(communicator_, passed.count() >= interval_, 0);
}

void StateFile::write(const std::string &part) {
  files::write_text(path(number_ + 1),
                    fmt::format("{} {} {}\n", about_, number_ + 1, fingerprint(part)) + part);
  // No rank overwrites an older state before all have this one.
  MPI_Barrier(communicator_);
  ++number_;
  last_ = std::chrono::steady_clock::now();
}

void StateFile::remove() {
  MPI_Barrier(communicator_);
  number_ = 0;
  if (!files::is_root(communicator_))
    return;
  const std::filesystem::path stem(stem_);
  const std::regex rank_and_number(R"(\.\d+\.\d)");
  std::vector<std::filesystem::path> parts;
  for (const auto &entry : std::filesystem::directory_iterator(stem.parent_path())) {
    const std::string name = entry.path().filename().string(), start = stem.filename().string();
    if (name.compare(0, start.size(), start) == 0 &&
        std::regex_match(name.substr(start.size()), rank_and_number))
      parts.push_back(entry.path());
  }
  std::error_code error;
  for (const auto &part : parts)
    std::filesystem::remove(part, error);
}

} // namespace lacuna::checkpoint
