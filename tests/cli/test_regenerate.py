# SPDX-License-Identifier: LGPL-2.1-or-later
"""New bone in a defect: files, results, ranks, and what is refused."""

import math
import subprocess
import time

import pytest

from conftest import ENVIRONMENT, TINY, Results, command, table

DEFECT = TINY.replace("set Duration       = 1 h", "set Duration       = 20 d").replace(
    "subsection Groups", """\
subsection Regeneration
  set Enabled        = true
  set Duration       = 20 d
  set Cell size      = 80 um
  set Host thickness = 0.4 mm
  set Voxel size     = 40 um
  set Blur           = 20 um
  set Threshold      = 100 mg/mL
end
subsection Groups""")
WRONG_INPUT = 2
MEASURES = {"bone_fraction", "pore_bone_fraction", "bone_mineral_density_kg_per_m3", "trabecular_thickness_m",
            "trabecular_spacing_m", "trabecular_number_per_m", "bone_fraction_centre", "bone_fraction_ring",
            "bone_fraction_rim", "bone_covered_fraction", "bone_grown_fraction", "bone_grown_fraction_centre", "bone_balance_error", "bone_refilled_fraction"}


@pytest.fixture(name="defect")
def make_defect(folder):
    (folder / "defect.prm").write_text(DEFECT)
    return folder


def found(folder, name):
    return Results(folder / "results" / "defect-regenerate").specimens[name]["regeneration"]


def test_bone_is_foreseen_where_a_study_asks_for_it(defect, succeed):
    assert "regeneration" in succeed("check", "defect.prm")
    assert "regeneration" not in succeed("check", "tiny.prm")


def test_bone_grows_more_on_a_coating(defect, succeed):
    succeed("regenerate", "defect.prm", "--all")
    plain, coated = found(defect, "BCP-1"), found(defect, "mig-BCP-1")
    for bone in plain, coated:
        assert set(bone) == MEASURES
        assert bone["bone_balance_error"] < 1e-10
        assert bone["bone_refilled_fraction"] < 1e-6
        assert 0 < bone["bone_fraction"] < bone["pore_bone_fraction"] < 1
    assert coated["bone_grown_fraction"] > plain["bone_grown_fraction"]
    # Their prints differ in porosity.
    assert coated["pore_bone_fraction"] >= plain["pore_bone_fraction"]
    path = Results(defect / "results" / "defect-regenerate").path("mig-BCP-1")
    rows = table(path / "regeneration.csv")
    times = [float(row["time_s"]) / 86400 for row in rows]
    assert times == pytest.approx(range(21))
    bone = [float(row["bone_fraction"]) for row in rows]
    assert bone[0] == 0 and bone == sorted(bone) and bone[-1] > 0
    scanned = {round(time): float(row["scanned_bone_fraction"]) for time, row in zip(times, rows)
               if row["scanned_bone_fraction"]}
    assert set(scanned) == {0, 7, 14, 20} and list(scanned.values()) == sorted(scanned.values())
    assert scanned[20] == pytest.approx(coated["bone_fraction"], rel=1e-4)
    # Engulfed: N / ρ · share · (1 − exp(−k t)), half-lives of 10 and 20 d.
    rate = math.log(2) * (1 / 10 + 1 / 20)
    assert float(rows[-1]["engulfed_per_cell"]) == pytest.approx(1e4 / 500 / 3 * (1 - math.exp(-20 * rate)), rel=1e-5)
    assert (path / "bone.pvd").read_text().count("<DataSet") == 3
    image = (path / "bone_scan.vti").read_text()
    assert 'Name="material"' in image and 'Name="mineral_density"' in image
    assert (defect / "results/defect-regenerate/bone.png").read_bytes().startswith(b"\x89PNG")


def test_without_fields_the_scan_says_what_is_bone(defect, succeed):
    succeed("regenerate", "defect.prm", "--set", "Output/Fields=false", "--tables-only")
    results = Results(defect / "results" / "defect-regenerate")
    files = {path.name for path in results.path("mig-BCP-1").iterdir()}
    assert "bone_scan.vti" in files and "bone.pvd" not in files
    image = (results.path("mig-BCP-1") / "bone_scan.vti").read_text()
    assert 'Name="material"' in image and "mineral_density" not in image
    assert not (defect / "results/defect-regenerate/bone.png").exists()


@pytest.mark.long
def test_equal_on_two_and_four_ranks(defect, succeed):
    bone = []
    for ranks in 1, 2, 4:
        succeed("regenerate", "defect.prm", ranks=ranks)
        bone.append(found(defect, "mig-BCP-1"))
    for more in bone[1:]:
        for key in MEASURES - {"bone_balance_error", "bone_refilled_fraction"}:
            assert more[key] == pytest.approx(bone[0][key], rel=1e-5), key


def test_an_empty_defect(defect, succeed):
    succeed("regenerate", "defect.prm", "--set", "Regeneration/Filling=none")
    bone = found(defect, "mig-BCP-1")
    assert bone["bone_fraction"] == bone["pore_bone_fraction"] > 0


