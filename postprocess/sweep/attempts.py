# SPDX-License-Identifier: LGPL-2.1-or-later
"""What became of a point, each time that it was run: attempts.jsonl in its folder."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

FILE = "attempts.jsonl"

DONE, FAILED, KILLED = "done", "failed", "killed"
MISSING = "missing"  # was never begun


@dataclass(frozen=True)
class Attempt:
    """One run of a point. Times are of the clock, in UTC; `log` has the last lines that it said."""

    begun: str
    state: str
    reason: str = ""
    ended: str = ""
    seconds: Optional[float] = None
    log: tuple[str, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Whether it ended with the sweep, not by itself."""
        return self.state == KILLED and self.reason.startswith("the sweep was ")


def begin(folder: Path) -> None:
    """Note in a point's folder that it is run from now on."""
    _append(folder, {"begun": _now()})


def end(folder: Path, state: str, reason: str, seconds: float, log: list[str]) -> None:
    """Note what became of the attempt that was begun last."""
    _append(folder, {"ended": _now(), "state": state, "reason": reason,
                     "seconds": round(seconds, 3), "log": log})


def read_attempts(folder: Path) -> list[Attempt]:
    """All attempts at a point. One that has no end was killed together with the sweep."""
    attempts: list[Attempt] = []
    try:
        lines = (folder / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return attempts
    for line in lines:
        record = _parse(line)
        if "begun" in record:
            attempts.append(Attempt(record["begun"], KILLED, "the sweep was ended from outside"))
        elif attempts and "state" in record:
            attempts[-1] = Attempt(attempts[-1].begun, record["state"], record["reason"],
                                   record["ended"], record["seconds"], tuple(record["log"]))
    return attempts


def _parse(line: str) -> dict[str, Any]:
    """Nothing of a line that was cut when the writer was killed."""
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _append(folder: Path, record: dict[str, Any]) -> None:
    # A line of its own also after one that was cut.
    with open(folder / FILE, "a", encoding="utf-8") as file:
        file.write(f"\n{json.dumps(record)}\n")


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
