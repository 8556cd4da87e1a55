# SPDX-License-Identifier: LGPL-2.1-or-later
"""Has what is missing of a batch run: by Slurm, by this machine, or by scripts for another scheduler."""

import shlex
from collections import Counter
from typing import Optional, Sequence

from ..sweep.attempts import DONE, FAILED, KILLED, read_attempts
from ..sweep.driver import duration
from ..sweep.unit import Unit
from . import slurm
from .batch_folder import Batch
from .elements import Element, append, arrays, bundle, read_elements
from .jobs import Job, note, read_jobs
from .scripts import ELEMENT, LAST, array_words, last_words, write_scripts
from .unit_states import UnitState


def n_raises(unit: Unit) -> int:
    """How often a unit ran out of memory."""
    return sum(attempt.lacked_memory for attempt in read_attempts(unit.folder))


def missing_units(batch: Batch, states: dict[str, UnitState]) -> list[Unit]:
    """Those that are neither done nor with a job already, nor what a search takes as it is."""
    return [unit for name, unit in batch.units.items()
            if not is_settled(batch, states[name]) and not states[name].is_active]


def is_settled(batch: Batch, state: UnitState) -> bool:
    """Whether nothing more becomes of a unit: it is done or, in a search, has failed by itself."""
    failed = batch.is_search and state.attempt is not None and state.attempt.is_final
    return state.state == DONE or (failed and state.state in (FAILED, KILLED))


def plan_elements(batch: Batch, units: Sequence[Unit]) -> list[Element]:
    return bundle(units, n_raises, batch.site, len(read_elements(batch.home)))


def submit_to_slurm(batch: Batch, elements: Sequence[Element]) -> list[str]:
    """Submits arrays, wave after wave, and the job after all of them; what was submitted, a line each.
    Raises slurm.Refused; what was submitted until then stays."""
    prepare(batch, elements)
    said, numbers, waves = [], active_jobs(batch), {}
    for array in arrays(elements, slurm.max_array_size()):
        wave = array[0].wave
        after = [*numbers, *(number for other, own in waves.items() if other < wave for number in own)]
        number = slurm.submit(array_words(batch, array, after if wave else []))
        note(batch.home, Job(number, array[0].number, len(array)))
        waves.setdefault(wave, []).append(number)
        said.append(f"job {number}: {describe(array)}{', once ' + ', '.join(after) if wave and after else ''}"
                    f"{' have ended' if wave and after else ''}")
    return [*said, _submit_last(batch, [*numbers, *(number for own in waves.values() for number in own)])]


def _submit_last(batch: Batch, after: Sequence[str]) -> str:
    number = slurm.submit(last_words(batch, after))
    note(batch.home, Job(number, 0, 0))
    task = "proposes the next points" if batch.is_search else "gathers the results"
    return f"job {number}: {task}, once {', '.join(after)} have ended"


def replace_last(batch: Batch) -> list[str]:
    """Submits the job after those that are left where it is not there any more. Raises slurm.Refused."""
    arrays_left = active_jobs(batch)
    return [_submit_last(batch, arrays_left)] if arrays_left and not has_last(batch) else []


def has_last(batch: Batch) -> bool:
    """Whether a job after all others waits or runs, other than this one. Raises slurm.Refused."""
    return bool(slurm.in_queue([job.number for job in read_jobs(batch.home)
                                if not job.count and job.number != slurm.job_here()]))


def prepare(batch: Batch, elements: Sequence[Element]) -> None:
    (batch.home / "log").mkdir(parents=True, exist_ok=True)
    write_scripts(batch)
    append(batch.home, elements)


def active_jobs(batch: Batch) -> list[str]:
    """Arrays of earlier submissions of which elements wait or run."""
    jobs = [job.number for job in read_jobs(batch.home) if job.count]
    return sorted({key.split("_")[0] for key in slurm.in_queue(jobs)}, key=int)


def would_submit(batch: Batch, elements: Sequence[Element]) -> list[str]:
    """What sbatch would be told; JOB1 stands for the number of the first job."""
    try:
        most = slurm.max_array_size()
    except slurm.Refused:
        most = slurm.USUAL_ARRAY
    lines, waves = [], {}
    for n, array in enumerate(arrays(elements, most), 1):
        wave = array[0].wave
        after = [job for other, own in waves.items() if other < wave for job in own]
        lines += [f"# JOB{n}: {describe(array)}", shlex.join(["sbatch", *array_words(batch, array, after)])]
        waves.setdefault(wave, []).append(f"JOB{n}")
    after = [job for own in waves.values() for job in own]
    return [*lines, shlex.join(["sbatch", *last_words(batch, after)])]


def instructions(batch: Batch, elements: Sequence[Element]) -> list[str]:
    """What another scheduler has to do, in words."""
    site = batch.site
    lines = []
    for wave in sorted({element.wave for element in elements}):
        own = [element for element in elements if element.wave == wave]
        lines.append(f"elements {_ranges(own)}: {describe(own)}, {site.ranks} processes on {site.nodes} nodes"
                     + (", once all before have ended" if wave > elements[0].wave else ""))
    more = "   # exit code 75: there are more, which it names" if batch.is_search else ""
    return [*lines, f"Each element N: {batch.home / ELEMENT} N   # exit code 75: run it again",
            f"In the end:     {batch.home / LAST}{more}"]


def _ranges(elements: Sequence[Element]) -> str:
    return f"{elements[0].number}-{elements[-1].number}"


def describe(elements: Sequence[Element]) -> str:
    """ "3 elements of 12 specimens, each at most 20 min 0 s and 4.2 GB"."""
    names = [name for element in elements for name in element.units]
    kind = "points" if names[0].startswith("point ") else "specimens"
    return (f"{len(elements)} elements of {len(names)} {kind}, each at most "
            f"{duration(max(one.time for one in elements))} and "
            f"{1e-9 * max(one.memory for one in elements):.2g} GB")


def summary(states: dict[str, UnitState], reason_of_queue: Optional[str] = None) -> str:
    """ "8 done, 1 running, 2 queued, 1 failed"."""
    order = ("done", "running", "queued", "failed", "killed", "missing")
    counts = Counter(state.state for state in states.values())
    text = ", ".join(f"{counts[state]} {state}" for state in order if counts[state])
    return text + (f" ({reason_of_queue})" if reason_of_queue else "")
