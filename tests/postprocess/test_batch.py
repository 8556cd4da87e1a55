# SPDX-License-Identifier: LGPL-2.1-or-later
"""Batches without a scheduler: what elements are made of, how one runs, what is told of it."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from sweeps import MAIN, SITE, plan_batch, states

from postprocess.batch.batch_folder import read_batch
from postprocess.batch.elements import (Element, append, arrays, await_element, bundle, read_elements)
from postprocess.batch.element_run import is_fruitless
from postprocess.batch.jobs import Job
from postprocess.batch.scripts import array_words, last_words
from postprocess.batch.site import read_site
from postprocess.batch.unit_states import is_locked, states_of
from postprocess.errors import InputError
from postprocess.sweep.attempts import Attempt, read_attempts
from postprocess.sweep.unit import Unit

SECONDS = 60
MINUTE, GB = 60.0, 1e9


def site(**more):
    return read_site(SITE | {"bundle_s": 600.0} | more)


def units(*demands, waves=()):
    return [Unit(f"S-{n}", None, None, (), memory, seconds, (waves or [0] * len(demands))[n])
            for n, (memory, seconds) in enumerate(demands)]


def start(*words):
    return subprocess.Popen([sys.executable, "-I", str(MAIN), *map(str, words)], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run(*words):
    process = start(*words)
    out, said = process.communicate(timeout=SECONDS)
    return process.returncode, out, said


# Elements.

def test_short_units_go_together_until_they_take_long_enough():
    made = bundle(units(*[(0.1 * GB, 4 * MINUTE)] * 7), lambda unit: 0, site(), 5)
    assert [(one.number, one.units) for one in made] == [
        (5, ("S-0", "S-1", "S-2")), (6, ("S-3", "S-4", "S-5")), (7, ("S-6",))]
    # Twice what is foreseen, with a minute to start and the warning.
    assert made[0].time == 2 * 12 * MINUTE + MINUTE + 10
    assert made[2].time == 10 * MINUTE


def test_what_takes_other_memory_or_comes_later_goes_apart():
    made = bundle(units((1 * GB, 1.0), (9 * GB, 1.0), (1 * GB, 1.0), waves=(0, 0, 1)), lambda unit: 0,
                  site(), 0)
    assert [(one.units, one.wave) for one in made] == [(("S-1",), 0), (("S-0",), 0), (("S-2",), 1)]


def test_memory_has_a_margin_and_is_raised_twice_at_most():
    for raises, factor in ((0, 1.0), (1, 1.5), (2, 2.25), (5, 2.25)):
        made, = bundle(units((10 * GB, 1.0)), lambda unit, n=raises: n, site(ranks=2), 0)
        assert made.memory == pytest.approx(factor * (1.3 * 10 * GB + 2 * 0.3 * GB))


def test_time_is_shared_by_ranks_and_ends_at_the_limit():
    made, = bundle(units((GB, 3600.0)), lambda unit: 0, site(ranks=4), 0)
    assert made.time == 2 * 3600 / 4 + MINUTE + 10
    made, = bundle(units((GB, 1e6)), lambda unit: 0, site(), 0)
    assert made.time == 86400.0


def test_arrays_are_no_longer_than_a_site_allows():
    elements = [Element(n, (f"S-{n}",), GB, 600.0) for n in range(25)]
    assert [(one[0].number, len(one)) for one in arrays(elements, 10)] == [(0, 10), (10, 10), (20, 5)]
    # Those before others first, and the largest of them; an array asks for about what each of its elements needs.
    elements = [Element(0, ("a",), GB, 600.0, 1), Element(1, ("b",), GB, 600.0), Element(2, ("c",), 40 * GB, 600.0)]
    assert [[one.number for one in array] for array in arrays(elements, 10)] == [[2], [1], [0]]


def test_elements_stay_for_jobs_that_wait(tmp_path):
    append(tmp_path, [Element(0, ("a", "b"), GB, 600.0)])
    append(tmp_path, [Element(1, ("b",), 2 * GB, 600.0, 1)])
    assert read_elements(tmp_path)[0] == Element(0, ("a", "b"), GB, 600.0)
    assert await_element(tmp_path, 1).units == ("b",)
    with pytest.raises(InputError, match="no element 2; expected a number that lacuna batch submitted"):
        await_element(tmp_path, 2, grace=0.0)


# What sbatch is told.

def test_a_site_is_asked_for_what_it_wants(tmp_path):
    folder = plan_batch(tmp_path / "s", 3, partition="long", account="bone", constraint="avx512",
                        options="--qos=high --exclusive", ranks=8, nodes=2, at_a_time=5)
    words = array_words(read_batch(folder), [Element(7, ("point 1",), 8 * GB, 1000.0)], ["12", "13"])
    for word in ("--array=0-0%5", "--nodes=2", "--ntasks=8", "--time=17", "--signal=B:USR1@10", "--requeue",
                 "--mem=4000M", "--partition=long", "--account=bone", "--constraint=avx512",
                 "--dependency=afterany:12:13", "--qos=high", "--exclusive"):
        assert word in words
    assert words[-2:] == [str(folder / "batch" / "job.sh"), "7"]
    assert "--nodes=1" in last_words(read_batch(folder), ["14"])


@pytest.mark.parametrize("per, word", [("node", "--mem=8000M"), ("core", "--mem-per-cpu=1000M"), ("none", "")])
def test_memory_is_asked_for_in_one_way(tmp_path, per, word):
    folder = plan_batch(tmp_path / "s", 1, ranks=8, memory_per=per)
    words = array_words(read_batch(folder), [Element(0, ("point 1",), 8 * GB, 1000.0)], [])
    assert [one for one in words if one.startswith("--mem")] == ([word] if word else [])


# An element.

def attempts(folder, point):
    return [(one.state, one.reason) for one in read_attempts(folder / "points" / f"{point:04}")]


def with_elements(folder, *elements):
    append(folder / "batch", [Element(n, tuple(f"point {point}" for point in points), GB, 600.0)
                              for n, points in enumerate(elements)])
    return folder


def test_an_element_runs_its_units_and_says_how_they_end(tmp_path):
    folder = with_elements(plan_batch(tmp_path / "s", 3, {2: "echo 'lacuna: no solid'; exit 1"}), (1, 2, 3))
    code, out, _ = run("element", folder, 0)
    assert (code, out) == (1, "point 1: begun\npoint 1: done\npoint 2: begun\npoint 2: failed: no solid\n"
                              "point 3: begun\npoint 3: done\n")
    # What is done is not run again.
    code, out, _ = run("element", folder, 0)
    assert out == "point 2: begun\npoint 2: failed: no solid\n"


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGTERM])
def test_a_warned_element_asks_its_unit_to_keep_its_state(tmp_path, number):
    act = "trap 'touch $folder/kept; kill $!; exit 75' USR1; touch $folder/begun; sleep 1000 & wait"
    folder = with_elements(plan_batch(tmp_path / "s", 2, {1: act}), (1, 2))
    process = start("element", folder, 0)
    end = time.monotonic() + SECONDS
    while not (folder / "points" / "0001" / "begun").exists() and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(number)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 75
    assert (folder / "points" / "0001" / "kept").exists()
    assert attempts(folder, 1) == [("killed", f"interrupted: asked to by {number.name}")]
    assert attempts(folder, 2) == []


def test_restarts_without_a_newer_state_end(tmp_path):
    folder = with_elements(plan_batch(tmp_path / "s", 1, {1: "exit 75"}), (1,))
    for code in (75, 75, 1):
        assert run("element", folder, 0)[0] == code
    assert attempts(folder, 1) == [
        ("killed", "interrupted: its state is kept"), ("killed", "interrupted: its state is kept"),
        ("failed", "2 restarts brought no newer state: a longer Walltime limit, or more ranks")]


def test_restarts_with_a_newer_state_go_on():
    def tried(*states_before):
        return [Attempt("", "killed", "interrupted: …", job="1_2", began_from=state) for state in states_before]
    assert is_fruitless(tried("", ""), "")
    assert is_fruitless(tried("", "a", "a"), "a")
    assert not is_fruitless(tried("", "a", "a"), "b")
    assert not is_fruitless(tried(""), "")


def test_a_unit_that_another_job_has_is_left_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr("postprocess.batch.element_run.LEASE", 0.0)
    from postprocess.batch.element_run import run_element
    act = "echo 'lacuna: points/0001: in use by process 12 on elsewhere since ever; expected its end'; exit 2"
    folder = with_elements(plan_batch(tmp_path / "s", 1, {1: act}), (1,))
    assert run_element(folder, 0) == 0


# States.

def write_lock(folder, host, process, age=0.0):
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / ".lacuna-lock"
    lock.write_text(f"process {process} on {host} since 2026-01-31 12:00:00 UTC")
    os.utime(lock, (time.time() - age, time.time() - age))


def test_a_lock_holds_as_long_as_its_holder_lives(tmp_path):
    here = os.uname().nodename
    for host, process, age, holds in ((here, os.getpid(), 1e6, True), (here, 999999999, 0.0, False),
                                      ("elsewhere", 1, 0.0, True), ("elsewhere", 1, 500.0, False)):
        write_lock(tmp_path, host, process, age)
        assert is_locked(tmp_path) == holds


def test_status_follows_from_files_alone(tmp_path):
    folder = plan_batch(tmp_path / "s", 4)
    homes = [folder / "points" / f"{n:04}" for n in range(1, 5)]
    (homes[0] / "specimens.csv").touch()
    (homes[0] / "attempts.jsonl").write_text('\n{"begun": "t"}\n\n{"ended": "t", "state": "done", '
                                             '"reason": "", "seconds": 1, "log": []}\n')
    (homes[1] / "attempts.jsonl").write_text('\n{"begun": "t", "job": "12_0"}\n')
    write_lock(homes[1], "elsewhere", 1)
    (homes[2] / "attempts.jsonl").write_text('\n{"begun": "t", "job": "12_1"}\n')
    found = states_of(read_batch(folder))
    assert [one.state for one in found.values()] == ["done", "running", "killed", "missing"]
    code, out, _ = run("status", folder)
    assert code == 1
    assert out == ("made: 1 done, 1 running, 1 killed, 1 missing\n  point 2  running (job 12_0)\n"
                   "  point 3  killed (job 12_1): the sweep was ended from outside\n  point 4  missing\n")


def test_a_queue_that_does_not_answer_says_nothing_of_its_jobs(tmp_path, monkeypatch):
    folder = plan_batch(tmp_path / "s", 1)
    (folder / "batch" / "jobs.jsonl").write_text(json.dumps({"number": "12", "first": 0, "count": 1}) + "\n")
    for name in ("sbatch", "squeue"):
        (tmp_path / name).write_text("#!/bin/sh\n[ $1 = --version ] || { echo 'busy' >&2; exit 1; }\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr("postprocess.batch.slurm.PAUSE", 0.0)
    from postprocess.batch.commands import run_batch
    assert run_batch(folder, "slurm", False, None, True, None) == 1
    assert not (folder / "batch" / "elements.jsonl").exists()


def test_without_slurm_there_is_a_line(tmp_path, monkeypatch):
    from postprocess.batch.commands import run_batch
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="--on slurm: there is no sbatch; expected a machine from which"):
        run_batch(plan_batch(tmp_path / "s", 1), "slurm", False, None, True, None)


def test_jobs_know_their_elements():
    assert Job("12", 5, 2).ids() == {"12_0": 5, "12_1": 6}


# Without Slurm.

def test_a_pool_here_runs_what_is_missing(tmp_path):
    folder = plan_batch(tmp_path / "s", 3, {2: "[ -e $folder/once ] || { touch $folder/once; exit 1; }"})
    assert run("batch", folder, "--on", "here", "--jobs", 2)[0] == 0
    assert states(folder) == ["done", "failed", "done"]
    code, out, _ = run("batch", folder, "--on", "here")
    assert code == 0 and out.startswith("2 of 3 points are done already\n")
    assert states(folder) == ["done"] * 3


def test_scripts_for_another_scheduler(tmp_path):
    folder = plan_batch(tmp_path / "s", 2, prologue="export MARK=set; cd /", bundle_s=600.0)
    code, out, _ = run("batch", folder, "--on", "script")
    home = folder / "batch"
    assert (code, out) == (0, "made: 2 missing\n"
                              "elements 0-0: 1 elements of 2 points, each at most 10 min 0 s and 0.43 GB, "
                              "1 processes on 1 nodes\n"
                              f"Each element N: {home}/element.sh N   # exit code 75: run it again\n"
                              f"In the end:     {home}/last.sh\n")
    subprocess.run([home / "element.sh", "0"], check=True, capture_output=True)
    subprocess.run([home / "last.sh"], check=True, capture_output=True)
    assert states(folder) == ["done"] * 2


# Searches.

CALLED = """\
if [ "$1" = batch ]; then
  echo "$@" > $2/called
  sed -i 's/"ended": false/"ended": '${ENDED:-false}/ $2/batch/batch.json
  exit
