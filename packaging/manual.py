# SPDX-License-Identifier: LGPL-2.1-or-later
"""`manual.py EXECUTABLE DIR` writes the manual pages into DIR: lacuna(1), one a command, and
lacuna(5) with all parameters, of what the program says of itself."""

import sys
from pathlib import Path
from typing import Any

from interface import Command, Interface, Option, read_interface

EXIT_STATUS = (("0", "Done."), ("1", "The run failed."),
               ("2", "The input is wrong; nothing was computed."))

ENVIRONMENT = (
    ("LACUNA_PYTHON", "The Python that makes statistics, reports and pictures; else that of the system, "
                      "else the first in PATH. It runs isolated, without PYTHONPATH."),
    ("XDG_CACHE_HOME", "Where the rates of this machine, by which check estimates times, are kept."),
    ("GLIBC_TUNABLES", "Where several instruction sets are installed, the best that the processor has is taken; "
                       "glibc.cpu.hwcaps=-AVX512F hides one."))

FILES = (
    ("PREFIX/share/lacuna/params", "Designs and studies. A study that is named without a folder and is not here "
                                   "is taken from studies/ there, an include that is not beside its file from there, "
                                   "too."),
    ("PREFIX/share/lacuna/python", "The Python package lacuna, for PYTHONPATH."))


def main(executable: str, folder: str) -> None:
    interface = read_interface(Path(executable))
    pages = {"lacuna.1": overview(interface), "lacuna.5": parameters(interface)}
    for command in interface.commands:
        pages[f"lacuna-{command.name}.1"] = of_command(interface, command)
    for name, text in pages.items():
        (Path(folder) / name).write_text(text, encoding="utf-8")


def overview(interface: Interface) -> str:
    program = interface.program
    commands = [(f"lacuna-{command.name}(1)", command.description) for command in interface.commands]
    others = ", ".join([f"lacuna-{command.name}(1)" for command in interface.commands] + ["lacuna(5)"])
    return (_head("lacuna", 1, interface, program.description)
            + _section("Synopsis", _synopsis("lacuna", "COMMAND", "[OPTIONS]")
                       + ".br\n" + _synopsis("mpirun -np N lacuna", "COMMAND", "[OPTIONS]"))
            + _section("Commands", _list(commands))
            + _section("Options", _options(program.options))
            + _section("Exit status", _list(EXIT_STATUS))
            + _section("Environment", _list(ENVIRONMENT))
            + _section("Files", _list(FILES))
            + _section("See also", _text(others)))


def of_command(interface: Interface, command: Command) -> str:
    places = [option for option in command.options if option.is_positional]
    others = [option for option in command.options if not option.is_positional]
    words = [_in_synopsis(option) for option in places]
    return (_head(f"lacuna-{command.name}", 1, interface, command.description)
            + _section("Synopsis", _synopsis(f"lacuna {command.name}", *words, "[OPTIONS]"))
            + _section("Arguments", _options(places))
            + _section("Options", _options(others))
            + _section("See also", _text("lacuna(1), lacuna(5)")))


def parameters(interface: Interface) -> str:
    text = ("A study is a text file of subsections with lines such as set Strand diameter = 400 um. "
            "Below are its sections with their keys; --set \"Section/Key=value\" overrides a key on "
            "the command line.")
    page = _head("lacuna", 5, interface, "parameters of a study") + _section("Description", _text(text))
    for section, found in interface.sections().items():
        page += _section(section, _list([(one["key"], _describe(one)) for one in found]))
    return page + _section("See also", _text("lacuna(1), lacuna-params(1)"))


def _describe(parameter: dict[str, Any]) -> str:
    kind = parameter["type"]
    if parameter["unit"] not in ("", "1"):
        kind += f" in {parameter['unit']}"
    facts = [kind, ": ".join(filter(None, ["one of" * bool(parameter["options"]),
                                           ", ".join(parameter["options"]) or parameter["range"]]))]
    sentences = [parameter["doc"].rstrip("."), ", ".join(filter(None, facts))]
    if parameter["default"]:
        sentences.append(f"Default: {parameter['default']}")
    if parameter["source"]:
        sentences.append(f"Source: {parameter['source']}")
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in sentences) + "."


def _head(name: str, number: int, interface: Interface, description: str) -> str:
    return (f'.TH {_escape(name).upper()} {number} "" "lacuna {interface.version}"\n'
            + _section("Name", f"{_escape(name)} \\- {_escape(description)}\n"))


def _section(name: str, body: str) -> str:
    return f'.SH "{_escape(name).upper()}"\n{body}' if body else ""


def _synopsis(program: str, *words: str) -> str:
    return f".B {_escape(program)}\n{_escape(' '.join(words))}\n"


def _in_synopsis(option: Option) -> str:
    return option.names[0].upper() + ("..." if option.repeatable else "")


def _options(options: Any) -> str:
    return _list([(_title(option), option.description + (" (required)" if option.required else ""))
                  for option in options])


def _title(option: Option) -> str:
    if option.is_positional:
        return _in_synopsis(option)
    argument = "|".join(option.choices) or option.argument
    return ", ".join(option.names) + (f" {argument}" if argument else "")


def _list(entries: Any) -> str:
    return "".join(f".TP\n\\fB{_escape(title)}\\fR\n{_text(text)}" for title, text in entries)


def _text(text: str) -> str:
    """A paragraph; no line of it may look like a request."""
    return "\\&" + _escape(" ".join(text.split())) + "\n"


def _escape(text: str) -> str:
    return text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("'", "\\(aq")


if __name__ == "__main__":
    main(*sys.argv[1:])
