// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <spdlog/spdlog.h>

#include <memory>
#include <string>

namespace lacuna::study {

enum class Verbosity { quiet, normal, verbose };

/** What the program says: on rank 0 only, on standard output and in the log of the specimen at
 * hand. */
class Log {
public:
  Log(bool speaks, Verbosity verbosity);

  template <typename... Args>
  void info(fmt::format_string<Args...> format, Args &&...args) {
    logger_->info(fmt::format(format, std::forward<Args>(args)...));
  }

  /** Details, on standard output with --verbose only, always in the file. */
  template <typename... Args>
  void detail(fmt::format_string<Args...> format, Args &&...args) {
    logger_->debug(fmt::format(format, std::forward<Args>(args)...));
  }

  template <typename... Args>
  void warn(fmt::format_string<Args...> format, Args &&...args) {
    logger_->warn(fmt::format(format, std::forward<Args>(args)...));
  }

  /** Starts a log file, anew, ending the one before; an empty path only ends it. */
  void open(const std::string &path);

private:
  bool speaks_;
  std::shared_ptr<spdlog::logger> logger_;
};

} // namespace lacuna::study
