// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/study/version.h>

#include <deal.II/base/config.h>

#include <fmt/format.h>
#include <petscversion.h>

namespace lacuna::study {

const char *const lacuna_version = LACUNA_VERSION;

std::string dealii_version() {
  return DEAL_II_PACKAGE_VERSION;
}

std::string petsc_version() {
  return fmt::format("{}.{}.{}", PETSC_VERSION_MAJOR, PETSC_VERSION_MINOR, PETSC_VERSION_SUBMINOR);
}

} // namespace lacuna::study
