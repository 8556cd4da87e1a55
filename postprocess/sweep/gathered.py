# SPDX-License-Identifier: LGPL-2.1-or-later
"""A point of a sweep with what its files hold."""

from dataclasses import dataclass

from .attempts import Attempt
from .judgement import Judged
from .rows import Mean, Specimen


@dataclass(frozen=True)
class Gathered:
    """A point with all that is known of it; means by group and column, of a point that is done."""

    judged: Judged
    values: dict[str, str]
    identity: str
    attempts: list[Attempt]
    specimens: list[Specimen]
    means: dict[str, dict[str, Mean]]
