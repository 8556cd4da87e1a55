// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/checkpoint/repartition.h>

#include <utility>

namespace lacuna::checkpoint {

namespace {

void require(bool fits) {
  if (!fits)
    throw std::runtime_error("checkpoint: parts of a state do not fit together");
}

} // namespace

Repartition::Repartition(std::vector<double> names) : names_(std::move(names)) {
  for (std::size_t i = 0; i < names_.size(); ++i)
    places_[names_[i]] = i;
}

void Repartition::add(const std::string &part) {
  Numbers numbers(part);
  const auto [head, names] = numbers.take();
  require(head.of_nodes);
  // From the part's nodes to this rank's.
  std::vector<std::pair<std::size_t, std::size_t>> shared;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (const auto place = places_.find(names[i]); place != places_.end())
      shared.emplace_back(i, place->second);
  n_found_ += shared.size();
  const bool is_first = blocks_.empty();
  for (std::size_t block = 0; !numbers.at_end(); ++block) {
    auto [own, values] = numbers.take();
    if (!own.of_nodes) {
      if (is_first)
        blocks_.push_back({own, std::move(values)});
      require(block < blocks_.size() && !blocks_[block].head.of_nodes);
      continue;
    }
    require(own.n == names.size());
    if (is_first)
      blocks_.push_back({{true, names_.size()}, std::vector<double>(names_.size())});
    require(block < blocks_.size() && blocks_[block].head.of_nodes);
    for (const auto &[from, to] : shared)
      blocks_[block].values[to] = values[from];
  }
}

std::string Repartition::bytes() const {
  require(n_found_ == names_.size());
  Numbers result;
  result.put({true, names_.size()}, names_);
  for (const Block &block : blocks_)
    result.put(block.head, block.values);
  return result.bytes();
}

} // namespace lacuna::checkpoint
