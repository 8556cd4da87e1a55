// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::operators {

/** What the kernels that run were compiled for: AVX-512, AVX2, AVX, SSE2 or, elsewhere, generic. */
std::string instruction_set();

} // namespace lacuna::operators
