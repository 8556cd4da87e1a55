# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every command: what it prints and writes."""

import json
import math
import re

import pytest

from conftest import CELL, TINY, Results, table

COMMANDS = ("design", "compress", "homogenize", "release", "regenerate", "compare", "check", "params", "report")

# Keys of one specimen in results.json; None stands for a value.
MORPHOMETRY = {"porosity", "requested_porosity", "open_porosity", "closed_porosity", "surface_area_m2",
               "strand_thickness_mean_m", "strand_thickness_sd_m", "strand_thickness_max_m",
               "pore_size_mean_m", "pore_size_sd_m", "pore_size_max_m", "strand_number_per_m",
               "pore_throat_x_m", "pore_throat_y_m", "pore_throat_z_m",
               "solid_through_share_x", "solid_through_share_y", "solid_through_share_z",
               "pore_through_share_x", "pore_through_share_y", "pore_through_share_z",
               "solid_parts", "euler_number", "connectivity_per_m3", "degree_of_anisotropy",
               "main_direction", "voxel_size_m"}
MECHANICS = {"youngs_modulus_Pa", "compressive_strength_Pa", "strain_at_peak",
             "first_crack_stress_Pa", "stiffness_Pa"}
SCATTER = {"strength_p05_Pa", "strength_p95_Pa", "strength_mean_Pa", "effective_volume_m3"}
FACTOR = {"released_mol", "cleared_mol", "degraded_mol", "bound_mol", "taken_up_mol",
          "mass_balance_error", "peak_concentration_mol_per_m3",
          "volume_fraction_above_threshold_max", "time_above_threshold_mean_s",
          "exposure_mean_mol_s_per_m3"}
NUMERICS = {"unknowns", "cells", "iterations", "time_s", "peak_memory_B", "ranks", "first_grid"}
FIRST_GRID = {"modulus_Pa", "error_estimate", "strength_Pa"}
PROVENANCE = {"lacuna", "dealii", "petsc", "kernels", "input_hash"}

GEOMETRY_FILES = {"study.prm", "log", "surface.stl", "surface.png", "specimen.json", "morphometry.csv",
                  "thickness.csv"}


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_version(succeed):
    assert re.fullmatch(r"lacuna \d+\.\d+\.\d+\n", succeed("--version"))


def test_help(succeed):
    text = succeed("--help")
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", text, re.MULTILINE), command
        assert f"Usage: lacuna {command} " in succeed(command, "--help")
    assert not re.search(r".{120,}", text)


@pytest.mark.parametrize("command", ["design", "compress", "homogenize", "release", "regenerate", "compare"])
def test_commands_on_a_study_share_their_options(succeed, command):
    text = succeed(command, "--help")
    for option in ("--set", "--output", "--resume", "--quiet", "--verbose"):
        assert f"  {option} " in text


def test_params_as_text(succeed):
    text = succeed("params")
    assert text == succeed("params", "--format", "text")
    assert "Scaffold\n  Lattice\n" in text
    assert "length in m, from 10 um to 10 mm; default 400 um" in text


def test_params_as_json(succeed):
    parameters = json.loads(succeed("params", "--format", "json"))
    keys = {(p["section"], p["key"]) for p in parameters}
    assert {("Scaffold", "Strand diameter"), ("Envelope", "Size"), ("Material", "Young's modulus"),
            ("Discretization", "Accuracy"), ("Mechanics", "Platens"), ("Migrasomes", "Cargo"),
            ("Factor BMP2", "Threshold"), ("Transport", "Surroundings"),
            ("Groups", "Specimens")} <= keys
    for parameter in parameters:
        assert parameter["doc"], parameter
        assert parameter["value"] == parameter["default"]


def test_params_as_markdown(succeed):
    text = succeed("params", "--format", "md")
    assert text.startswith("# Parameters\n")
    assert "| Key | Type | Allowed | Default | Meaning | Source |" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {7}


def test_params_as_prm_are_a_study(folder, succeed):
    (folder / "all.prm").write_text(succeed("params", "--format", "prm"))
    design = ("design", "all.prm", "--set", "Envelope/Shape=box",
              "--set", "Envelope/Size=0.8 mm, 0.8 mm, 0.64 mm")
    succeed(*design)
    assert list(Results(folder / "results" / "all-design").specimens) == ["all-1"]


