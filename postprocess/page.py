# SPDX-License-Identifier: LGPL-2.1-or-later
"""Pages from templates: one file each that needs nothing else."""

from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent / "templates"


def environment() -> jinja2.Environment:
    """In which the templates of pages are rendered."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                              lstrip_blocks=True, undefined=jinja2.StrictUndefined)


def inline(script: str) -> str:
    """As it may stand inside <script>."""
    return script.replace("</", "<\\/").replace("<!--", "<\\!--")
