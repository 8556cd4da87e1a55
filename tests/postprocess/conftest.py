# SPDX-License-Identifier: LGPL-2.1-or-later
"""Made-up results and the command line, for the tests here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from postprocess import figure_files
from synthetic_study import write_study


@pytest.fixture(autouse=True)
def on_the_page_alone(monkeypatch):
    """PDF and PNG take half the time of a report; those of a module's own report are tested once."""
    monkeypatch.setattr(figure_files, "PRINTED", {})


@pytest.fixture
def study(tmp_path):
    """Returns write(**options), which writes a study and returns its folder; see write_study."""
    return lambda **options: write_study(tmp_path / "study", **options)


@pytest.fixture
def run():
    """Returns run(*arguments): the command line as a user calls it."""
    def call(*arguments, **environment):
        return subprocess.run([sys.executable, "-I", "-W", "error",
                               ROOT / "postprocess" / "__main__.py", *map(str, arguments)],
                              capture_output=True, text=True, cwd="/",
                              env=os.environ | environment)
    return call
