// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <solver/study/grids.h>
#include <solver/study/rates.h>

#include <string>

namespace lacuna::study {

/** What a stage of one specimen will take. */
struct Estimate {
  double unknowns;
  double memory; ///< B, all ranks
  double time;   ///< s, on the ranks at hand
};

/** What one unknown takes, all told; time on one core of the machine that it was measured on. */
struct PerUnknown {
  double bytes, seconds;
};

/** @param slowness Of this machine in this kind of work, see Rates. */
Estimate estimate(MPI_Comm communicator, const Grids &grids, const PerUnknown &takes,
                  double slowness);

/** Whether this (B) is clearly more than the free memory, given what estimates are worth. */
bool is_too_much(double memory, double available);

/** A key that makes a problem smaller, and what is expected of it. */
struct SmallerBy {
  const char *section, *key;
  std::string value, expected;
};

/** Throws params::InputError that says what is needed, what is free, and the key. */
[[noreturn]] void refuse(const Specimen &specimen, const SmallerBy &smaller_by,
                         const Estimate &needed, double available);

} // namespace lacuna::study
