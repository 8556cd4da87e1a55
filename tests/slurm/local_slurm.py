# SPDX-License-Identifier: LGPL-2.1-or-later
"""A Slurm of one node on this machine, on ports and with a key of its own, for as long as it is asked for.

Memory limits are not enforced, and nothing is accounted: `sacct` has no answers.
"""

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("slurmctld", "slurmd", "munged", "sbatch", "squeue", "scontrol", "scancel")
PATIENCE = 30.0  # s, for the node to be idle
MAX_ARRAY = 8

CONFIGURATION = """\
ClusterName=local
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
SlurmdPort={node_port}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={home}/munge.socket,cred_expire=3
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
StateSaveLocation={home}/state
SlurmdSpoolDir={home}/spool
SlurmctldPidFile={home}/slurmctld.pid
SlurmdPidFile={home}/slurmd.pid
SlurmctldLogFile={home}/slurmctld.log
SlurmdLogFile={home}/slurmd.log
SchedulerType=sched/backfill
SchedulerParameters=sched_min_interval=10000,batch_sched_delay=0,bf_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/linux
AccountingStorageType=accounting_storage/none
MaxArraySize={max_array}
KillWait=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory={memory} State=UNKNOWN
PartitionName=debug Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class Unavailable(Exception):
    """Slurm does not start here; the message says why."""


class LocalSlurm:
    """Raises Unavailable from start(). `environment` is what its programs and its clients take."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {"SLURM_CONF": str(home / "slurm.conf"),
                                         "PATH": os.environ["PATH"] + ":/usr/sbin"}
        self._processes: list[subprocess.Popen] = []

    def start(self) -> None:
        missing = [name for name in PROGRAMS if not shutil.which(name, path=self.environment["PATH"])]
        if missing:
            raise Unavailable(f"missing: {', '.join(missing)}")
        for folder in ("state", "spool"):
            (self.home / folder).mkdir(parents=True)
        (self.home / "munge.key").write_bytes(os.urandom(128))
        (self.home / "munge.key").chmod(0o600)
        host = os.uname().nodename.split(".")[0]
        (self.home / "slurm.conf").write_text(CONFIGURATION.format(
            host=host, port=free_port(), node_port=free_port(), home=self.home, memory=8000,
            user=os.environ.get("USER", "root"), max_array=MAX_ARRAY))
        # With --foreground and -D each ends by its own process.
        self._begin("munged", "--foreground", "--force", *(
            f"--{key}-file={self.home / f'munged.{key}'}" for key in ("pid", "seed", "log")),
            f"--key-file={self.home / 'munge.key'}", f"--socket={self.home / 'munge.socket'}")
        self._await(lambda: (self.home / "munge.socket").exists(), "munged")
        self._begin("slurmctld", "-D")
        self._begin("slurmd", "-D", "-N", host)
        self._await(lambda: "idle" in self.run("sinfo", "--noheader", "--format=%T"), "slurmd")

    def _begin(self, *words: str) -> None:
        log = open(self.home / f"{words[0]}.out", "wb")
        self._processes.append(subprocess.Popen(words, env=self.environment, stdin=subprocess.DEVNULL,
                                                stdout=log, stderr=log))

    def _await(self, is_there, what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not is_there():
            if time.monotonic() > end or any(one.poll() is not None for one in self._processes):
                raise Unavailable(f"{what} does not start: {self._complaint()}")
            time.sleep(0.1)

    def _complaint(self) -> str:
        lines = [line for path in self.home.glob("*.out") for line in path.read_text().splitlines()
                 if "rror" in line or "fatal" in line]
        return lines[-1] if lines else f"nothing within {PATIENCE:.0f} s"

    def run(self, *words: str) -> str:
        """What a program of Slurm says."""
        return subprocess.run(words, env=self.environment, text=True, capture_output=True,
                              check=False, timeout=60).stdout

    def stop(self) -> None:
        self.run("scancel", "--full", "--user", str(os.getuid()))
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
