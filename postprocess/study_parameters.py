# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parameters of a specimen as its study.prm has them: values as written, and where they come from."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from .units import SCALES

_ASSUMED = re.compile(r"^assumed: (?P<low>[\d.e+-]+)–(?P<high>[\d.e+-]+) ?(?P<unit>\S*)$")
_NUMBER = re.compile(r"^(?P<number>[\d.e+-]+) ?(?P<unit>\S*)$")


@dataclass(frozen=True)
class Parameter:
    """`source` is that of the default; it need not hold for a value that the study sets."""

    value: str
    source: str = ""

    @property
    def is_assumed(self) -> bool:
        return self.source.startswith("assumed")

    def assumed_range(self) -> Optional[tuple[float, float]]:
        """The range that is assumed, over the value; None where none is known."""
        assumed, value = _ASSUMED.match(self.source), _NUMBER.match(self.value)
        if not assumed or not value or assumed["unit"] != value["unit"] or float(value["number"]) == 0:
            return None
        return (float(assumed["low"]) / float(value["number"]), float(assumed["high"]) / float(value["number"]))


Parameters = dict[tuple[str, str], Parameter]


def read_parameters(path: Path) -> Parameters:
    """By (section, key); none where there is no such file."""
    if not path.is_file():
        return {}
    found: Parameters = {}
    sections, comments = [], []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        text = line.strip()
        if text.startswith("#"):
            comments.append(text[1:].strip())
        elif text.startswith("subsection "):
            sections.append(text[len("subsection "):].strip())
        elif text == "end" and sections:
            sections.pop()
        elif text.startswith("set ") and "=" in text:
            key, value = text[len("set "):].split("=", 1)
            source = " ".join(comments).partition("; source: ")[2]
            found["/".join(sections), key.strip()] = Parameter(value.partition("#")[0].strip(), source)
        if not text.startswith("#"):
            comments = []
    return found


def concentration(parameter: Optional[Parameter]) -> Optional[float]:
    """mol/m³ of `1.9 nM`; None where it is nothing of the kind."""
    match = _NUMBER.match(parameter.value) if parameter else None
    sizes = {symbol.replace("µ", "u"): size for size, symbol in SCALES["mol_per_m3"]} | {"fM": 1e-12, "M": 1e3}
    if not match or match["unit"].replace("µ", "u") not in sizes:
        return None
    return float(match["number"]) * sizes[match["unit"].replace("µ", "u")]
