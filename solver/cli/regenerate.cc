// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/options.h>

namespace lacuna::cli {

Command add_regenerate(CLI::App &app) {
  const auto check = [](const study::Study &study) {
    study.require_surroundings();
    study.require_defects();
  };
  return add_campaign(app, {false, true, false, true}, check, "the first that is coated",
                      make_bone_picture);
}

} // namespace lacuna::cli
