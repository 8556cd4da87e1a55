# SPDX-License-Identifier: LGPL-2.1-or-later
"""Numbers as programs of any country write them: which sign is the decimal one, and which parts
thousands, is judged by the whole column, since "1,002" alone may be either.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from .errors import InputError

_NUMBER = re.compile(r"^[+-]?(?=[.,]?\d)[\d.,]*\d[.,]?(?:[eE][+-]?\d+)?$")
# Spaces and apostrophes part thousands only.
_SPACES = re.compile("(?<=\\d)[ \u00a0\u202f'’](?=\\d{3}(?!\\d))")
_GROUPED = {sign: re.compile(rf"^[+-]?\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+$") for sign in ".,"}
_OTHER = {".": ",", ",": "."}
_NAMES = {".": "point", ",": "comma"}


@dataclass(frozen=True)
class Cell:
    """What stands in a line of a column."""

    line: int
    text: str


def is_number(text: str) -> bool:
    """Whether a cell is a number in some spelling."""
    return _NUMBER.match(_plain(text)) is not None


def decimal_signs(path: Path, columns: dict[str, list[Cell]], delimiter: str) -> dict[str, str]:
    """The decimal sign of each column: by its own cells, by the other columns, by the delimiter.

    Raises InputError where a column speaks for both, or some of its cells may be read either way.
    """
    own = {title: _own_sign(path, title, cells) for title, cells in columns.items()}
    shown = {sign for sign in own.values() if sign}
    signs = {}
    for title, cells in columns.items():
        doubtful = next((cell for cell in cells if _may_be_either(_plain(cell.text))), None)
        if own[title] or doubtful is None:
            signs[title] = own[title] or "."
        elif len(shown) == 1:
            signs[title] = next(iter(shown))
        elif not shown and delimiter == "," and "," not in doubtful.text:
            signs[title] = "."  # who writes decimal commas parts cells by semicolons
        else:
            number = _plain(doubtful.text)
            raise InputError(
                f"{path}:{doubtful.line}: {title}: {doubtful.text}; expected numbers that tell the "
                f"decimal sign: {number.replace(',', '.')} or {re.sub('[.,]', '', number)}?")
    return signs


def value(path: Path, title: str, cell: Cell, sign: str) -> float:
    """The number of a cell, NaN of an empty one. Raises InputError."""
    if not cell.text:
        return np.nan
    whole, _, rest = _plain(cell.text).partition(sign)
    if _GROUPED[_OTHER[sign]].match(whole):
        whole = whole.replace(_OTHER[sign], "")
    try:
        found = float(f"{whole}.{rest}" if rest else whole) if is_number(cell.text) else np.nan
    except ValueError:
        found = np.nan
    if not np.isfinite(found):
        known = f" with a decimal {_NAMES[sign]}" if is_number(cell.text) else ""
        raise InputError(f"{path}:{cell.line}: {title}: {cell.text}; expected a number{known}")
    return found


def _plain(text: str) -> str:
    return _SPACES.sub("", text.strip().replace("\u2212", "-"))


def _own_sign(path: Path, title: str, cells: list[Cell]) -> Optional[str]:
    """The decimal sign that a column's cells speak for, if any does."""
    shown: dict[str, Cell] = {}
    for cell in cells:
        sign = _sign_of(_plain(cell.text))
        if sign:
            shown.setdefault(sign, cell)
    if len(shown) == 2:
        first, second = sorted(shown.values(), key=lambda cell: cell.line)
        raise InputError(f"{path}:{second.line}: {title}: {second.text}; expected the decimal sign "
                         f"of line {first.line}: {first.text}")
    if shown:
        return next(iter(shown))
    # "1300" beside "1,002": thousands are not parted here.
    doubtful = next((text for text in (_plain(cell.text) for cell in cells) if _may_be_either(text)),
                    None)
    if doubtful and any(re.match(r"^[+-]?\d{4,}$", _plain(cell.text)) for cell in cells):
        return "," if "," in doubtful else "."
    return None


def _may_be_either(text: str) -> bool:
    """Three digits behind the only sign, and one to three before it that a thousand may have."""
    return re.match(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$", text) is not None


def _sign_of(text: str) -> Optional[str]:
    """The decimal sign of one number; None where it has none, or may be read either way."""
    if _NUMBER.match(text) is None or _may_be_either(text):
        return None
    signs = re.findall("[.,]", text)
    if not signs:
        return None
    if len(set(signs)) == 2:
        return signs[-1]
    return signs[0] if len(signs) == 1 else _OTHER[signs[0]]
