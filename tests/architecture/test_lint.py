# SPDX-License-Identifier: LGPL-2.1-or-later
"""Sources are laid out by clang-format, and flake8 finds nothing wrong in Python ones."""

import importlib.util
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Another release lays out some lines in other ways.
CLANG_FORMAT = 14


def sources(*suffixes):
    return sorted(path for stage in ("params", "meshes", "solver", "postprocess", "tests")
                  for path in (ROOT / stage).rglob("*") if path.suffix in suffixes)


def clang_format():
    for name in (f"clang-format-{CLANG_FORMAT}", "clang-format"):
        if program := shutil.which(name):
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
            if re.search(rf"version {CLANG_FORMAT}\.", said):
                return program
    pytest.skip(f"no clang-format {CLANG_FORMAT}, as Debian 12 has it")


def test_cpp_is_laid_out_by_clang_format():
    found = subprocess.run([clang_format(), "--dry-run", "-Werror", *sources(".h", ".cc")],
                           capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr[:2000]


def test_python_has_no_unused_or_unknown_names():
    if importlib.util.find_spec("flake8") is None:
        pytest.skip("no flake8 (Debian's python3-flake8)")
    found = subprocess.run([sys.executable, "-m", "flake8", "postprocess", "tests"], cwd=ROOT,
                           capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout[:2000]
