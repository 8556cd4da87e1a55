// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <params/reader/registry.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace lacuna::batch {

/** What the memory of a job is asked for by. */
enum class MemoryPer { node, core, none };
params::Words<MemoryPer> words(MemoryPer);

/** A cluster: what to ask its scheduler for, and how programs are started there. */
struct Site {
  std::string partition, account, constraint, options, launcher, prologue;
  unsigned int n_ranks, n_nodes, at_a_time;
  MemoryPer memory_per;
  double walltime_limit, bundle, warning; ///< s

  void declare(params::Registry &registry);
  /** Throws params::InputError where keys do not go together. */
  void check(const params::Registry &registry) const;

  /** For programs outside, with units in the keys. */
  nlohmann::ordered_json describe() const;
};

/** Reads section Site of all these entries; others are passed over. @throws params::InputError */
Site read_site(const std::vector<params::Entry> &entries);

} // namespace lacuna::batch
