# SPDX-License-Identifier: LGPL-2.1-or-later
"""The job after all others: it gathers what they found, or has a search go on."""

import os
import subprocess
import sys
import time
from pathlib import Path

from ..sweep.attempts import DONE
from ..sweep.unit import Unit
from ..sweep.unit_run import INTERRUPTED
from . import slurm
from .batch_folder import Batch, read_batch
from .elements import GRACE, MOST_RAISES, PAUSE
from .submit import active_jobs, is_settled, n_raises, plan_elements, replace_last, submit_to_slurm
from .unit_states import LEASE, UnitState, settled_states, states_of


def run_last(folder: Path, on: str) -> int:
    """The job after all others: submits again what ran out of memory, at most twice, and gathers; or has
    a search go on."""
    batch = read_batch(folder)
    try:
        states = _look(batch, on)
        lacking = [unit for name, unit in batch.units.items()
                   if on == "slurm" and (last := states[name].attempt) and last.lacked_memory
                   and n_raises(unit) <= MOST_RAISES]
        for line in submit_to_slurm(batch, plan_elements(batch, lacking)) if lacking else []:
            print(line, flush=True)
        if batch.is_search and not lacking:
            return _go_on(batch, on)
    except slurm.Refused as error:
        print(f"lacuna: Slurm: {error}", file=sys.stderr)
    return gather(batch)


def _look(batch: Batch, on: str) -> dict[str, UnitState]:
    return settled_states(batch) if on == "slurm" else states_of(batch, ask_queue=False)


def _go_on(batch: Batch, on: str) -> int:
    """The next points of a search, where all that it knows of have ended. Those that were broken off are
    not run again without being asked: they may have been on purpose."""
    give_up = time.monotonic() + LEASE
    while any(state.is_active for state in _look(batch, on).values()) and time.monotonic() < give_up:
        if on == "slurm" and active_jobs(batch):
            print(*replace_last(batch), sep="\n")
            return 0
        time.sleep(PAUSE)
    left = [name for name, state in _look(batch, on).items() if not is_settled(batch, state)]
    if left:
        print(f"lacuna: {batch.title}: {len(left)} points were not run to their end, the first is {left[0]}; "
              f"lacuna batch {batch.folder} --on {on} goes on", file=sys.stderr, flush=True)
        gather(batch)
        return 1
    await_files(batch)
    code = _lacuna(batch, "batch", str(batch.folder), "--on", on)
    is_more = on == "script" and code == 0 and not read_batch(batch.folder).has_ended
    return INTERRUPTED if is_more else code


def gather(batch: Batch) -> int:
    """Tables and report by `lacuna collect`."""
    await_files(batch)
    return _lacuna(batch, "collect", str(batch.folder))


def _lacuna(batch: Batch, *words: str) -> int:
    return subprocess.run([batch.executable, *words], stdin=subprocess.DEVNULL, check=False).returncode


def await_files(batch: Batch) -> None:
    """Until all files of other nodes are to be seen, or too long."""
    give_up = time.monotonic() + GRACE
    while time.monotonic() < give_up and not all(map(_is_seen, _done(batch))):
        time.sleep(PAUSE)


def _done(batch: Batch) -> list[Unit]:
    return [batch.units[name] for name, last in batch.last_attempts().items() if last.state == DONE]


def _is_seen(unit: Unit) -> bool:
    if unit.results.is_dir():
        os.listdir(unit.results)  # has NFS look anew
    return unit.has_results
