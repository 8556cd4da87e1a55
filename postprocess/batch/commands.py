# SPDX-License-Identifier: LGPL-2.1-or-later
"""`batch`, `status`, and the last job of a batch."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Optional

from ..sweep.attempts import BY_MEMORY, DONE, KILLED, end
from ..sweep.driver import Driver
from ..sweep.machine import end_with
from ..sweep.unit import Unit
from . import slurm
from .batch_folder import Batch, read_batch
from .elements import GRACE, MOST_RAISES, PAUSE
from .submit import (instructions, missing_units, n_raises, plan_elements, prepare, submit_to_slurm,
                     summary, would_submit)
from .unit_states import UnitState, states_of, try_states

# How Slurm ends jobs, and what that means for what ran in them.
ENDS = {"TIMEOUT": "took longer than the time of its job", "NODE_FAIL": "its node failed",
        "OUT_OF_MEMORY": f"{BY_MEMORY}: its job was ended", "CANCELLED": "its job was cancelled",
        "PREEMPTED": "its job made place for another one"}


def run_batch(folder: Path, on: str, dry_run: bool, jobs: Optional[int], quiet: bool,
              parent: Optional[int]) -> int:
    """Have run what is missing; the exit code."""
    if parent:
        end_with(parent)
    batch = read_batch(folder)
    if on == "here" and not dry_run:
        return _run_here(batch, jobs, quiet)
    if on == "slurm" and not dry_run:
        slurm.require()
    try:
        states = _settled(batch) if on == "slurm" and not dry_run else states_of(batch, ask_queue=False)
        units = missing_units(batch, states)
        _say(quiet, f"{batch.name}: {summary(states)}")
        if not units:
            _say(quiet, "nothing is to be submitted")
            return 0
        elements = plan_elements(batch, units)
        for line in _hand_over(batch, elements, on, dry_run):
            _say(quiet, line)
    except slurm.Refused as error:
        print(f"lacuna: Slurm: {error}; lacuna batch {batch.folder} submits what is missing", file=sys.stderr)
        return 1
    return 0


def _hand_over(batch: Batch, elements, on: str, dry_run: bool) -> list[str]:
    if on == "slurm" and not dry_run:
        return submit_to_slurm(batch, elements)
    if on == "slurm":
        return would_submit(batch, elements)
    if not dry_run and on == "script":
        prepare(batch, elements)
    return instructions(batch, elements)


def _run_here(batch: Batch, jobs: Optional[int], quiet: bool) -> int:
    for unit in batch.units.values():
        unit.folder.mkdir(parents=True, exist_ok=True)
    site = batch.site
    finished = Driver(list(batch.units.values()), batch.document["free_memory_B"], jobs, site.ranks,
                      site.launch(), quiet).run()
    if not finished:
        print(f"lacuna: interrupted; lacuna batch {batch.folder} --on here goes on", file=sys.stderr)
        return 1
    # A comparison is gathered by lacuna batch, which has the folder's lock.
    return 0 if batch.document["kind"] == "compare" else gather(batch)


def run_last(folder: Path, on: str) -> int:
    """The job after all others: submits again what ran out of memory, at most twice, and gathers."""
    batch = read_batch(folder)
    if on == "slurm":
        try:
            _settled(batch)
            lacking = [unit for name, unit in batch.units.items()
                       if name in (last := batch.last_attempts()) and last[name].lacked_memory
                       and n_raises(unit) <= MOST_RAISES]
            for line in submit_to_slurm(batch, plan_elements(batch, lacking)) if lacking else []:
                print(line, flush=True)
        except slurm.Refused as error:
            print(f"lacuna: Slurm: {error}", file=sys.stderr)
    return gather(batch)


def gather(batch: Batch) -> int:
    """Tables and report by `lacuna collect`, once all files of other nodes are to be seen."""
    give_up = time.monotonic() + GRACE
    while time.monotonic() < give_up and not all(map(_is_seen, _done(batch))):
        time.sleep(PAUSE)
    return subprocess.run([batch.executable, "collect", str(batch.folder)], stdin=subprocess.DEVNULL,
                          check=False).returncode


def _done(batch: Batch) -> list[Unit]:
    return [batch.units[name] for name, last in batch.last_attempts().items() if last.state == DONE]


def _is_seen(unit: Unit) -> bool:
    if unit.results.is_dir():
        os.listdir(unit.results)  # has NFS look anew
    return unit.has_results


def _settled(batch: Batch) -> dict[str, UnitState]:
    """The states, with the ends of attempts noted that only Slurm saw."""
    states = states_of(batch)
    for name, state in states.items():
        last = state.attempt
        if state.is_active or last is None or last.has_ended or not last.job:
            continue
        ended = slurm.ended_as(last.job)
        if ended in ENDS:
            end(batch.units[name].folder, KILLED, ENDS[ended], 0.0, [])
    return states_of(batch)


def show_status(folder: Path) -> int:
    """What became of each unit: 0 where all are done or with a job, otherwise 1."""
    batch = read_batch(folder)
    states, fault = try_states(batch)
    print(f"{batch.name}: {summary(states, fault)}")
    width = max(map(len, states))
    for name, state in states.items():
        if state.state != DONE:
            job = f" (job {state.attempt.job})" if state.attempt and state.attempt.job else ""
            print(f"  {name:{width}}  {state.state}{job}{': ' + state.reason if state.reason else ''}")
    return 0 if all(state.state == DONE or state.is_active for state in states.values()) else 1


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        print(text, flush=True)
