# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the program says of itself: its commands and options, and the parameters of a study."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Option:
    """An option, or an argument that stands by its place."""

    names: tuple[str, ...]
    argument: str           # such as TEXT; "" for flags
    choices: tuple[str, ...]
    description: str
    required: bool
    repeatable: bool

    @property
    def is_positional(self) -> bool:
        return not self.names[0].startswith("-")


@dataclass(frozen=True)
class Command:
    name: str
    description: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Interface:
    version: str
    program: Command
    commands: tuple[Command, ...]
    parameters: tuple[dict[str, Any], ...]  # as of `lacuna params --format json`

    def sections(self) -> dict[str, list[dict[str, Any]]]:
        """The parameters by section, in their order."""
        found: dict[str, list[dict[str, Any]]] = {}
        for parameter in self.parameters:
            found.setdefault(parameter["section"], []).append(parameter)
        return found


def read_interface(executable: Path) -> Interface:
    """Asks the program."""
    told = json.loads(_ask(executable, "--interface"))
    parameters = json.loads(_ask(executable, "params", "--format", "json"))
    return Interface(told["version"], _command(told), tuple(map(_command, told["commands"])),
                     tuple(parameters))


def _ask(executable: Path, *arguments: str) -> str:
    return subprocess.run([executable, *arguments], check=True, stdout=subprocess.PIPE,
                          stdin=subprocess.DEVNULL, encoding="utf-8").stdout


def _command(told: dict[str, Any]) -> Command:
    return Command(told["name"], told["description"], tuple(map(_option, told["options"])))


def _option(told: dict[str, Any]) -> Option:
    """Of an option with choices, `argument` is such as TEXT:{a,b}."""
    choices = re.search(r"\{(.*)\}", told["argument"])
    return Option(tuple(told["names"]), told["argument"].partition(":")[0],
                  tuple(choices[1].split(",")) if choices else (), told["description"],
                  told["required"], told["repeatable"])
