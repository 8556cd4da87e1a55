# SPDX-License-Identifier: LGPL-2.1-or-later
"""Batches on a real Slurm. Exit code 77, which CTest counts as skipped, where it does not start."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "postprocess")]

from local_slurm import LocalSlurm, Unavailable
from sweeps import MAIN, plan_batch

PYTHON = "/usr/bin/python3"
COMMAND = [PYTHON, "-I", str(MAIN)]
PATIENCE = 300.0  # s, on a busy machine


@pytest.fixture(scope="session")
def slurm(tmp_path_factory):
    one = LocalSlurm(tmp_path_factory.mktemp("slurm"))
    try:
        one.start()
    except Unavailable as error:
        one.stop()
        pytest.exit(f"no Slurm: {error}", returncode=77)
    yield one
    one.stop()


class Runner:
    """Runs the commands of a batch where Slurm is."""

    def __init__(self, slurm):
        self.slurm = slurm

    def __call__(self, *words):
        return subprocess.run([*map(str, words)], env=self.slurm.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=PATIENCE)

    def python(self, *words):
        return self(*COMMAND, *words)

    def queue(self):
        return self.slurm.run("squeue", "--noheader", "--array", "--format=%i %T").splitlines()

    def wait(self, *, until=None, patience=PATIENCE, pause=0.2):
        """Until the queue is empty, or `until` holds, which is looked at so often."""
        end = time.monotonic() + patience
        while not (until() if until else not self.queue()):
            assert time.monotonic() < end, self.queue()
            time.sleep(pause)

    def warn(self, job):
        """What Slurm does before the end of a job's time."""
        self.slurm.run("scancel", "--batch", "--signal=USR1", job)

    def start_again(self, job):
        """A job that was queued again, for which Slurm would wait two minutes. A node refuses it in the
        second in which it gave it up: "Job credential revoked"."""
        self.wait(until=lambda: f"{job} PENDING" in self.queue())
        self.slurm.run("scontrol", "update", f"JobId={job}", "StartTime=now+2")


@pytest.fixture
def run(slurm):
    runner = Runner(slurm)
    yield runner
    slurm.run("scancel", "--full", "--me")
    runner.wait()


@pytest.fixture
def sweep(tmp_path):
    """Returns plan(n, acts, **site): the folder of a batch of points whose program is that of sweeps.py."""
    return lambda n, acts=None, **site: plan_batch(tmp_path / "s", n, acts, **site)
