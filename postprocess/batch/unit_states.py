# SPDX-License-Identifier: LGPL-2.1-or-later
"""What became of the units of a batch, from their own files and, where there is one, from the queue."""

import os
import re
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from ..sweep.attempts import BY_LOSS, BY_MEMORY, DONE, KILLED, MISSING, Attempt, end
from ..sweep.unit import Unit
from .batch_folder import Batch
from .elements import Element, read_elements
from .jobs import read_jobs
from .slurm import Refused, ended_as, in_queue

RUNNING, QUEUED = "running", "queued"
LOCK, LEASE = ".lacuna-lock", 120.0  # see solver/checkpoint/folder_lock.h
HOLDER = re.compile(r"process (\d{1,9}) on ([\w.-]+) since ")
WAITS = ("PENDING", "REQUEUED", "REQUEUE_HOLD", "SUSPENDED", "CONFIGURING", "STAGE_OUT")

# How Slurm ends jobs, and what that means for what ran in them.
ENDS = {"TIMEOUT": "took longer than the time of its job", "NODE_FAIL": f"{BY_LOSS}: its node failed",
        "OUT_OF_MEMORY": f"{BY_MEMORY}: its job was ended", "CANCELLED": f"{BY_LOSS}: its job was cancelled",
        "PREEMPTED": f"{BY_LOSS}: its job made place for another one"}


@dataclass(frozen=True)
class UnitState:
    """`state` is that of the last attempt, or running, queued or missing."""

    state: str
    reason: str = ""
    attempt: Optional[Attempt] = None

    @property
    def is_active(self) -> bool:
        return self.state in (RUNNING, QUEUED)


def states_of(batch: Batch, ask_queue: bool = True) -> dict[str, UnitState]:
    """By the names of the units. Raises slurm.Refused where jobs were submitted and the queue does not
    answer; without the queue, files alone are asked."""
    waiting = _in_queue(batch) if ask_queue else {}
    attempts = batch.last_attempts()
    return {name: _state(attempts.get(name), waiting.get(name, ""), unit)
            for name, unit in batch.units.items()}


def _state(last: Optional[Attempt], queue: str, unit: Unit) -> UnitState:
    if last and last.state == DONE:
        return UnitState(DONE, attempt=last) if unit.has_results else UnitState(
            MISSING, f"{unit.proof} is not there any more")
    if is_locked(unit.results):
        return UnitState(RUNNING, attempt=last)
    if queue:
        is_at_work = queue not in WAITS and last is not None and not last.has_ended
        return UnitState(RUNNING if is_at_work else QUEUED, last.reason if last and last.has_ended else "",
                         last)
    if last is None:
        return UnitState(MISSING)
    return UnitState(last.state, last.reason, last)


def _in_queue(batch: Batch) -> dict[str, str]:
    """Slurm's state of the element that each unit is in, of those that wait or run."""
    jobs = read_jobs(batch.home)
    elements: dict[int, Element] = read_elements(batch.home) if jobs else {}
    found = in_queue([job.number for job in jobs])
    return {name: state for job in jobs for key, number in job.ids().items()
            if (state := found.get(key)) and number in elements for name in elements[number].units}


def is_locked(folder: Path) -> bool:
    """Whether a run is at work in a folder, by its lock: on this host its process lives, on another one
    it touched the file not long ago, by the clock of the file system."""
    lock = folder / LOCK
    try:
        text, touched = lock.read_text(encoding="utf-8", errors="replace"), lock.stat().st_mtime
    except OSError:
        return False
    holder = HOLDER.match(text)
    if not holder:
        return False
    if holder[2] == os.uname().nodename:
        return Path(f"/proc/{holder[1]}").exists()
    return _clock_of(folder) - touched < LEASE


def _clock_of(folder: Path) -> float:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            return os.fstat(file.fileno()).st_mtime
    except OSError:
        return time.time()


def try_states(batch: Batch) -> tuple[dict[str, UnitState], str]:
    """The states, and why the queue could not be asked, if it could not."""
    try:
        return states_of(batch), ""
    except Refused as error:
        return states_of(batch, ask_queue=False), str(error)


def settled_states(batch: Batch) -> dict[str, UnitState]:
    """The states, with the ends of attempts noted that only Slurm saw."""
    states = states_of(batch)
    for name, state in states.items():
        last = state.attempt
        if state.is_active or last is None or last.has_ended or not last.job:
            continue
        ended = ended_as(last.job)
        if ended in ENDS:
            end(batch.units[name].folder, KILLED, ENDS[ended], 0.0, [])
    return states_of(batch)
