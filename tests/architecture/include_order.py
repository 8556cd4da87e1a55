#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Checks that includes follow the order of the stages and rooms, and a few habits of every source.

    include_order.py [--root DIR]    check the project (default: the one this script lies in)
    include_order.py --self-test     check the checker: each rule against a small tree that breaks it

Stages and rooms are listed below from left to right. A stage includes itself and the stages to its
left; a room includes itself and the rooms of its stage to its left. No unit, a header with its
source, includes itself by way of others. Tests may include anything.
Each violation is one line, `file:line: message`, and the exit code is then 1.
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

STAGES = ["params", "meshes", "solver"]

# A stage without an entry has no rooms to keep apart. Rooms may lie in a common folder.
ROOMS = {
    "meshes": [
        "files",
        "geometry/files",
        "geometry/shapes",
        "geometry/surface",
        "geometry/image",
        "geometry/parameters",
        "geometry/print",
        "geometry/lattices",
        "geometry/scaffold",
        "octree",
        "morphometry",
        "export",
    ],
    "solver": [
        "checkpoint",
        "materials",
        "operators",
        "multigrid",
        "adaptivity",
        "mechanics",
        "fracture",
        "transport",
        "regeneration",
        "observables",
        "study",
        "sweep",
        "batch",
        "cli",
    ],
}

# Folders with C++ that no stage may include.
OUTSIDE = ["tests", "postprocess"]

SUFFIXES = {".h", ".cc"}

# Alternatives in this order, so that "//" in a string opens no comment and a quote in a comment no
# string.
TOKENS = re.compile(
    r"""(?P<raw>R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")"""
    r"""|(?P<string>"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*')"""
    r"""|(?P<comment>//[^\n]*|/\*.*?\*/)""",
    re.DOTALL,
)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
PRAGMA_ONCE = re.compile(r"^\s*#\s*pragma\s+once\b", re.MULTILINE)
SPDX = re.compile(r"^// SPDX-License-Identifier: \S", re.MULTILINE)
ABSOLUTE_PATH = re.compile(r"(?<![\w.)\]}~-])/(?:work|usr|home|root|opt|mnt|srv)(?:/|\b(?=[\"'>\s]))[^\s\"'>]*")


def blank_comments(text):
    """The text without comments and raw strings, every line still in its place."""

    def replacement(match):
        if match["string"]:
            return match[0]
        return " " + "\n" * match[0].count("\n")

    return TOKENS.sub(replacement, text)


def room_of(path):
    """(stage, room) of a path relative to the root; room is None for a file directly in a stage."""
    stage, *folders = path.split("/")[:-1]
    n_folders = 2 if any(room.startswith(f"{folders[0]}/") for room in ROOMS.get(stage, []) if folders) else 1
    return stage, "/".join(folders[:n_folders]) or None


def room_problem(stage, room):
    """What is wrong with a room as such, or None."""
    if stage not in ROOMS or room in ROOMS[stage]:
        return None
    if room is None:
        return f"lies in no room of {stage}/; move it into one of: {', '.join(ROOMS[stage])}"
    return f"unknown room {stage}/{room}; add it to ROOMS in tests/architecture/include_order.py"


def order_problem(source, target):
    """Why the file `source` may not include <target>, or None."""
    stage, room = room_of(source)
    target_stage, target_room = room_of(target)
    if target_stage in OUTSIDE:
        return f"{stage} includes <{target}>; no stage includes {target_stage}/"
    if STAGES.index(target_stage) > STAGES.index(stage):
        return f"{stage} includes <{target}>; {target_stage} lies to its right ({' < '.join(STAGES)})"
    problem = room_problem(target_stage, target_room)
    if problem:
        return f"<{target}>: {problem}"
    if target_stage != stage or room_problem(stage, room):
        return None
    order = ROOMS.get(stage, [])
    if room in order and order.index(target_room) > order.index(room):
        return f"{stage}/{room} includes <{target}>; {target_room} lies to its right ({' < '.join(order)})"
    return None


def spelling_problem(root, source, bracket, target):
    """Why an include is not spelled from the root in angle brackets, or None."""
    if bracket == '"':
        return f'"{target}"; write includes in angle brackets, those of the project from the root: <stage/room/file.h>'
    first = target.split("/")[0]
    if first in STAGES + OUTSIDE or target.startswith("/"):
        return None
    rooms = [stage for stage in ROOMS if first in ROOMS[stage] and "/" in target]
    beside = (root / source).parent / target
    if rooms:
        return f"<{target}>; write it from the root: <{rooms[0]}/{target}>"
    if beside.is_file():
        where = os.path.relpath(beside, root)
        return f"<{target}>; write it from the root: <{where}>"
    return None


