# SPDX-License-Identifier: LGPL-2.1-or-later
"""view.py: a ParaView script for the results of a study."""

from pathlib import Path

import jinja2

from .files import write_atomically
from .results import Results

TEMPLATES = Path(__file__).parent / "templates"
MOST_GROUPS = 4


def write_script(results: Results) -> Path:
    """Write view.py into the results' folder, preset to the first specimen of each group."""
    all_names = [f"{row.group}/{row.specimen}" for row in results.specimens.itertuples()
                 if row.group in results.computed]
    shown = [next(name for name in all_names if name.split("/")[0] == group)
             for group in results.computed[:MOST_GROUPS]]
    factors = results.factors()
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES),
                                     keep_trailing_newline=True)
    text = environment.get_template("view.py.j2").render(
        folder=repr(str(results.folder.resolve())),
        specimens=repr(shown),
        others=_comment(name for name in all_names if name not in shown),
        factor=repr(factors[0] if factors else ""),
        factors=_comment(factors),
    )
    path = results.folder / "view.py"
    write_atomically(path, text)
    return path


def _comment(names) -> str:
    """Up to six names on one line of a comment."""
    names = [" ".join(name.split()) for name in names]
    return ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
