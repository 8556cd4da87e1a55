# SPDX-License-Identifier: LGPL-2.1-or-later
"""An installed tree that was moved, and commands that see nothing of where it was made.

LACUNA_BUILD names another build folder than build/.
"""

import os
import shutil
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("LACUNA_BUILD", ROOT / "build"))
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C.UTF-8",
               "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1",
               "MPLCONFIGDIR": "/tmp"}
# Both folders are empty in there.
HIDING = 'for folder in "$1" "$2"; do mount -t tmpfs none "$folder" || exit 77; done; cd "$3"; shift 3; exec "$@"'

Outcome = namedtuple("Outcome", "code out err")


@pytest.fixture(scope="session")
def prefix(tmp_path_factory):
    """Where the project is installed, after a move."""
    home = tmp_path_factory.mktemp("install")
    subprocess.run(["cmake", "--install", BUILD, "--prefix", home / "first"], check=True,
                   stdout=subprocess.DEVNULL)
    shutil.move(home / "first", home / "moved")
    return home / "moved"


@pytest.fixture(scope="session")
def can_hide(tmp_path_factory):
    """Whether folders can be hidden from a process, which takes the rights to mount."""
    return run_hiding(["true"], tmp_path_factory.mktemp("here")).code == 0


def run_hiding(words, folder, **environment):
    """Runs a command in `folder` that sees neither source nor build folder."""
    words = ["unshare", "-m", "sh", "-c", HIDING, "sh", BUILD, ROOT, folder, *words]
    return _run(words, folder, environment)


@pytest.fixture
def run(prefix, tmp_path, can_hide):
    """Returns run(*arguments, **environment): the outcome of the installed program in a folder of
    its own."""
    def call(*arguments, **environment):
        words = [prefix / "bin" / "lacuna", *arguments]
        return run_hiding(words, tmp_path, **environment) if can_hide else _run(words, tmp_path, environment)
    return call


def _run(words, folder, environment):
    done = subprocess.run(list(map(str, words)), cwd=folder, env=ENVIRONMENT | environment, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False)
    return Outcome(done.returncode, done.stdout, done.stderr)
