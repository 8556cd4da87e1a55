// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/checkpoint/numbers.h>

#include <string>
#include <unordered_map>
#include <vector>

namespace lacuna::checkpoint {

/**
 * Puts a rank's part of a state together from the parts of ranks among which the nodes were shared
 * otherwise. Each part is that of Numbers which begin with the names of their nodes.
 */
class Repartition {
public:
  /** @param names Of the nodes that this rank owns, in their order. */
  explicit Repartition(std::vector<double> names);

  /** Takes what belongs to this rank's nodes. @throws std::runtime_error where a part is none. */
  void add(const std::string &part);

  /** As if this rank had written it; once all parts are there. @throws std::runtime_error where a
   * node is in none of them. */
  std::string bytes() const;

private:
  struct Block {
    NumbersHead head;
    std::vector<double> values;
  };

  std::vector<double> names_;
  std::unordered_map<double, std::size_t> places_;
  std::vector<Block> blocks_;
  std::size_t n_found_ = 0;
};

} // namespace lacuna::checkpoint
