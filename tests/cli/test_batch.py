# SPDX-License-Identifier: LGPL-2.1-or-later
"""Batches as a user plans them, and what one specimen of them does; no scheduler is needed."""

import json
import os
import re
import subprocess

import pytest
from conftest import ENVIRONMENT, ONE_REFINED, ROOT, SEARCH, TINY, Results, table
from test_errors import refused
from test_sweep import STUDY, SWEEP

DRY = ("--on", "slurm", "--dry-run")
EXAMPLE = ROOT / "params" / "sites" / "example.prm"


def rows(path):
    """Of specimens.csv, without what differs from run to run."""
    return [{key: value for key, value in row.items() if key not in ("time_s", "peak_memory_B")}
            for row in table(path)]


def test_a_dry_run_says_what_would_be_submitted(folder, succeed):
    out = succeed("batch", "tiny.prm", *DRY, *ONE_REFINED, "--site", EXAMPLE, "--set", "Site/Ranks=2")
    lines = out.splitlines()
    assert lines[0] == "tiny: 4 missing"
    assert lines[1].startswith("# JOB1: 1 elements of 1 specimens, each at most 10 min 0 s and 0.6")
    first, second, last = (line.split() for line in lines if line.startswith("sbatch "))
    for word in ("--array=0-0", "--ntasks=2", "--time=10", "--signal=B:USR1@300", "--partition=compute",
                 "--account=bone"):
        assert word in first and word in second
    assert "--dependency=afterany:JOB1" in second and "--dependency=afterany:JOB1:JOB2" in last
    home = folder / "results" / "tiny"
    assert sorted(path.name for path in home.rglob("*")) == [
        "batch", "batch.json", "tiny.prm"]
    planned = json.loads((home / "batch" / "batch.json").read_text())
    assert [(one["name"], one["wave"]) for one in planned["specimens"]] == [
        ("BCP-1", 0), ("BCP-2", 1), ("mig-BCP-1", 1), ("mig-BCP-2", 1)]
    # The folder is enough from there on, and so is the frozen study.
    (folder / "tiny.prm").unlink()
    assert succeed("batch", "results/tiny", *DRY).splitlines()[0] == "tiny: 4 missing"


@pytest.mark.long
def test_a_sweep_is_planned_point_by_point(folder, succeed):
    (folder / "space.prm").write_text(STUDY + SWEEP)
    out = succeed("batch", "space.prm", *DRY)
    assert "space.prm: 4 points of 1 specimens, all valid" in out
    assert "# JOB1: 1 elements of 4 points" in out
    # As `sweep --plan` leaves it, too.
    assert "# JOB1: 4 elements of 4 points" in succeed("batch", "results/space-sweep", *DRY,
                                                       "--set", "Site/Bundle=0")


SITE_ERRORS = {
    "a key that is none": ("set Rank = 4", "Rank: 4; expected a key of subsection Site; did you mean Ranks"),
    "ranks that nodes do not share": ("set Ranks = 4\n  set Nodes = 3", "Ranks: 4; expected a multiple of Nodes"),
    "a launcher of one process": (
        "set Launcher = srun\n  set Ranks = 2",
        "Launcher: srun; expected a command with RANKS in the place of their number"),
    "a warning without time": (
        "set Warning = 30 min\n  set Walltime limit = 1 h",
        "Warning: 30 min; expected less than half of Walltime limit"),
}


@pytest.mark.parametrize("lines, message", SITE_ERRORS.values(), ids=SITE_ERRORS)
def test_a_faulty_site_is_refused(folder, run, lines, message):
    (folder / "site.prm").write_text(f"subsection Site\n  {lines}\nend\n")
    refused(run("batch", "tiny.prm", *DRY, "--site", "site.prm"), f"site.prm:2: {message}")
    assert not (folder / "results").exists()


def test_a_folder_that_is_none_of_a_batch_is_refused(folder, run):
    (folder / "empty").mkdir()
    refused(run("batch", "empty", *DRY), "empty: neither a batch nor a sweep; expected a folder that lacuna "
            "batch or lacuna sweep --plan wrote, or a study")


def test_a_pool_here_finds_what_one_run_finds(folder, succeed, one_refined):
    _, whole = one_refined
    out = succeed("batch", "tiny.prm", "--on", "here", "--jobs", "2", *ONE_REFINED)
    assert "100 %  " in out and (folder / "results/tiny/report.html").is_file()
    assert rows(folder / "results/tiny/specimens.csv") == rows(whole.folder / "specimens.csv")
    assert succeed("status", "results/tiny") == "tiny: 4 done\n"


