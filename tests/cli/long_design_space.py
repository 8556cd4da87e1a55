# SPDX-License-Identifier: LGPL-2.1-or-later
"""A search of the design space against 200 points that are spread evenly over it, a quarter of an hour on two cores.

Not among the default tests: ctest -R design_space. The reference was made, in some two hours of work, by

    lacuna sweep params/studies/design_space.prm --points 200
    python3 tests/cli/long_design_space.py results/design_space-sweep

and holds as long as the study's file and what the models compute of it.
"""

import sys
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from postprocess.optimization.front import dominated_volume, pareto, with_references
from postprocess.sweep.known import known_points, read_rounds
from postprocess.sweep.plan import read_plan
from postprocess.sweep.search_task import problem_of

REFERENCE = Path(__file__).with_name("design_space_sobol.csv")


def read(folder):
    """The problem of a sweep or search, and its points that have ended."""
    task = read_plan(folder).document
    return problem_of(task), known_points(folder, task, read_rounds(folder))


def test_forty_points_of_a_search_are_as_good_as_two_hundred_spread_out(folder, succeed, monkeypatch):
    monkeypatch.setattr("conftest.SECONDS", 5400)
    succeed("optimize", str(ROOT / "params/studies/design_space.prm"), "--budget", "40", "--output", "out")
    problem, searched = read(folder / "out")
    assert len(searched) == 40
    reference = pd.read_csv(REFERENCE, index_col="point").rename("reference {}".format)
    assert len(reference) == 200

    # No point of its front is worse than one of the reference beyond their error bars,
    both = pd.concat([searched, reference])
    found = pareto(problem, searched)
    front = found.index[found["front"]]
    beside = pareto(problem, both).loc[front]
    assert len(front) >= 4 and beside["contender"].all(), beside
    # and by their values alone it reaches as far.
    problem = with_references(problem, both)
    volumes = dominated_volume(problem, searched), dominated_volume(problem, reference)
    assert volumes[0] >= volumes[1], volumes


if __name__ == "__main__":
    read(Path(sys.argv[1]))[1].to_csv(REFERENCE, float_format="%.6g", lineterminator="\n", index_label="point")
