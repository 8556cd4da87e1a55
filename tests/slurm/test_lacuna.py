# SPDX-License-Identifier: LGPL-2.1-or-later
"""A comparison and a search on a real Slurm: warned, killed, submitted again, gathered."""

import csv
import importlib.util
import json
import os
import re
import signal
from pathlib import Path

from conftest import ROOT
from postprocess.sweep.attempts import read_attempts

# Under another name than the conftest of this folder.
_spec = importlib.util.spec_from_file_location("cli", ROOT / "tests" / "cli" / "conftest.py")
cli = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cli)

OPTIONS = cli.ONE_REFINED
SITE = ("--set", "Site/Bundle=0", "--set", "Site/Warning=10 s")


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [{key: value for key, value in row.items() if key not in ("time_s", "peak_memory_B")}
                for row in csv.DictReader(file)]


def holder(folder):
    """The process that has locked a folder, or one in it; 0 where none has."""
    for lock in folder.rglob(".lacuna-lock"):
        try:
            found = re.match(r"process (\d+)", lock.read_text())
        except FileNotFoundError:
            continue
        if found:
            return int(found[1])
    return 0


def stopped(run, folder, is_time):
    """The process at work in a folder, which waits from that time on for a signal."""
    run.wait(until=lambda: is_time() and holder(folder), pause=0.002)
    process = holder(folder)
    os.kill(process, signal.SIGSTOP)
    return process


def after_first_stage(run, specimen):
    process = stopped(run, specimen, (specimen / "stages.json").exists)
    assert not (specimen / "specimen.json").exists()
    return process


def has_got(process, number):
    """Whether a signal waits for a process that is stopped."""
    status = Path(f"/proc/{process}/status").read_text()
    return bool(int(re.search(r"ShdPnd:\s*(\w+)", status)[1], 16) >> (number - 1) & 1)


def test_long_broken_off_in_every_way_a_comparison_has_the_table_of_one_left_alone(run, tmp_path):
    (tmp_path / "tiny.prm").write_text(cli.TINY)
    study, out = tmp_path / "tiny.prm", tmp_path / "out"
    whole = run(cli.LACUNA, "compare", study, "--output", tmp_path / "whole", "--tables-only", *OPTIONS)
    assert whole.returncode == 0, whole

    # The refined specimen is warned after its first stage, and goes on with the others.
    done = run(cli.LACUNA, "batch", study, "--on", "slurm", "--output", out, *OPTIONS, *SITE)
    assert (done.returncode, done.stderr) == (0, ""), done
    jobs = [json.loads(line)["number"] for line in (out / "batch" / "jobs.jsonl").read_text().splitlines()]
    assert f"job {jobs[1]}: 3 elements of 3 specimens" in done.stdout
    assert f"once {jobs[0]} have ended" in done.stdout
    process = after_first_stage(run, out / "BCP/BCP-1")
    run.warn(f"{jobs[0]}_0")
    run.wait(until=lambda: has_got(process, signal.SIGUSR1))
    os.kill(process, signal.SIGCONT)
    run.start_again(f"{jobs[0]}_0")

    # One that it corrects is killed.
    os.kill(after_first_stage(run, out / "mig-BCP/mig-BCP-1"), signal.SIGKILL)
    run.wait()
    assert "geometry was done before" in (out / "BCP/BCP-1/log").read_text()
    first = read_attempts(next(out.glob("batch/specimens/BCP-1-*")))
    assert [(one.state, one.reason) for one in first] == [
        ("killed", "interrupted: asked to by SIGUSR1"), ("done", "")]
    status = run(cli.LACUNA, "status", out)
    assert status.returncode == 1
    assert status.stdout.startswith("tiny: 3 done, 1 killed\n  mig-BCP-1  killed (job ")
    assert len(rows(out / "specimens.csv")) == 3

    done = run(cli.LACUNA, "batch", out, "--on", "slurm")
    assert "1 elements of 1 specimens" in done.stdout
    run.wait()
    assert rows(out / "specimens.csv") == rows(tmp_path / "whole" / "specimens.csv")
    assert (out / "report.html").is_file()
    assert run(cli.LACUNA, "status", out).stdout == "tiny: 4 done\n"


def test_long_a_search_finds_what_one_machine_finds(run, tmp_path):
    """Two rounds and the confirmation, each submitted by the job after the one before; a point is killed,
    and its element with it, so that the search waits for its user."""
    study, out, whole = tmp_path / "small.prm", tmp_path / "out", tmp_path / "whole"
    study.write_text(cli.SEARCH)
    numbers = ("--budget", "10", "--batch", "2", "--confirm", "2")
    done = run(cli.LACUNA, "optimize", study, "--output", whole, *numbers)
    assert done.returncode == 0, done

    done = run(cli.LACUNA, "batch", study, "--on", "slurm", "--output", out, *numbers, *SITE)
    assert (done.returncode, done.stderr) == (0, ""), done
    assert "small: round 1: 8 points, 8 of 10: 8 missing\njob " in done.stdout
    assert ": proposes the next points, once " in done.stdout
    os.kill(parent_of(stopped(run, out / "points/0003", lambda: True)), signal.SIGKILL)
    run.wait()
    status = run(cli.LACUNA, "status", out)
    assert status.returncode == 1
    assert status.stdout.startswith("small: round 1: 8 points, 8 of 10: 7 done, 1 killed\n  point 3  killed (job ")
    before = {path: path.stat().st_mtime_ns for path in out.glob("points/*/specimens.csv")}

    done = run(cli.LACUNA, "batch", out, "--on", "slurm")
    assert "1 elements of 1 points" in done.stdout, done
    run.wait()
    assert run(cli.LACUNA, "status", out).stdout == "small: all rounds have ended: 2 done\n"
    assert {path: path.stat().st_mtime_ns for path in before} == before
    for table in ("front.csv", "points.csv", "confirmed/points.csv"):
        assert rows(out / table) == rows(whole / table)
    assert [path.read_text() for path in sorted(out.glob("rounds/*"))] == [
        path.read_text() for path in sorted(whole.glob("rounds/*"))]
    assert (out / "report.html").is_file()


def parent_of(process):
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
