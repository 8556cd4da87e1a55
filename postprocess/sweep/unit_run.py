# SPDX-License-Identifier: LGPL-2.1-or-later
"""One unit, a point or a specimen, as a process of its own."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Optional, Sequence

from .attempts import BY_MEMORY, BY_REQUEST, DONE, FAILED, KILLED, begin, end
from .machine import OF_POINTS, end_with_parent, memory_kills
from .unit import Unit

OUTPUT = "output.txt"  # what the last attempt said
LINES = 5              # of a log that are kept with an attempt
PATIENCE = 5.0         # s, from the request to end to the end
INTERRUPTED = 75       # exit code of lacuna where it wrote its state and ended on request
OF_MPIRUN = re.compile(r"^-{70,}\n.*?^-{70,}$", re.MULTILINE | re.DOTALL)  # what it says stands between such lines
OF_LACK = ("bad_alloc", "oom_kill", "oom-kill", "Out Of Memory")  # what lacuna or a scheduler says


class UnitRun:
    """A unit that runs from its construction on: its commands one after the other, as long as they
    succeed and the unit does not say that what was found is enough. `launch` comes before each; `job`
    is noted with the attempt."""

    def __init__(self, unit: Unit, launch: Sequence[str], job: str = "") -> None:
        self.unit = unit
        self._launch = tuple(launch)
        self._commands = list(unit.commands)
        self._limit = unit.time_limit or float("inf")
        self._begun = time.monotonic()
        self._memory_kills = memory_kills()
        self._asked_to_end: Optional[float] = None
        self._why_killed = ""
        self._is_cut = False  # commands were left out on request
        begin(unit.folder, **({"job": job, "began_from": newest_state(unit)} if job else {}))
        self._start()

    def _start(self) -> None:
        with open(self.unit.folder / OUTPUT, "wb") as output:
            # In a session of its own, so that an interrupt from the terminal reaches it by us alone.
            self._process = subprocess.Popen(
                [*self._launch, *self._commands.pop(0)], stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, env=OF_POINTS | os.environ, start_new_session=True,
                preexec_fn=end_with_parent)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def poll(self) -> Optional[str]:
        """The state of the unit where it has ended: done, failed or killed; noted in its folder."""
        code = self._process.poll()
        if code is None:
            self._watch()
            return None
        self._signal(signal.SIGKILL)  # what may be left of its session
        if code == 0 and self._commands and not self._why_killed and not self.unit.is_refused():
            self._start()
            return None
        state, reason = self._judge(code)
        end(self.unit.folder, state, reason, self.seconds, last_lines(self.unit))
        return state

    def interrupt(self, why: str) -> None:
        """Ask the unit to write its state and end, however long that takes."""
        if not self._why_killed:
            self._why_killed = f"{BY_REQUEST}: {why}"
        self._is_cut = self._is_cut or bool(self._commands)
        self._commands.clear()
        # mpirun hands it on, and keeps their exit code.
        self._process.send_signal(signal.SIGUSR1)

    def kill(self, why: str) -> None:
        """Ask the unit to end; poll() insists."""
        if self._asked_to_end is None:
            self._asked_to_end = time.monotonic()
            self._why_killed = why
            self._signal(signal.SIGTERM)

    def _watch(self) -> None:
        if self.seconds > self._limit:
            self.kill(f"took longer than the time limit of {self._limit:.6g} s")
        if self._asked_to_end and time.monotonic() - self._asked_to_end > PATIENCE:
            self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            pass

    def _judge(self, code: int) -> tuple[str, str]:
        if code == 0 and not self._is_cut:
            return DONE, ""
        if self._why_killed:
            return KILLED, self._why_killed
        if code == INTERRUPTED:
            return KILLED, f"{BY_REQUEST}: its state is kept"
        said = _last_line(self.unit.folder / OUTPUT)
        # mpirun ends with 128 + n where a rank was ended by signal n.
        number = -code if code < 0 else code - 128
        if (number == signal.SIGKILL and memory_kills() > self._memory_kills) or any(
                word in said for word in OF_LACK):
            return KILLED, f"{BY_MEMORY}: {said or 'ended by the system'}"
        if number > 0 and number in set(signal.Signals):
            hint = "; the system does this when memory runs out" if number == signal.SIGKILL else ""
            return KILLED, f"ended by signal {number} ({signal.Signals(number).name}){hint}"
        return FAILED, said.removeprefix("lacuna: ") or f"ended with exit code {code}"


def newest_state(unit: Unit) -> str:
    """What names the newest thing that a run could go on from; empty where there is none."""
    files = [path for pattern in ("*.state.*", "stages.json", "specimen.json")
             for path in unit.results.rglob(pattern)]
    newest = max(files, key=lambda path: path.stat().st_mtime_ns, default=None)
    return f"{newest.name} {newest.stat().st_mtime_ns}" if newest else ""


def last_lines(unit: Unit) -> list[str]:
    """The end of the newest log of the unit's specimens."""
    logs = unit.logs()
    return _lines(logs[-1])[-LINES:] if logs else []


def _last_line(path: Path) -> str:
    return next(reversed(_lines(path)), "")


def _lines(path: Path) -> list[str]:
    """Those with words of the program itself."""
    text = OF_MPIRUN.sub("", path.read_text(encoding="utf-8", errors="replace"))
    return [line.rstrip() for line in text.splitlines() if line.strip()]
