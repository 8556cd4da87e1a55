# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs that are broken off and taken up again."""

import copy
import json
import re
import shutil
import subprocess
import time

import pytest

from conftest import ENVIRONMENT, ONE_REFINED, SECONDS, TINY, Results, command, run_in


def times(folder):
    """When each file below was written (ns)."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns
            for path in sorted(folder.rglob("*")) if path.is_file()}


def what_counts(record):
    """A record without what differs from run to run."""
    record = copy.deepcopy(record)
    for key in ("time_s", "peak_memory_B"):
        del record["numerics"][key]
    return record


def kill_after(folder, specimen, *arguments):
    """Start a command, and kill it as soon as this specimen is done."""
    done = folder / specimen / "specimen.json"
    with subprocess.Popen(command(arguments), cwd=folder.parent.parent, env=ENVIRONMENT,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + SECONDS
        while not done.is_file() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.005)
        process.kill()
    assert done.is_file()


def test_a_killed_comparison_is_taken_up(folder, succeed, compared):
    _, whole = compared
    results = folder / "results" / "tiny"
    kill_after(results, "BCP/BCP-1", "compare", "tiny.prm")
    assert not (results / "mig-BCP/mig-BCP-2/specimen.json").exists()
    assert not (results / "report.html").exists()
    before = times(results / "BCP/BCP-1")

    out = succeed("compare", "tiny.prm", "--resume")
    assert "BCP-1 is taken from results/tiny/BCP/BCP-1/" in out
    assert "mig-BCP-2 is taken" not in out
    assert times(results / "BCP/BCP-1") == before
    assert (results / "report.html").is_file()

    check_same(Results(results), whole)


def check_same(again, whole, files=("curve.csv", "release.csv", "surface.stl", "study.prm")):
    assert list(again.specimens) == list(whole.specimens)
    for name, record in whole.specimens.items():
        assert what_counts(again.specimens[name]) == what_counts(record)
        assert list(again.rows[name]) == list(whole.rows[name])
        for key, value in whole.rows[name].items():
            assert key in ("time_s", "peak_memory_B") or again.rows[name][key] == value
        for file in files:
            assert (again.path(name) / file).read_bytes() == (whole.path(name) / file).read_bytes()


def test_a_release_goes_on_where_it_was_killed(folder, succeed):
    release = ("release", "tiny.prm", "--set", "Transport/Checkpoint interval=0",
               "--set", "Transport/Time tolerance=0.01 %", "--set", "Transport/Uptake=true")
    succeed(*release, "--output", "whole")
    results = folder / "results" / "tiny-release" / "mig-BCP" / "mig-BCP-1"
    state = results / "release-BMP2.state.0.1"
    with subprocess.Popen(command(release), cwd=folder, env=ENVIRONMENT,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + SECONDS
        while not state.is_file() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        process.kill()
    assert state.is_file() and not (results / "specimen.json").exists()
    out = succeed(*release, "--resume")
    assert "BMP2: went on from" in out
    assert not state.exists()
    check_same(Results(folder / "results" / "tiny-release"), Results(folder / "whole"),
               ("release.csv", "study.prm"))


COLLAPSE = [word for override in (
    "Mechanics/Strength=collapse", "Collapse/Cell size=100 um", "Collapse/Length scale=100 um",
    "Collapse/Steps to first crack=4", "Collapse/Max steps=5") for word in ("--set", override)]


def test_a_killed_collapse_goes_on_from_its_last_step(folder, succeed):
    compress = ("compress", "tiny.prm", *COLLAPSE)
    succeed(*compress, "--output", "whole")
    specimen = folder / "results" / "tiny-compress" / "BCP" / "BCP-1"
    with subprocess.Popen(command(compress), cwd=folder, env=ENVIRONMENT,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + SECONDS
        while not (specimen / "crack_0002.pvtu").is_file() and time.monotonic() < end:
            time.sleep(0.002)
        process.kill()
    assert (specimen / "collapse.state.0.0").is_file()
    assert not (specimen / "specimen.json").exists()

    assert re.search(r"the test goes on from its step [2345]", succeed(*compress, "--resume"))
    whole = folder / "whole" / "BCP" / "BCP-1"
    assert (specimen / "curve.csv").read_bytes() == (whole / "curve.csv").read_bytes()
    assert (specimen / "crack.pvd").read_bytes() == (whole / "crack.pvd").read_bytes()


def test_corrected_specimens_take_the_refined_one_from_disk(folder, succeed, one_refined):
    _, whole = one_refined
    results = folder / "results" / "tiny"
    compare = ("compare", "tiny.prm", "--tables-only", *ONE_REFINED)
    kill_after(results, "BCP/BCP-1", *compare)
    out = succeed(*compare, "--resume")
    assert "BCP-1 is taken from results/tiny/BCP/BCP-1/" in out and "BCP-2: modulus" in out
    check_same(Results(results), whole)


def test_a_corrected_specimen_that_is_refined_is_computed_anew(folder, succeed):
    compress = ("compress", "tiny.prm", "--all", "--resume", "--set", "Output/Fields=false")
    taken = lambda out: re.findall(r"(\S+) is taken from", out)
    assert taken(succeed(*compress, *ONE_REFINED)) == []
    assert taken(succeed(*compress)) == ["BCP-1"]
    assert taken(succeed(*compress)) == ["BCP-1", "BCP-2", "mig-BCP-1", "mig-BCP-2"]
    assert taken(succeed(*compress, *ONE_REFINED)) == ["BCP-1"]


DESIGN = ("design", "tiny.prm", "--all", "--output", "out")


@pytest.fixture(scope="module")
def design(tmp_path_factory):
    """A folder in which the tiny study was designed."""
    home = tmp_path_factory.mktemp("design")
    (home / "tiny.prm").write_text(TINY)
    done = run_in(home, *DESIGN)
    assert done.code == 0, done
    return home


@pytest.fixture
def designed(design, folder, succeed):
    """Returns again(*arguments): the specimens that a second run computes anew."""
    home = folder / "out"
    shutil.copytree(design / "out", home)

    def again(*arguments):
        before = times(home)
        succeed(*DESIGN, *arguments)
        after = times(home)
        names = Results(home).specimens
        return [name for name in names
                if any(f"/{name}/" in path and before.get(path) != after[path] for path in after)]
    again.folder = home
    return again


def test_nothing_is_kept_without_being_asked(designed):
    assert designed() == ["BCP-1", "BCP-2", "mig-BCP-1", "mig-BCP-2"]


def test_everything_done_is_kept(designed):
    text = (designed.folder / "results.json").read_text()
    assert designed("--resume") == []
    assert (designed.folder / "results.json").read_text() == text


def test_a_changed_study_is_computed_anew(designed):
    assert designed("--resume", "--set", "Material/Young's modulus=30 GPa") == [
        "BCP-1", "BCP-2", "mig-BCP-1", "mig-BCP-2"]


def test_a_changed_group_is_computed_anew_alone(designed):
    assert designed("--resume", "--set",
                    "Groups/mig-BCP=Migrasomes/Enabled=true; Scaffold/Layer height=300 um"
                    ) == ["mig-BCP-1", "mig-BCP-2"]


def test_what_the_command_does_not_ask_for_may_change(designed):
    assert designed("--resume", "--set", "Transport/Duration=2 h") == []


def test_other_seeds_are_other_specimens(designed):
    porosity = Results(designed.folder).specimens["BCP-2"]["morphometry"]["porosity"]
    assert len(designed("--resume", "--set", "Groups/Seed=8")) == 4
    assert Results(designed.folder).specimens["BCP-1"]["morphometry"]["porosity"] == porosity


def test_more_specimens_are_added(designed):
    assert designed("--resume", "--set", "Groups/Specimens=3") == ["BCP-3", "mig-BCP-3"]


def test_other_tasks_are_not_mistaken(designed, succeed):
    succeed("compress", "tiny.prm", "--output", "out", "--resume")
    mechanics = Results(designed.folder).specimens["BCP-1"]["mechanics"]
    assert mechanics["youngs_modulus_Pa"]["value"] > 0


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"input_hash": "0"}', "1" * 100000,
                                     '{"input_hash": 0}', '{"input_hash": {}}', "[" * 100000])
def test_a_damaged_record_is_computed_anew(designed, content):
    (designed.folder / "BCP/BCP-2/specimen.json").write_text(content)
    assert designed("--resume") == ["BCP-2"]


def same_hash(change):
    """A fault in a record whose input is the same."""
    def spoil(path):
        record = json.loads(path.read_text())
        change(record)
        path.write_text(json.dumps(record))
    return spoil


def as_of_old(change):
    """The same in a record without checksums."""
    def spoil(record):
        del record["checksum"], record["files"]
        change(record)
    return same_hash(spoil)


def nest(path):
    """Elements within each other, as many as the stack has no room for."""
    start = '"results": {'
    path.write_text(path.read_text().replace(start, start + '"deep": ' + "[" * 300000 + "]" * 300000 + ",", 1))


@pytest.mark.parametrize("spoil", [
    nest,
    same_hash(lambda record: record["results"]["morphometry"].update(porosity=0.5)),
    same_hash(lambda record: record.update(columns=3)),
    same_hash(lambda record: record.update(checksum=3)),
    same_hash(lambda record: record.pop("checksum")),
    same_hash(lambda record: record.update(files=[])),
    as_of_old(lambda record: record.update(columns=3)),
    as_of_old(lambda record: record.update(columns=[["porosity"]])),
    as_of_old(lambda record: record.pop("results")),
])
def test_a_record_of_another_shape_is_computed_anew(designed, spoil):
    spoil(designed.folder / "BCP/BCP-2/specimen.json")
    assert designed("--resume") == ["BCP-2"]


def test_a_record_without_checksums_is_kept(designed):
    for path in designed.folder.glob("*/*/specimen.json"):
        as_of_old(lambda record: None)(path)
    assert designed("--resume") == []


@pytest.mark.parametrize("name, spoil, reason", [
    ("study.prm", lambda path: path.unlink(), "is missing"),
    ("surface.stl", lambda path: path.write_bytes(path.read_bytes()[:-1]), "has changed since it was written"),
    ("morphometry.csv", lambda path: path.write_bytes(path.read_bytes().replace(b"1", b"2", 1)),
     "has changed since it was written"),
])
def test_a_damaged_file_has_its_specimen_computed_anew(folder, designed, succeed, name, spoil,
                                                       reason):
    home = designed.folder / "BCP" / "BCP-2"
    whole = (home / name).read_bytes()
    spoil(home / name)
    out = succeed(*DESIGN, "--resume")
    assert f"BCP-2 is computed anew: {name} {reason}" in out
    assert f"BCP-2 is computed anew: {name} {reason}" in (home / "log").read_text()
    assert re.findall(r"(\S+) is taken from", out) == ["BCP-1", "mig-BCP-1", "mig-BCP-2"]
    assert (home / name).read_bytes() == whole
    assert designed("--resume") == []


def test_resume_without_results_runs(folder, succeed):
    succeed("design", "tiny.prm", "--resume")
    assert list(Results(folder / "results/tiny-design").specimens) == ["BCP-1"]
