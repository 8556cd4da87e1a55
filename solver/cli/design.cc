// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

namespace lacuna::cli {

Command add_design(CLI::App &app) {
  return add_campaign(
      app, {}, [](const study::Study &) {}, "the first", make_picture);
}

} // namespace lacuna::cli
