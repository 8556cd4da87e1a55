// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::cli {

/** Where the output of a program goes. */
enum class Output { shown, silent };

/** What a program said on its standard output, and its exit code. */
struct Answer {
  int code;
  std::string text;
};

/**
 * Runs postprocess with these arguments in an isolated Python of its own: what the environment
 * calls LACUNA_PYTHON, else that of the system, else the first in PATH. Its exit code. Throws
 * std::runtime_error where Python cannot be started.
 */
int postprocess(const std::vector<std::string> &arguments, Output output = Output::shown);

/** The same for what postprocess answers; what it complains of is shown. */
Answer ask_postprocess(const std::vector<std::string> &arguments);

/** Of a failure that postprocess has told. */
struct Told {
  int code;
};

/** The text of such an answer. @throws Told where it is none. */
std::string answer_of(const std::vector<std::string> &arguments);

/**
 * Collective; throws std::runtime_error where that Python lacks a module. For what takes long
 * before it comes to Python.
 */
void require_modules();

/**
 * The same for a driver of other processes, which an interrupt from the terminal reaches by itself:
 * this process waits for its end. A request to end is handed on; the driver ends with this process.
 */
int drive(std::vector<std::string> arguments);

} // namespace lacuna::cli
