# SPDX-License-Identifier: LGPL-2.1-or-later
"""Points on a real Slurm, with a program of some lines in the place of lacuna."""

import json

from local_slurm import MAX_ARRAY
from postprocess.sweep.attempts import read_attempts
from sweeps import states, table


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def attempts(folder, point):
    return [(one.state, one.reason) for one in read_attempts(folder / "points" / f"{point:04}")]


def submit(run, folder):
    done = run.python("batch", folder, "--on", "slurm")
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def test_more_points_than_an_array_may_have(run, sweep):
    n = MAX_ARRAY + 2
    folder = sweep(n)
    out = submit(run, folder)
    arrays = lines_of(folder / "batch" / "jobs.jsonl")
    assert [(one["first"], one["count"]) for one in arrays] == [(0, MAX_ARRAY), (MAX_ARRAY, 2), (0, 0)]
    assert f"{MAX_ARRAY} elements of {MAX_ARRAY} points, each at most 10 min 0 s and 0.43 GB" in out
    again = run.python("batch", folder, "--on", "slurm")
    assert again.stdout.endswith("nothing is to be submitted\n"), again
    run.wait()
    assert [row["state"] for row in table(folder)] == ["done"] * n
    status = run.python("status", folder)
    assert (status.returncode, status.stdout) == (0, f"made: {n} done\n")


def test_what_is_killed_is_submitted_again(run, sweep):
    """The program of one point, and all of the element of another one."""
    folder = sweep(4, {2: "[ -e $folder/once ] || { touch $folder/once; kill -9 $$; }",
                       3: "[ -e $folder/once ] || { touch $folder/once; kill -9 $PPID; sleep 1000; }"})
    submit(run, folder)
    run.wait()
    assert states(folder) == ["done", "killed", "killed", "done"]
    status = run.python("status", folder)
    assert status.returncode == 1
    assert status.stdout.startswith("made: 2 done, 2 killed\n")
    assert "point 2  killed (job " in status.stdout
    assert "2 elements of 2 points" in submit(run, folder)
    run.wait()
    assert states(folder) == ["done"] * 4


INTERRUPTED = """\
if [ ! -e $folder/at.state.0.1 ]; then
  trap 'echo half > $folder/at.state.0.1; kill $!; exit 75' USR1
  touch $folder/begun
  sleep 1000 & wait
fi
"""


def test_long_warned_it_goes_on_where_it_was(run, sweep):
    folder = sweep(2, {2: INTERRUPTED})
    submit(run, folder)
    run.wait(until=(folder / "points" / "0002" / "begun").exists)
    array = lines_of(folder / "batch" / "jobs.jsonl")[0]["number"]
    running = run.python("status", folder)
    assert (running.returncode, "point 2  running" in running.stdout) == (0, True), running
    run.warn(f"{array}_1")
    run.start_again(f"{array}_1")
    run.wait()
    assert states(folder) == ["done", "done"]
    assert attempts(folder, 2) == [("killed", "interrupted: asked to by SIGUSR1"), ("done", "")]
    # The same job, and not another one.
    assert {one.job for one in read_attempts(folder / "points" / "0002")} == {f"{array}_1"}


def test_more_memory_for_what_lacks_it(run, sweep):
    """At most twice: the third time it would have had enough."""
    folder = sweep(1, {1: "echo >> $folder/times; [ $(wc -l < $folder/times) -gt 2 ] || "
                          "{ echo 'slurmstepd: error: Detected 1 oom_kill event'; exit 137; }"})
    submit(run, folder)
    run.wait()
    assert states(folder) == ["done"]
    assert [state for state, _ in attempts(folder, 1)] == ["killed", "killed", "done"]
    memory = [one["memory"] for one in lines_of(folder / "batch" / "elements.jsonl")]
    assert [one / memory[0] for one in memory] == [1.0, 1.5, 2.25]


def test_what_slurm_refuses_is_told(run, sweep):
    folder = sweep(1, partition="nowhere")
    done = run.python("batch", folder, "--on", "slurm")
    assert done.returncode == 1
    assert done.stderr.startswith("lacuna: Slurm: ") and "invalid partition" in done.stderr
    assert done.stderr.count("\n") == 1


def test_long_over_its_time(run, sweep):
    """What does not end when it is asked to; Slurm looks at limits twice a minute."""
    folder = sweep(1, {1: "trap '' USR1 TERM; touch $folder/begun; while true; do sleep 1; done"})
    submit(run, folder)
    run.wait(until=(folder / "points" / "0001" / "begun").exists)
    number = lines_of(folder / "batch" / "jobs.jsonl")[0]["number"]
    run.slurm.run("scontrol", "update", f"JobId={number}", "TimeLimit=1")
    run.wait(patience=300)
    state, reason = attempts(folder, 1)[-1]
    assert (state, reason) == ("killed", "took longer than the time of its job")
    (folder / "points" / "0001" / "act").unlink()
    submit(run, folder)
    run.wait()
    assert states(folder) == ["done"]