def check_file(root, source):
    """Yields (line, message) for each violation in one file."""
    text = (root / source).read_text(encoding="utf-8", errors="replace")
    code = blank_comments(text)
    stage, room = room_of(source)

    if stage in STAGES and room_problem(stage, room):
        yield 1, room_problem(stage, room)
    if not SPDX.search(text):
        yield 1, "no SPDX line; begin with: // SPDX-License-Identifier: LGPL-2.1-or-later"
    if source.endswith(".h") and not PRAGMA_ONCE.search(code):
        yield 1, "header without #pragma once"

    for number, line in enumerate(text.split("\n"), 1):
        for path in ABSOLUTE_PATH.finditer(line):
            yield number, f"absolute path {path[0]}"

    for number, line in enumerate(code.split("\n"), 1):
        include = INCLUDE.match(line)
        if not include:
            continue
        bracket, target = include.groups()
        problem = spelling_problem(root, source, bracket, target)
        if problem:
            yield number, problem
        elif stage in STAGES and target.split("/")[0] in STAGES + OUTSIDE:
            problem = order_problem(source, target)
            if problem:
                yield number, problem


def unit_of(path):
    """What a header and its source have in common."""
    return path.rsplit(".", 1)[0]


def includes_of_units(root, sources):
    """{unit: {unit that it includes}} of the stages."""
    edges = {}
    for source in sources:
        if room_of(source)[0] not in STAGES:
            continue
        targets = edges.setdefault(unit_of(source), set())
        for line in blank_comments((root / source).read_text(encoding="utf-8", errors="replace")).split("\n"):
            include = INCLUDE.match(line)
            if include and include[2].split("/")[0] in STAGES:
                targets.add(unit_of(include[2]))
        targets.discard(unit_of(source))
    return edges


def cycles(edges):
    """Yields each cycle that is met first on a walk along the includes, as the list of its units."""
    done, trail = set(), []

    def walk(unit):
        trail.append(unit)
        for target in sorted(edges.get(unit, ())):
            if target in trail:
                yield trail[trail.index(target) :]
            elif target not in done:
                yield from walk(target)
        done.add(trail.pop())

    for unit in sorted(edges):
        if unit not in done:
            yield from walk(unit)


def sources_below(root):
    """Paths of all C++ files of the project, relative to the root."""
    for folder in STAGES + ["tests"]:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path.relative_to(root).as_posix()


def check_tree(root):
    """(number of files, violations as (file, line, message))."""
    sources = list(sources_below(root))
    violations = [(source, *found) for source in sources for found in check_file(root, source)]
    for cycle in cycles(includes_of_units(root, sources)):
        file = next(source for source in sources if unit_of(source) == cycle[0])
        violations.append((file, 1, f"cycle of includes: {' > '.join([*cycle, cycle[0]])}"))
    return len(sources), violations


# --- Self-test ----------------------------------------------------------------------------------

HEAD = "// SPDX-License-Identifier: LGPL-2.1-or-later\n"
HEADER = HEAD + "#pragma once\n"

