// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <string>

namespace lacuna::params {

/**
 * The folder with what goes with the program: `params/` with designs and studies, and `python/`. It
 * is found from where the executable lies, share/lacuna beside the bin/ that it is in or, where it
 * was built, beside itself; so an installed tree may be moved. Empty where there is none.
 */
std::string shared_folder();

/**
 * `path`, or the file that `shared` names in `params/` of that folder where nothing is at `path`
 * and that is there.
 */
std::string or_shared(const std::string &path, const std::string &shared);

} // namespace lacuna::params
