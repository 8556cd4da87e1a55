# SPDX-License-Identifier: LGPL-2.1-or-later
"""view.py runs against a stand-in for ParaView that records what it is asked for."""

import sys
import types
from unittest.mock import MagicMock

import pytest

import fields
from postprocess.grids import read_snapshot
from postprocess.paraview_script import write_script
from postprocess.results import load

NAMES = ("AddCameraLink", "AssignViewToLayout", "Clip", "ColorBy", "Contour", "CreateLayout",
         "CreateRenderView", "GetAnimationScene", "GetColorTransferFunction", "GetScalarBar", "LoadPalette",
         "PVDReader", "RenderAllViews", "ResetCamera", "SaveAnimation", "SaveScreenshot", "SaveState", "Show",
         "Text", "WarpByVector")


def run_script(path, monkeypatch):
    simple, package = types.ModuleType("paraview.simple"), types.ModuleType("paraview")
    for name in NAMES:
        setattr(simple, name, MagicMock(name=name))

    def reader(FileName):
        source = MagicMock(TimestepValues=[0.0, 1.0], FileName=FileName)
        source.GetDataInformation().GetBounds.return_value = (0, 2, 0, 4, 0, 6)
        return source

    def filtered(**inputs):
        return MagicMock(TimestepValues=[0.0], FileName=inputs["Input"].FileName)

    simple.PVDReader.side_effect = reader
    for name in ("Clip", "Contour", "WarpByVector"):
        getattr(simple, name).side_effect = filtered
    package.simple, package.servermanager = simple, MagicMock()
    package.servermanager.Fetch = lambda source: read_snapshot(type(path)(source.FileName), None).grid
    monkeypatch.setitem(sys.modules, "paraview", package)
    monkeypatch.setitem(sys.modules, "paraview.simple", simple)
    monkeypatch.setattr(sys, "argv", [str(path)])
    exec(compile(path.read_text(), str(path), "exec"), {"__file__": str(path)})
    return simple


@pytest.fixture
def drawn(study):
    folder = study(n=1)
    for home in ("BCP/BCP-1", "mig-BCP/mig-BCP-1"):
        fields.write_solid(folder / home)
    fields.write_pore(folder / "mig-BCP/mig-BCP-1")
    return folder


def test_groups_stand_side_by_side_with_one_range(drawn, monkeypatch):
    simple = run_script(write_script(load(drawn)), monkeypatch)
    opened = [call.kwargs["FileName"] for call in simple.PVDReader.call_args_list]
    homes = [str(drawn / "BCP/BCP-1"), str(drawn / "mig-BCP/mig-BCP-1")]
    assert opened == [f"{homes[0]}/solid.pvd", f"{homes[1]}/solid.pvd", f"{homes[1]}/pore.pvd"]
    coloured = [call.args[1] for call in simple.ColorBy.call_args_list]
    assert coloured == 2 * [("POINTS", "largest_principal_stress")] + [("POINTS", "concentration_BMP2")]
    table = simple.GetColorTransferFunction.return_value
    spans = [call.args for call in table.RescaleTransferFunction.call_args_list]
    assert spans[0] == spans[1] and 0 <= spans[0][0] < spans[0][1] <= 2e7
    assert spans[2][1] == pytest.approx(2e-7, rel=0.05)
    assert simple.CreateRenderView.call_count == 3 and simple.SaveAnimation.call_count == 0


def test_the_script_follows_a_moved_folder(study, monkeypatch, tmp_path):
    folder = study(n=1, factors=())
    fields.write_solid(folder / "mig-BCP/mig-BCP-1")
    write_script(load(folder))
    moved = folder.rename(tmp_path / "it's moved")
    simple = run_script(moved / "view.py", monkeypatch)
    simple.PVDReader.assert_called_once_with(
        FileName=str(moved / "mig-BCP/mig-BCP-1/solid.pvd"))
