# SPDX-License-Identifier: LGPL-2.1-or-later
"""view.py runs against a stand-in for ParaView that records what it is asked for."""

import sys
import types
from unittest.mock import MagicMock

import fields
from postprocess.results import load
from postprocess.paraview_script import write_script

NAMES = ("AssignViewToLayout", "Clip", "ColorBy", "CreateLayout", "CreateRenderView",
         "GetAnimationScene", "GetColorTransferFunction", "GetScalarBar", "PVDReader",
         "RenderAllViews", "ResetCamera", "SaveScreenshot", "Show", "WarpByVector")


def run_script(path, monkeypatch):
    simple = types.ModuleType("paraview.simple")
    for name in NAMES:
        setattr(simple, name, MagicMock(name=name))
    # As older results have them: stress of cells alone.
    simple.Clip.return_value.PointData.keys.return_value = ["concentration_BMP2"]
    simple.PVDReader.return_value.GetDataInformation().GetBounds.return_value = (0, 2, 0, 4, 0, 6)
    package = types.ModuleType("paraview")
    package.simple = simple
    monkeypatch.setitem(sys.modules, "paraview", package)
    monkeypatch.setitem(sys.modules, "paraview.simple", simple)
    exec(compile(path.read_text(), str(path), "exec"), {"__file__": str(path)})
    return simple


def test_both_fields_are_shown(study, monkeypatch):
    folder = study(n=1)
    home = folder / "mig-BCP/mig-BCP-1"
    fields.write_solid(home)
    fields.write_pore(home)
    simple = run_script(write_script(load(folder)), monkeypatch)
    opened = [call.kwargs["FileName"] for call in simple.PVDReader.call_args_list]
    assert opened == [str(home / "solid.pvd"), str(home / "pore.pvd")]
    coloured = [call.args[1] for call in simple.ColorBy.call_args_list]
    assert coloured == [("CELLS", "largest_principal_stress"), ("POINTS", "concentration_BMP2")]
    assert simple.Clip.return_value.ClipType.Origin == [1, 2, 3]


def test_the_script_follows_a_moved_folder(study, monkeypatch, tmp_path):
    folder = study(n=1, factors=())
    fields.write_solid(folder / "mig-BCP/mig-BCP-1")
    write_script(load(folder))
    moved = folder.rename(tmp_path / "it's moved")
    simple = run_script(moved / "view.py", monkeypatch)
    simple.PVDReader.assert_called_once_with(
        FileName=str(moved / "mig-BCP/mig-BCP-1/solid.pvd"))