def test_check_says_what_to_expect_and_writes_nothing(folder, succeed):
    lines = succeed("check", "tiny.prm").splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        ["BCP", "compression"], ["mig-BCP", "compression"], ["mig-BCP", "release"]]
    for line in lines[:-1]:
        assert re.search(r" \S+ unknowns +\S+ GB +.* a specimen$", line)
    assert re.fullmatch(r"tiny\.prm: valid; 2 groups of 2, about .* in all, by rates measured on this "
                        r"machine (just now|on \d{4}-\d\d-\d\d)", lines[-1])
    assert names(folder) == {"tiny.prm"}


def test_check_foresees_the_unknowns(succeed, compared):
    line = succeed("check", "tiny.prm").splitlines()[0]
    foreseen = float(re.search(r"(\S+) unknowns", line)[1])
    _, results = compared
    assert foreseen == pytest.approx(results.specimens["BCP-1"]["numerics"]["unknowns"], rel=0.02)


def test_check_of_a_cell(succeed):
    lines = succeed("check", "tiny.prm", *CELL).splitlines()
    assert [line.split()[:2] for line in lines[:-1]] == [
        [group, what] for group in ("BCP", "mig-BCP") for what in ("stiffness", "diffusivity")]
    assert re.search(r"valid; 2 groups of 2, about .* in all", lines[-1])


def test_a_symmetric_specimen(folder, succeed):
    ideal = [word for kind in ("Diameter", "Position")
             for word in ("--set", f"Print/{kind} variation=0")]
    out = succeed("compress", "tiny.prm", *ideal)
    assert "BCP-1: symmetric about x and y: a quarter is solved" in out
    succeed("compress", "tiny.prm", *ideal, "--set", "Discretization/Symmetry=off",
            "--output", "whole")
    part, whole = (Results(folder / name).specimens["BCP-1"]
                   for name in ("results/tiny-compress", "whole"))
    assert part["numerics"]["symmetry"] == ["x", "y"]
    assert "symmetry" not in whole["numerics"]
    assert part["numerics"]["unknowns"] < 0.4 * whole["numerics"]["unknowns"]
    moduli = [entry["mechanics"]["youngs_modulus_Pa"]["value"] for entry in (part, whole)]
    assert moduli[0] == pytest.approx(moduli[1], rel=1e-3)


def test_design(folder, succeed):
    out = succeed("design", "tiny.prm")
    assert "BCP-1: geometry" in out and "BCP-2" not in out
    results = Results(folder / "results" / "tiny-design")
    assert list(results.specimens) == ["BCP-1"]
    assert names(results.path("BCP-1")) == GEOMETRY_FILES
    record = results.specimens["BCP-1"]
    assert set(record["morphometry"]) == MORPHOMETRY
    assert 0.3 < record["morphometry"]["porosity"] < 0.8
    assert set(record["mechanics"]) == MECHANICS
    assert record["mechanics"]["youngs_modulus_Pa"] == {"value": None, "error": None}
    assert record["mechanics"]["first_crack_stress_Pa"] is None
    assert results.rows["BCP-1"]["youngs_modulus_Pa"] == ""


def test_design_of_all(folder, succeed):
    succeed("design", "tiny.prm", "--all", "--quiet")
    results = Results(folder / "results" / "tiny-design")
    assert list(results.specimens) == ["BCP-1", "BCP-2", "mig-BCP-1", "mig-BCP-2"]
    assert [record["seed"] for record in results.specimens.values()] == [7, 8, 10007, 10008]
    # Each specimen is a print of its own.
    porosities = {record["morphometry"]["porosity"] for record in results.specimens.values()}
    assert len(porosities) == 4


def test_a_seed_makes_the_specimen(folder, succeed):
    succeed("design", "tiny.prm", "--output", "a")
    succeed("design", "tiny.prm", "--output", "b")
    succeed("design", "tiny.prm", "--output", "c", "--set", "Groups/Seed=8")
    surface = {name: (folder / name / "BCP/BCP-1/surface.stl").read_bytes() for name in "abc"}
    assert surface["a"] == surface["b"] != surface["c"]


def test_a_resolved_study_makes_the_specimen_again(folder, succeed):
    succeed("design", "tiny.prm", "--all", "--output", "all")
    succeed("design", "all/mig-BCP/mig-BCP-2/study.prm", "--output", "again")
    first, again = Results(folder / "all"), Results(folder / "again")
    assert again.specimens["study-1"]["morphometry"] == first.specimens["mig-BCP-2"]["morphometry"]
    assert again.specimens["study-1"]["seed"] == 10008


