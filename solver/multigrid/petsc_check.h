// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <fmt/format.h>
#include <petscsys.h>

#include <stdexcept>

namespace lacuna::multigrid {

/** Throws std::runtime_error unless PETSc succeeded. */
inline void check(PetscErrorCode code) {
  if (code != 0) {
    const char *text = nullptr;
    PetscErrorMessage(code, &text, nullptr);
    throw std::runtime_error(
        fmt::format("PETSc failed with error {}: {}", code, text ? text : "unknown"));
  }
}

} // namespace lacuna::multigrid
