# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs one element of a batch, wherever a scheduler put it.

USR1 and TERM have the unit that runs write its state and end; the element then ends with exit code 75,
and is to be run again.
"""

import signal
import sys
import time
from pathlib import Path
from typing import Optional

from ..sweep.attempts import FAILED, Attempt, begin, end, read_attempts
from ..sweep.point_units import is_done
from ..sweep.unit import Unit
from ..sweep.unit_run import INTERRUPTED, UnitRun, newest_state
from .batch_folder import Batch, read_batch
from .elements import await_element
from .slurm import job_here, requeue

PAUSE = 0.1           # s, between looks
LEASE = 150.0         # s, until a lock of a run that was ended on another host has gone
TRY_AGAIN = 10.0      # s
FRUITLESS = 2         # restarts without a newer state, after which a unit is given up
IN_USE = " in use by "


class ElementRun:
    """The units of an element, one after the other."""

    def __init__(self, batch: Batch, units: list[Unit], job: str) -> None:
        self._batch, self._units, self._job = batch, units, job
        self._running: Optional[UnitRun] = None
        self.signal: Optional[signal.Signals] = None
        self._is_over = False

    def run(self) -> int:
        """0 where all units are done, or are left to another job; 1 where one is not; 75 where it was
        interrupted."""
        for number in (signal.SIGUSR1, signal.SIGTERM):
            signal.signal(number, self._interrupt)
        states = [self._run(unit) for unit in self._units]
        if self._is_over:
            return INTERRUPTED
        return 0 if all(state in ("done", "") for state in states) else 1

    def _interrupt(self, number: int, _frame) -> None:
        self.signal, self._is_over = signal.Signals(number), True
        if self._running:
            self._running.interrupt(f"asked to by {self.signal.name}")

    def _run(self, unit: Unit) -> str:
        """The state of a unit in the end; nothing where another job has it or it was not begun."""
        give_up = time.monotonic() + LEASE
        while not self._is_over and not is_done(unit):
            if is_fruitless(read_attempts(unit.folder), newest_state(unit)):
                begin(unit.folder, job=self._job)
                end(unit.folder, FAILED, f"{FRUITLESS} restarts brought no newer state: a longer Walltime "
                    "limit, or more ranks", 0.0, [])
                return FAILED
            state = self._attempt(unit)
            last = read_attempts(unit.folder)[-1]
            # A scheduler may have warned the unit itself.
            self._is_over = self._is_over or last.interrupted
            if IN_USE not in last.reason or time.monotonic() > give_up:
                print(f"{unit.name}: {state}{': ' + last.reason if last.reason else ''}", flush=True)
                return "" if IN_USE in last.reason else state
            self._wait(TRY_AGAIN)
        return "done" if is_done(unit) else ""

    def _attempt(self, unit: Unit) -> str:
        unit.folder.mkdir(parents=True, exist_ok=True)
        print(f"{unit.name}: begun", flush=True)
        self._running = UnitRun(unit, self._batch.site.launch(), self._job)
        if self.signal is not None:  # between the look at it and the start
            self._running.interrupt(f"asked to by {self.signal.name}")
        while (state := self._running.poll()) is None:
            time.sleep(PAUSE)
        self._running = None
        return state

    def _wait(self, seconds: float) -> None:
        end_of_it = time.monotonic() + seconds
        while not self._is_over and time.monotonic() < end_of_it:
            time.sleep(PAUSE)


def is_fruitless(attempts: list[Attempt], newest: str) -> bool:
    """Whether the last attempts were interrupted and left no newer state than they began from; `newest`
    is that which is there now."""
    states = [one.began_from for one in attempts] + [newest]
    return len(attempts) >= FRUITLESS and all(
        one.interrupted and one.job and before == after for one, before, after in
        list(zip(attempts, states, states[1:]))[-FRUITLESS:])


def run_element(folder: Path, number: int) -> int:
    """The exit code, see ElementRun. Raises InputError where there is no such element."""
    batch = read_batch(folder)
    element = await_element(batch.home, number)
    run = ElementRun(batch, [batch.units[name] for name in element.units if name in batch.units],
                     job_here() or f"element {number}")
    code = run.run()
    # After TERM that is for Slurm to do.
    if code == INTERRUPTED and run.signal != signal.SIGTERM and job_here():
        fault = requeue(job_here())
        if fault:
            print(f"lacuna: {fault}; lacuna batch {folder} submits it again", file=sys.stderr)
    return code
