#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints how large and how tangled the project is: files, functions, includes, cycles, pages.

    measure.py [--root DIR]

Functions of C++ are found by their braces, those of Python by its parser; a function's length is from
its first line to its last. Tests count as files of their own.
"""

import argparse
import ast
import re
import statistics
from pathlib import Path

from include_order import OUTSIDE, ROOMS, STAGES, SUFFIXES, TOKENS, blank_comments, check_tree, sources_below

# What opens a block that is no function.
NO_FUNCTION = re.compile(r"^\s*(?:(?:inline|export|static|const|constexpr|typedef)\s+)*"
                         r"(?:namespace|struct|class|union|enum|extern|if|else|for|while|do|switch|try|catch|return|"
                         r"case|default)\b")
# A name and its parameters at the end of what stands before a brace, or a list of initialisers.
SIGNATURE = re.compile(r"[\w~>\]=+\-*/%!<()]\s*\([^;]*\)\s*(?:const|noexcept|override|final|mutable|&|->[^;{}]*|\s)*"
                       r"(?::[^;]*)?$", re.DOTALL)
NAME = re.compile(r"((?:\w+::)*(?:~?\w+|operator\S+))\s*\(")


def code_only(text):
    """The text without comments and the content of strings, every line in its place."""
    return TOKENS.sub(lambda match: '""' + "\n" * match[0].count("\n"), blank_comments(text))


def cpp_functions(text):
    """Yields (lines, name) of every function with a body, lambdas not counted on their own."""
    code = code_only("\n".join("" if line.lstrip().startswith("#") else line for line in text.split("\n")))
    stack, start = [], 0
    for at, sign in ((match.start(), match[0]) for match in re.finditer(r"[{};]", code)):
        if sign == "{":
            head = code[start:at].strip()
            within = any(name for name, _ in stack)
            is_function = not within and not NO_FUNCTION.match(head) and SIGNATURE.search(head)
            name = NAME.search(head) if is_function else None
            first = code.count("\n", 0, at - len(code[start:at].lstrip())) if name else 0
            stack.append((name[1] if name else None, first))
        elif sign == "}" and stack:
            name, first = stack.pop()
            if name:
                yield code.count("\n", 0, at) - first + 1, name
        start = at + 1


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.end_lineno - node.lineno + 1, node.name


def quantile(values, share):
    return sorted(values)[min(int(share * len(values)), len(values) - 1)]


def describe(title, files):
    """Files as (path, lines, functions)."""
    lines = [n for _, n, _ in files]
    functions = [(n, f"{path}: {name}") for path, _, found in files for n, name in found]
    lengths = [n for n, _ in functions]
    path, largest, _ = max(files, key=lambda file: file[1])
    length, name = max(functions)
    print(f"{title}: {len(files)} files, {sum(lines)} lines; median {statistics.median(lines):.0f}, "
          f"largest {largest} ({path})")
    print(f"  functions: {len(lengths)}; 90 % up to {quantile(lengths, 0.9)}, 99 % up to "
          f"{quantile(lengths, 0.99)} lines, largest {length} ({name})")


def files_of(root, paths, functions):
    for path in paths:
        text = (root / path).read_text(encoding="utf-8")
        yield path, text.count("\n"), list(functions(text))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2], help="the project")
    root = parser.parse_args().root

    sources = list(sources_below(root))
    python = sorted(path.relative_to(root).as_posix() for folder in OUTSIDE for path in (root / folder).rglob("*.py"))
    for title, paths, functions in (
            ("C++", [path for path in sources if path.split("/")[0] in STAGES], cpp_functions),
            ("C++ of tests", [path for path in sources if path.split("/")[0] not in STAGES], cpp_functions),
            ("Python", [path for path in python if not path.startswith("tests/")], python_functions),
            ("Python of tests", [path for path in python if path.startswith("tests/")], python_functions)):
        files = list(files_of(root, paths, functions))
        if files:
            describe(title, files)

    violations = [message for _, _, message in check_tree(root)[1]]
    print(f"includes against the order: {sum('lies to its right' in message for message in violations)}")
    print(f"cycles of includes: {sum(message.startswith('cycle of includes') for message in violations)}")

    rooms = ["params/reader", *(f"{stage}/{room}" for stage in ROOMS for room in ROOMS[stage]), "postprocess", "postprocess/optimization", "postprocess/sweep", "postprocess/sweep_report", "tests"]
    print("files (lines of the largest) and lines of README a room:")
    for room in rooms:
        here = [path for path in (root / room).glob("*") if path.suffix in SUFFIXES | {".py"}]
        largest = max((path.read_text(encoding="utf-8").count("\n") for path in here), default=0)
        page = root / room / "README.md"
        readme = f"{page.read_text(encoding='utf-8').count(chr(10)):3}" if page.is_file() else "none"
        print(f"  {room:28} {len(here):3} ({largest:3})  README {readme}")


if __name__ == "__main__":
    main()