def test_compress(folder, succeed):
    succeed("compress", "tiny.prm")
    results = Results(folder / "results" / "tiny-compress")
    assert list(results.specimens) == ["BCP-1"]
    assert {"curve.csv", "solid.pvd"} < names(results.path("BCP-1"))
    assert not {"release.csv", "pore.pvd"} & names(results.path("BCP-1"))
    check_mechanics(results, "BCP-1")


def test_compress_without_strength_and_fields(folder, succeed):
    succeed("compress", "tiny.prm", "--set", "Mechanics/Strength=none", "--set",
            "Output/Fields=false", "--set", "Mechanics/Platens=frictionless")
    results = Results(folder / "results" / "tiny-compress")
    assert "solid.pvd" not in names(results.path("BCP-1"))
    mechanics = results.specimens["BCP-1"]["mechanics"]
    assert mechanics["youngs_modulus_Pa"]["value"] > 0
    assert mechanics["compressive_strength_Pa"] == {"value": None, "error": None}
    assert mechanics["strain_at_peak"] is None
    assert float(table(results.path("BCP-1") / "curve.csv")[-1]["strain"]) == pytest.approx(0.01)


def test_release_takes_a_specimen_that_is_coated(folder, succeed):
    succeed("release", "tiny.prm")
    results = Results(folder / "results" / "tiny-release")
    assert list(results.specimens) == ["mig-BCP-1"]
    assert results.specimens["mig-BCP-1"]["seed"] == 10007
    assert {"release.csv", "pore.pvd"} < names(results.path("mig-BCP-1"))
    assert not {"curve.csv", "solid.pvd"} & names(results.path("mig-BCP-1"))
    check_release(results, "mig-BCP-1")


@pytest.mark.parametrize("kind", ["adsorbed", "exosomes", "soaked"])
def test_release_from_other_coatings(folder, succeed, kind):
    succeed("release", "tiny.prm", "--set", f"Groups/mig-BCP=Coating/Kind = {kind}; "
            "Coating/Coverage = 60 %; Transport/Uptake = true; Factor BMP2/Binding sites = 10 nM")
    results = Results(folder / "results" / "tiny-release")
    assert {"release.csv", "pore.pvd", "surface.pvd"} < names(results.path("mig-BCP-1"))
    check_release(results, "mig-BCP-1")
    found = results.specimens["mig-BCP-1"]["transport"]["factors"]["BMP2"]
    assert found["taken_up_mol"] > 0 and found["contact_dose_per_cell"] == 0
    assert (found["bound_mol"] > 0) == (kind != "exosomes")
    share = found["released_mol"] / found["loaded_mol"]
    assert share == pytest.approx(1) if kind == "soaked" else 0 < share < 0.5


def test_a_power_law_beyond_what_it_holds_for_is_said(folder, succeed):
    """60 % of 1 h have left after 0.6^(1/0.5) h = 22 min."""
    def told(duration):
        return "0.015 d on it is an extrapolation" in succeed(
            "release", "tiny.prm", "--set", "Groups/mig-BCP=Coating/Kind = adsorbed",
            "--set", "Adsorbed/Law=power law", "--set", "Adsorbed/Exponent=0.5",
            "--set", "Adsorbed/Whole time=1 h", "--set", "Transport/Output times=10 min",
            "--set", f"Transport/Duration={duration}", "--output", duration.replace(" ", ""))
    assert told("30 min")
    assert not told("20 min")


@pytest.mark.parametrize("settings", [
    "Transport/Surroundings = well; Transport/Medium changes = 20 min, 47 min; "
    "Transport/Pore exchange = 30 %; Migrasomes/Enabled = true",
    "Region surroundings/Relative diffusivity = 0.4; Region tissue/Clot width = 0.1 mm; "
    "Region tissue/Relative decay = 3; Transport/Dura clearance = 0; Migrasomes/Enabled = true",
    "Transport/Perfusion = 10 um/s; Transport/Uptake = true; Migrasomes/Enabled = true",
    "Region strut/Permeable = true; Transport/Uptake = true; Factor BMP2/Binding sites = 10 nM; "
    "Coating/Kind = migrasomes; Culture/Layer = deposited; Culture/Duration = 5 d"])
