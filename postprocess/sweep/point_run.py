# SPDX-License-Identifier: LGPL-2.1-or-later
"""One point as a process of its own."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Callable, Optional

from .attempts import DONE, FAILED, KILLED, begin, end
from .machine import OF_POINTS, end_with_parent

OUTPUT = "output.txt"  # what the last attempt said
LINES = 5              # of a log that are kept with an attempt
PATIENCE = 5.0         # s, from the request to end to the end


class PointRun:
    """A point that runs from its construction on: its commands one after the other, as long as they
    succeed and `is_refused` does not say that what was found is enough."""

    def __init__(self, point: int, folder: Path, commands: list[list[str]], time_limit: float,
                 is_refused: Callable[[], bool]) -> None:
        self.point = point
        self._folder = folder
        self._commands = list(commands)
        self._is_refused = is_refused
        self._limit = time_limit or float("inf")
        self._begun = time.monotonic()
        self._asked_to_end: Optional[float] = None
        self._why_killed = ""
        begin(folder)
        self._start()

    def _start(self) -> None:
        with open(self._folder / OUTPUT, "wb") as output:
            # In a session of its own, so that an interrupt from the terminal reaches it by us alone.
            self._process = subprocess.Popen(
                self._commands.pop(0), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env=OF_POINTS | os.environ, start_new_session=True, preexec_fn=end_with_parent)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    def poll(self) -> Optional[str]:
        """The state of the point where it has ended: done, failed or killed; noted in its folder."""
        code = self._process.poll()
        if code is None:
            self._watch()
            return None
        self._signal(signal.SIGKILL)  # what may be left of its session
        if code == 0 and self._commands and not self._why_killed and not self._is_refused():
            self._start()
            return None
        state, reason = self._judge(code)
        end(self._folder, state, reason, self.seconds, last_lines(self._folder))
        return state

    def kill(self, why: str) -> None:
        """Ask the point to end; poll() insists."""
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
        if code == 0:
            return DONE, ""
        if self._why_killed:
            return KILLED, self._why_killed
        # mpirun ends with 128 + n where a rank was ended by signal n.
        number = -code if code < 0 else code - 128
        if number > 0 and number in set(signal.Signals):
            hint = "; the system does this when memory runs out" if number == signal.SIGKILL else ""
            return KILLED, f"ended by signal {number} ({signal.Signals(number).name}){hint}"
        said = _last_line(self._folder / OUTPUT)
        return FAILED, said.removeprefix("lacuna: ") or f"ended with exit code {code}"


def last_lines(folder: Path) -> list[str]:
    """The end of the newest log of the point's specimens."""
    logs = sorted(folder.glob("*/*/log"), key=lambda path: path.stat().st_mtime)
    return _lines(logs[-1])[-LINES:] if logs else []


def _last_line(path: Path) -> str:
    return next(reversed(_lines(path)), "")


def _lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")
    return [line.rstrip() for line in text.splitlines() if line.strip()]
