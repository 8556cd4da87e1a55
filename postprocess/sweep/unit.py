# SPDX-License-Identifier: LGPL-2.1-or-later
"""What runs as a process of its own: a point of a sweep, or a specimen of a comparison."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

MEMORY_MARGIN, TIME_MARGIN = 1.3, 2.0  # on what check foresees


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Unit:
    """Its attempts are noted in `folder`; what it computes is kept below `results`."""

    name: str
    folder: Path
    results: Path
    commands: tuple[tuple[str, ...], ...]  # one after the other, each without what launches it
    memory: float = 0.0                    # B, as foreseen
    time: float = 0.0                      # s, as foreseen on one process
    wave: int = 0                          # begins when those of lower ones have ended
    time_limit: float = 0.0                # s; 0 for none
    is_refused: Callable[[], bool] = _never  # whether what was found cheaply is enough
    proof: str = ""                        # file in `results` without which it is not done

    @property
    def has_results(self) -> bool:
        return not self.proof or (self.results / self.proof).exists() or self.is_refused()

    def logs(self) -> list[Path]:
        """The logs of its specimens, the newest last."""
        return sorted(self.results.rglob("log"), key=lambda path: path.stat().st_mtime)
