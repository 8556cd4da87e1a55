# SPDX-License-Identifier: LGPL-2.1-or-later
"""Answers a question in SQL from the tables of a sweep."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..calibration_files import aligned
from ..errors import InputError
from .store import DATABASE


def answer(folder: Path, statement: str, as_csv: bool) -> str:
    """The rows that a statement selects, as a table to read or as CSV. Nothing can be changed by it.
    Raises InputError."""
    path = folder / DATABASE
    if not path.is_file():
        raise InputError(f"{path}: no such file; expected the folder of a sweep whose points "
                         "lacuna collect has gathered")
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)) as database:
            database.set_authorizer(_may_read)
            cursor = database.execute(statement)
            head = tuple(column[0] for column in cursor.description or ())
            rows = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise InputError(f"{statement}: {error}; expected a SELECT from wide, points, specimens, "
                         "quantities, attempts or provenance") from error
    if as_csv:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([head, *rows])
        return text.getvalue().removesuffix("\n")
    return "\n".join(aligned([head, *(tuple(map(_short, row)) for row in rows)]))


def _may_read(action: int, *_names) -> int:
    allowed = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION,
               sqlite3.SQLITE_RECURSIVE)
    return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY


def _short(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.5g}" if isinstance(value, float) else str(value)
