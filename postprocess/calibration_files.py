# SPDX-License-Identifier: LGPL-2.1-or-later
"""What both calibrations read and write in one folder."""

import json
from pathlib import Path
from typing import Any

from .errors import InputError
from .files import write_atomically

TASK, PREDICTION, RESULT, PICTURE = ("task.json", "prediction", "calibration.json",
                                     "calibration.png")


def read_json(path: Path) -> dict[str, Any]:
    """Raises InputError where `lacuna calibrate` has not been."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read; expected what lacuna calibrate wrote") from error


def write_json(path: Path, document: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(document, indent=1) + "\n")


def aligned(rows: list[tuple[str, ...]]) -> list[str]:
    """Lines of a table; rows may be shorter than the first one."""
    widths = [max(len(row[i]) for row in rows if i < len(row)) for i in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
            for row in rows]
