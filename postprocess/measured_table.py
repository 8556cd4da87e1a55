# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads tables as instruments export them: a header with units somewhere above the numbers.

Comma, semicolon or tab between cells; decimal point or comma (`written_numbers.py`); units in the
header ("Force (N)", "Kraft in N", "force_N") or in the line below it; lines above the header are
passed over. A column of specimens' names parts a table into one each.
"""

import csv
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Sequence

import numpy as np

from .errors import InputError
from .written_numbers import Cell, decimal_signs, is_number, value

_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# Of a quantity's change or scatter: a column that only a quantity of scatter is looked for in.
_PASSED_OVER = re.compile(r"(?<![a-z])(rate|speed|energy|work|sd|sem|std|error|deviation)(?![a-z])")
# Columns that say to which specimen, or group, a row belongs; not "Specimen 2 Load (N)".
_LABELS = {"specimen": re.compile(r"^(test\s*)?(specimens?|samples?|probe|prüfling|prüfkörper|probekörper)"
                                  r"[\s_.:#-]*(id|no|nr|number|nummer|name|label)?\.?$"),
           "group": re.compile(r"^(groups?|defects?|gruppen?)[\s_]*(name)?$")}
_BRACKETS = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*(?P<rest>.*)$")
_IN = re.compile(r"^(?P<name>.*?)(?:\s+in\s+|\s*/\s*|,\s*)(?P<unit>\S+)$")


@dataclass(frozen=True)
class Quantity:
    """What a column may hold: words its name contains (lower case; a single letter is all of it), the size
    in SI of its units. `is_scatter`: the SD of another quantity."""

    name: str
    words: tuple[str, ...]
    units: dict[str, float]
    is_scatter: bool = False

    @property
    def is_pure(self) -> bool:
        """Whether a number without a unit will do."""
        return "" in self.units

    def may_be(self, title: str) -> bool:
        """Whether a column of this title (lower case) may hold it."""
        return self.is_scatter == bool(_PASSED_OVER.search(title)) and any(
            word in title if len(word) > 1 else word == title for word in self.words)


@dataclass(frozen=True)
class Column:
    """One column of numbers in SI units, NaN where a cell is empty."""

    title: str
    quantity: Quantity
    unit: str
    values: np.ndarray


@dataclass(frozen=True)
class _Layout:
    """Where a table begins: its header's row, and the columns that are known in it."""

    delimiter: str
    header: int
    known: dict[int, Quantity]


def read_tables(path: Path, quantities: Sequence[Quantity], needed: Sequence[Sequence[str]],
                example: str, rows_of: str = "specimen") -> dict[str, list[Column]]:
    """The columns of `path` that hold one of `quantities`, earlier ones first where words clash.

    One entry, named "", or one each specimen, or what else `rows_of` says, where a column names them.
    `needed`: sets of quantities of which one must be there. Raises InputError in one line.
    """
    lines = _lines(path)
    layout = _find(lines, quantities, needed)
    if layout is None:
        _say_what_is_missing(path, lines, quantities, needed, example)
    rows = [(number, _cells(line, layout.delimiter)) for number, line in enumerate(lines, 1)]
    titles = rows[layout.header][1]
    rows = [row for row in rows[layout.header + 1:] if any(cell.strip() for cell in row[1])]
    has_units_below = bool(rows) and not _is_number_row(rows[0][1], layout.known)
    units_below = rows.pop(0)[1] if has_units_below else []
    for number, row in rows:
        if any(cell.strip() for cell in row[len(titles):]):
            raise InputError(f"{path}:{number}: more cells than the header has; expected numbers "
                             "without a decimal comma where commas part the cells")
    units = {index: _unit(path, titles[index], _at(units_below, index), quantity, example)
             for index, quantity in layout.known.items()}
    signs = decimal_signs(path, {titles[index].strip(): _column(rows, index)
                                 for index in layout.known}, layout.delimiter)
    tables = {}
    for name, part in _by_label(path, titles, rows, rows_of).items():
        tables[name] = [
            Column(titles[index].strip(), quantity, units[index], quantity.units[units[index]]
                   * np.array([value(path, titles[index].strip(), cell, signs[titles[index].strip()])
                               for cell in _column(part, index)], float))
            for index, quantity in layout.known.items()]
    if not any(np.isfinite(column.values).any() for table in tables.values() for column in table):
        raise InputError(f"{path}: no numbers below the header; expected {example}")
    return tables


Rows = list[tuple[int, list[str]]]


def _column(rows: Rows, index: int) -> list[Cell]:
    return [Cell(number, _at(row, index).strip()) for number, row in rows]


