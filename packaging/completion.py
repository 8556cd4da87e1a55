# SPDX-License-Identifier: LGPL-2.1-or-later
"""`completion.py EXECUTABLE BASH ZSH` writes the completion of both shells, of what the program says
of itself: commands, options, and sections, keys and words of --set."""

import shlex
import sys
from pathlib import Path
from typing import Iterable

from interface import Command, Interface, read_interface

HERE = Path(__file__).parent


def main(executable: str, bash: str, zsh: str) -> None:
    tables = tables_of(read_interface(Path(executable)))
    Path(bash).write_text((HERE / "completion.bash").read_text(encoding="utf-8") + tables
                          + "complete -F _lacuna lacuna\n", encoding="utf-8")
    Path(zsh).write_text("#compdef lacuna\n" + (HERE / "completion.zsh").read_text(encoding="utf-8")
                         + tables + '_lacuna "$@"\n', encoding="utf-8")


def tables_of(interface: Interface) -> str:
    """Functions that both shells understand; each prints what goes with its argument, a line each."""
    options = {command.name: _options(command) for command in interface.commands}
    values = {f"{command.name} {option.names[0]}": option.choices for command in interface.commands
              for option in command.options if option.choices}
    keys = {section: [one["key"] for one in found] for section, found in interface.sections().items()}
    words = {f"{one['section']}/{one['key']}": _words(one) for one in interface.parameters}
    return (_function("commands", {"": [command.name for command in interface.commands]})
            + _function("options", options) + _function("values", values)
            + _function("sections", {"": list(keys)}) + _function("keys", keys)
            + _function("words", words))


def _options(command: Command) -> list[str]:
    return [name for option in command.options if not option.is_positional for name in option.names
            if name.startswith("--")]


def _words(parameter: dict) -> list[str]:
    """Of a choice; of all else, the default shows how a value looks."""
    words = parameter["options"] or (["true", "false"] if parameter["type"] == "boolean" else [])
    return words or [parameter["default"]] * bool(parameter["default"])


def _function(name: str, table: dict[str, Iterable[str]]) -> str:
    lines = [f"    {shlex.quote(key)}) printf '%s\\n' {shlex.join(entries)} ;;\n"
             for key, entries in table.items() if entries]
    return f"_lacuna_{name}() {{\n  case $1 in\n{''.join(lines)}  esac\n}}\n\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
