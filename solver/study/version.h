// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::study {

extern const char *const lacuna_version;

std::string dealii_version();
std::string petsc_version();

} // namespace lacuna::study
