// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

namespace lacuna::benchmark {

/** Seconds of processor time of this rank up to now, without those within MPI: ranks that wait for
 * others keep their cores busy. So ranks may be more than cores. */
double working_seconds();

} // namespace lacuna::benchmark
