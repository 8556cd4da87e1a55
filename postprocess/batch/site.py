# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a cluster is asked for, as section Site of a parameter file has it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Site:
    """Times in s."""

    partition: str
    account: str
    constraint: str
    options: str
    launcher: str
    prologue: str
    ranks: int
    nodes: int
    at_a_time: int
    memory_per: str  # node, core or none
    walltime_limit: float
    bundle: float
    warning: float

    def launch(self) -> list[str]:
        """The words before a command; none where one process is enough."""
        return self.launcher.replace("RANKS", str(self.ranks)).split() if self.ranks > 1 else []


def read_site(document: dict[str, Any]) -> Site:
    return Site(**{key.removesuffix("_s"): value for key, value in document.items()})
