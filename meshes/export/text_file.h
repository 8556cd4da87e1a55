// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::exporting {

/** Writes a file under a temporary name, then renames it. @throws std::runtime_error naming it. */
void write_text_file(const std::string &path, const std::string &content);

} // namespace lacuna::exporting
