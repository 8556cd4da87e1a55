// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <CLI/CLI.hpp>

namespace lacuna::cli {

/**
 * Adds --interface, which prints all commands and options as --help knows them, as JSON:
 * {version, description, commands: [{name, description, options: [{names, argument, description,
 * required, repeatable}]}]}. Names without dashes are positional; `argument` is "" for flags.
 * packaging/ makes manual pages and completion of it.
 */
void add_interface(CLI::App &app);

} // namespace lacuna::cli
