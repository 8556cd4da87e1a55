// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

namespace lacuna::cli {

Command add_homogenize(CLI::App &app) {
  return add_campaign(app, {false, false, true},
                      [](const study::Study &study) { study.require_cells(); });
}

} // namespace lacuna::cli
