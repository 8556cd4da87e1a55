// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

namespace lacuna::cli {

Command add_compress(CLI::App &app) {
  return add_campaign(app, {true, false},
                      [](const study::Study &study) { study.require_specimens(); });
}

} // namespace lacuna::cli