# file: (text, expected violations as (line, part of the message))
BROKEN = {
    # (a) stages
    "params/study.cc": (HEAD + "#include <meshes/geometry/shapes/shape.h>\n", [(2, "meshes lies to its right")]),
    "params/parser.h": (HEADER + "#include <solver/cli/main.h>\n", [(3, "solver lies to its right")]),
    "meshes/octree/grid.cc": (HEAD + "\n#  include <solver/materials/law.h>\n", [(3, "solver lies to its right")]),
    "solver/cli/probe.cc": (HEAD + "#include <tests/unit/helper.h>\n", [(2, "no stage includes tests/")]),
    # (b) rooms
    "meshes/geometry/lattices/lattice.h": (HEADER + "#include <meshes/octree/grid.h>\n", [(3, "octree lies to its right")]),
    "meshes/geometry/shapes/csg.h": (
        HEADER + "#include <meshes/geometry/surface/stl.h>\n",
        [(3, "geometry/surface lies to its right")],
    ),
    "meshes/geometry/loose.h": (HEADER, [(1, "unknown room meshes/geometry; add it")]),
    "meshes/octree/moments.h": (HEADER + "#include <meshes/export/stl.h>\n", [(3, "export lies to its right")]),
    "solver/materials/bcp.cc": (HEAD + "#include <solver/operators/laplace.h>\n", [(2, "operators lies to its right")]),
    "solver/mechanics/platens.cc": (HEAD + "#include <solver/fracture/damage.h>\n", [(2, "fracture lies to its right")]),
    "solver/study/campaign.cc": (HEAD + "#include <solver/cli/print.h>\n", [(2, "cli lies to its right")]),
    "solver/observables/modulus.cc": (HEAD + "#include <solver/cli/print.h>\n", [(2, "cli lies to its right")]),
    "solver/attic/old.h": (HEADER, [(1, "unknown room solver/attic; add it")]),
    "solver/loose.h": (HEADER, [(1, "lies in no room of solver/")]),
    "solver/cli/sweep.cc": (HEAD + "#include <meshes/cellar/x.h>\n", [(2, "unknown room meshes/cellar; add it")]),
    # (c) spelling
    "meshes/octree/quoted.cc": (HEAD + '#include "meshes/octree/moments.h"\n', [(2, "angle brackets")]),
    "meshes/octree/short.cc": (HEAD + "#include <octree/moments.h>\n", [(2, "from the root: <meshes/octree/moments.h>")]),
    "meshes/octree/near.cc": (HEAD + "#include <moments.h>\n", [(2, "from the root: <meshes/octree/moments.h>")]),
    # (d) head of a file
    "solver/materials/bare.h": (HEAD + "// #pragma once\n", [(1, "without #pragma once")]),
    "solver/materials/nameless.cc": ("int x;\n", [(1, "no SPDX line")]),
    "tests/unit/nameless.cc": ("int x;\n", [(1, "no SPDX line")]),
    # (e) absolute paths
    "solver/cli/local.cc": (HEAD + 'auto p = "/srv/a/x.prm";\n', [(2, "absolute path /srv/a/x.prm")]),
    "solver/cli/system.cc": (HEAD + "#include </usr/include/math.h>\n", [(2, "absolute path /usr/include/math.h")]),
    "solver/cli/mine.cc": (HEAD + "int a;\n// see /home/me/notes\n", [(3, "absolute path /home/me/notes")]),
    # (f) cycles
    "solver/fracture/hen.h": (HEADER + "#include <solver/fracture/egg.h>\n", []),
    "solver/fracture/egg.h": (HEADER, []),
    "solver/fracture/egg.cc": (
        HEAD + "#include <solver/fracture/hen.h>\n",
        [(1, "cycle of includes: solver/fracture/egg > solver/fracture/hen > solver/fracture/egg")],
    ),
    # several in one file
    "solver/fracture/two.h": (
        "#include <solver/transport/a.h>\n#include <solver/study/b.h>\n",
        [(1, "no SPDX"), (1, "#pragma once"), (1, "transport lies"), (2, "study lies")],
    ),
}

SOUND = {
    "params/study.h": HEADER + "#include <params/units.h>\n#include <deal.II/base/point.h>\n#include <vector>\n",
    "meshes/geometry/shapes/random.h": HEADER + "#include <random>\n",
    "meshes/export/stl.cc": HEAD + "#include <meshes/octree/grid.h>\n#include <meshes/geometry/shapes/random.h>\n",
    "solver/transport/release.cc": HEAD
    + "#include <solver/mechanics/load.h>\n#include <meshes/export/stl.h>\n#include <params/study.h>\n",
    "solver/cli/main.cc": HEAD
    + '// #include <solver/attic/x.h>\n/*\n#include "y.h"\n*/\nauto s = R"(\n#include "z.h"\n)";\n'
    + 'auto u = "https://example.org/work/a"; // m/s, and/or; φ/home\nint n = 1\'000\'000; // it\'s\n'
    + "#include <solver/checkpoint/a.h>\n",
    "tests/unit/octree/grid.cc": HEAD + "#include <solver/cli/main.h>\n#include <tests/unit/helper.h>\n",
}


def self_test():
    """Number of disagreements between what the checker finds and what it must find."""
    failures = 0

    def complain(message):
        nonlocal failures
        failures += 1
        print(f"self-test: {message}")

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in [(name, text) for name, (text, _) in BROKEN.items()] + list(SOUND.items()):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        files, found = check_tree(root)

    if files != len(BROKEN) + len(SOUND):
        complain(f"{files} files seen, {len(BROKEN) + len(SOUND)} written")
    for name, (_, expected) in BROKEN.items():
        for line, part in expected:
            match = [v for v in found if v[0] == name and v[1] == line and part in v[2]]
            if match:
                found.remove(match[0])
            else:
                complain(f"{name}:{line}: not found: {part}")
    for name, line, message in found:
        complain(f"{name}:{line}: should not be there: {message}")

    if not failures:
        print(f"self-test: {sum(len(e) for _, e in BROKEN.values())} violations found, none too many")
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2], help="the project")
    parser.add_argument("--self-test", action="store_true", help="check that each rule finds its violation")
    arguments = parser.parse_args()
    if arguments.self_test:
        return 1 if self_test() else 0

    files, violations = check_tree(arguments.root)
    for name, line, message in violations:
        print(f"{name}:{line}: {message}")
    if not files:
        print(f"{arguments.root}: no sources found")
    elif not violations:
        print(f"{files} files in order")
    return 1 if violations or not files else 0


if __name__ == "__main__":
    sys.exit(main())
