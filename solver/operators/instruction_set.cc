// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/operators/instruction_set.h>

namespace lacuna::operators {

std::string instruction_set() {
#if defined(__AVX512F__)
  return "AVX-512";
#elif defined(__AVX2__)
  return "AVX2";
#elif defined(__AVX__)
  return "AVX";
#elif defined(__SSE2__)
  return "SSE2";
#else
  return "generic";
#endif
}

} // namespace lacuna::operators
