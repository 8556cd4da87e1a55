# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads what `lacuna sweep` planned: plan.json and plan.csv."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from ..errors import InputError

PLAN, TABLE = "plan.json", "plan.csv"


@dataclass(frozen=True)
class Goal:
    """What is wanted of a column: `sense` is "", "maximise" or "minimise"; bounds in SI units."""

    column: str
    sense: str
    low: Optional[float]
    high: Optional[float]


@dataclass(frozen=True)
class Demand:
    """What a point takes, as foreseen: memory (B) and time (s) on one process."""

    memory: float
    time: float


@dataclass(frozen=True)
class Plan:
    """The sweep in a folder. Points go by their numbers."""

    folder: Path
    study: str
    group: str                         # that goals are about
    goals: tuple[Goal, ...]
    variables: tuple[str, ...]         # columns
    values: dict[int, dict[str, str]]  # of every point that there is: SI numbers or words, as written
    identities: dict[int, str]
    demands: dict[int, Demand]         # of the points to run now, in their order
    document: dict[str, Any]

    def point_folder(self, point: int) -> Path:
        return self.folder / "points" / f"{point:04}"


def read_plan(folder: Path) -> Plan:
    """Raises InputError where the folder is not that of a sweep."""
    try:
        document = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        with open(folder / TABLE, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        variables = tuple(one["column"] for one in document["variables"])
        return Plan(
            folder=folder,
            study=document["study"],
            group=document["group"],
            goals=tuple(Goal(**goal) for goal in document["goals"]),
            variables=variables,
            values={int(row["point"]): {name: row[name] for name in variables} for row in rows},
            identities={int(row["point"]): row["identity"] for row in rows},
            demands={one["point"]: Demand(one["memory_B"], one["time_s"])
                     for one in document["points"]},
            document=document)
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be read: {error.strerror}; "
                         "expected the folder of a lacuna sweep") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{folder / PLAN}: damaged; expected what lacuna sweep wrote") from error
