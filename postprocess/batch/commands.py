# SPDX-License-Identifier: LGPL-2.1-or-later
"""`batch` and `status`."""

import sys
from pathlib import Path
from typing import Optional

from ..sweep.attempts import DONE
from ..sweep.driver import Driver
from ..sweep.machine import end_with
from . import slurm
from .batch_folder import Batch, read_batch
from .last_job import gather
from .submit import (has_last, instructions, is_settled, missing_units, plan_elements, prepare, replace_last,
                     submit_to_slurm, summary, would_submit)
from .unit_states import is_locked, settled_states, states_of, try_states


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
        states = settled_states(batch) if on == "slurm" and not dry_run else states_of(batch, ask_queue=False)
        units = missing_units(batch, states)
        _say(quiet, f"{batch.title}: {summary(states)}")
        if not units:
            lines = replace_last(batch) if on == "slurm" and not dry_run else []
        else:
            lines = _hand_over(batch, plan_elements(batch, units), on, dry_run)
        for line in lines or ["nothing is to be submitted"]:
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
    # Others are gathered by lacuna batch, which has the folder's lock.
    return gather(batch) if batch.document["kind"] == "sweep" else 0


def show_status(folder: Path) -> int:
    """What became of each unit: 0 where nothing is left to be asked for, otherwise 1."""
    batch = read_batch(folder)
    states, fault = try_states(batch)
    print(f"{batch.title}: {summary(states, fault)}")
    width = max(map(len, states))
    for name, state in states.items():
        if state.state != DONE:
            job = f" (job {state.attempt.job})" if state.attempt and state.attempt.job else ""
            print(f"  {name:{width}}  {state.state}{job}{': ' + state.reason if state.reason else ''}")
    if batch.is_search and is_locked(batch.folder):
        return 0  # what comes next is being planned
    if not all(is_settled(batch, state) or state.is_active for state in states.values()):
        return 1
    if batch.is_search and not _goes_on(batch):
        print(f"  what follows is not queued: lacuna batch {batch.folder} goes on")
        return 1
    return 0


def _goes_on(batch: Batch) -> bool:
    """Whether a search has ended, or a job will have it go on; also where that cannot be known."""
    try:
        return batch.has_ended or has_last(batch)
    except slurm.Refused:
        return True


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        print(text, flush=True)
