# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs that are asked to end: they keep their state, say so, and go on on any number of ranks."""

import signal
import subprocess
import time

import pytest
from conftest import CELL, ENVIRONMENT, OF_MPIRUN, SECONDS, Results, command
from test_images import RAW, STUDY as IMAGE_STUDY, struts
from test_resume import COLLAPSE, what_counts

SAID = "lacuna: interrupted; --resume goes on from here\n"
RELEASE = ("release", "tiny.prm", "--set", "Transport/Checkpoint interval=0",
           "--set", "Transport/Time tolerance=0.01 %", "--set", "Transport/Uptake=true")
GRIDS = ("--set", "Discretization/Cell size=40 um", "--set", "Discretization/Accuracy=0.1 %")
COMPRESS = ("compress", "tiny.prm", *GRIDS)


def interrupt(folder, words, is_time, number=signal.SIGUSR1, ranks=1):
    """Start a command, and have it end once `is_time` holds."""
    with subprocess.Popen(command(words, ranks), cwd=folder, env=ENVIRONMENT, text=True,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        end = time.monotonic() + SECONDS
        while not is_time() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.002)
        process.send_signal(number)
        _, said = process.communicate(timeout=SECONDS)
    assert (process.returncode, OF_MPIRUN.sub("", said)) == (75, SAID)


def log_says(home, words):
    return lambda: (home / "log").is_file() and words in (home / "log").read_text(errors="replace")


@pytest.mark.parametrize("number, before, after", [
    pytest.param(signal.SIGTERM, 1, 1, marks=pytest.mark.long), (signal.SIGUSR1, 1, 2), (signal.SIGUSR1, 2, 1)])
def test_a_release_goes_on_on_any_number_of_ranks(folder, succeed, number, before, after):
    succeed(*RELEASE, "--output", "whole", ranks=after)
    home = folder / "results/tiny-release/mig-BCP/mig-BCP-1"
    interrupt(folder, RELEASE, (home / "release-BMP2.state.0.1").is_file, number, before)
    assert {path.suffixes[-2] for path in home.glob("release-BMP2.state.*")} == {
        f".{rank}" for rank in range(before)}
    assert not (folder / "results/tiny-release/.lacuna-lock").exists()
    out = succeed(*RELEASE, "--resume", ranks=after)
    assert "geometry was done before" in out and "BMP2: went on from" in out
    assert not list(home.glob("*.state.*")) and not (home / "stages.json").exists()
    found, whole = (Results(folder / name).rows["mig-BCP-1"] for name in ("results/tiny-release", "whole"))
    for name, value in whole.items():
        if name not in ("time_s", "peak_memory_B", "iterations", "specimen", "group", "ranks") and value and "error" not in name:
            assert float(found[name]) == pytest.approx(float(value), rel=1e-5, abs=1e-30), name


def test_a_compression_goes_on_from_the_next_grid(folder, succeed):
    succeed(*COMPRESS, "--output", "whole")
    home = folder / "results/tiny-compress/BCP/BCP-1"
    interrupt(folder, COMPRESS, log_says(home, "BCP-1: compression"))
    assert list(home.glob("compression.state.0.*"))
    out = succeed(*COMPRESS, "--resume")
    assert "BCP-1: goes on from grid 1" in out
    found, whole = (Results(folder / name) for name in ("results/tiny-compress", "whole"))
    assert what_counts(found.specimens["BCP-1"]) == what_counts(whole.specimens["BCP-1"])
    assert sorted(path.name for path in home.iterdir()) == sorted(
        path.name for path in (folder / "whole/BCP/BCP-1").iterdir())


def test_a_cell_goes_on_from_the_next_grid(folder, succeed):
    words = ("homogenize", "tiny.prm", *CELL, "--set", "Discretization/Cell size=40 um",
             "--set", "Discretization/Accuracy=0.1 %")
    succeed(*words, "--output", "whole")
    home = folder / "results/tiny-homogenize/BCP/BCP-1"
    interrupt(folder, words, log_says(home, "BCP-1: stiffness"))
    assert list(home.glob("stiffness.state.0.*"))
    assert "goes on from grids that were solved before" in succeed(*words, "--resume")
    found, whole = (Results(folder / name) for name in ("results/tiny-homogenize", "whole"))
    assert what_counts(found.specimens["BCP-1"]) == what_counts(whole.specimens["BCP-1"])


def test_a_collapse_goes_on_with_what_the_compression_found(folder, succeed):
    words = ("compress", "tiny.prm", *COLLAPSE)
    succeed(*words, "--output", "whole")
    home = folder / "results/tiny-compress/BCP/BCP-1"
    interrupt(folder, words, (home / "crack_0001.pvtu").is_file)
    out = succeed(*words, "--resume", ranks=2)
    assert "compression was done before" in out and "the test goes on from its step" in out
    found, whole = (Results(folder / name).rows["BCP-1"] for name in ("results/tiny-compress", "whole"))
    for name in ("youngs_modulus_Pa", "compressive_strength_Pa", "compressive_strength_error_Pa"):
        assert float(found[name]) == pytest.approx(float(whole[name]), rel=1e-4)


def test_what_has_no_state_ends_between_stages(folder, succeed):
    words = ("compare", "tiny.prm", "--tables-only", "--set", "Groups/Specimens=1")
    home = folder / "results/tiny"
    interrupt(folder, words, (home / "BCP/BCP-1/log").is_file, signal.SIGTERM)
    assert not (home / "BCP/BCP-1/specimen.json").exists() and not (home / ".lacuna-lock").exists()
    succeed(*words, "--resume")
    assert list(Results(home).specimens) == ["BCP-1", "mig-BCP-1"]


def test_a_run_goes_on_only_with_files_of_the_same_content(folder, succeed):
    voxels = bytearray(struts(4, 9)[0])
    (folder / "mask.raw").write_bytes(voxels)
    (folder / "scan.prm").write_text(IMAGE_STUDY)
    settings = ("Image/File=mask.raw", *RAW, "Mechanics/Strength=none", "Discretization/Degree=1",
                "Discretization/Cell size=40 um", "Discretization/Max refinements=1", "Discretization/Accuracy=0.1 %")
    words = ("compress", "scan.prm", *(word for setting in settings for word in ("--set", setting)))
    home = folder / "results/scan-compress/scan/scan-1"
    interrupt(folder, words, (home / "stages.json").is_file)
    (folder / "mask.raw").touch()
    assert "geometry was done before" in succeed(*words, "--resume")
    (home / "specimen.json").unlink()
    interrupt(folder, words, (home / "stages.json").is_file)
    voxels[0] ^= 255
    (folder / "mask.raw").write_bytes(voxels)
    assert "was done before" not in succeed(*words, "--resume")
