# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reports in Chromium. Exit code 77, which CTest counts as skipped, where something is missing."""

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "postprocess")]

from webdriver import Browser

PROGRAMS = ("chromium", "chromedriver", "pdftotext")


def pytest_configure(config):
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        pytest.exit(f"missing: {', '.join(missing)}", returncode=77)


@pytest.fixture
def browser(tmp_path):
    """Returns open(path, **options): a Browser that shows the page."""
    opened = []

    def start(path, **options):
        opened.append(Browser(tmp_path / f"profile-{len(opened)}", **options))
        opened[-1].open(path)
        return opened[-1]

    yield start
    for one in opened:
        one.__exit__()
