# SPDX-License-Identifier: LGPL-2.1-or-later
"""The folder of a batch: what it runs, as `lacuna batch` wrote it to batch/batch.json."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..sweep.attempts import Attempt, read_attempts
from ..sweep.plan import read_plan
from ..sweep.point_units import units_of
from ..sweep.unit import Unit
from .site import Site, read_site


@dataclass(frozen=True)
class Batch:
    """Units go by their names."""

    folder: Path
    name: str
    site: Site
    executable: str
    units: dict[str, Unit]
    document: dict[str, Any]

    @property
    def is_search(self) -> bool:
        """Whether its points are those of a round, which others follow."""
        return self.document["kind"] == "optimize"

    @property
    def has_ended(self) -> bool:
        """Whether a search has found its front."""
        return self.document["ended"]

    @property
    def title(self) -> str:
        """Its name, and how far a search is."""
        return f"{self.name}: {self.document['step']}" if self.is_search else self.name

    @property
    def home(self) -> Path:
        """For the files of the batch itself."""
        return self.folder / "batch"

    def last_attempts(self) -> dict[str, Attempt]:
        """The newest attempt at each unit that was ever begun."""
        found = {name: read_attempts(unit.folder) for name, unit in self.units.items()}
        return {name: attempts[-1] for name, attempts in found.items() if attempts}


def read_batch(folder: Path) -> Batch:
    """Raises InputError where the folder is not that of a batch."""
    folder = folder.resolve()
    path = folder / "batch" / "batch.json"
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        site = read_site(document["site"])
        units = (_specimens(folder, document) if document["kind"] == "compare" else
                 units_of(read_plan(folder / document.get("part", ""))))
        more = ("--expect-ranks", str(site.ranks))
        return Batch(folder, document["name"], site, document["executable"],
                     {unit.name: replace(unit, commands=tuple((*words, *more) for words in unit.commands))
                      for unit in units}, document)
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be read: {error.strerror}; "
                         "expected the folder of a lacuna batch") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}: damaged; expected what lacuna batch wrote") from error


def _specimens(folder: Path, document: dict[str, Any]) -> list[Unit]:
    return [Unit(one["name"], folder / "batch" / "specimens" / f"{one['name']}-{one['identity']}",
                 folder / one["group"] / one["name"],
                 ((document["executable"], "compare", str(folder / document["study"]), "--output",
                   str(folder), "--resume", "--quiet", "--only", one["name"]),),
                 one["memory_B"], one["time_s"], one["wave"], proof="specimen.json")
            for one in document["specimens"]]
