# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rounds of an optimisation, in the folder of its sweep: rounds/003.json; and its confirmation.

A round is written before its points run. It holds their texts and what was known when they were
proposed, so that an optimisation that was interrupted goes on with the same points. Which points are
confirmed follows from all rounds.
"""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import InputError
from ..files import write_atomically
from ..optimization.confirmation import confirm, refine
from ..optimization.front import dominated_volume, with_references
from ..optimization.model_table import model_table
from ..optimization.problem import Problem
from ..optimization.proposals import propose
from ..optimization.start import start_count
from .attempts import read_attempts
from .known import CONFIRMED, REFINED, ROUNDS, known_points, read_rounds
from .plan import PLAN, read_plan
from .search_task import Task, problem_of, texts_of

REFINE_EVERY = 4


def next_round(folder: Path, task: Task) -> dict[str, Any]:
    """What to run now: the number `round`, `points`, a list of texts each, and `home`, the folder in that
    of the search whose sweep they are; `spent`: how much of the budget that is. No points where all is
    done.

    With `task["refine"]` = R > 0 points are computed cheaply (fidelity 0), and R of them dearly (1) after
    the start design and after every REFINE_EVERY rounds. `task["refused"]`: which points of the last
    round, from 0 on, are no valid study. When the budget is spent or no design is left, the
    `task["confirm"]` best points come once more. Raises InputError where the budget does not reach beyond
    the start design.
    """
    problem = problem_of(task)
    check_budget(task)
    rounds = read_rounds(folder)
    if rounds and task["refused"]:
        rounds[-1]["refused"] = task["refused"]
        _write(folder, rounds[-1])
    if rounds and not _has_ended(rounds[-1], folder / _home(rounds[-1])):
        return _told(rounds[-1], rounds)
    finished = known_points(folder, task, rounds)
    fidelity, designs = _proposed(problem, task, rounds, finished)
    found = {"round": len(rounds) + 1, "fidelity": fidelity, "points": texts_of(task, designs),
             "values": designs[problem.names].to_numpy(float).tolist(), "refused": [],
             **_knowledge(problem, finished)}
    if not found["points"]:
        return _confirmation(folder, problem, task, rounds, finished)
    _write(folder, found)
    return _told(found, [*rounds, found])


def _told(one: dict[str, Any], rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return one | {"home": _home(one), "spent": _spent(rounds)}


def _home(one: dict[str, Any]) -> str:
    return REFINED if one["fidelity"] else ""


def _confirmation(folder: Path, problem: Problem, task: Task, rounds: list[dict[str, Any]],
                  finished: pd.DataFrame) -> dict[str, Any]:
    """The most probable of the front first, `found` in all; no points where these have ended."""
    best = texts_of(task, confirm(problem, finished, task["seed"], task["confirm"]))
    one = {"round": len(rounds) + 1, "home": CONFIRMED, "points": best, "refused": [], "spent": _spent(rounds),
           "found": len(best)}
    return one | {"points": []} if _has_ended(one, folder / CONFIRMED) else one


def _spent(rounds: list[dict[str, Any]]) -> int:
    return sum(len(one["points"]) for one in rounds if one["fidelity"] == 0)


def _proposed(problem: Problem, task: Task, rounds: list[dict[str, Any]],
              finished: pd.DataFrame) -> tuple[int, pd.DataFrame]:
    """Fidelity and designs of the next round."""
    n_cheap = sum(one["fidelity"] == 0 for one in rounds)
    if task["refine"] and n_cheap and len(rounds) - n_cheap <= (n_cheap - 1) // REFINE_EVERY:
        designs = refine(problem, finished, task["seed"], task["refine"])
        if len(designs):
            return 1, designs
    n_left = task["budget"] - _spent(rounds)
    count = min(task["batch"] if rounds else start_count(problem), n_left)
    return 0, propose(problem, finished, task["seed"], count) if count > 0 else finished.iloc[:0]


def check_budget(task: Task) -> None:
    start = start_count(problem_of(task))
    if task["budget"] <= start:
        raise InputError(f"--budget: {task['budget']}; expected more than the {start} points of the start "
                         f"design of {len(task['variables'])} variables")


def _has_ended(one: dict[str, Any], home: Path) -> bool:
    """Whether `home` is planned for this round, and each of its points has ended for good."""
    if len(one["refused"]) == len(one["points"]):
        return True
    if not (home / PLAN).exists():
        return False
    plan = read_plan(home)
    attempts = [read_attempts(plan.point_folder(point)) for point in plan.demands]
    return plan.document.get("round") == one["round"] and all(
        tried and tried[-1].is_final for tried in attempts)


def _knowledge(problem: Problem, finished: pd.DataFrame) -> dict[str, Any]:
    """What is known before a round."""
    if not (finished["status"] == "done").any():
        return {}
    return {"hypervolume": _hypervolume(problem, finished),
            "models": model_table(problem, finished).reset_index().to_dict("records")}


def _hypervolume(problem: Problem, finished: pd.DataFrame) -> float:
    """Above what the start design has, of points computed cheaply where there are both."""
    alike = finished[finished["fidelity"] == 0] if "fidelity" in finished else finished
    return dominated_volume(with_references(problem, alike.iloc[:start_count(problem)]), alike)


def growth_of_front(folder: Path, task: Task) -> list[tuple[int, float]]:
    """How many points had been proposed before each round and in the end, and the hypervolume of what was
    known of them. Empty for a sweep."""
    rounds = read_rounds(folder)
    found, n_points = [], 0
    for one in rounds:
        if "hypervolume" in one:
            found.append((n_points, one["hypervolume"]))
        n_points += len(one["points"]) if one["fidelity"] == 0 else 0
    if found:
        found.append((n_points, _hypervolume(problem_of(task), known_points(folder, task, rounds))))
    return found


def _write(folder: Path, one: dict[str, Any]) -> None:
    (folder / ROUNDS).mkdir(parents=True, exist_ok=True)
    write_atomically(folder / ROUNDS / f"{one['round']:03}.json", json.dumps(one, indent=1) + "\n")
