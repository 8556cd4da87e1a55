# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one element of a job array runs: one unit, or short ones one after the other.

elements.jsonl is only ever appended to, so that jobs that wait in a queue find what they were submitted
for. An element goes by its number, from 0 on.
"""

import json
import math
import os
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Callable, Iterator, Optional, Sequence

from ..errors import InputError
from ..sweep.unit import MEMORY_MARGIN, TIME_MARGIN, Unit
from .site import Site

FILE = "elements.jsonl"
START = 60.0                # s, for what comes before the first unit
LEAST_TIME = 600.0          # s, that a job asks for
MEMORY_OF_A_PROCESS = 3e8   # B: the program with its libraries, beside what is foreseen
MORE_MEMORY, MOST_RAISES = 1.5, 2
GRACE, PAUSE = 60.0, 1.0    # s: files appear late on other nodes


@dataclass(frozen=True)
class Element:
    """Memory (B) and time (s) are what to ask for."""

    number: int
    units: tuple[str, ...]
    memory: float
    time: float
    wave: int = 0


def bundle(units: Sequence[Unit], n_raises: Callable[[Unit], int], site: Site,
           first: int) -> list[Element]:
    """Elements for units, numbered from `first` on; `n_raises`: how often a unit ran out of memory."""
    elements = []
    for group in _bundles(units, site):
        seconds = START + sum(TIME_MARGIN * unit.time / site.ranks for unit in group)
        memory = max(memory_of(unit, n_raises(unit), site) for unit in group)
        elements.append(Element(0, tuple(unit.name for unit in group), memory,
                                min(max(seconds + site.warning, LEAST_TIME), site.walltime_limit),
                                group[0].wave))
    return [replace(one, number=number) for number, one in enumerate(sorted(elements, key=_kind), first)]


def _kind(one: Element) -> tuple[int, int, int]:
    """Alike in elements that one array may hold; waves in their order, the largest and longest first."""
    return one.wave, -_memory_class(one.memory), -math.ceil(math.log2(one.time / LEAST_TIME))


def memory_of(unit: Unit, n_raises: int, site: Site) -> float:
    return ((MEMORY_MARGIN * unit.memory + MEMORY_OF_A_PROCESS * site.ranks)
            * MORE_MEMORY**min(n_raises, MOST_RAISES))


def _bundles(units: Sequence[Unit], site: Site) -> Iterator[list[Unit]]:
    """Wave by wave; units that take about the same memory side by side."""
    by_kind = sorted(units, key=lambda unit: (unit.wave, _memory_class(unit.memory)))
    group: list[Unit] = []
    for unit in by_kind:
        if group and ((unit.wave, _memory_class(unit.memory))
                      != (group[0].wave, _memory_class(group[0].memory))
                      or sum(one.time / site.ranks for one in group) >= site.bundle):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _memory_class(memory: float) -> int:
    """Powers of two above 1 GB."""
    return max(0, math.ceil(math.log2(max(memory, 1.0) / 1e9)))


def arrays(elements: Sequence[Element], most: int) -> list[list[Element]]:
    """Elements that one array may hold, of at most so many: those of one wave that ask for about the
    same."""
    result: list[list[Element]] = []
    for one in sorted(elements, key=_kind):
        follows = result and _kind(result[-1][0]) == _kind(one) and len(result[-1]) < most
        if not follows or result[-1][-1].number + 1 != one.number:
            result.append([])
        result[-1].append(one)
    return result


def append(home: Path, elements: Sequence[Element]) -> None:
    with open(home / FILE, "a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one)) + "\n" for one in elements)


def read_elements(home: Path) -> dict[int, Element]:
    """By their numbers. Raises InputError where the file is damaged."""
    try:
        text = (home / FILE).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    try:
        elements = [Element(**json.loads(line)) for line in text.splitlines()]
        return {one.number: Element(one.number, tuple(one.units), one.memory, one.time, one.wave)
                for one in elements}
    except (TypeError, ValueError) as error:
        raise InputError(f"{home / FILE}: damaged; expected what lacuna batch wrote") from error


def await_element(home: Path, number: int, grace: float = GRACE) -> Element:
    """An element on a node that may not see yet what was written elsewhere. Raises InputError."""
    end = time.monotonic() + grace
    found: Optional[Element] = None
    while found is None:
        if home.is_dir():
            os.listdir(home)  # has NFS look anew
        found = read_elements(home).get(number)
        if found is None and time.monotonic() > end:
            raise InputError(f"{home / FILE}: no element {number}; expected a number that lacuna batch "
                             "submitted")
        if found is None:
            time.sleep(PAUSE)
    return found