def test_it_goes_on_where_it_was_killed(defect, succeed):
    arguments = ("regenerate", "defect.prm", "--set", "Transport/Checkpoint interval=0", "--set", "Transport/Enabled=false",
                 "--set", "Regeneration/Cell size=40 um")
    succeed(*arguments, "--output", "whole")
    specimen = defect / "cut" / "mig-BCP" / "mig-BCP-1"
    with subprocess.Popen(command([*arguments, "--output", "cut"]), cwd=defect, env=ENVIRONMENT,
                          stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while not (specimen / "bone_0001.pvtu").is_file() and process.poll() is None and time.monotonic() < end:
            time.sleep(0.01)
        process.kill()
    assert list(specimen.glob("regeneration.state.*")) and not (specimen / "specimen.json").exists()
    assert "new bone: went on from" in succeed(*arguments, "--output", "cut", "--resume")
    assert not list(specimen.glob("regeneration.state.*"))
    for name in ("regeneration.csv", "bone.pvd"):
        assert (specimen / name).read_bytes() == (defect / "whole" / "mig-BCP" / "mig-BCP-1" / name).read_bytes()


@pytest.mark.parametrize("setting, message", [
    ("Regeneration/Enabled=false",
     "defect.prm: Enabled: false; expected true in a group whose bone is to be computed"),
    ("Regeneration/Host share=0 %",
     "--set {}: 0 %; expected more than 0 %: without bone around a defect none grows in it"),
    ("Regeneration/Host thickness=0",
     "--set {}: 0; expected more than 0: without bone around a defect none grows in it"),
    ("Transport/Duration=14 d",
     "--set {}: 14 d; expected at least 20 d, the Duration of Regeneration: until then BMP2 acts on cells"),
    ("Envelope/Shape=cell",
     "--set {}: cell; expected cylinder, box or another that fills a defect; a cell where Model of Regeneration is front")])
def test_what_is_refused(defect, run, setting, message):
    done = run("regenerate", "defect.prm", "--set", setting)
    assert done.err == f"lacuna: {message.format(setting)}\n"
    assert done.code == WRONG_INPUT
    assert not (defect / "results").exists()


@pytest.fixture(name="pores")
def make_pores(folder):
    """Tissue in one period of a woodpile in culture."""
    (folder / "pores.prm").write_text(TINY[:TINY.index("subsection Factor")].replace("Shape = box", "Shape = cell") + """\
subsection Transport
  set Surroundings = cell
end
subsection Regeneration
  set Enabled     = true
  set Model       = front
  set Duration    = 10 d
  set Cell size   = 40 um
  set Front width = 80 um
end
""")
    return folder


def test_tissue_fills_pores_in_culture(pores, succeed):
    filled = []
    for ranks in 1, 2, 4:
        assert "tissue fills" in succeed("regenerate", "pores.prm", ranks=ranks)
        filled.append(Results(pores / "results" / "pores-regenerate").specimens["pores-1"]["regeneration"])
        assert set(filled[-1]) == {"tissue_fraction", "closing_time_s", "closing_time_error_s"}
    assert 0.1 < filled[0]["tissue_fraction"] < 1 and filled[0]["closing_time_s"] is None
    for more in filled[1:]:
        assert more["tissue_fraction"] == pytest.approx(filled[0]["tissue_fraction"], rel=1e-6)
    path = Results(pores / "results" / "pores-regenerate").path("pores-1")
    rows = table(path / "regeneration.csv")
    assert [float(row["time_s"]) / 86400 for row in rows] == pytest.approx(range(11))
    assert not (path / "bone_scan.vti").exists()
    assert not (pores / "results/pores-regenerate/bone.png").exists()
    share = [float(row["tissue_fraction"]) for row in rows]
    assert 0 < share[0] < share[1] and share == sorted(share)
    assert (path / "bone.pvd").read_text().count("<DataSet") == 11


def test_a_front_of_its_own_closes_pores(pores, succeed):
    out = succeed("regenerate", "pores.prm", "--set", "Regeneration/Front speed=60 um/d")
    assert "tissue fills 100.0 % of the pores, which closed after" in out and "± " in out
    filled = Results(pores / "results" / "pores-regenerate").specimens["pores-1"]["regeneration"]
    assert filled["tissue_fraction"] == 1 and 0 < filled["closing_time_s"] < 10 * 86400
    assert filled["closing_time_error_s"] == pytest.approx(min(filled["closing_time_s"], 2.15 * 80 / 60 * 86400))
    assert "regeneration" in succeed("check", "pores.prm")


@pytest.mark.parametrize("setting, message", [
    ("Regeneration/Front width=50 um", "--set {}: 50 um; expected at least 80 um, two of Cell size"),
    ("Regeneration/Filling=none", "--set {}: none; expected scaffold where Model is front: tissue grows on struts"),
    ("Regeneration/Front curvature mobility=0",
     "--set {}: 0; expected more than 0 where Front speed is 0: nothing would grow"),
    ("Transport/Surroundings=defect", "pores.prm: Surroundings: defect; expected cell where the Envelope is one")])
def test_what_is_refused_in_culture(pores, run, setting, message):
    done = run("regenerate", "pores.prm", "--set", setting)
    assert done.err == f"lacuna: {message.format(setting)}\n"
    assert done.code == WRONG_INPUT
