# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `import lacuna` gives: the example of its page, and meshes of known shape."""

import doctest
import importlib
import os
import sys

import numpy as np
import pytest

import fields
import sweeps
from conftest import ROOT
from postprocess.errors import InputError
from postprocess.loading import load
from synthetic_study import write_study

PAGE = ROOT / "postprocess" / "python.md"


@pytest.fixture
def results(tmp_path):
    """The folders that the page speaks of."""
    study = write_study(tmp_path / "results" / "bcp_vs_mig")
    home = study / "mig-BCP" / "mig-BCP-1"
    fields.write_solid(home)
    fields.write_pore(home)
    fields.write_surface(home)
    sweeps.plan_sweep(tmp_path / "results" / "design_space-sweep", 3)
    return tmp_path


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The package by the name that it is installed under."""
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "lacuna").symlink_to(ROOT / "postprocess")
    monkeypatch.syspath_prepend(str(tmp_path / "python"))
    yield importlib.import_module("lacuna")
    for name in [name for name in sys.modules if name.partition(".")[0] == "lacuna"]:
        del sys.modules[name]


def test_the_page_says_what_python_does(results, installed, monkeypatch):
    monkeypatch.chdir(results)
    example = doctest.DocTestParser().get_doctest(PAGE.read_text(encoding="utf-8"), {}, PAGE.name, str(PAGE), 0)
    assert len(example.examples) > 15
    said = []
    kinds = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    failed, _ = doctest.DocTestRunner(optionflags=kinds).run(example, out=said.append)
    assert failed == 0, "".join(said)


def test_cells_are_those_of_vtk(results):
    mesh = load(results / "results" / "bcp_vs_mig").solid("mig-BCP", "mig-BCP-1")
    side = fields.SIZE / fields.CELLS
    corners = mesh.points[mesh.cells[12]]
    assert corners.shape == (fields.CELLS ** 3 // 2, 8, 3)
    assert np.ptp(corners, axis=1) == pytest.approx(np.full((len(corners), 3), side))


def test_frames_without_rows_have_columns(study):
    loaded = load(study(mechanics=False, factors=()))
    assert list(loaded.curves) == ["group", "specimen", "strain", "stress_Pa"]
    assert loaded.release.empty and "released_mol" in loaded.release


def test_a_point_of_a_sweep_is_a_study(tmp_path):
    folder = sweeps.plan_sweep(tmp_path / "sweep", 1)
    write_study(tmp_path / "made", n=1)
    for path in (tmp_path / "made").iterdir():
        os.replace(path, folder / "points" / "0001" / path.name)
    assert load(folder).point(1).groups == ["BCP", "mig-BCP"]


def test_a_folder_that_is_none(tmp_path):
    with pytest.raises(InputError, match="none: no such folder; expected the results of a study"):
        load(tmp_path / "none")
