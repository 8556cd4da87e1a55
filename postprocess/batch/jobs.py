# SPDX-License-Identifier: LGPL-2.1-or-later
"""What was submitted: jobs.jsonl, a line a job."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "jobs.jsonl"


@dataclass(frozen=True)
class Job:
    """An array of elements that count on from `first`, or the job after them (no element)."""

    number: str
    first: int
    count: int

    def ids(self) -> dict[str, int]:
        """Elements by what Slurm calls them."""
        return {f"{self.number}_{index}": self.first + index for index in range(self.count)}


def note(home: Path, job: Job) -> None:
    with open(home / FILE, "a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(job)) + "\n")


def read_jobs(home: Path) -> list[Job]:
    """Without a line that was cut."""
    try:
        lines = (home / FILE).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    jobs = []
    for line in lines:
        try:
            jobs.append(Job(**json.loads(line)))
        except (TypeError, ValueError):
            continue
    return jobs
