# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs units that are missing, as many at a time as cores and memory allow."""

import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Optional, Sequence

from ..optimization.nearest_misses import describe
from .attempts import read_attempts
from .gathered import Gathered
from .machine import end_with, physical_cores
from .plan import Plan, read_plan
from .point_units import is_done, units_of
from .search_task import finished_points, problem_of
from .store import collect
from .unit import MEMORY_MARGIN, Unit
from .unit_run import UnitRun

PAUSE = 0.05         # s, between looks at the running units


class Driver:
    """The workers of a sweep or of a batch on one machine. `free` is the memory (B) to share; `launch`
    comes before the commands of a unit, which then has so many `ranks`."""

    def __init__(self, units: Sequence[Unit], free: float, jobs: Optional[int], ranks: int,
                 launch: Sequence[str], quiet: bool) -> None:
        self._launch, self._quiet, self._free = launch, quiet, free
        self._jobs = jobs or max(1, physical_cores() // ranks)
        self._waiting = sorted((unit for unit in units if not is_done(unit)), key=lambda unit: unit.wave)
        self._running: list[UnitRun] = []
        self._n_all = len(units)
        self._spent = self._foreseen = 0.0  # of the units that have ended: s, and s foreseen
        self._interrupted = False

    def run(self) -> bool:
        """Run what is missing; returns whether that was not interrupted."""
        handlers = {number: signal.signal(number, self._interrupt)
                    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        n_before = self._n_all - len(self._waiting)
        if n_before:
            self._say(f"{n_before} of {self._n_all} {self._kind()} are done already")
        try:
            while self._running or (self._waiting and not self._interrupted):
                self._start()
                self._look()
                time.sleep(PAUSE)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return not self._interrupted

    def _kind(self) -> str:
        units = self._waiting or [run.unit for run in self._running]
        return "specimens" if units and not units[0].name.startswith("point ") else "points"

    def _interrupt(self, number: int, _frame) -> None:
        self._interrupted = True
        for run in self._running:
            run.kill(f"the sweep was interrupted ({signal.Signals(number).name})")

    def _start(self) -> None:
        while (self._waiting and not self._interrupted and len(self._running) < self._jobs
               and self._fits(self._waiting[0])):
            self._running.append(UnitRun(self._waiting.pop(0), self._launch))
            if self._interrupted:  # between the look at it and the start
                self._running[-1].kill("the sweep was interrupted")

    def _fits(self, unit: Unit) -> bool:
        """Whether a unit can begin beside those that run: there is memory for it, and none of them is
        to end before. One that has no memory alone runs all the same, and says itself what it lacks."""
        units = [run.unit for run in self._running] + [unit]
        need = sum(one.memory for one in units)
        return len(units) == 1 or (MEMORY_MARGIN * need <= self._free
                                   and all(one.wave >= unit.wave for one in units))

    def _look(self) -> None:
        for run in list(self._running):
            state = run.poll()
            if state is None:
                continue
            self._running.remove(run)
            self._spent += run.seconds
            self._foreseen += run.unit.time
            self._report(run, state)

    def _report(self, run: UnitRun, state: str) -> None:
        n_left = len(self._waiting) + len(self._running)
        reason = read_attempts(run.unit.folder)[-1].reason
        left = f"; about {duration(self._time_left())} left" if n_left else ""
        self._say(f"{100 * (self._n_all - n_left) // self._n_all:3} %  {run.unit.name}: {state} "
                  f"in {duration(run.seconds)}{': ' + reason if reason else ''}{left}")

    def _time_left(self) -> float:
        """By what is foreseen of the units to come, at the pace of those that have ended."""
        units = self._waiting + [run.unit for run in self._running]
        pace = self._spent / self._foreseen if self._foreseen else 1.0
        to_come = sum(unit.time for unit in units) * pace
        gone = sum(run.seconds for run in self._running)
        return max(to_come - gone, 0.0) / min(self._jobs, len(units))

    def _say(self, text: str) -> None:
        if not self._quiet:
            print(text, flush=True)


def run_sweep(folder: Path, jobs: Optional[int], ranks: int, quiet: bool,
              parent: Optional[int]) -> int:
    """Run what is missing of the sweep in `folder`, and gather all in its tables. Returns 0 where all
    points ended by themselves, otherwise 1. Ends with the process `parent`, which has locked the
    folder."""
    if parent:
        end_with(parent)
    plan = read_plan(folder)
    launch = [] if ranks == 1 else ["mpirun", "-np", str(ranks)]
    finished = Driver(units_of(plan), plan.document["free_memory_B"], jobs, ranks, launch, quiet).run()
    points = [one for one in collect(folder) if one.judged.point in plan.demands]
    judged = [one.judged for one in points]
    counts = Counter(one.state for one in judged)
    if not quiet:
        if counts["infeasible"] and not counts["done"]:
            print(misses(plan, points))
        print(f"{folder}/points.csv: {summary(counts)}")
    if not finished:
        print(f"lacuna: interrupted: {summary(counts)}; --resume runs the others", file=sys.stderr)
        return 1
    lost = [one for one in judged if one.state in ("failed", "killed", "missing")]
    if lost:
        print(f"lacuna: {summary(counts)}; point {lost[0].point} {lost[0].state}: "
              f"{lost[0].reason}", file=sys.stderr)
    return 1 if lost else 0


def misses(plan: Plan, points: list[Gathered]) -> str:
    """By how much the points miss the limits that are nearest to keep them, where none does."""
    return describe(problem_of(plan.document), finished_points(plan.document, plan, points))


def summary(counts: Counter) -> str:
    """ "40 done, 5 infeasible, 2 failed, 1 killed"."""
    order = ("done", "infeasible", "failed", "killed", "missing")
    return ", ".join(f"{counts[state]} {state}" for state in order if counts[state])


def duration(seconds: float) -> str:
    """ "3 min 20 s"."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {seconds} s"