fi
"""


def plan_search(folder, n, acts=None):
    """A batch as a search leaves it that has planned a round."""
    plan_batch(folder, n, acts)
    path = folder / "batch" / "batch.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {
        "kind": "optimize", "part": "", "step": "round 1: 2 points, 2 of 4", "ended": False}))
    program = folder / "program"
    head, rest = program.read_text().split("\n", 1)
    program.write_text(f"{head}\n{CALLED}{rest}")
    return folder


def last(folder, ended="false"):
    """Runs the last job: its exit code, and what it said on standard error."""
    done = subprocess.run([folder / "batch" / "last.sh"], env=os.environ | {"ENDED": ended}, text=True,
                          capture_output=True, check=False, timeout=SECONDS)
    return done.returncode, done.stderr


def test_a_search_goes_on_when_its_points_have_ended_and_says_whether_there_are_more(tmp_path):
    """One that failed has ended, too, and is not run again."""
    folder = plan_search(tmp_path / "s", 2, {2: "echo 'lacuna: no solid'; exit 1"})
    code, out, _ = run("batch", folder, "--on", "script")
    assert code == 0 and out.startswith("made: round 1: 2 points, 2 of 4: 2 missing\nelements 0-1: ")
    assert out.endswith("/last.sh   # exit code 75: there are more, which it names\n")
    for element in "01":
        subprocess.run([folder / "batch" / "element.sh", element], check=False, capture_output=True)
    code, out, _ = run("status", folder)
    assert (code, out) == (1, "made: round 1: 2 points, 2 of 4: 1 done, 1 failed\n  point 2  failed (job element 1): "
                              f"no solid\n  what follows is not queued: lacuna batch {folder} goes on\n")
    assert run("batch", folder, "--on", "script")[1].endswith("nothing is to be submitted\n")
    assert last(folder) == (75, "")
    assert (folder / "called").read_text() == f"batch {folder} --on script\n"
    assert last(folder, ended="true") == (0, "")
    assert run("status", folder)[0] == 0


def test_a_search_waits_for_its_user_where_points_were_broken_off(tmp_path):
    folder = plan_search(tmp_path / "s", 2, {2: "kill -9 $PPID; sleep 1000"})
    run("batch", folder, "--on", "script")
    for element in "01":
        subprocess.run([folder / "batch" / "element.sh", element], check=False, capture_output=True)
    assert last(folder) == (1, "lacuna: made: round 1: 2 points, 2 of 4: 1 points were not run to their end, the first "
                               f"is point 2; lacuna batch {folder} --on script goes on\n")
    assert not (folder / "called").exists()
    assert "elements 2-2: 1 elements of 1 points" in run("batch", folder, "--on", "script")[1]


@pytest.mark.parametrize("state, reason, is_final", [
    ("done", "", True), ("failed", "no solid", True), ("killed", "took longer than the time of its job", True),
    ("killed", "out of memory: its job was ended", True), ("killed", "lost: its node failed", False),
    ("killed", "interrupted: asked to by SIGUSR1", False), ("killed", "the sweep was ended from outside", False)])
def test_what_ends_by_itself_or_by_its_limits_is_final(state, reason, is_final):
    assert Attempt("", state, reason).is_final == is_final
