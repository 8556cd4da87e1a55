# SPDX-License-Identifier: LGPL-2.1-or-later
"""The folder of results: whose files are replaced, who writes to it, what a full disk does."""

import json
import os
import signal
import subprocess
import time

import pytest

from conftest import CELL, ENVIRONMENT, SECONDS, TINY, Results, command
from test_errors import FAILED, WRONG_INPUT, refused

LOCK = ".lacuna-lock"
EXPECTED = "a folder for a specimen's files, or nothing of this name"


@pytest.mark.parametrize("ranks", [1, 2])
@pytest.mark.parametrize("output", ["file", "file/below"])
def test_a_file_in_the_way_of_the_results(folder, run, output, ranks):
    (folder / "file").write_text("mine")
    refused(run("design", "tiny.prm", "--output", output, ranks=ranks),
            f"{output}: cannot be created: Not a directory; expected a folder for results")
    assert (folder / "file").read_text() == "mine"


@pytest.mark.parametrize("output, reason", [
    ("/dev/stdin", "cannot be created: Not a directory"),
    ("loop", "cannot be created: Too many levels of symbolic links"),
    ("x" * 300, "cannot be created: File name too long"),
])
def test_what_is_no_folder(folder, run, output, reason):
    (folder / "loop").symlink_to("loop")
    refused(run("design", "tiny.prm", "--output", output),
            f"{output}: {reason}; expected a folder for results")


def test_a_folder_that_cannot_be_written(run):
    """Not even by root."""
    done = run("design", "tiny.prm", "--output", "/proc/self/task")
    assert done.code == WRONG_INPUT and done.out == ""
    assert done.err.startswith("lacuna: /proc/self/task: cannot be written: ")
    assert done.err.endswith("; expected a folder that results can be written to\n")


@pytest.mark.parametrize("ranks", [1, 2])
@pytest.mark.parametrize("place", ["BCP", "BCP/BCP-1"])
def test_a_file_or_link_in_the_way_of_a_specimen(folder, run, place, ranks):
    """A link of the user's own to the whole output is another thing; see below."""
    mine = folder / "mine"
    mine.mkdir()
    (mine / "curve.csv").write_text("mine")
    way = folder / "out" / place
    way.parent.mkdir(parents=True)
    way.symlink_to(mine)
    refused(run("design", "tiny.prm", "--output", "out", ranks=ranks),
            f"out/{place}: a link; expected {EXPECTED}")
    way.unlink()
    way.write_text("mine")
    refused(run("design", "tiny.prm", "--output", "out", ranks=ranks),
            f"out/{place}: no folder; expected {EXPECTED}")
    assert way.read_text() == "mine"
    assert [path.name for path in mine.iterdir()] == ["curve.csv"]


@pytest.mark.parametrize("name", ["log", "specimen.json", "study.part.prm"])
def test_a_folder_or_pipe_with_the_name_of_a_file(folder, run, name):
    way = folder / "out" / "BCP" / "BCP-1" / name
    way.mkdir(parents=True)
    message = f"out/BCP/BCP-1/{name}: no file; expected a file of Lacuna's, or nothing of this name"
    refused(run("design", "tiny.prm", "--output", "out", "--resume"), message)
    way.rmdir()
    os.mkfifo(way)
    refused(run("design", "tiny.prm", "--output", "out", "--resume"), message)


def test_a_folder_with_the_name_of_a_table(folder, run):
    (folder / "out" / "results.json").mkdir(parents=True)
    refused(run("design", "tiny.prm", "--output", "out"),
            "out/results.json: a folder; expected a file, or nothing of this name")


def test_a_file_where_figures_belong(folder, run):
    (folder / "out").mkdir()
    (folder / "out" / "figures").write_text("mine")
    refused(run("compare", "tiny.prm", "--output", "out"),
            "out/figures: a file; expected a folder, or nothing of this name")
    assert (folder / "out" / "figures").read_text() == "mine"


