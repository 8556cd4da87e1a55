// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/state_file.h>

#include <meshes/files/whole_file.h>
#include <solver/checkpoint/files.h>
#include <solver/checkpoint/interruption.h>
#include <solver/checkpoint/repartition.h>

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

namespace lacuna::checkpoint {

StateFile::StateFile(MPI_Comm communicator, const std::string &path, const std::string &about,
                     double interval)
    : communicator_(communicator), stem_(path), about_(fingerprint(about)),
      rank_(dealii::Utilities::MPI::this_mpi_process(communicator)),
      n_ranks_(dealii::Utilities::MPI::n_mpi_processes(communicator)), interval_(interval) {}

std::string StateFile::path(unsigned int rank, unsigned int number) const {
  return fmt::format("{}.{}.{}", stem_, rank, number % n_kept_);
}

StateFile::Part StateFile::read(const std::string &path) const {
  const std::string text = read_file(path);
  const std::size_t end = text.find('\n');
  std::istringstream header(text.substr(0, end));
  std::string about, hash;
  Part part{{0, 0}, {}};
  header >> about >> part.state.number >> part.state.n_ranks >> hash;
  if (end == std::string::npos || about != about_ || hash != fingerprint(text.substr(end + 1)))
    return {{0, 0}, {}};
  part.content = text.substr(end + 1);
  return part;
}

std::vector<StateFile::State> StateFile::states() const {
  std::vector<State> found(n_kept_);
  if (rank_ == 0)
    for (unsigned int i = 0; i < n_kept_; ++i)
      found[i] = read(path(0, i)).state;
  std::sort(found.begin(), found.end(),
            [](const State &a, const State &b) { return a.number > b.number; });
  MPI_Bcast(found.data(), found.size() * sizeof(State), MPI_BYTE, 0, communicator_);
  return found;
}

std::string StateFile::read(const State &state, const std::vector<double> *names) const {
  const bool has_own = state.n_ranks == n_ranks_;
  if (state.number == 0 || (!has_own && !names))
    return {};
  std::string content;
  bool is_whole = true;
  const auto is_of_it = [&](const Part &part) {
    return part.state.number == state.number && part.state.n_ranks == state.n_ranks;
  };
  if (has_own) {
    Part part = read(path(rank_, state.number));
    is_whole = is_of_it(part);
    content = std::move(part.content);
  } else {
    try {
      Repartition own(*names);
      for (unsigned int rank = 0; is_whole && rank < state.n_ranks; ++rank) {
        const Part part = read(path(rank, state.number));
        is_whole = is_of_it(part);
        if (is_whole)
          own.add(part.content);
      }
      if (is_whole)
        content = own.bytes();
    } catch (const std::runtime_error &) {
      is_whole = false;
    }
  }
  return dealii::Utilities::MPI::min(is_whole ? 1 : 0, communicator_) == 1 ? content : "";
}

std::string StateFile::read(const std::vector<double> *names) {
  for (const State &state : states()) {
    std::string content = read(state, names);
    if (dealii::Utilities::MPI::logical_or(!content.empty(), communicator_)) {
      number_ = state.number;
      return content;
    }
  }
  number_ = 0;
  return {};
}

bool StateFile::is_due() const {
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - last_;
  const bool is_time = rank_ == 0 && passed.count() >= interval_;
  return dealii::Utilities::MPI::logical_or(is_time || is_asked_to_end(), communicator_);
}

void StateFile::write(const std::string &part) {
  files::write_text(path(rank_, number_ + 1),
                    fmt::format("{} {} {} {}\n", about_, number_ + 1, n_ranks_, fingerprint(part)) +
                        part);
  // No rank overwrites an older state before all have this one.
  MPI_Barrier(communicator_);
  ++number_;
  last_ = std::chrono::steady_clock::now();
}

void StateFile::remove() {
  MPI_Barrier(communicator_);
  number_ = 0;
  if (rank_ != 0)
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
