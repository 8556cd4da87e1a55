# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rounds of an optimisation, in the folder of its sweep: rounds/003.json.

A round is written before its points run. It holds their texts and what was known when they were
proposed, so that an optimisation that was interrupted goes on with the same points.
"""

import json
from pathlib import Path
from typing import Any, Optional, Sequence

import pandas as pd

from ..errors import InputError
from ..files import write_atomically
from ..optimization.confirmation import refine
from ..optimization.front import dominated_volume, with_references
from ..optimization.model_table import model_table
from ..optimization.problem import Problem
from ..optimization.proposals import propose
from ..optimization.start import start_count
from .attempts import read_attempts
from .plan import PLAN, read_plan
from .search_task import ERROR, Task, finished_points, problem_of, texts_of
from .store import gather

ROUNDS, REFINED = "rounds", "refined"
REFINE_EVERY = 4


def next_round(folder: Path, task: Task) -> dict[str, Any]:
    """The round to run now: its number `round`, its `fidelity`, and `points`, a list of texts each; no
    points where the budget is spent or no design is left.

    With `task["refine"]` = R > 0 points are computed cheaply (fidelity 0), and R of them dearly (1) after
    the start design and after every REFINE_EVERY rounds. `task["refused"]`: which points of the last
    round, from 0 on, are no valid study. Raises InputError where the budget does not reach beyond the
    start design.
    """
    problem = problem_of(task)
    check_budget(task)
    rounds = read_rounds(folder)
    if rounds and task["refused"]:
        rounds[-1]["refused"] = task["refused"]
        _write(folder, rounds[-1])
    if rounds and not _has_ended(rounds[-1], folder):
        return rounds[-1]
    finished = known_points(folder, task, rounds)
    fidelity, designs = _proposed(problem, task, rounds, finished)
    found = {"round": len(rounds) + 1, "fidelity": fidelity, "points": texts_of(task, designs),
             "values": designs[problem.names].to_numpy(float).tolist(), "refused": [],
             **_knowledge(problem, finished)}
    if found["points"]:
        _write(folder, found)
    return found


def _proposed(problem: Problem, task: Task, rounds: list[dict[str, Any]],
              finished: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """Fidelity and designs of the next round."""
    n_cheap = sum(one["fidelity"] == 0 for one in rounds)
    if task["refine"] and n_cheap and len(rounds) - n_cheap <= (n_cheap - 1) // REFINE_EVERY:
        designs = refine(problem, finished, task["seed"], task["refine"])
        if len(designs):
            return 1, designs
    n_left = task["budget"] - sum(len(one["points"]) for one in rounds if one["fidelity"] == 0)
    count = min(task["batch"] if rounds else start_count(problem), n_left)
    return 0, propose(problem, finished, task["seed"], count) if count > 0 else finished.iloc[:0]


def check_budget(task: Task) -> None:
    start = start_count(problem_of(task))
    if task["budget"] <= start:
        raise InputError(f"--budget: {task['budget']}; expected more than the {start} points of the start "
                         f"design of {len(task['variables'])} variables")


def known_points(folder: Path, task: Task, rounds: list[dict[str, Any]], more: Sequence[str] = ()) -> pd.DataFrame:
    """All points that have ended, and those that are no valid study, as infeasible. `more`: columns
    beside those of goals.

    Of points that are computed cheaply the numerical error bar is left out where some are computed
    dearly: it is nearly the same everywhere, and the models learn it as the difference."""
    names = problem_of(task).names
    cheap, dear = (ended_points(home, task, more) for home in (folder, folder / REFINED))
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


def ended_points(folder: Path, task: Task, more: Sequence[str] = ()) -> Optional[pd.DataFrame]:
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


def _has_ended(one: dict[str, Any], folder: Path) -> bool:
    """Whether the folder is planned for this round, and each point has ended by itself."""
    if len(one["refused"]) == len(one["points"]):
        return True
    home = folder / REFINED if one["fidelity"] else folder
    if not (home / PLAN).exists():
        return False
    plan = read_plan(home)
    attempts = [read_attempts(plan.point_folder(point)) for point in plan.demands]
    return plan.document.get("round") == one["round"] and all(
        tried and not tried[-1].interrupted for tried in attempts)


def _knowledge(problem: Problem, finished: pd.DataFrame) -> dict[str, Any]:
    """What is known before a round: the models, and the hypervolume above what the start design has, of
    points computed cheaply where there are both."""
    if not (finished["status"] == "done").any():
        return {}
    alike = finished[finished["fidelity"] == 0] if "fidelity" in finished else finished
    measured = with_references(problem, alike.iloc[:start_count(problem)])
    return {"hypervolume": dominated_volume(measured, alike),
            "models": model_table(problem, finished).reset_index().to_dict("records")}


def _write(folder: Path, one: dict[str, Any]) -> None:
    (folder / ROUNDS).mkdir(parents=True, exist_ok=True)
    write_atomically(folder / ROUNDS / f"{one['round']:03}.json", json.dumps(one, indent=1) + "\n")
