# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files of a design that a report leads to or holds, and the command that makes those that are missing."""

import base64
import shlex
from pathlib import Path
from typing import Any, Iterator, Optional
from urllib.parse import quote

from ..study_parameters import read_parameters
from ..sweep.rows import CHEAP
from .space import Design, Space

PICTURE = "surface.png"
FOR_PRINTING = {"stl": ("STL", "surface.stl"), "gcode": ("G-code", "toolpath.gcode")}
MADE = "print"  # folder in that of a point where the command puts them


def specimen_folders(space: Space, design: Design) -> Iterator[Path]:
    """Where the first specimen of the group of the goals may be, the fullest first."""
    for home in (design.folder / MADE, design.folder, design.folder / CHEAP):
        yield from sorted((home / space.plan.group).glob("*/"))[:1]


def picture(space: Space, design: Design) -> Optional[str]:
    """As a data URI."""
    for folder in specimen_folders(space, design):
        path = folder / PICTURE
        if path.is_file():
            return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
    return None


def links(space: Space, design: Design) -> list[dict[str, str]]:
    """Parameters, and what there is to print it from; relative to the report."""
    found = [("parameters", design.folder / "point.prm")]
    folders = list(specimen_folders(space, design))
    for name, file in FOR_PRINTING.values():
        found += [(name, folder / file) for folder in folders if (folder / file).is_file()][:1]
    return [{"name": name, "href": "./" + quote(path.relative_to(space.folder).as_posix())}
            for name, path in found if path.is_file()]


def command(space: Space, design: Design) -> Optional[str]:
    """What makes the files for printing that are missing; None where none is."""
    folders = list(specimen_folders(space, design))
    formats = [word for word, (_, file) in FOR_PRINTING.items()
               if (word != "gcode" or _is_printed(folders)) and not any((folder / file).is_file() for folder in folders)]
    if not formats:
        return None
    words: list[Any] = ["lacuna", "design", design.folder / "point.prm", "--output", design.folder / MADE, "--tables-only",
                        "--set", f"Export/Formats={', '.join(formats)}"]
    return shlex.join(map(str, words))


def _is_printed(folders: list[Path]) -> bool:
    """Whether a design has a toolpath: a woodpile in an envelope of a size."""
    for folder in folders:
        found = read_parameters(folder / "study.prm")
        if found:
            return (found["Scaffold", "Lattice"].value == "woodpile"
                    and found["Envelope", "Shape"].value in ("cylinder", "disc", "box"))
    return False
