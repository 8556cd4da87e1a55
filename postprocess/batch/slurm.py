# SPDX-License-Identifier: LGPL-2.1-or-later
"""Talks with Slurm by sbatch, squeue and scontrol; sacct is not needed."""

import os
import re
import subprocess
import time
from typing import Sequence

from ..errors import InputError

TRIES, PAUSE = 4, 2.0  # of a question to a busy controller; s between them
PATIENCE = 60          # s, for an answer
USUAL_ARRAY = 1001     # MaxArraySize where a cluster does not say

# What a job that submits others must not hand on to them.
OWN_VARIABLES = ("SLURM_", "SBATCH_", "OMPI_", "PMIX_", "PMI_", "PRTE_")


class Refused(Exception):
    """Slurm does not take a job, or does not answer; the message is its own, in one line."""


def submit(words: Sequence[str]) -> str:
    """The number of the job that sbatch makes of these words. Raises Refused."""
    done = _run(["sbatch", "--parsable", *words])
    number = done.stdout.strip().split(";")[0]
    if done.returncode != 0 or not number.isdigit():
        raise Refused(_one_line(done.stderr) or f"sbatch ended with exit code {done.returncode}")
    return number


def max_array_size() -> int:
    """The highest index of an array is one less."""
    found = re.search(r"^MaxArraySize\s*=\s*(\d+)", _ask(["scontrol", "show", "config"]), re.MULTILINE)
    return int(found[1]) if found else USUAL_ARRAY


def in_queue(jobs: Sequence[str]) -> dict[str, str]:
    """Those of these jobs that wait or run, by "12" or "12_3", with Slurm's states such as PENDING.
    Raises Refused where the controller does not answer: nothing is known then."""
    if not jobs:
        return {}
    # With --jobs a job that is forgotten would be an error.
    text = _ask(["squeue", "--noheader", "--array", "--user", str(os.getuid()), "--format", "%i %T"])
    rows = [line.split() for line in text.splitlines()]
    return {row[0]: row[1] for row in rows if len(row) == 2 and row[0].split("_")[0] in jobs}


def ended_as(job: str) -> str:
    """How Slurm ended a job, such as TIMEOUT or OUT_OF_MEMORY, as long as it remembers; else nothing."""
    done = _run(["scontrol", "--oneliner", "show", "job", job])
    found = re.search(r"\bJobState=(\S+)", done.stdout)
    if done.returncode == 0 and found:
        return found[1]
    done = _run(["sacct", "--noheader", "--parsable2", "--allocations", "--jobs", job, "--format", "State"])
    return done.stdout.split("\n")[0].split(" ")[0] if done.returncode == 0 else ""


def job_here() -> str:
    """The job that this process is part of, as "12_3" or "12"; empty where it is in none."""
    array, task = os.environ.get("SLURM_ARRAY_JOB_ID"), os.environ.get("SLURM_ARRAY_TASK_ID")
    return f"{array}_{task}" if array and task else os.environ.get("SLURM_JOB_ID", "")


def requeue(job: str) -> str:
    """Have this job run again; what Slurm objects, if anything."""
    done = _run(["scontrol", "requeue", job])
    return "" if done.returncode == 0 else _one_line(done.stderr) or "scontrol does not requeue it"


def require() -> None:
    """Raises InputError where there is no Slurm."""
    try:
        subprocess.run(["sbatch", "--version"], capture_output=True, check=False)
    except OSError as error:
        raise InputError("--on slurm: there is no sbatch; expected a machine from which Slurm takes jobs, "
                         "or --dry-run, or another --on") from error


def _ask(words: Sequence[str]) -> str:
    """The answer to a question, which is asked again where the controller is too busy. Raises Refused."""
    for left in reversed(range(TRIES)):
        done = _run(words)
        if done.returncode == 0:
            return done.stdout
        if left:
            time.sleep(PAUSE)
    raise Refused(f"{words[0]} does not answer: {_one_line(done.stderr)}")


def _run(words: Sequence[str]) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(OWN_VARIABLES) or name == "SLURM_CONF"}
    try:
        return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              env=environment, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(words, 1, "", str(error))


def _one_line(text: str) -> str:
    return " ".join(text.removeprefix("sbatch: error: ").split())


def memory_words(per: str, memory: float, ranks: int, nodes: int) -> list[str]:
    """How `memory` (B, of all ranks) is asked for; the one of --mem and --mem-per-cpu that a site wants."""
    megabytes = memory / 1e6
    if per == "node":
        return [f"--mem={max(1, round(megabytes / nodes))}M"]
    return [f"--mem-per-cpu={max(1, round(megabytes / ranks))}M"] if per == "core" else []


def minutes(seconds: float) -> int:
    """What Slurm counts time in, rounded up."""
    return max(1, -(-int(seconds) // 60))
