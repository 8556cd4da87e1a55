# SPDX-License-Identifier: LGPL-2.1-or-later
"""Only Lacuna's own Python and the system's packages are run, whatever lies in the working folder."""

import subprocess

from conftest import ENVIRONMENT, SECONDS, TINY, command

# Leaves a trace where it runs, and ends the program without a word.
HOSTILE = "import os, pathlib\npathlib.Path({!r}).write_text(__name__)\nos._exit(0)\n"
NAMES = ("numpy", "pandas", "statistics", "json", "vtk", "sitecustomize", "usercustomize")
COMPARE = ("compare", "tiny.prm", "--output", "out", "--set", "Groups/Specimens=1", "--set",
           "Transport/Duration=30 min", "--set", "Transport/Output times=30 min")


def plant(folder, trace):
    """Modules of the names that postprocess imports, and a package of its own name."""
    code = HOSTILE.format(str(trace))
    (folder / "postprocess").mkdir(parents=True)
    for name in (*NAMES, "postprocess/__init__", "postprocess/__main__"):
        (folder / f"{name}.py").write_text(code)


def user_packages(home):
    """Where Python would look for the packages of the user whose HOME is `home`."""
    return subprocess.run(["/usr/bin/python3", "-m", "site", "--user-site"], text=True, check=True,
                          env={"HOME": str(home)}, capture_output=True).stdout.strip()


def test_hostile_modules_are_not_run(tmp_path):
    folder, home, trace = tmp_path / "study", tmp_path / "home", tmp_path / "trace"
    plant(folder, trace)
    plant(tmp_path / user_packages(home), trace)
    (folder / "tiny.prm").write_text(TINY)
    hostile = ENVIRONMENT | {"PYTHONPATH": str(folder), "PYTHONSTARTUP": str(folder / "numpy.py"),
                             "HOME": str(home)}
    # The trap works: Python as such does run what is there.
    subprocess.run(["/usr/bin/python3", "-c", "import numpy"], cwd=folder, env=hostile, check=True)
    trace.unlink()

    done = subprocess.run(command(COMPARE), cwd=folder, env=hostile, text=True,
                          capture_output=True, timeout=SECONDS, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert all((folder / "out" / name).is_file() for name in ("report.html", "picture.png"))
    assert not trace.exists()


def test_a_home_that_cannot_be_written(tmp_path):
    """Matplotlib keeps a cache in HOME; without one it takes a folder of its own, and says so."""
    (tmp_path / "tiny.prm").write_text(TINY)
    done = subprocess.run(command(COMPARE), cwd=tmp_path, text=True, capture_output=True,
                          env=ENVIRONMENT | {"HOME": "/proc/nowhere"}, timeout=SECONDS, check=False)
    assert done.returncode == 0
    assert (tmp_path / "out" / "report.html").is_file() and "Traceback" not in done.stderr
    for line in done.stderr.splitlines():
        assert "Matplotlib created" in line or line.startswith("mkdir -p failed"), line  # the latter by 3.10