def _by_label(path: Path, titles: list[str], rows: Rows, rows_of: str) -> dict[str, Rows]:
    """The rows of each specimen or group, by the column that names them."""
    labels = [i for i, title in enumerate(titles) if _LABELS[rows_of].match(title.strip().lower())]
    if not labels:
        return {"": rows}
    parts: dict[str, Rows] = {}
    for number, row in rows:
        name = _at(row, labels[0]).strip()
        if not name:
            raise InputError(f"{path}:{number}: {titles[labels[0]].strip()}: empty; expected the "
                             f"{rows_of} of this row")
        parts.setdefault(name, []).append((number, row))
    return parts


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _at(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""


# Far beyond any test machine's table; some times as much memory is needed to take it apart.
_MOST_BYTES = 200_000_000


def _lines(path: Path) -> list[str]:
    try:
        kind = path.stat()
        if not (stat.S_ISREG(kind.st_mode) or stat.S_ISDIR(kind.st_mode)):
            raise InputError(f"{path}: cannot read: a pipe or device; expected a file")
        if kind.st_size > _MOST_BYTES:
            raise InputError(f"{path}: {kind.st_size} bytes; expected at most {_MOST_BYTES}")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot read: {error.strerror}") from error
    encoding = _ENCODINGS.get(content[:2], "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    lines = text.splitlines()
    while lines and not lines[-1].strip(" \t;,"):
        lines.pop()
    if not lines:
        raise InputError(f"{path}: empty; expected a table with a header and numbers")
    return lines


def _find(lines: list[str], quantities: Sequence[Quantity],
          needed: Sequence[Sequence[str]]) -> Optional[_Layout]:
    """The first row that has one of the needed sets of quantities, and numbers soon below; parted so
    that most of its cells are known."""
    for header, line in enumerate(lines):
        layouts = []
        for delimiter in "\t;,":
            known = _known(_cells(line, delimiter), quantities)
            names = {quantity.name for quantity in known.values()}
            if not any(names.issuperset(wanted) for wanted in needed):
                continue
            below = [_cells(text, delimiter) for text in lines[header + 1:header + 4]]
            if not below or any(_is_number_row(row, known) for row in below):
                layouts.append(_Layout(delimiter, header, known))
        if layouts:
            return max(layouts, key=lambda found: (len(found.known), len(_cells(line, found.delimiter))))
    return None


def _known(cells: list[str], quantities: Sequence[Quantity]) -> dict[int, Quantity]:
    found = {}
    for index, cell in enumerate(cells):
        name = _split(cell)[0].lower()
        if is_number(cell) or any(label.match(name) for label in _LABELS.values()):
            continue
        for quantity in quantities:
            if quantity.may_be(name):
                found[index] = quantity
                break
    return found


def _say_what_is_missing(path: Path, lines: list[str], quantities: Sequence[Quantity],
                         needed: Sequence[Sequence[str]], example: str) -> None:
    names: set[str] = set()
    for line in lines:
        for delimiter in "\t;,":
            known = _known(_cells(line, delimiter), quantities)
            names = max(names, {quantity.name for quantity in known.values()}, key=len)
    best = max(needed, key=lambda wanted: len(names.intersection(wanted)))
    missing = [name for name in best if name not in names]
    what = f"no column of {' or '.join(missing)}" if missing else "no numbers below the header"
    raise InputError(f"{path}: {what}; expected {example}")


def _split(title: str) -> tuple[str, Optional[str]]:
    """Name and unit of a header's cell; None where it has none in brackets or after `in`, `/`."""
    title = title.strip()
    match = _BRACKETS.match(title) or _IN.match(title)
    if match is None:
        return title, None
    return f"{match['name']} {match.groupdict().get('rest') or ''}".strip(), match["unit"].strip()


def _unit(path: Path, title: str, below: str, quantity: Quantity, example: str) -> str:
    """The key in `quantity.units`; the unit of a title such as force_N ends it."""
    written = _split(title)[1]
    if written is None and below.strip():
        written = below.strip().strip("[]()")
    if written is None:
        ends = (title.strip().rpartition("_")[2], title.strip().rpartition(" ")[2])
        written = next((end for end in ends if end and _plain(end) in quantity.units), None)
    if written is None and quantity.is_pure:
        return ""
    if written is None:
        raise InputError(f"{path}: {title.strip()}: no unit; expected {example}")
    if _plain(written) not in quantity.units:
        known = ", ".join(unit for unit in quantity.units if unit)
        raise InputError(f"{path}: {title.strip()}: unknown unit {written}; "
                         f"expected one of {known}")
    return _plain(written)


def _plain(unit: str) -> str:
    """µ (two letters of Unicode) as u, powers as digits."""
    for old, new in (("µ", "u"), ("μ", "u"), ("²", "2"), ("^", "")):
        unit = unit.replace(old, new)
    return unit.strip()


def _is_number_row(row: list[str], known: dict[int, Quantity]) -> bool:
    cells = [row[index].strip() for index in known if index < len(row)]
    return any(cells) and all(not cell or is_number(cell) for cell in cells)
