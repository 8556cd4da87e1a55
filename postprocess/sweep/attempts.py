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

# How reasons of killed attempts begin that mean more than one end.
BY_SWEEP, BY_REQUEST, BY_MEMORY, BY_LOSS = "the sweep was ", "interrupted", "out of memory", "lost"
UNKNOWN_END = "the sweep was ended from outside"


@dataclass(frozen=True)
class Attempt:
    """One run of a point. Times are of the clock, in UTC; `log` has the last lines that it said; `job`
    is that of a scheduler, `began_from` names the newest state that was there."""

    begun: str
    state: str
    reason: str = ""
    ended: str = ""
    seconds: Optional[float] = None
    log: tuple[str, ...] = ()
    job: str = ""
    began_from: str = ""

    @property
    def interrupted(self) -> bool:
        """Whether it ended with the sweep or on request, not by itself."""
        return self.state == KILLED and self.reason.startswith((BY_SWEEP, BY_REQUEST))

    @property
    def is_final(self) -> bool:
        """Whether it ended by itself or by its limits: a search takes that as it is."""
        return not self.interrupted and not (self.state == KILLED and self.reason.startswith(BY_LOSS))

    @property
    def lacked_memory(self) -> bool:
        return self.state == KILLED and self.reason.startswith(BY_MEMORY)

    @property
    def has_ended(self) -> bool:
        return bool(self.ended)


def begin(folder: Path, **more: str) -> None:
    """Note in a point's folder that it is run from now on."""
    _append(folder, {"begun": _now(), **more})


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
            attempts.append(Attempt(record["begun"], KILLED, UNKNOWN_END, job=record.get("job", ""),
                                    began_from=record.get("began_from", "")))
        elif attempts and "state" in record:
            last = attempts[-1]
            attempts[-1] = Attempt(last.begun, record["state"], record["reason"], record["ended"],
                                   record["seconds"], tuple(record["log"]), last.job, last.began_from)
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
