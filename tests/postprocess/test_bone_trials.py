# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs at other rates: what is run, read, kept and told, with a script in the place of lacuna."""

import numpy as np
import pytest

from postprocess.bone_measurements import BoneMeasurement
from postprocess.bone_trials import Trials
from postprocess.units import DAY

WEEK = 7 * DAY
# Bone: a hundredth of the rate a week, and where it is above 9 a failure. Days between weeks have no scan.
LACUNA = """\
#!/bin/sh
echo "$@" >> {calls}
while [ $# -gt 0 ]; do
  case "$1" in
    --output) home=$2;;
    Regeneration/Rate=*) rate=${{1#*=}}; rate=${{rate% /d}};;
  esac
  shift
done
case $rate in 9*) echo "lacuna: too much"; exit 1;; esac
mkdir -p $home/G/G-1
printf 'time_s,scanned_bone_fraction\\n0,0\\n86400,\\n604800,0.0%s\\n1209600,0.1%s\\n' $rate $rate > $home/G/G-1/regeneration.csv
touch $home/specimens.csv
"""


@pytest.fixture(name="trials")
def make_trials(tmp_path):
    """Returns make(): Trials of one rate for the groups a and b, of which b has its own."""
    (tmp_path / "lacuna").write_text(LACUNA.format(calls=tmp_path / "calls"))
    (tmp_path / "lacuna").chmod(0o755)
    (tmp_path / "trials").mkdir()
    groups = {name: {"study": name, "voxel_size_m": 18e-6, "volume_m3": 1e-9, "own": ["Rate"] * (name == "b")}
              for name in "ab"}
    task = {"groups": groups, "unknowns": [{"key": "Rate", "symbol": "/d", "size": 1 / DAY}], "version": "0",
            "executable": str(tmp_path / "lacuna"), "free_memory_B": 1e10}
    return lambda: Trials(tmp_path, task, ["Regeneration/Rate"])


def measured(group, weeks):
    return BoneMeasurement(group, weeks * WEEK, 0.1, 0.01, 6)


def calls(tmp_path):
    return (tmp_path / "calls").read_text().splitlines()


def test_scans_are_read_at_the_weeks_and_between(trials, tmp_path):
    values = trials().values([measured("a", 1), measured("a", 1.5), measured("a", 2)],
                             np.array([[1 / DAY], [2 / DAY]]), 90e-6)
    assert values == pytest.approx(np.array([[0.01, 0.06, 0.11], [0.02, 0.07, 0.12]]))
    one, two = sorted(calls(tmp_path))
    assert "--set Regeneration/Rate=1 /d" in one and "--set Regeneration/Rate=2 /d" in two
    assert "Regeneration/Cell size=9e-05 m" in one and "Regeneration/Voxel size=3e-05 m" in one
    assert "Regeneration/Duration=1209600 s" in one and "trials/a.prm" in one


def test_what_was_run_is_not_run_again(trials, tmp_path):
    for _ in range(2):
        again = trials()
        again.values([measured("a", 2)], np.array([[1 / DAY]]), 90e-6)
    assert len(calls(tmp_path)) == 1 and again.n_runs == 0
    again.values([measured("a", 2)], np.array([[1 / DAY]]), 45e-6)
    again.values([measured("a", 1)], np.array([[1 / DAY]]), 45e-6)
    assert len(calls(tmp_path)) == 3


def test_a_group_keeps_a_rate_of_its_own(trials, tmp_path):
    trials().values([measured("b", 2)], np.array([[1 / DAY], [2 / DAY]]), 90e-6)
    only, = calls(tmp_path)
    assert "Rate" not in only


def test_a_run_that_fails_is_told(trials):
    with pytest.raises(RuntimeError, match="a: too much"):
        trials().values([measured("a", 2)], np.array([[9 / DAY]]), 90e-6)