def test_release_into_other_surroundings(folder, succeed, settings):
    succeed("release", "tiny.prm", "--set", f"Groups/mig-BCP={settings}")
    results = Results(folder / "results" / "tiny-release")
    check_release(results, "mig-BCP-1")
    found = results.specimens["mig-BCP-1"]["transport"]["factors"]["BMP2"]
    assert (found["removed_mol"] > 0) == ("well" in settings)
    assert (found["cleared_mol"] > 0) == ("well" not in settings)
    rows = table(results.path("mig-BCP-1") / "release.csv")
    levels = [f"concentration_p{share}_mol_per_m3" for share in ("05", "25", "50", "75", "95")]
    for row in rows:
        values = [float(row[level]) for level in levels]
        assert values == sorted(values)
        assert values[-1] <= float(row["concentration_max_mol_per_m3"]) * (1 + 1e-8)
    assert {"pore.pvd", "surface.pvd"} < names(results.path("mig-BCP-1"))
    if "well" in settings:
        times = [float(row["time_s"]) for row in rows]
        assert times.count(1200) == 2 and times.count(2820) == 2


def test_two_factors(folder, succeed):
    with open(folder / "tiny.prm", "a", encoding="utf-8") as study:
        study.write("subsection Factor VEGF165\nend\n")
    succeed("release", "tiny.prm", "--set", "Output/Fields=false")
    results = Results(folder / "results" / "tiny-release")
    assert "pore.pvd" not in names(results.path("mig-BCP-1"))
    for factor in ("BMP2", "VEGF165"):
        check_release(results, "mig-BCP-1", factor)


def test_release_in_a_cell(folder, succeed):
    succeed("release", "tiny.prm", *CELL, "--set", "Transport/Surroundings=cell")
    results = Results(folder / "results" / "tiny-release")
    check_release(results, "mig-BCP-1")
    found = results.specimens["mig-BCP-1"]["transport"]["factors"]["BMP2"]
    assert found["cleared_mol"] == 0 and found["released_mol"] > found["degraded_mol"] > 0
    assert {"pore.pvd", "surface.pvd"} < names(results.path("mig-BCP-1"))


def test_homogenize(folder, succeed):
    out = succeed("homogenize", "tiny.prm", *CELL)
    assert "BCP-1: stiffness" in out and "BCP-1: diffusivity" in out and "Zener ratio" in out
    results = Results(folder / "results" / "tiny-homogenize")
    # Defaults by which prints vary do not apply; what was computed says so and runs again.
    resolved = (results.path("BCP-1") / "study.prm").read_text()
    assert re.search(r"set Diameter variation += 0$", resolved, re.M)
    assert re.search(r"set Position variation += 0$", resolved, re.M)
    succeed("check", str(results.path("BCP-1") / "study.prm"))
    assert list(results.specimens) == ["BCP-1"]
    assert names(results.path("BCP-1")) == GEOMETRY_FILES | {"directional_modulus.vtp"}
    record, row = results.specimens["BCP-1"], results.rows["BCP-1"]
    mechanics, transport = record["mechanics"], record["transport"]
    stiffness = mechanics["stiffness_Pa"]
    assert [len(line) for line in stiffness] == [6] * 6
    for i in range(6):
        assert stiffness[i][i] > 0
        for j in range(6):
            assert stiffness[i][j] == stiffness[j][i]
    assert float(row["stiffness_xx_zz_Pa"]) == stiffness[0][2]
    modulus = mechanics["youngs_modulus_z_Pa"]
    assert 1e9 < modulus["value"] < 36e9 and modulus["error"] > 0
    assert float(row["youngs_modulus_z_Pa"]) == modulus["value"]
    # Turning the lattice by 90° and lifting it by a layer gives it again.
    assert mechanics["youngs_modulus_x_Pa"]["value"] == pytest.approx(
        mechanics["youngs_modulus_y_Pa"]["value"], rel=1e-2)
    assert mechanics["youngs_modulus_Pa"]["value"] is None
    relative, effective = (transport[key] for key in
                           ("relative_diffusivity", "effective_diffusivity_m2_per_s"))
    for i in range(3):
        assert 0 < relative[i][i] < record["morphometry"]["porosity"]
        assert effective[i][i] == pytest.approx(1.4e-10 * relative[i][i])
    assert float(row["relative_diffusivity_xx"]) == relative[0][0]
    assert record["numerics"]["time_s"].keys() == {"geometry", "stiffness", "diffusivity", "total"}
    assert "BCP-1 is taken from" in succeed("homogenize", "tiny.prm", *CELL, "--resume")


