// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/rates_file.h>
#include <solver/study/stages/stage.h>

#include <map>
#include <string>

namespace lacuna::study {

/** What specimens take: the largest grid, the most memory (B), all their time (s). */
struct Demand {
  double unknowns = 0., memory = 0., time = 0.;

  void add(const Estimate &estimate);
};

/** Foresees stages, each once for all specimens that are alike in what matters to it. */
class Foreseen {
public:
  /** `rates` must outlive this. */
  explicit Foreseen(const Rates &rates) : rates_(rates) {}

  /** Collective. */
  const Estimate &operator()(const Stage &stage, const Specimen &specimen);

  /** Of all stages of a specimen; nothing of what cannot be foreseen, as a part without solid.
   * Collective. @throws params::InputError where its files are faulty. */
  Demand demand(const Specimen &specimen, const Tasks &tasks);

  /** Draws a specimen, for what comes next. @throws params::InputError where its files are faulty.
   */
  const geometry::Scaffold &scaffold_of(const Specimen &specimen);

private:
  const Rates &rates_;
  std::map<std::string, Estimate> known_;
  /** Of the specimen of this name. */
  geometry::Scaffold scaffold_{};
  std::string drawn_;
};

} // namespace lacuna::study
