// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>
#include <vector>

namespace lacuna::cli {

/** Where the output of a program goes. */
enum class Output { shown, silent };

/**
 * Runs postprocess with these arguments in an isolated Python of its own; its exit code. Throws
 * std::runtime_error where Python cannot be started.
 */
int postprocess(const std::vector<std::string> &arguments, Output output = Output::shown);

} // namespace lacuna::cli
