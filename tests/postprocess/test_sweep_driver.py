# SPDX-License-Identifier: LGPL-2.1-or-later
"""Points that end in every way, workers, interrupts and kills, with a program in lacuna's place."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from conftest import ROOT
from sweeps import GOALS, is_alive, plan_sweep, states, table

# Kills in test_a_sweep_that_is_killed_again_and_again; the long test has 20.
KILLS = int(os.environ.get("LACUNA_SWEEP_KILLS", "3"))
COMMAND = [sys.executable, "-I", str(ROOT / "postprocess" / "__main__.py"), "sweep"]
SECONDS = 100


OF_MPIRUN = f"""{74 * '-'}
prterun detected that one or more processes exited with non-zero status,
thus causing the job to be terminated. The first process to do so was:

   Process name: [prterun-node-15974@1,1]
   Exit code:    2
{74 * '-'}"""


def start(folder, *options):
    return subprocess.Popen([*COMMAND, str(folder), *options], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def pids(folder):
    """What the running points noted of themselves by `echo $$ > pid`."""
    return [int(path.read_text()) for path in folder.glob("points/*/pid") if path.read_text()]


@pytest.mark.parametrize("jobs", [1, 3])
def test_points_run_and_are_gathered(tmp_path, run, jobs):
    folder = plan_sweep(tmp_path / "s", 7)
    done = run("sweep", folder, "--jobs", jobs)
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 %  point " in done.stdout
    assert done.stdout.endswith(f"{folder}/points.csv: 7 done\n")
    rows = table(folder)
    assert [float(row["porosity"]) for row in rows] == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]
    assert rows[2]["group"] == "BCP" and rows[2]["specimens"] == "2" and rows[2]["lattice"] == "gyroid"
    assert float(rows[2]["youngs_modulus_Pa"]) == 3.25e9
    assert float(rows[2]["youngs_modulus_spread_Pa"]) == pytest.approx(0.5e9 / 2**0.5)
    assert float(rows[2]["youngs_modulus_error_Pa"]) == 1.5e8


def test_each_end_has_its_state_and_reason(tmp_path, run):
    folder = plan_sweep(tmp_path / "s", 7, goals=GOALS, time_limit=2.0, acts={
        1: f"cat >&2 <<END\nlacuna: Cell size: 3 um; expected larger cells: 9 GB are free\n{OF_MPIRUN}\nEND\nexit 2",
        2: "kill -KILL $$",
        3: "sleep 1000",
        4: "mkdir -p $folder/BCP/BCP-1; echo 'last words' > $folder/BCP/BCP-1/log; exit 1"})
    done = run("sweep", folder, "--jobs", 4)
    assert done.returncode == 1
    assert done.stderr == ("lacuna: 1 done, 2 infeasible, 2 failed, 2 killed; point 1 failed: "
                           "Cell size: 3 um; expected larger cells: 9 GB are free\n")
    rows = table(folder)
    assert states(folder) == ["failed", "killed", "killed", "failed", "done", "infeasible",
                              "infeasible"]
    reasons = [row["reason"] for row in rows]
    assert reasons[1] == "ended by signal 9 (SIGKILL); the system does this when memory runs out"
    assert reasons[2] == "took longer than the time limit of 2 s"
    assert reasons[3] == "ended with exit code 1"
    assert run("query", "--csv", folder, "SELECT log FROM attempts WHERE point = 4").stdout == "log\nlast words\n"


def test_a_point_that_ignores_requests_is_ended_with_all_that_it_started(tmp_path, run):
    folder = plan_sweep(tmp_path / "s", 1, time_limit=0.5,
                        acts={1: "trap '' TERM; sleep 1000 & echo $! > $folder/pid; sleep 1000; sleep 1000"})
    assert run("sweep", folder).returncode == 1
    assert states(folder) == ["killed"]
    assert not any(map(is_alive, pids(folder)))


def test_points_share_the_memory(tmp_path, run):
    """No more at a time than fit together, those that do not fit alone one by one."""
    count = "echo >> $folder/../running; sleep 0.3; wc -l < $folder/../running >> $folder/../seen; sed -i 1d $folder/../running"
    for memory, most in ((4e8, 1), (3e8, 2), (5e9, 1)):
        folder = plan_sweep(tmp_path / f"{memory:g}", 4, memory=memory, free=1e9,
                            acts={point: count for point in range(1, 5)})
        assert run("sweep", folder, "--jobs", 4).returncode == 0
        assert max(map(int, (folder / "points" / "seen").read_text().split())) <= most


def test_an_interrupt_keeps_what_is_done(tmp_path):
    folder = plan_sweep(tmp_path / "s", 4, acts={
        2: "echo $$ > $folder/pid; sleep 1000", 3: "echo $$ > $folder/pid; sleep 1000"})
    process = start(folder, "--jobs", "2")
    wait_for(lambda: len(pids(folder)) == 2)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert said == "lacuna: interrupted: 1 done, 2 killed, 1 missing; --resume runs the others\n"
    assert not any(map(is_alive, pids(folder)))
    assert [row["reason"] for row in table(folder)][1] == "the sweep was interrupted (SIGINT)"
    for point in (2, 3):
        (folder / "points" / f"{point:04}" / "act").unlink()
    process = start(folder)
    out, said = process.communicate(timeout=SECONDS)
    assert (process.returncode, said) == (0, "")
    assert out.startswith("1 of 4 points are done already\n")
    assert states(folder) == ["done"] * 4


def test_points_end_with_a_sweep_that_is_killed(tmp_path):
    folder = plan_sweep(tmp_path / "s", 2, acts={1: "echo $$ > $folder/pid; sleep 1000",
                                                 2: "echo $$ > $folder/pid; sleep 1000"})
    process = start(folder, "--jobs", "2")
    wait_for(lambda: len(pids(folder)) == 2)
    process.kill()
    process.communicate()
    wait_for(lambda: not any(map(is_alive, pids(folder))))


def test_a_sweep_that_is_killed_again_and_again(tmp_path, run):
    """The driver or one of its points, at any time: the table is that of a sweep left alone."""
    whole = plan_sweep(tmp_path / "whole", 12)
    assert run("sweep", whole, "--jobs", 2).returncode == 0
    folder = plan_sweep(tmp_path / "s", 12, acts={
        point: "echo $$ > $folder/pid; sleep 0.2" for point in range(1, 13)})
    chance = random.Random(1)
    for _ in range(KILLS):
        process = start(folder, "--jobs", "2")
        time.sleep(chance.uniform(0.0, 2.0))
        victims = [pid for pid in pids(folder) if is_alive(pid)]
        if victims and chance.random() < 0.5:
            with contextlib.suppress(ProcessLookupError):  # it has just ended
                os.kill(chance.choice(victims), signal.SIGKILL)
        else:
            process.kill()
        process.communicate(timeout=SECONDS)
    assert run("sweep", folder, "--jobs", 2).returncode == 0
    assert (folder / "points.csv").read_text() == (whole / "points.csv").read_text()


def test_attempts_whose_end_was_cut_count_as_killed(tmp_path, run):
    folder = plan_sweep(tmp_path / "s", 2)
    home = folder / "points" / "0001"
    (home / "attempts.jsonl").write_text('\n{"begun": "2026-01-31 12:00:00"}\n\n{"ended": "2026-')
    assert run("collect", folder).returncode == 0
    assert states(folder) == ["killed", "missing"]
    assert run("sweep", folder).returncode == 0
    assert states(folder) == ["done", "done"]
    seen = run("query", "--csv", folder, "SELECT point, attempt, state FROM attempts ORDER BY 1, 2")
    assert seen.stdout == "point,attempt,state\n1,1,killed\n1,2,done\n2,1,done\n"


def test_where_none_is_feasible_the_nearest_are_told(tmp_path, run):
    goals = [{"column": "youngs_modulus_Pa", "sense": "maximise", "low": None, "high": 1e9},
             {"column": "pore_throat_z_m", "sense": "", "low": 1e-4, "high": None}]
    folder = plan_sweep(tmp_path / "s", 4, goals=goals[:1])
    done = run("sweep", folder)
    assert done.returncode == 0
    assert ("none feasible; nearest misses: 1 by 250 MPa (Apparent modulus at most 1.00 GPa); "
            "2 by 1.2 GPa (Apparent modulus at most 1.00 GPa); 3 by ") in done.stdout
    folder = plan_sweep(tmp_path / "none", 1, goals=goals[1:])
    assert "none feasible; no point has pore_throat_z_m\n" in run("sweep", folder).stdout
