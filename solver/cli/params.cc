// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/files/is_root.h>
#include <params/reader/reference.h>
#include <solver/batch/site.h>
#include <solver/cli/options.h>
#include <solver/sweep/sweep_parameters.h>

#include <fmt/format.h>

#include <memory>

namespace lacuna::cli {

Command add_params(CLI::App &app) {
  auto format = std::make_shared<std::string>("text");
  app.add_option("--format", *format, "text, prm, md or json")
      ->check(CLI::IsMember({"text", "prm", "md", "json"}));
  return [format] {
    params::Registry registry = study::default_parameters();
    sweep::SweepParameters sweep;
    sweep.declare(registry);
    batch::Site site;
    site.declare(registry);
    if (files::is_root())
      fmt::print("{}", params::reference(registry, *format));
    return 0;
  };
}

} // namespace lacuna::cli