@pytest.mark.long
def test_what_is_missing_is_named(folder, run, succeed):
    succeed("batch", "tiny.prm", *DRY, *ONE_REFINED)
    study = "results/tiny/batch/tiny.prm"
    refused(run("compare", study, "--output", "results/tiny", "--only", "BCP-2"),
            "results/tiny/BCP/BCP-2/: not begun; expected BCP-1, which corrects it, to be done before")
    refused(run("compare", study, "--output", "results/tiny", "--only", "BCP-9"),
            "--only: BCP-9; expected a specimen of the study, such as BCP-1")
    succeed("compare", study, "--output", "results/tiny", "--only", "BCP-1")
    assert not (folder / "results/tiny/specimens.csv").exists()
    done = run("collect", "results/tiny")
    assert done.code == 1
    assert ("lacuna: 3 of 4 specimens are missing: BCP-2, mig-BCP-1, mig-BCP-2; lacuna status results/tiny "
            "says why") in done.err
    assert list(Results(folder / "results/tiny").specimens) == ["BCP-1"]


@pytest.mark.parametrize("ranks, expected", [(1, 2), (2, 1)])
def test_ranks_that_do_not_work_together_are_noticed(folder, run, ranks, expected):
    refused(run("compress", "tiny.prm", "--expect-ranks", expected, ranks=ranks),
            f"expected {expected} processes that work together, and found {ranks}: the launcher is not that "
            "of the MPI that Lacuna was built with, or was asked for others")
    assert not (folder / "results").exists()


def test_the_example_of_a_site_is_read(folder, succeed):
    (folder / "study.prm").write_text(f"include {EXAMPLE}\n{TINY}")
    assert "--partition=compute" in succeed("batch", "study.prm", *DRY)
    assert "valid" in succeed("check", "study.prm")
    assert os.listdir(folder / "results") == ["study"]


# Searches.

NUMBERS = ("--budget", "10", "--batch", "2", "--confirm", "2")


@pytest.mark.parametrize("words, message", [
    (("batch", "tiny.prm", *DRY, "--refine", "2"), "expected --budget, too, where a design space is searched"),
    (("batch", "swept", *DRY, "--budget", "9"),
     "swept: no search; expected that of one where --budget and the like are told"),
    (("batch", "searched", *DRY),
     "searched: a search that is no batch; expected its study and --budget, with --output searched"),
    (("batch", "small.prm", *DRY, "--budget", "8"),
     "--budget: 8; expected more than the 8 points of the start design of 2 variables")])
def test_what_is_no_search_is_refused(folder, run, words, message):
    (folder / "small.prm").write_text(SEARCH)
    for name, inside in (("swept", "points"), ("searched", "rounds")):
        (folder / name / inside).mkdir(parents=True)
        (folder / name / "plan.json").write_text("{}")
    done = run(*words)
    assert (done.code, done.err.count("\n")) == (2, 1) and done.err.removeprefix("lacuna: ") == f"{message}\n", done


def test_a_search_begins_with_its_first_round(folder, succeed):
    (folder / "small.prm").write_text(SEARCH)
    out = succeed("batch", "small.prm", *DRY, *NUMBERS)
    assert "small: round 1: 8 points, 8 of 10: 8 missing\n# JOB1: 1 elements of 8 points" in out
    home = folder / "results/small-optimize"
    assert json.loads((home / "batch/batch.json").read_text())["search"] == {
        "batch": 2, "budget": 10, "confirm": 2, "refine": 0}
    # The folder is enough from there on, and so is the frozen study.
    (folder / "small.prm").unlink()
    first = (home / "rounds/001.json").read_text()
    assert "8 of 12: 8 missing" in succeed("batch", "results/small-optimize", *DRY, "--budget", "12")
    assert (home / "rounds/001.json").read_text() == first


def run_by_scripts(home, out):
    """Has all elements run that are named, and so on, as another scheduler would; the last exit code."""
    for _ in range(4):
        first, last = map(int, re.search(r"elements (\d+)-(\d+):", out).groups())
        for element in range(first, last + 1):
            subprocess.run([home / "batch/element.sh", str(element)], env=ENVIRONMENT, check=True, capture_output=True)
        done = subprocess.run([home / "batch/last.sh"], env=ENVIRONMENT, check=False, capture_output=True, text=True)
        out = done.stdout
        if done.returncode != 75:
            break
    return done.returncode


@pytest.mark.long
def test_a_search_finds_the_same_wherever_it_runs(folder, succeed):
    (folder / "small.prm").write_text(SEARCH)
    succeed("optimize", "small.prm", "--output", "whole", *NUMBERS)
    succeed("batch", "small.prm", "--on", "here", "--output", "here", *NUMBERS)
    out = succeed("batch", "small.prm", "--on", "script", "--output", "script", *NUMBERS)
    assert run_by_scripts(folder / "script", out) == 0
    for name in ("here", "script"):
        assert succeed("status", name) == "small: all rounds have ended: 2 done\n"
        for file in ("front.csv", "points.csv", "confirmed/points.csv"):
            assert rows(folder / name / file) == rows(folder / "whole" / file)
        for number in ("001", "002"):
            assert (folder / name / f"rounds/{number}.json").read_text() == (
                folder / f"whole/rounds/{number}.json").read_text()
        assert (folder / name / "report.html").is_file()
    # More of it goes on from there.
    assert "round 3: 2 points, 12 of 12" in succeed("batch", "here", "--on", "here", "--budget", "12")
