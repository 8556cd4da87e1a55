# SPDX-License-Identifier: LGPL-2.1-or-later
"""sweep.sqlite: the points of a sweep for questions in SQL."""

import math
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Iterable, Iterator, Optional, Sequence

from ..files import replacing
from .gathered import Gathered
from .plan import Plan


def write_database(path: Path, plan: Plan, points: Sequence[Gathered]) -> None:
    """Write the tables points, specimens, quantities, attempts and provenance, and the view wide, which
    has the points with the means of their specimens, a row a point and group."""
    with replacing(path) as temporary, closing(sqlite3.connect(temporary)) as database:
        # Nobody reads it before it is complete; so no journal either.
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        _fill(database, "points",
              ["point INTEGER PRIMARY KEY", "state TEXT", "reason TEXT",
               *map(_column, plan.variables), "identity TEXT", "attempts INTEGER", "seconds REAL"],
              ([one.judged.point, one.judged.state, one.judged.reason,
                *map(_number, one.values.values()), one.identity, len(one.attempts),
                one.attempts[-1].seconds if one.attempts else None] for one in points))
        found = dict.fromkeys(column for one in points for specimen in one.specimens
                              for column in specimen.values)
        _fill(database, "specimens",
              ["point INTEGER REFERENCES points", "specimen TEXT", "group_name TEXT",
               *(_column(name, "REAL") for name in found)],
              ([specimen.point, specimen.name, specimen.group, *map(specimen.values.get, found)]
               for one in points for specimen in one.specimens))
        _fill(database, "quantities",
              ["point INTEGER REFERENCES points", "group_name TEXT", "quantity TEXT", "value REAL",
               "spread REAL", "error REAL", "n INTEGER"], _quantities(points))
        _fill(database, "attempts",
              ["point INTEGER REFERENCES points", "attempt INTEGER", "begun TEXT", "ended TEXT",
               "seconds REAL", "state TEXT", "reason TEXT", "log TEXT"],
              ([one.judged.point, n, tried.begun, tried.ended, tried.seconds, tried.state,
                tried.reason, "\n".join(tried.log)]
               for one in points for n, tried in enumerate(one.attempts, 1)))
        _fill(database, "provenance", ["key TEXT", "value TEXT"], _provenance(plan))
        database.execute(_view(plan, found))
        database.commit()


def _fill(database: sqlite3.Connection, table: str, columns: Sequence[str],
          rows: Iterable[Sequence[Any]]) -> None:
    database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
    database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", rows)


def _quantities(points: Sequence[Gathered]) -> Iterator[Sequence[Any]]:
    for one in points:
        for group, means in one.means.items():
            for column, mean in means.items():
                yield (one.judged.point, group, column, mean.value, _known(mean.spread),
                       _known(mean.error), mean.n)


def _provenance(plan: Plan) -> Iterator[Sequence[str]]:
    yield "study", plan.study
    yield "lacuna", plan.document["lacuna"]
    yield "command", " ".join(plan.document["command"])
    for key, value in plan.document["common"].items():
        yield key, value


def _view(plan: Plan, found: Iterable[str]) -> str:
    variables = "".join(f"p.{_quoted(name)}, " for name in plan.variables)
    means = "".join(f", AVG(s.{_quoted(name)}) AS {_quoted(name)}" for name in found if name != "seed")
    return (f"CREATE VIEW wide AS SELECT p.point, p.state, p.reason, {variables}s.group_name, "
            f"COUNT(s.specimen) AS specimens{means} "
            "FROM points p LEFT JOIN specimens s ON s.point = p.point "
            "AND p.state IN ('done', 'infeasible') GROUP BY p.point, s.group_name")


def _column(name: str, kind: str = "") -> str:
    return f"{_quoted(name)} {kind}".strip()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _known(value: float) -> Optional[float]:
    return None if math.isnan(value) else value
