# SPDX-License-Identifier: LGPL-2.1-or-later
"""What this machine has, and what becomes of processes whose parent is gone."""

import ctypes
import os
import signal
from pathlib import Path

PR_SET_PDEATHSIG = 1  # prctl(2)

# Several points share the cores: no threads, and no binding of the ranks of all to the same ones.
OF_POINTS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
             "OMPI_MCA_rmaps_base_oversubscribe": "1",
             "OMPI_MCA_hwloc_base_binding_policy": "none",  # Open MPI 4
             "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
             "PRTE_MCA_hwloc_default_binding_policy": "none",  # 5
             "OMPI_MCA_orte_execute_quiet": "1"}  # what a point says itself is enough


def physical_cores() -> int:
    """Cores that this process may use: not hardware threads, not beyond a container's quota."""
    allowed = os.sched_getaffinity(0)
    cores = {_siblings(cpu) for cpu in allowed}
    return max(1, min(len(cores), _quota(len(cores))))


def _siblings(cpu: int) -> str:
    """The hardware threads of a core; each alone where the system does not say."""
    path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list")
    try:
        return path.read_text()
    except OSError:
        return str(cpu)


def _quota(otherwise: int) -> int:
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        return otherwise if quota == "max" else -(-int(quota) // int(period))
    except (OSError, ValueError):
        return otherwise


def memory_kills() -> int:
    """How many processes of our control group the system has ended for lack of memory; 0 where it does
    not say."""
    try:
        groups = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
        files = [Path("/sys/fs/cgroup" + path) / "memory.events" if not kinds else
                 Path("/sys/fs/cgroup/memory" + path) / "memory.oom_control"
                 for _, kinds, path in groups if not kinds or "memory" in kinds.split(",")]
        counts = [line.split() for file in files if file.exists() for line in file.read_text().splitlines()]
        return sum(int(count) for name, count in counts if name == "oom_kill")
    except (OSError, ValueError):
        return 0


_prctl = ctypes.CDLL(None).prctl


def end_with_parent() -> None:
    """Have the system kill this process when its parent ends, however that is."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_with(parent: int) -> None:
    """The same for a parent that may have ended by now."""
    end_with_parent()
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
