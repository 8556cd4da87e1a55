# SPDX-License-Identifier: LGPL-2.1-or-later
"""The scripts of a batch, and the words that sbatch takes with them."""

import shlex
import sys
from pathlib import Path
from typing import Sequence

from ..files import write_atomically
from .batch_folder import Batch
from .elements import Element
from .slurm import memory_words, minutes

ELEMENT, JOB, LAST = "element.sh", "job.sh", "last.sh"
TIME_OF_LAST = 30  # minutes
MEMORY_OF_LAST = 4e9  # B


def write_scripts(batch: Batch) -> None:
    program = [sys.executable, "-I", str(Path(__file__).resolve().parents[1] / "__main__.py")]
    for name, text in ((ELEMENT, _element(batch, program)), (JOB, _job(batch)),
                       (LAST, _last(batch, program))):
        path = batch.home / name
        write_atomically(path, text)
        path.chmod(0o755)


def _element(batch: Batch, program: Sequence[str]) -> str:
    """Runs one element; the shell gives way to the program, so that signals reach that."""
    return f"""\
#!/bin/bash
# Runs element $1 of {batch.name}. On USR1 or TERM it writes its state and ends with exit code 75:
# run it again. 0: all is done; otherwise see lacuna status.
{batch.site.prologue}
exec {shlex.join(program)} element {shlex.quote(str(batch.folder))} "$1"
"""


def _job(batch: Batch) -> str:
    """An element of an array of Slurm, whose first one is element $1."""
    return f"""\
#!/bin/bash
exec {shlex.quote(str(batch.home / ELEMENT))} $(($1 + SLURM_ARRAY_TASK_ID))
"""


def _last(batch: Batch, program: Sequence[str]) -> str:
    task = ("Proposes the next points of {}. Exit code 75: there are some, which it names." if batch.is_search else
            "Gathers the results of {}.").format(batch.name)
    return f"""\
#!/bin/bash
# {task} Where $1 is slurm, has run (again) what is to run.
{batch.site.prologue}
exec {shlex.join(program)} last {shlex.quote(str(batch.folder))} --on "${{1:-script}}"
"""


def array_words(batch: Batch, elements: Sequence[Element], after: Sequence[str]) -> list[str]:
    """What sbatch is told of an array that begins after the jobs `after`, however those end."""
    site = batch.site
    throttle = f"%{site.at_a_time}" if site.at_a_time else ""
    return [f"--job-name={batch.name}", f"--array=0-{len(elements) - 1}{throttle}",
            f"--nodes={site.nodes}", f"--ntasks={site.ranks}", "--cpus-per-task=1",
            f"--time={minutes(max(one.time for one in elements))}",
            f"--signal=B:USR1@{round(site.warning)}", "--requeue",
            *memory_words(site.memory_per, max(one.memory for one in elements), site.ranks, site.nodes),
            *_common(batch, after, '%A_%a.txt'), str(batch.home / JOB), str(elements[0].number)]


def last_words(batch: Batch, after: Sequence[str]) -> list[str]:
    site = batch.site
    return [f"--job-name={batch.name}-last", "--nodes=1", "--ntasks=1", f"--time={TIME_OF_LAST}",
            *memory_words(site.memory_per, MEMORY_OF_LAST, 1, 1), *_common(batch, after, '%j.txt'),
            str(batch.home / LAST), "slurm"]


def _common(batch: Batch, after: Sequence[str], log: str) -> list[str]:
    site = batch.site
    words = [f"--{key}={value}" for key, value in (("partition", site.partition),
                                                   ("account", site.account),
                                                   ("constraint", site.constraint)) if value]
    if after:
        words.append(f"--dependency=afterany:{':'.join(after)}")
    return [*words, *shlex.split(site.options), "--open-mode=append",
            f"--output={batch.home / 'log' / log}"]
