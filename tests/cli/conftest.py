# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the executable as a user does, on a study small enough for seconds.

LACUNA_EXECUTABLE names another executable than build/lacuna.
"""

import csv
import json
import os
import re
import subprocess
import tempfile
from collections import namedtuple
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Not the user's: rates of this machine are measured for the tests, and kept as long as they last.
CACHE = tempfile.TemporaryDirectory(prefix="lacuna-cache-")
LACUNA = os.environ.get("LACUNA_EXECUTABLE", str(ROOT / "build" / "lacuna"))
ENVIRONMENT = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                            # What mpirun itself says is not under test: that a process failed (Open MPI 4),
                            # that a network leads nowhere (5).
                            "OMPI_MCA_orte_execute_quiet": "1", "OMPI_MCA_btl_tcp_if_include": "lo",
                            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
                            "XDG_CACHE_HOME": CACHE.name}
# Of 5, on a process that failed or that ended all.
OF_MPIRUN = re.compile(r"^-{70,}\n(?:prterun|MPI_ABORT) .*?^-{70,}\n\0?", re.MULTILINE | re.DOTALL)
MPIRUN = ["mpirun", "--map-by", ":OVERSUBSCRIBE", "--bind-to", "none", "-np"]
SECONDS = 100

# Two strands of two layers; two groups of two specimens.
TINY = """\
# A woodpile of two layers.
subsection Scaffold
  set Lattice         = woodpile
  set Strand diameter = 400 um
  set Layer height    = 320 um
end
subsection Envelope
  set Shape = box
  set Size  = 0.8 mm, 0.8 mm, 0.64 mm
end
subsection Discretization
  set Degree           = 1
  set Cell size        = 100 um
  set Neck refinements = 1
  set Max refinements  = 1
end
subsection Factor BMP2
  set Half-life = 6.3 h
end
subsection Transport
  set Margin         = 100 um
  set Duration       = 1 h
  set Time tolerance = 5 %
  set Output times   = 30 min, 1 h
end
subsection Groups
  set Specimens = 2
  set Seed      = 7
  set BCP       = Migrasomes/Enabled = false
  set mig-BCP   = Migrasomes/Enabled = true
end
"""

# A small woodpile whose strands vary, with two goals and a limit that geometry can tell.
SEARCH = """\
subsection Scaffold
  set Lattice = woodpile
end
subsection Envelope
  set Shape = box
  set Size  = 1 mm, 1 mm, 0.8 mm
end
subsection Discretization
  set Degree          = 1
  set Cell size       = 100 um
  set Max refinements = 0
end
subsection Mechanics
  set Strength = none
end
subsection Groups
  set Specimens = 1
  set BCP       = Migrasomes/Enabled = false
end
subsection Sweep
  set Command = compress
  subsection Variables
    set d   = 250 um .. 450 um
    set gap = 300 um .. 600 um
  end
  subsection Apply
    subsection Scaffold
      set Strand diameter = d
      set Strand spacing  = d + gap
      set Layer height    = 0.8 * d
    end
  end
end
subsection Goals
  set youngs_modulus = maximise
  set surface_area   = maximise
  set porosity       = at least 55 %
end
"""

# Words that make a periodic cell of TINY.
CELL = ["--set", "Envelope/Shape=cell"]

Outcome = namedtuple("Outcome", "code out err")


def command(arguments, ranks=1):
    """The words that run the executable; alone for one rank."""
    start = [] if ranks == 1 else [*MPIRUN, str(ranks)]
    return [*start, LACUNA, *map(str, arguments)]


def run_in(folder, *arguments, ranks=1):
    done = subprocess.run(command(arguments, ranks), cwd=folder, env=ENVIRONMENT, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    return Outcome(done.returncode, done.stdout, OF_MPIRUN.sub("", done.stderr))


class Results:
    """What a command wrote to its folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.json = json.loads((self.folder / "results.json").read_text())
        self.specimens = {entry["specimen"]: entry for entry in self.json["specimens"]}
        self.rows = {row["specimen"]: row for row in table(self.folder / "specimens.csv")}

    def path(self, specimen):
        return self.folder / self.specimens[specimen]["group"] / specimen


def table(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pytest_configure(config):
    config.addinivalue_line("markers", "long: more of what others test too; ctest -R cli.long")


@pytest.fixture
def folder(tmp_path):
    """A folder with tiny.prm, in which commands run."""
    (tmp_path / "tiny.prm").write_text(TINY)
    return tmp_path


@pytest.fixture
def run(folder):
    """Returns run(*arguments, ranks=1): the outcome of a command in the folder."""
    return lambda *arguments, ranks=1: run_in(folder, *arguments, ranks=ranks)


@pytest.fixture
def succeed(run):
    """Returns succeed(*arguments, ranks=1): standard output of a command that must not fail."""
    def call(*arguments, ranks=1):
        done = run(*arguments, ranks=ranks)
        assert done.code == 0, done
        assert done.err == ""
        return done.out
    return call


def compare_in(home, *arguments):
    (home / "tiny.prm").write_text(TINY)
    done = run_in(home, "compare", "tiny.prm", *arguments)
    assert done.code == 0, done
    return done.out, Results(home / "results" / "tiny")


@pytest.fixture(scope="session")
def compared(tmp_path_factory):
    """The tiny study compared on one rank: (standard output, results)."""
    return compare_in(tmp_path_factory.mktemp("compared"))


ONE_REFINED = ("--set", "Groups/Refined specimens=1")


@pytest.fixture(scope="session")
def one_refined(tmp_path_factory):
    """The same with one refined specimen."""
    return compare_in(tmp_path_factory.mktemp("one_refined"), *ONE_REFINED)
