// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <optional>
#include <string>

namespace lacuna::study {

/**
 * How long this machine takes for what the one that the built-in rates were measured on does in a
 * second, by kind of work.
 */
struct Rates {
  double elasticity = 1., transport = 1.;
  /** When they were measured, "2026-01-31"; empty for the built-in ones. */
  std::string date = {};
  /** Whether they were measured for this very question. */
  bool is_new = false;
};

/** Kept rates of machines and executables, one a machine. */
class RatesFile {
public:
  /** None is kept where `path` is empty. */
  explicit RatesFile(std::string path) : path_(std::move(path)) {}

  /** Of the user, as the environment has it; none without a home. */
  static RatesFile of_user();

  std::optional<Rates> read(const std::string &machine, const std::string &build) const;
  /** Those of other machines stay. */
  void write(const std::string &machine, const std::string &build, const Rates &rates) const;
  const std::string &path() const { return path_; }

private:
  std::string path_;
};

} // namespace lacuna::study
