// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/whole_file.h>
#include <solver/study/log.h>

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <stdexcept>

namespace lacuna::study {

Log::Log(bool speaks, Verbosity verbosity)
    : speaks_(speaks), logger_(std::make_shared<spdlog::logger>("lacuna")) {
  logger_->set_level(speaks ? spdlog::level::debug : spdlog::level::off);
  auto terminal = std::make_shared<spdlog::sinks::stdout_sink_st>();
  terminal->set_pattern("%v");
  terminal->set_level(verbosity == Verbosity::quiet     ? spdlog::level::warn
                      : verbosity == Verbosity::verbose ? spdlog::level::debug
                                                        : spdlog::level::info);
  logger_->sinks().push_back(terminal);
  logger_->flush_on(spdlog::level::debug);
  // Else spdlog says it itself, again and again.
  logger_->set_error_handler([](const std::string &fault) {
    throw std::runtime_error("the log cannot be written: " + fault);
  });
}

void Log::open(const std::string &path) {
  logger_->sinks().resize(1);
  if (!speaks_ || path.empty())
    return;
  if (const std::error_code error = files::create_new(path))
    files::refuse(path, error.message());
  auto file = std::make_shared<spdlog::sinks::basic_file_sink_st>(path, true);
  file->set_pattern("%Y-%m-%d %H:%M:%S  %v");
  logger_->sinks().push_back(file);
}

} // namespace lacuna::study
