// SPDX-License-Identifier: LGPL-2.1-or-later
#include <solver/cli/interface.h>

#include <meshes/files/is_root.h>
#include <solver/study/version.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>

namespace lacuna::cli {

namespace {

using Json = nlohmann::ordered_json;

Json describe(const CLI::Option &option) {
  Json names = Json::array();
  for (const std::string &name : option.get_lnames())
    names.push_back("--" + name);
  for (const std::string &name : option.get_snames())
    names.push_back("-" + name);
  if (names.empty())
    names.push_back(option.get_name());
  const bool is_flag = option.get_items_expected_max() == 0;
  return {{"names", names},
          {"argument", is_flag ? "" : option.get_type_name()},
          {"description", option.get_description()},
          {"required", option.get_required()},
          {"repeatable", option.get_items_expected_max() > 1}};
}

Json describe(const CLI::App &command) {
  Json options = Json::array();
  for (const CLI::Option *option : command.get_options())
    if (!option->get_group().empty())
      options.push_back(describe(*option));
  return {{"name", command.get_name()},
          {"description", command.get_description()},
          {"options", options}};
}

} // namespace

void add_interface(CLI::App &app) {
  app.add_flag_callback("--interface",
                        [&app] {
                          Json all = describe(app);
                          all["version"] = study::lacuna_version;
                          all["commands"] = Json::array();
                          for (const CLI::App *command : app.get_subcommands(nullptr))
                            all["commands"].push_back(describe(*command));
                          if (files::is_root())
                            fmt::print("{}\n", all.dump(1));
                          throw CLI::Success();
                        })
      ->group("");
}

} // namespace lacuna::cli
