# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is known of the points of a sweep or an optimization: those that have ended, also the refined and the
confirmed ones, which are sweeps in folders of their own."""

import json
from pathlib import Path
from typing import Any, Optional, Sequence

import pandas as pd

from ..errors import InputError
from .plan import PLAN, read_plan
from .search_task import ERROR, Task, finished_points, problem_of
from .store import gather

ROUNDS, REFINED, CONFIRMED = "rounds", "refined", "confirmed"


def known_points(folder: Path, task: Task, rounds: list[dict[str, Any]], more: Sequence[str] = ()) -> pd.DataFrame:
    """All points that have ended, and those that are no valid study, as infeasible. `more`: columns
    beside those of goals.

    Of points that are computed cheaply the numerical error bar is left out where some are computed
    dearly: it is nearly the same everywhere, and the models learn it as the difference."""
    names = problem_of(task).names
    cheap, dear = (_ended_points(home, task, more) for home in (folder, folder / REFINED))
    if dear is not None:
        dear.index = [f"{REFINED}/{point}" for point in dear.index]
        errors = [column for column in cheap if column.endswith(ERROR)]
        cheap = pd.concat([cheap.drop(columns=errors).assign(fidelity=0), dear.assign(fidelity=1)])
    refused = [one["values"][row] for one in rounds for row in one["refused"]]
    table = pd.DataFrame(refused, columns=names, index=[f"refused {n + 1}" for n in range(len(refused))])
    table = table.assign(status="infeasible")
    if cheap is None:
        return table
    return pd.concat([cheap, table]) if len(table) else cheap


def is_search(folder: Path) -> bool:
    return (folder / ROUNDS).is_dir()


def parts_of(folder: Path) -> list[Path]:
    """The sweeps of its refined and confirmed points, as far as there are any."""
    return [folder / name for name in (REFINED, CONFIRMED) if (folder / name / PLAN).exists()]


def _ended_points(folder: Path, task: Task, more: Sequence[str] = ()) -> Optional[pd.DataFrame]:
    """None where none was planned in the folder."""
    if not (folder / PLAN).exists():
        return None
    plan = read_plan(folder)
    return finished_points(task, plan, gather(plan), more)


def read_rounds(folder: Path) -> list[dict[str, Any]]:
    """In their order. Raises InputError where one is damaged or missing."""
    rounds = []
    for number, path in enumerate(sorted((folder / ROUNDS).glob("*.json")), 1):
        try:
            rounds.append(json.loads(path.read_text(encoding="utf-8")))
            if rounds[-1]["round"] != number:
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: damaged; expected round {number}, as lacuna optimize wrote it") from error
    return rounds


def with_confirmed(folder: Path, task: Task, known: pd.DataFrame, more: Sequence[str] = ()) -> pd.DataFrame:
    """Known points, and those that were confirmed as the dear ones."""
    again = _ended_points(folder / CONFIRMED, task, more)
    if again is None:
        return known
    again.index = [f"{CONFIRMED}/{point}" for point in again.index]
    return pd.concat([known.assign(fidelity=0), again.assign(fidelity=1)])
