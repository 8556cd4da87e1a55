// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::params {

/**
 * Why the file cannot be read: "no such file", "a folder", "a pipe or device" (which may have no
 * end, or never answer), or what the system says; empty where it can.
 */
std::string reading_fault(const std::string &path);

/** @throws InputError "path: cannot be read: …; expected …" unless it is a file that opens. */
void require_regular_file(const std::string &path, const std::string &expected);

} // namespace lacuna::params