def test_what_is_not_lacunas_stays(folder, succeed):
    specimen = folder / "out" / "BCP" / "BCP-1"
    (specimen / "sub").mkdir(parents=True)
    (specimen / "thesis.tex").write_text("mine")
    (specimen / "curve.csv").write_text("of an earlier run")
    out = succeed("design", "tiny.prm", "--output", "out")
    assert "BCP-1: 2 files or folders in out/BCP/BCP-1/ are not Lacuna's and stay" in out
    assert (specimen / "thesis.tex").read_text() == "mine" and (specimen / "sub").is_dir()
    assert not (specimen / "curve.csv").exists()


def test_no_link_is_followed(folder, succeed):
    mine = folder / "mine"
    mine.write_text("mine")
    specimen = folder / "out" / "BCP" / "BCP-1"
    specimen.mkdir(parents=True)
    names = ("study.prm", "study.part.prm", "surface.stl", "surface.part.stl", "log",
             "specimen.json", "specimen.part.json", "release-BMP2.state.0.1")
    for path in (*(specimen / name for name in names),
                 *(folder / "out" / name for name in ("specimens.csv", "results.part.json",
                                                      "design.png", ".design.png"))):
        path.symlink_to(mine)
    succeed("design", "tiny.prm", "--output", "out")
    assert mine.read_text() == "mine"
    assert not any(path.is_symlink() for path in specimen.iterdir())
    assert not (folder / "out" / "specimens.csv").is_symlink()


EVERYTHING = ("--set", "Output/Thickness map=true", "--set", "Groups/Specimens=1")


@pytest.mark.parametrize("name, formats, more", [
    ("compare", "stl, 3mf, ply, png, vti, mha, tiff, vtu, inp, gcode, json", ()),
    ("homogenize", "stl", tuple(CELL)),
])
def test_every_file_of_a_specimen_is_known_to_be_lacunas(folder, succeed, name, formats, more):
    """Else it would stay when the specimen is computed anew, and have no checksum."""
    words = (name, "tiny.prm", "--output", "out", *EVERYTHING, *more, "--set",
             f"Export/Formats={formats}")
    succeed(*words)
    specimen, = (folder / "out").glob("*/BCP-1")
    files = {path.name for path in specimen.iterdir()}
    kept = json.loads((specimen / "specimen.json").read_text())["files"]
    assert files - set(kept) == {"log", "specimen.json"}
    assert "are not Lacuna's" not in succeed(*words)


def test_the_output_may_be_a_link_and_within_one(folder, succeed):
    (folder / "disk").mkdir()
    (folder / "link").symlink_to("disk")
    for output in ("link", "link/out"):
        succeed("design", "tiny.prm", "--output", output)
        assert list(Results(folder / "disk" / output[5:]).specimens) == ["BCP-1"]


@pytest.mark.parametrize("name", ["größe-日本 'b\" $(touch a);&", pytest.param("x" * 200, marks=pytest.mark.long),
                                  pytest.param("./-x", marks=pytest.mark.long)])
def test_names_of_any_kind(folder, succeed, name):
    succeed("compare", "tiny.prm", "--output", name, "--set", "Factor BMP2/Half-life=1 h",
            "--set", "Transport/Enabled=false", "--set", "Groups/Specimens=1")
    succeed("report", name)
    assert (folder / name / "report.html").is_file()
    assert not (folder / "a").exists()


def test_files_are_as_readable_as_the_user_has_it(folder, succeed):
    old = os.umask(0o077)
    try:
        succeed("compare", "tiny.prm", "--output", "out", "--set", "Groups/Specimens=1")
    finally:
        os.umask(old)
    open_to_others = [path for path in (folder / "out").rglob("*") if path.stat().st_mode & 0o077]
    assert open_to_others == []


# The lock.

def write_lock(folder, host, process):
    (folder / "out").mkdir(exist_ok=True)
    words = f"process {process} on {host} since 2026-01-31 12:00:00 UTC"
    (folder / "out" / LOCK).write_text(words)
    return words


