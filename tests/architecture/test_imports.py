# SPDX-License-Identifier: LGPL-2.1-or-later
"""No module of postprocess imports itself by way of others, not even within a function."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "postprocess"


def imported(source):
    """Modules and packages that a module names in `from .x import y` or `from . import x`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            yield from [node.module.split(".")[0]] if node.module else [name.name for name in node.names]


def test_no_imports_in_a_circle():
    for folder in {path.parent for path in PACKAGE.rglob("*.py")}:
        graph = {path.stem: set(imported(path.read_text(encoding="utf-8"))) for path in folder.glob("*.py")}
        assert set(graph) <= set(TopologicalSorter(graph).static_order())


def test_a_circle_is_found():
    sources = {"a": "from .b import c", "b": "def d():\n    from . import a"}
    graph = {name: set(imported(source)) for name, source in sources.items()}
    with pytest.raises(CycleError):
        list(TopologicalSorter(graph).static_order())
