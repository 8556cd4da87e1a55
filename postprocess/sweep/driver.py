# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the points of a sweep that are missing, as many at a time as cores and memory allow."""

import signal
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Optional

from ..optimization.nearest_misses import describe
from .attempts import DONE, read_attempts
from .gathered import Gathered
from .judgement import misses_of
from .machine import end_with, physical_cores
from .plan import Plan, read_plan
from .point_run import PointRun
from .rows import CHEAP, means_of, read_specimens
from .search_task import finished_points, problem_of
from .store import collect

MEMORY_MARGIN = 1.3  # on what check foresees
PAUSE = 0.05         # s, between looks at the running points


class Driver:
    """The workers of a sweep."""

    def __init__(self, plan: Plan, jobs: Optional[int], ranks: int, quiet: bool) -> None:
        self._plan, self._ranks, self._quiet = plan, ranks, quiet
        self._jobs = jobs or max(1, physical_cores() // ranks)
        self._free = plan.document["free_memory_B"]
        self._waiting = [point for point in dict.fromkeys(plan.demands) if not is_done(plan, point)]
        self._running: list[PointRun] = []
        self._n_all = len(set(plan.demands))
        self._spent = self._foreseen = 0.0  # of the points that have ended: s, and s foreseen
        self._interrupted = False

    def run(self) -> bool:
        """Run what is missing; returns whether that was not interrupted."""
        handlers = {number: signal.signal(number, self._interrupt)
                    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        n_before = self._n_all - len(self._waiting)
        if n_before:
            self._say(f"{n_before} of {self._n_all} points are done already")
        try:
            while self._running or (self._waiting and not self._interrupted):
                self._start()
                self._look()
                time.sleep(PAUSE)
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return not self._interrupted

    def _interrupt(self, number: int, _frame) -> None:
        self._interrupted = True
        for run in self._running:
            run.kill(f"the sweep was interrupted ({signal.Signals(number).name})")

    def _start(self) -> None:
        while (self._waiting and not self._interrupted and len(self._running) < self._jobs
               and self._fits(self._waiting[0])):
            point = self._waiting.pop(0)
            folder = self._plan.point_folder(point)
            self._running.append(PointRun(point, folder, self._commands(folder),
                                          self._plan.document["time_limit_s"],
                                          partial(is_refused, self._plan, point)))
            if self._interrupted:  # between the look at it and the start
                self._running[-1].kill("the sweep was interrupted")

    def _fits(self, point: int) -> bool:
        """Whether there is memory for a point beside those that run. One that has none alone runs
        all the same, and says itself what it lacks."""
        points = [run.point for run in self._running] + [point]
        need = sum(self._plan.demands[one].memory for one in points)
        return len(points) == 1 or MEMORY_MARGIN * need <= self._free

    def _commands(self, folder: Path) -> list[list[str]]:
        """The cheap command, if there is one, into a folder of its own; then that of the points."""
        start = [] if self._ranks == 1 else ["mpirun", "-np", str(self._ranks)]
        document = self._plan.document
        return [[*start, document["executable"], words[0], str(folder / "point.prm"), "--output",
                 str(output), "--resume", "--quiet", *words[1:]]
                for words, output in ((document.get("cheap_command"), folder / CHEAP),
                                      (document["command"], folder)) if words]

    def _look(self) -> None:
        for run in list(self._running):
            state = run.poll()
            if state is None:
                continue
            self._running.remove(run)
            self._spent += run.seconds
            self._foreseen += self._plan.demands[run.point].time
            self._report(run, state)

    def _report(self, run: PointRun, state: str) -> None:
        n_left = len(self._waiting) + len(self._running)
        reason = read_attempts(self._plan.point_folder(run.point))[-1].reason
        left = f"; about {duration(self._time_left())} left" if n_left else ""
        self._say(f"{100 * (self._n_all - n_left) // self._n_all:3} %  point {run.point}: {state} "
                  f"in {duration(run.seconds)}{': ' + reason if reason else ''}{left}")

    def _time_left(self) -> float:
        """By what is foreseen of the points to come, at the pace of those that have ended."""
        points = self._waiting + [run.point for run in self._running]
        pace = self._spent / self._foreseen if self._foreseen else 1.0
        to_come = sum(self._plan.demands[point].time for point in points) * pace
        gone = sum(run.seconds for run in self._running)
        return max(to_come - gone, 0.0) / min(self._jobs, len(points))

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
    finished = Driver(plan, jobs, ranks, quiet).run()
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


def is_refused(plan: Plan, point: int) -> bool:
    """Whether the cheap quantities of a point miss a limit."""
    specimens = read_specimens(point, plan.point_folder(point) / CHEAP)
    means = means_of([one for one in specimens if one.group == plan.group])
    found = {column: mean.value for column, mean in means.items()}
    return any(miss.value is not None for miss in misses_of(found, plan.goals))


def is_done(plan: Plan, point: int) -> bool:
    attempts = read_attempts(plan.point_folder(point))
    return bool(attempts) and attempts[-1].state == DONE


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
