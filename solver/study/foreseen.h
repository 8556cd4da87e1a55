// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/rates_file.h>
#include <solver/study/stages/stage.h>

#include <map>
#include <string>

namespace lacuna::study {

/** Foresees stages, each once for all specimens that are alike in what matters to it. */
class Foreseen {
public:
  /** `rates` must outlive this. */
  explicit Foreseen(const Rates &rates) : rates_(rates) {}

  /** Collective. */
  const Estimate &operator()(const Stage &stage, const Specimen &specimen);

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