def test_homogenize_columns(folder, succeed):
    out = succeed("homogenize", "tiny.prm", *CELL, "--set", "Scaffold/Lattice=cylinders",
                  "--set", "Discretization/Max refinements=0")
    assert "does not bear every load" in out
    results = Results(folder / "results" / "tiny-homogenize")
    assert "directional_modulus.vtp" not in names(results.path("BCP-1"))
    mechanics = results.specimens["BCP-1"]["mechanics"]
    assert mechanics["zener_ratio"] == {"value": None, "error": None}
    # Of one grid the error is not known.
    assert mechanics["stiffness_Pa"][2][2] > 1e9 and mechanics["stiffness_error_Pa"][2][2] is None


def test_compare(compared):
    out, results = compared
    assert out.count("report.html") == 1
    assert "  0 %  BCP-1: geometry" in out
    percents = [int(number) for number in re.findall(r"^ *(\d+) %  ", out, re.M)]
    assert len(percents) >= 11 and percents == sorted(percents)
    assert percents[0] == 0 and percents[-2] < 100 and percents[-1] == 100
    assert {"results.json", "specimens.csv", "report.html", "BCP", "mig-BCP"} <= names(results.folder)
    report = (results.folder / "report.html").read_text()
    assert report.lstrip().startswith("<!") and "mig-BCP" in report
    assert results.json["study"] == "tiny"
    assert list(results.specimens) == ["BCP-1", "BCP-2", "mig-BCP-1", "mig-BCP-2"]
    assert results.json["groups"]["mig-BCP"] == {"overrides": "Migrasomes/Enabled = true"}
    for name, record in results.specimens.items():
        assert {"specimen", "group", "seed", "morphometry", "mechanics", "transport", "numerics",
                "provenance"} == set(record)
        assert set(record["morphometry"]) == MORPHOMETRY
        assert set(record["numerics"]) == NUMERICS
        assert set(record["numerics"]["first_grid"]) == FIRST_GRID
        assert set(record["provenance"]) == PROVENANCE
        assert record["numerics"]["unknowns"] > 1000 and record["numerics"]["ranks"] == 1
        assert record["numerics"]["peak_memory_B"] > 1e6
        check_mechanics(results, name)
        check_release(results, name)


def test_memory_of_a_specimen_is_its_own(folder, succeed):
    options = ("--set", "Groups/Specimens=1", "--set", "Discretization/Max refinements=0")
    succeed("compress", "tiny.prm", *options)
    results = Results(folder / "results" / "tiny-compress")
    alone = results.specimens["BCP-1"]["numerics"]["peak_memory_B"]
    (folder / "study.prm").write_text((folder / "tiny.prm").read_text().replace(
        "set BCP       =", "set large     = Discretization/Cell size = 15 um\n  set BCP       ="))
    succeed("compress", "study.prm", "--all", *options)
    results = Results(folder / "results" / "study-compress")
    assert list(results.specimens) == ["large-1", "BCP-1", "mig-BCP-1"]
    large, after = (results.specimens[name]["numerics"]["peak_memory_B"]
                    for name in ("large-1", "BCP-1"))
    assert large > alone + 5e7
    assert after < alone + 0.5 * (large - alone)


def test_specimens_that_are_not_refined_are_corrected(one_refined, compared):
    (out, results), (_, all_refined) = one_refined, compared
    first = "BCP-1"
    for other in ("BCP-2", "mig-BCP-1", "mig-BCP-2"):
        assert re.search(rf"{other}: modulus \S+ GPa on the first grid, corrected \S+ ± \S+ GPa "
                         rf"by {first}\n", out)
        assert f"{first}: compression  " in out and f"{other}: compression, first grid" in out
        refined, corrected = results.specimens[first], results.specimens[other]
        assert refined["mechanics"] == all_refined.specimens[first]["mechanics"]
        assert refined["provenance"] == all_refined.specimens[first]["provenance"]
        assert set(refined["numerics"]) == NUMERICS
        assert set(corrected["numerics"]) == NUMERICS | {"corrected_by"}
        assert corrected["numerics"]["corrected_by"] == [first]
        assert corrected["numerics"]["unknowns"] < refined["numerics"]["unknowns"]
        first_grid = corrected["numerics"]["first_grid"]
        assert first_grid == all_refined.specimens[other]["numerics"]["first_grid"]
        assert corrected["mechanics"] == corrected_mechanics(refined, first_grid)
        check_mechanics(results, other)


