// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <system_error>

namespace lacuna::files {

/**
 * Puts a new, empty file in the place of what has this name: of a link the link goes, and what it
 * points to stays. A folder is left as it is: an error.
 */
std::error_code create_new(const std::string &path);

/**
 * Lets `fill` write a file of the same ending beside `path`, which takes its place once it is
 * complete: never half a file, and never through a link.
 *
 * @param fill Writes the file that it is told, and returns whether all of it was written.
 * @return Its size in bytes.
 * @throws std::runtime_error naming the path.
 */
std::uintmax_t write_whole(const std::string &path,
                           const std::function<bool(const std::string &)> &fill);

/** Writes a text as a whole. @return Its size in bytes. @throws std::runtime_error naming the path.
 */
std::uintmax_t write_text(const std::string &path, const std::string &text);

/** Refuses to write `path`. @throws std::runtime_error */
[[noreturn]] void refuse(const std::string &path, const std::string &reason);

} // namespace lacuna::files