def answers_interrupt():
    """As at a terminal; in the background of a shell it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def at_work(folder):
    """A run that works in out/; its process."""
    (folder / "fine.prm").write_text(TINY.replace("Cell size        = 100 um",
                                                  "Cell size        = 10 um"))
    with subprocess.Popen(command(("compress", "fine.prm", "--output", "out")), cwd=folder,
                          env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                          preexec_fn=answers_interrupt) as process:
        end = time.monotonic() + SECONDS
        while not (folder / "out/BCP/BCP-1/log").is_file() and time.monotonic() < end:
            time.sleep(0.01)
        yield process
        process.kill()


@pytest.mark.parametrize("ranks", [1, 2])
def test_a_second_run_into_one_folder_is_refused(folder, run, at_work, ranks):
    before = (folder / "out" / LOCK).read_text()
    assert f"process {at_work.pid} on {os.uname().nodename} since 2" in before
    refused(run("design", "tiny.prm", "--output", "out", "--resume", ranks=ranks),
            f"out: in use by {before}; expected its end, or another folder")
    assert (folder / "out" / LOCK).read_text() == before
    assert at_work.poll() is None


def test_a_report_says_that_a_run_is_at_work(folder, run, succeed, at_work):
    succeed("design", "tiny.prm", "--output", "done")
    for name in ("specimens.csv", "results.json"):
        (folder / "out" / name).write_bytes((folder / "done" / name).read_bytes())
    out = succeed_with_any_error(run("report", "out"))
    assert f"out: process {at_work.pid} on " in out
    assert "is at work here; the report is of what there is so far" in out


def succeed_with_any_error(done):
    """Where no picture can be made, a report says so."""
    assert done.code == 0, done
    return done.out


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_lock_of_a_run_that_was_ended_is_taken_over(folder, succeed, at_work, how):
    at_work.send_signal(how)
    assert at_work.wait(SECONDS) != 0
    assert not list((folder / "out").rglob("specimen.json"))
    out = succeed("design", "tiny.prm", "--output", "out", "--resume")
    assert f"out: process {at_work.pid} on " in out
    assert "did not come to its end; its lock is taken over" in out
    assert not (folder / "out" / LOCK).exists()


def test_a_lock_of_another_host_holds_while_it_is_touched(folder, run, succeed):
    words = write_lock(folder, "elsewhere", 1)
    refused(run("design", "tiny.prm", "--output", "out"),
            f"out: in use by {words}; expected its end, which shows within 120 s")
    long_ago = time.time() - 130
    os.utime(folder / "out" / LOCK, (long_ago, long_ago))
    out = succeed("design", "tiny.prm", "--output", "out")
    assert f"{words} did not come to its end; its lock is taken over" in out


@pytest.mark.parametrize("content", ["", "process", "\0" * 4000])
def test_a_lock_that_says_nothing_is_taken_over(folder, succeed, content):
    (folder / "out").mkdir()
    (folder / "out" / LOCK).write_text(content)
    succeed("design", "tiny.prm", "--output", "out")
    assert not (folder / "out" / LOCK).exists()


def test_the_lock_goes_with_a_run_that_fails(folder, run):
    done = run("compress", "tiny.prm", "--output", "out", "--set", "Scaffold/Lattice=spheres")
    assert done.code != 0
    assert not (folder / "out" / LOCK).exists()


# A disk that is full.

@pytest.mark.parametrize("arguments", [
    ("check", "tiny.prm"), ("params",), ("--help",), ("--version",), ("design", "tiny.prm"),
])
def test_what_cannot_be_said_is_an_error(folder, arguments):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command(arguments), cwd=folder, env=ENVIRONMENT, text=True,
                              stdout=full, stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    assert done.returncode == FAILED
    assert done.stderr.startswith("lacuna: ") and done.stderr.count("\n") == 1


def test_a_report_that_cannot_say_its_name(folder, succeed):
    succeed("design", "tiny.prm", "--output", "out")
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command(("report", "out")), cwd=folder, env=ENVIRONMENT, text=True,
                              stdout=full, stderr=subprocess.PIPE, timeout=SECONDS, check=False)
    assert done.returncode == FAILED
    assert done.stderr.count("\n") == 1 and "No space left on device" in done.stderr


def test_closed_streams_do_not_take_the_place_of_files(folder):
    text = " ".join(command(("design", "tiny.prm", "--output", "out")))
    code = subprocess.run(["sh", "-c", f"exec {text} <&- >&- 2>&-"], cwd=folder, env=ENVIRONMENT,
                          timeout=SECONDS, check=False).returncode
    assert code == 0
    for path in (folder / "out").rglob("*"):
        assert path.suffix == ".png" or path.name == "log" or (
            not path.is_file() or b"BCP-1: porosity" not in path.read_bytes())


def run_on_a_small_disk(folder, size, *arguments):
    """A command with out/ on a file system of `size` kB; what is there in the end, too."""
    (folder / "out").mkdir()
    script = (f"mount -t tmpfs -o size={size}k none out || exit 77; " + '"$@"; code=$?; '
              "find out -type f; exit $code")
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", *command(arguments)],
                          cwd=folder, env=ENVIRONMENT, text=True, capture_output=True,
                          timeout=SECONDS, check=False)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip(f"no file system of its own: {done.stderr.strip()}")
    return done


@pytest.mark.parametrize("form, file", [
    ("stl", "surface"), ("3mf", "surface"), ("ply", "surface"), ("vti", "image"), ("mha", "image"),
    ("tiff", "image"), ("vtu", "volume"), ("inp", "volume")])
def test_a_file_that_does_not_fit_is_one_line(folder, form, file):
    done = run_on_a_small_disk(folder, 60, "design", "tiny.prm", "--output", "out", "--set",
                               f"Export/Formats={form}",
                               # What is deflated fits otherwise.
                               "--set", f"Export/Voxel size={4 if form == 'mha' else 10} um",
                               "--set", "Output/Surface resolution=10 um")
    assert done.returncode == FAILED
    assert done.stderr.startswith(f"lacuna: out/BCP/BCP-1/{file}.{form}: cannot be written: ")
    assert done.stderr.endswith(" kB are free there\n") and done.stderr.count("\n") == 1
    assert file not in done.stdout.split("out/", 1)[1]


@pytest.mark.parametrize("size", [100, 400, 1000, 2600])
def test_a_comparison_on_a_disk_that_gets_full(folder, size):
    """In the fields, between tables, in the report."""
    done = run_on_a_small_disk(folder, size, "compare", "tiny.prm", "--output", "out", "--quiet")
    assert done.returncode == FAILED
    assert done.stderr.count("\n") == 1 and "cannot" in done.stderr
    assert ".part" not in done.stdout and ".lacuna" not in done.stdout


def test_measured_specimens_are_a_group_of_the_study(folder, run, succeed):
    bench = folder / "bench.csv"
    bench.write_text("Specimen;Modulus (GPa)\nP1;9,1\nP2;8,7\nP3;9,4\n")
    command = ("compare", "tiny.prm", "--output", "out", "--set", "Groups/bench=Measured/File=bench.csv",
               "--set", "Groups/Specimens=1", "--set", "Transport/Enabled=false", "--tables-only")
    succeed(*command)
    assert (folder / "out/measured/bench.csv").read_text() == bench.read_text()
    assert not (folder / "out/bench").exists()
    assert succeed("report", "out")
    assert "measured: <a" in (folder / "out/report.html").read_text()
    bench.write_text("Specimen;Colour\nP1;red\n")
    done = run(*command)
    assert done.code == 2 and done.err.count("\n") == 1 and "no column of modulus" in done.err