def corrected_mechanics(refined, first):
    """By the equations of solver/mechanics/theory.md for one refined specimen."""
    start, end = refined["numerics"]["first_grid"], refined["mechanics"]
    modulus, strength = end["youngs_modulus_Pa"], end["compressive_strength_Pa"]
    ratio = modulus["value"] / start["modulus_Pa"]
    value = first["modulus_Pa"] * (1 - (1 - ratio) / start["error_estimate"] * first["error_estimate"])
    error = (value * modulus["error"] / modulus["value"] + abs(value - first["modulus_Pa"] * ratio))
    crack = first["strength_Pa"] * strength["value"] / start["strength_Pa"]
    close = lambda number: pytest.approx(number, rel=1e-9)
    return {"youngs_modulus_Pa": {"value": close(value), "error": close(error)},
            "compressive_strength_Pa": {"value": close(crack), "error": close(
                crack * strength["error"] / strength["value"])},
            "strain_at_peak": close(
                first["strength_Pa"] / first["modulus_Pa"] * refined["mechanics"]["strain_at_peak"]
                / start["strength_Pa"] * start["modulus_Pa"]), "first_crack_stress_Pa": close(crack),
            "stiffness_Pa": None}


def test_the_weakest_link_scatters(folder, succeed):
    succeed("compress", "tiny.prm", "--set", "Mechanics/Strength=weakest link", "--set",
            "Groups/Refined specimens=1", "--all")
    specimens = Results(folder / "results" / "tiny-compress").specimens
    for name in ("BCP-1", "BCP-2"):
        mechanics = specimens[name]["mechanics"]
        assert set(mechanics) == MECHANICS | SCATTER
        median = mechanics["compressive_strength_Pa"]["value"]
        # Quantiles of Weibull's distribution with m = 8.
        for p, key in ((0.05, "strength_p05_Pa"), (0.95, "strength_p95_Pa")):
            assert mechanics[key] == pytest.approx(
                median * (math.log(1 - p) / math.log(0.5)) ** (1 / 8))
        assert mechanics["strength_mean_Pa"] == pytest.approx(
            median * math.gamma(1 + 1 / 8) / math.log(2) ** (1 / 8))
    refined, corrected = specimens["BCP-1"]["mechanics"], specimens["BCP-2"]["mechanics"]
    assert refined["compressive_strength_Pa"]["value"] > refined["first_crack_stress_Pa"] > 0
    assert refined["effective_volume_m3"] > 0
    assert corrected["effective_volume_m3"] is corrected["first_crack_stress_Pa"] is None


def test_a_specimen_collapses(folder, succeed):
    out = succeed("compress", "tiny.prm", "--set", "Mechanics/Strength=collapse", "--set",
                  "Collapse/Cell size=100 um", "--set", "Collapse/Length scale=200 um", "--set",
                  "Collapse/Max steps=4")
    assert "BCP-1: the load still rose at the end" in out
    results = Results(folder / "results" / "tiny-compress")
    mechanics = results.specimens["BCP-1"]["mechanics"]
    assert set(mechanics) == MECHANICS | {"energy_to_failure_J"}
    curve = [{name: float(value) for name, value in row.items()}
             for row in table(results.path("BCP-1") / "curve.csv")]
    assert list(curve[0]) == ["time_s", "displacement_m", "force_N", "strain", "stress_Pa", "work_J",
                              "stored_J", "dissipated_J"]
    assert set(curve[0].values()) == {0}
    assert len(curve) == 5 and {"crack.pvd", "crack_0003.pvtu"} < names(results.path("BCP-1"))
    peak, last = max(curve, key=lambda row: row["stress_Pa"]), curve[-1]
    assert mechanics["compressive_strength_Pa"]["value"] == pytest.approx(peak["stress_Pa"], rel=1e-5)
    assert mechanics["strain_at_peak"] == pytest.approx(peak["strain"], rel=1e-5)
    assert mechanics["energy_to_failure_J"] == pytest.approx(last["work_J"], rel=1e-5)
    assert last["force_N"] == pytest.approx(last["stress_Pa"] * 0.8e-3 ** 2, rel=1e-5)
    assert last["displacement_m"] == pytest.approx(last["strain"] * 0.64e-3, rel=1e-5)
    assert last["time_s"] == pytest.approx(last["displacement_m"] / (0.5e-3 / 60), rel=1e-5)


