# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs every X.prm beside this file on two ranks and compares it with X.expected.

X.expected is JSON: a path into the specimen's results -> [value, relative tolerance].
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LACUNA = os.environ.get("LACUNA_EXECUTABLE", str(HERE.parents[1] / "build/lacuna"))
MPIRUN = ["mpirun", "--allow-run-as-root", "--map-by", ":OVERSUBSCRIBE", "--bind-to", "none", "-np", "2"]


def value_at(results, path):
    for key in path.split("/"):
        results = results[key]
    return results


@pytest.mark.parametrize("study", sorted(HERE.glob("*.prm")), ids=lambda path: path.stem)
def test_results_stay(study, tmp_path):
    command = [LACUNA, "compare", str(study), "--output", str(tmp_path)]
    subprocess.run(MPIRUN + command, check=True, timeout=300)
    results = json.loads((tmp_path / "results.json").read_text())["specimens"][0]
    expected = json.loads(study.with_suffix(".expected").read_text())
    found = {path: value_at(results, path) for path in expected}
    for path, (value, tolerance) in expected.items():
        assert found[path] == pytest.approx(value, rel=tolerance), (path, found)