def test_a_block_collapses_in_the_place_of_a_larger_specimen(folder, succeed):
    out = succeed("compress", "tiny.prm", "--set", "Mechanics/Strength=collapse", "--set",
                  "Envelope/Size=1.2 mm, 0.8 mm, 0.96 mm", "--set", "Collapse/Block cells=1", "--set",
                  "Collapse/Cell size=100 um", "--set", "Collapse/Length scale=200 um", "--set",
                  "Collapse/Max steps=3", "--set", "Output/Fields=false")
    assert "BCP-1: 1 x 1 x 1 unit cells collapse in the place of the specimen" in out
    results = Results(folder / "results" / "tiny-compress")
    mechanics = results.specimens["BCP-1"]["mechanics"]
    curve = [{name: float(value) for name, value in row.items()}
             for row in table(results.path("BCP-1") / "curve.csv")]
    assert curve[-1]["force_N"] == pytest.approx(curve[-1]["stress_Pa"] * 0.8e-3 ** 2, rel=1e-5)
    # The block's largest load, times what the specimen bears more at its first crack.
    assert mechanics["compressive_strength_Pa"]["value"] > 0
    assert mechanics["strain_at_peak"] == pytest.approx(curve[-1]["strain"], rel=1e-5)
    assert mechanics["energy_to_failure_J"] == pytest.approx(
        curve[-1]["work_J"] * (1.2 * 0.8 * 0.96) / (0.8 * 0.8 * 0.64), rel=1e-5)


def test_compress_refines_the_first_specimen(folder, succeed):
    out = succeed("compress", "tiny.prm", "--set", "Groups/Refined specimens=1", "--set",
                  "Mechanics/Strength=none", "--set", "Output/Fields=false")
    assert "corrected" not in out
    out = succeed("compress", "tiny.prm", "--set", "Groups/Refined specimens=1", "--set",
                  "Mechanics/Strength=none", "--set", "Output/Fields=false", "--all", "--resume")
    assert "BCP-1 is taken from" in out and "BCP-2: modulus" in out
    corrected = Results(folder / "results" / "tiny-compress").specimens["BCP-2"]
    assert corrected["mechanics"]["youngs_modulus_Pa"]["error"] > 0
    assert corrected["mechanics"]["compressive_strength_Pa"] == {"value": None, "error": None}
    assert corrected["numerics"]["first_grid"]["strength_Pa"] is None


def test_check_tells_the_first_grid_apart(succeed):
    lines = succeed("check", "tiny.prm", "--set", "Groups/Refined specimens=1").splitlines()
    assert [line.split()[:2] for line in lines if " unknowns " in line] == [
        ["BCP", "compression"], ["BCP", "compression,"], ["mig-BCP", "compression,"], ["mig-BCP", "release"]]
    unknowns = [float(re.search(r"(\S+) unknowns", line)[1]) for line in lines[:2]]
    assert unknowns[1] < unknowns[0]


def test_compare_writes_the_files_of_every_specimen(compared):
    _, results = compared
    for name in results.specimens:
        files = names(results.path(name))
        assert GEOMETRY_FILES | {"curve.csv", "release.csv", "solid.pvd"} <= files
        assert ("pore.pvd" in files) == name.startswith("mig-BCP")
        assert not [file for file in files if file.endswith(".part")]
        pieces = [file for file in files if file.endswith((".pvtu", ".vtu"))]
        for index in files & {"solid.pvd", "pore.pvd"}:
            listed = re.findall(r'file="([^"]+)"', (results.path(name) / index).read_text())
            assert listed and set(listed) <= set(pieces)
        assert "BCP-" in (results.path(name) / "log").read_text()


def test_the_table_says_what_the_records_say(compared):
    _, results = compared
    for name, record in results.specimens.items():
        row = results.rows[name]
        assert (row["group"], row["seed"]) == (record["group"], str(record["seed"]))
        assert float(row["porosity"]) == record["morphometry"]["porosity"]
        modulus = record["mechanics"]["youngs_modulus_Pa"]
        assert float(row["youngs_modulus_Pa"]) == modulus["value"]
        assert float(row["youngs_modulus_error_Pa"]) == modulus["error"]
        for key, value in record["transport"]["factors"]["BMP2"].items():
            assert float(row["BMP2_" + key]) == value


def test_a_plain_scaffold_releases_nothing(compared):
    _, results = compared
    for name in ("BCP-1", "BCP-2"):
        factor = results.specimens[name]["transport"]["factors"]["BMP2"]
        assert set(factor.values()) == {0.0}
        for row in table(results.path(name) / "release.csv"):
            assert {float(row[key]) for key in row if key not in ("time_s", "factor")} == {0.0}


def test_a_group_of_one_and_no_factor(folder, succeed):
    start, end = TINY.index("subsection Factor"), TINY.index("subsection Transport")
    (folder / "tiny.prm").write_text(TINY[:start] + TINY[end:])
    succeed("compare", "tiny.prm", "--set", "Groups/Specimens=1", "--output", "out/of/the/way",
            "--set", "Output/Fields=false")
    assert names(folder) == {"tiny.prm", "out"}
    results = Results(folder / "out/of/the/way")
    assert (results.folder / "report.html").is_file()
    for record in results.specimens.values():
        assert not record.get("transport", {}).get("factors")


def test_report_again(succeed, compared):
    _, results = compared
    report = results.folder / "report.html"
    report.unlink()
    assert succeed("report", results.folder) == f"{report}\n"
    assert report.is_file()


def test_quiet_says_nothing_and_verbose_says_more(folder, succeed):
    assert succeed("compress", "tiny.prm", "--quiet") == ""
    usual = succeed("compress", "tiny.prm")
    verbose = succeed("compress", "tiny.prm", "--verbose")
    assert "extrapolated" not in usual and "extrapolated" in verbose
    log = folder / "results/tiny-compress/BCP/BCP-1/log"
    assert "extrapolated" in log.read_text()


def test_includes_are_relative_to_the_study(folder, succeed):
    (folder / "designs").mkdir()
    (folder / "designs" / "base.prm").write_text(TINY)
    (folder / "studies").mkdir()
    (folder / "studies" / "mine.prm").write_text(
        "include ../designs/base.prm\nsubsection Groups\n  set Specimens = 1\nend\n")
    assert "2 groups of 1" in succeed("check", "studies/mine.prm")


def check_mechanics(results, name):
    mechanics = results.specimens[name]["mechanics"]
    assert set(mechanics) == MECHANICS
    modulus, strength = mechanics["youngs_modulus_Pa"], mechanics["compressive_strength_Pa"]
    assert 1e9 < modulus["value"] < 36e9
    assert 0 < modulus["error"] < modulus["value"]
    assert 1e6 < strength["value"] < 1e9 and strength["error"] > 0
    assert mechanics["first_crack_stress_Pa"] == strength["value"]
    # The strain is that of the last grid, the modulus extrapolated: they agree within its error bar.
    assert mechanics["strain_at_peak"] == pytest.approx(
        strength["value"] / modulus["value"], rel=modulus["error"] / modulus["value"])
    assert mechanics["stiffness_Pa"] is None
    curve = table(results.path(name) / "curve.csv")
    assert list(curve[0]) == ["strain", "stress_Pa"]
    assert (float(curve[0]["strain"]), float(curve[0]["stress_Pa"])) == (0, 0)
    assert float(curve[-1]["stress_Pa"]) == pytest.approx(strength["value"], rel=1e-5)
    assert float(curve[-1]["strain"]) == pytest.approx(mechanics["strain_at_peak"], rel=1e-5)


def check_release(results, name, factor="BMP2"):
    transport = results.specimens[name]["transport"]
    assert transport["effective_diffusivity_m2_per_s"] is None
    assert transport["relative_diffusivity"] is None
    found = transport["factors"][factor]
    assert FACTOR <= set(found)
    assert abs(found["mass_balance_error"]) <= 1e-6
    assert -1e-6 <= found["lowest_over_largest_concentration"] <= 0
    fates = ("fluid_mol", "cleared_mol", "degraded_mol", "bound_mol", "taken_up_mol", "removed_mol")
    assert sum(found[key] for key in fates) == pytest.approx(found["released_mol"], rel=1e-6, abs=0)
    rows = [row for row in table(results.path(name) / "release.csv") if row["factor"] == factor]
    assert {"time_s", "factor", "released_mol", "fluid_mol", "degraded_mol", "cleared_mol",
            "bound_mol", "taken_up_mol"} <= set(rows[0])
    times = [float(row["time_s"]) for row in rows]
    released = [float(row["released_mol"]) for row in rows]
    assert times[0] == 0 and times[-1] == pytest.approx(3600)
    assert times == sorted(times) and released == sorted(released)
    assert released[-1] == pytest.approx(found["released_mol"], rel=1e-6, abs=0)
    coated = results.specimens[name]["group"] == "mig-BCP"
    assert (found["released_mol"] > 0) == coated
