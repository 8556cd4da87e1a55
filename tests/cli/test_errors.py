# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every way to be wrong: one line on standard error, and the exit code."""

import os

import pytest

from conftest import CELL, TINY

WRONG_INPUT, FAILED = 2, 1

COMMANDS = ("design, compress, homogenize, release, regenerate, compare, calibrate, sweep, optimize, collect, query, "
            "batch, status, check, params or report")
LATTICES = ("woodpile, columns, cylinders, spheres, surface, image, cubic, bcc, fcc, octet, kelvin, "
            "gyroid, diamond, primitive or iwp")


def line_of(text, part):
    return text[:text.index(part)].count("\n") + 1


def refused(done, message, code=WRONG_INPUT):
    assert done.err == f"lacuna: {message}\n"
    assert done.code == code


# In the study, `old` is replaced by `new`; the message points to the line of `at`.
FILE_ERRORS = {
    "misspelled section": (
        "subsection Discretization", "subsection Discretisation", "set Degree ",
        "Degree: 1; expected a known subsection, not Discretisation; "
        "did you mean subsection Discretization"),
    "unknown section": (
        "subsection Factor BMP2", "subsection Proteins", "set Half-life",
        "Half-life: 6.3 h; expected a known subsection, not Proteins; "
        "did you mean this key in subsection Exosomes"),
    "misspelled key": (
        "set Strand diameter", "set Strand diametre", "set Strand diametre",
        "Strand diametre: 400 um; expected a key of subsection Scaffold; "
        "did you mean Strand diameter"),
    "unknown key": (
        "set Margin ", "set Colour ", "set Colour",
        "Colour: 100 um; expected a key of subsection Transport"),
    "key of another section": (
        "set Degree ", "set Margin ", "set Margin ",
        "Margin: 1; expected a key of subsection Discretization; "
        "did you mean this key in subsection Transport"),
    "key outside of sections": (
        "subsection Scaffold\n", "set Degree = 1\nsubsection Scaffold\n", "set Degree = 1",
        "Degree: 1; expected a key within a subsection; "
        "did you mean this key in subsection Discretization"),
    "missing unit": (
        "Strand diameter = 400 um", "Strand diameter = 400", "set Strand diameter",
        "Strand diameter: 400; expected a length with its unit, such as 400 um"),
    "unit of another quantity": (
        "Strand diameter = 400 um", "Strand diameter = 400 s", "set Strand diameter",
        "Strand diameter: 400 s; expected a length with its unit, such as 400 um"),
    "unknown unit": (
        "6.3 h", "6.3 hours", "set Half-life",
        "Half-life: 6.3 hours; expected a time with its unit, such as 3 d"),
    "out of range": (
        "Strand diameter = 400 um", "Strand diameter = 4 m", "set Strand diameter",
        "Strand diameter: 4 m; expected a length from 10 um to 10 mm"),
    "whole number out of range": (
        "Degree           = 1", "Degree           = 9", "set Degree",
        "Degree: 9; expected a whole number from 1 to 3"),
    "no number": (
        "Specimens = 2", "Specimens = two", "set Specimens",
        "Specimens: two; expected a whole number from 1 to 10000"),
    "no value": (
        "Degree           = 1", "Degree           =", "set Degree",
        "Degree; expected a whole number from 1 to 3"),
    "unknown choice": (
        "woodpile\n", "wodpile\n", "set Lattice",
        f"Lattice: wodpile; expected {LATTICES}; did you mean woodpile"),
    "no truth value": (
        "Enabled = false", "Enabled = maybe", "set BCP",
        "Enabled: maybe; expected true or false"),
    "overridden later": (
        "set Degree           = 1\n", "set Degree = 9\n  set Degree = 1\n", "set Degree = 9",
        "Degree: 9; expected a whole number from 1 to 3"),
    "layers apart": (
        "Layer height    = 320 um", "Layer height = 450 um", "set Layer height",
        "Layer height: 450 um; expected at most the strand diameter, or the layers do not touch"),
    "strands side by side": (
        "  set Layer height", "  set Strand spacing = 400 um\n  set Layer height",
        "set Strand spacing",
        "Strand spacing: 400 um; expected more than the strand diameter"),
    "too few sizes": (
        "0.8 mm, 0.8 mm, 0.64 mm", "0.8 mm, 0.8 mm", "set Size",
        "Size: 0.8 mm, 0.8 mm; expected 3 lengths for a box: x, y, z"),
    "envelope within a strand": (
        "0.8 mm, 0.8 mm, 0.64 mm", "0.8 mm, 0.3 mm, 0.64 mm", "set Size",
        "Size: 0.8 mm, 0.3 mm, 0.64 mm; expected each more than the strand diameter"),
    "group without section": (
        "= Migrasomes/Enabled = true", "= coated", "set mig-BCP",
        "mig-BCP: coated; expected overrides as Section/Key = value; Section/Key = value"),
    "unknown key in a group": (
        "Migrasomes/Enabled = true", "Migrasomes/Enable = true", "set mig-BCP",
        "Enable: true; expected a key of subsection Migrasomes; did you mean Enabled"),
    "wrong value in a group": (
        "Migrasomes/Enabled = true", "Scaffold/Layer height = 450 um", "set mig-BCP",
        "Layer height: 450 um; expected at most the strand diameter, or the layers do not touch"),
    "changes of the medium in a defect": (
        "Migrasomes/Enabled = true", "Transport/Medium changes = 1 min", "set mig-BCP",
        "Medium changes: 1 min; expected 0 where Surroundings is defect"),
    "a flow where struts are permeable": (
        "Migrasomes/Enabled = true",
        "Transport/Perfusion = 10 um/s; Region strut/Permeable = true", "set mig-BCP",
        "Perfusion: 10 um/s; expected 0 m/s where regions differ or struts are permeable"),
    "two coatings": (
        "Migrasomes/Enabled = true", "Migrasomes/Enabled = true; Coating/Kind = adsorbed",
        "set mig-BCP", "Enabled: true; expected false where Kind of Coating is adsorbed"),
    "seed in a group": (
        "Migrasomes/Enabled = true", "Groups/Seed = 3", "set mig-BCP",
        "mig-BCP: Groups/Seed = 3; expected overrides of other sections than Groups"),
    "measured group with a geometry": (
        "Migrasomes/Enabled = true", "Measured/File = bench.csv; Migrasomes/Enabled = true", "set mig-BCP",
        "mig-BCP: Measured/File = bench.csv; Migrasomes/Enabled = true; expected Measured/File = FILE "
        "alone: a measured group has no geometry, nor anything else to compute"),
    "measured specimens of all groups": (
        "subsection Groups", "subsection Measured\n  set File = tiny.prm\nend\nsubsection Groups",
        "set File = tiny.prm",
        "File: tiny.prm; expected a file of one group: set NAME = Measured/File = FILE in Groups"),
    "group of the figures' name": (
        "set mig-BCP  ", "set Figures", "set Figures",
        "Figures: Migrasomes/Enabled = true; "
        "expected a group's name that no folder beside them has: figures"),
    "group that is no folder": (
        "set mig-BCP  ", "set mig/BCP  ", "set mig/BCP",
        "mig/BCP: Migrasomes/Enabled = true; "
        "expected a group's name without / \\ ; , or a dot or blank at its ends"),
    "group of a file's name": (
        "set mig-BCP  ", "set Results.JSON", "set Results.JSON",
        "Results.JSON: Migrasomes/Enabled = true; "
        "expected a group's name that does not end as a file's: .json"),
    "group of a device's name": (
        "set mig-BCP  ", "set con.1", "set con.1",
        "con.1: Migrasomes/Enabled = true; "
        "expected a group's name that is no device's on any system"),
    "group of a name that ends in a dot": (
        "set mig-BCP  ", "set mig.", "set mig.",
        "mig.: Migrasomes/Enabled = true; "
        "expected a group's name without / \\ ; , or a dot or blank at its ends"),
    "group of a long name": (
        "set mig-BCP  ", "set " + 101 * "x", "set xxx",
        101 * "x" + ": Migrasomes/Enabled = true; expected a group's name of at most 100 bytes"),
    "missing include": (
        "# A woodpile of two layers.", "include none.prm", "include",
        "include: none.prm: no such file; expected a parameter file that can be read"),
    "include of itself": (
        "# A woodpile of two layers.", "include tiny.prm", "include",
        "include: tiny.prm; expected a file that does not include this one"),
    "misspelled statement": (
        "  set Degree ", "  sett Degree ", "  sett",
        "sett Degree           = 1; expected subsection, set, include or end; did you mean set"),
    "no assignment": (
        "set Degree           = 1", "set Degree", "set Degree",
        "set Degree; expected set key = value"),
    "subsection without end": (
        "mig-BCP   = Migrasomes/Enabled = true\nend", "mig-BCP   = Migrasomes/Enabled = true",
        "subsection Groups",
        "subsection Groups; expected an end to this subsection before the file ends"),
    "end without subsection": (
        "# A woodpile of two layers.", "end", "end",
        "end; expected a subsection before its end"),
}


@pytest.mark.parametrize("case", FILE_ERRORS)
def test_a_faulty_study(folder, run, case):
    old, new, at, message = FILE_ERRORS[case]
    assert TINY.count(old) == 1
    text = TINY.replace(old, new)
    (folder / "tiny.prm").write_text(text)
    refused(run("compare", "tiny.prm"), f"tiny.prm:{line_of(text, at)}: {message}")
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_a_long_argument_is_shown_by_its_ends(run):
    word = "check" + 100_000 * "x" + "y"
    for arguments in ((word,), ("check", "tiny.prm", word), ("check", word),
                      ("check", "tiny.prm", "--set", f"{word}/{word[:20_000]}=1"),
                      ("check", "tiny.prm", "--set", f"Surface/File={word}")):
        done = run(*arguments)
        assert done.code == WRONG_INPUT
        assert len(done.err) < 5000 and done.err.count("\n") == 1
        assert "xxx...xxx" in done.err
    done = run("check", "tiny.prm", "\x1b[2J")
    assert done.err == "lacuna: The following argument was not expected:  [2J; see lacuna --help\n"


def test_text_that_is_no_utf8(folder, run):
    (folder / "tiny.prm").write_bytes(TINY.encode().replace(b"set mig-BCP", b"set mig-\xe9"))
    refused(run("design", "tiny.prm"), f"tiny.prm:{line_of(TINY, 'set mig-BCP')}: "
            "set mig-?   = Migrasomes/Enabled = true; expected text in UTF-8")
    name = os.fsencode(folder / "tiny-") + b"\xe9.prm"
    with open(name, "wb") as file:
        file.write(TINY.encode())
    refused(run("design", os.fsdecode(os.path.basename(name))),
            "tiny-?.prm: a name that is no text; expected a file's name in UTF-8")


def test_a_parameter_file_that_is_a_pipe_is_not_waited_for(folder, run):
    os.mkfifo(folder / "pipe.stl")
    (folder / "loop").symlink_to("loop")
    message = "expected a file that exists; {}: {}"
    for name, fault in (("pipe.stl", "a pipe or device"), ("none.stl", "no such file"),
                        ("loop", "Too many levels of symbolic links")):
        refused(run("design", "tiny.prm", "--set", f"Surface/File={name}"),
                f"--set Surface/File={name}: {name}; " + message.format(folder / name, fault))
    refused(run("design", "tiny.prm", "--set", "Surface/File=/dev/stdin"),
            "--set Surface/File=/dev/stdin: /dev/stdin; " + message.format("/dev/stdin",
                                                                           "a pipe or device"))


def test_a_fault_in_an_included_file(folder, run):
    (folder / "parts").mkdir()
    (folder / "parts" / "a.prm").write_text("\nsubsection Scaffold\n  set Lattice = foam\nend\n")
    (folder / "mine.prm").write_text("include parts/a.prm\n")
    refused(run("check", "mine.prm"),
            f"parts/a.prm:3: Lattice: foam; expected {LATTICES}")


@pytest.mark.parametrize("override, expected", [
    ("Collapse/Cells per length=1", "1; expected a whole number from 2 to 64"),
    ("Collapse/Length scale=400 um", "400 um; expected at most 236 um, 2/pi of the material's "
     "E Gc/strength^2"),
])
def test_a_crack_must_suit_cells_and_material(run, override, expected):
    collapse = ("--set", "Mechanics/Strength=collapse")
    refused(run("check", "tiny.prm", *collapse, "--set", override), f"--set {override}: {expected}")


@pytest.mark.parametrize("override, expected", [
    ("Material/Tensile strength=1 Pa", "1 Pa; expected at least 1.99e+05 Pa where Fracture "
     "toughness is 5e+05 Pa*sqrt(m): stress is averaged over (toughness/strength)^2/(2 pi) = "
     "3.98e+10 m, of at most 1 m"),
    ("Discretization/Fictitious stiffness=0", "0; expected a number from 1e-12 to 0.1"),
    ("Scaffold/Layer angles=1e300 deg", "1e300 deg; expected values separated by commas, each an "
     "angle from -360 deg to 360 deg"),
])
def test_values_that_no_solver_can_take(run, override, expected):
    refused(run("compress", "tiny.prm", "--set", override), f"--set {override}: {expected}")


def test_a_strength_that_nobody_asks_for_may_be_anything(succeed):
    succeed("check", "tiny.prm", "--quiet", "--set", "Mechanics/Strength=none",
            "--set", "Material/Tensile strength=1 Pa")


@pytest.mark.parametrize("override, message", [
    ("Degree", "Degree; expected Section/Key=value"),
    ("Degree=1", "Degree=1; expected Section/Key=value"),
    ("/Degree=1", "/Degree=1; expected Section/Key=value"),
    ("Scaffold/Lattice=gyroit", "Scaffold/Lattice=gyroit: gyroit; "
     f"expected {LATTICES}; did you mean gyroid"),
    ("Scafold/Lattice=woodpile", "Scafold/Lattice=woodpile: woodpile; "
     "expected a known subsection, not Scafold; did you mean subsection Scaffold"),
    ("Scaffold/Strand diametre=1 mm", "Scaffold/Strand diametre=1 mm: 1 mm; "
     "expected a key of subsection Scaffold; did you mean Strand diameter"),
    ("Material/Young's modulus=36", "Material/Young's modulus=36: 36; "
     "expected a pressure with its unit, such as 25 MPa"),
    ("Material/Poisson's ratio=0.6", "Material/Poisson's ratio=0.6: 0.6; "
     "expected a number from 0 to 0.49"),
    ("Groups/x=y", "Groups/x=y: y; expected overrides as Section/Key = value; "
     "Section/Key = value"),
    ("Scaffold/Layer height=450 um", "Scaffold/Layer height=450 um: 450 um; "
     "expected at most the strand diameter, or the layers do not touch"),
])
def test_faulty_set(folder, run, override, message):
    refused(run("compress", "tiny.prm", "--set", override), f"--set {message}")
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


@pytest.mark.parametrize("arguments, message", [
    ((), "A subcommand is required; see lacuna --help"),
    (("cmopare", "tiny.prm"), f"cmopare; expected {COMMANDS}; did you mean compare"),
    (("fly",), f"fly; expected {COMMANDS}"),
    (("--frobnicate",), f"--frobnicate; expected {COMMANDS}"),
    (("compare",), "study is required; see lacuna --help"),
    (("report",), "results is required; see lacuna --help"),
    (("compare", "tiny.prm", "--outptu", "x"),
     "The following arguments were not expected: x --outptu; see lacuna --help"),
    (("compare", "tiny.prm", "more"),
     "The following argument was not expected: more; see lacuna --help"),
    (("compare", "tiny.prm", "--all"),
     "The following argument was not expected: --all; see lacuna --help"),
    (("compare", "tiny.prm", "--set"), "--set: 1 required TEXT missing; see lacuna --help"),
    (("params", "--format", "jsn"),
     "--format: jsn not in {text,prm,md,json}; see lacuna --help"),
    (("compare", "none.prm"),
     "none.prm: cannot be read: no such file; expected a parameter file"),
    (("check", "."), ".: cannot be read: a folder; expected a parameter file"),
    (("check", "/dev/zero"),
     "/dev/zero: cannot be read: a pipe or device; expected a parameter file"),
])
def test_faulty_command_line(folder, run, arguments, message):
    done = run(*arguments)
    refused(done, message)
    assert done.out == ""
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_a_cell_is_no_specimen_and_a_specimen_no_cell(folder, run):
    refused(run("homogenize", "tiny.prm"), "tiny.prm: Shape: box; expected cell: one period of the "
            "lattice is homogenized")
    varied = (*CELL, "--set", "Print/Diameter variation=3 %")
    refused(run("homogenize", "tiny.prm", *varied), "--set Print/Diameter variation=3 %: 3 %; "
            "expected 0 in a cell, or it is not periodic")
    refused(run("compress", "tiny.prm", *CELL), "tiny.prm: Shape: cell; expected cylinder "
            "or box; a cell is for design, homogenize and release")
    refused(run("release", "tiny.prm", *CELL), "tiny.prm: Surroundings: defect; expected cell where "
            "the Envelope is one")
    refused(run("release", "tiny.prm", "--set", "Transport/Surroundings=cell"), "--set "
            "Transport/Surroundings=cell: cell; expected defect or well: the Envelope is no cell")
    refused(run("release", "tiny.prm", *CELL, "--set", "Transport/Surroundings=cell", "--set",
                "Transport/Perfusion=10 um/s"), "--set Transport/Perfusion=10 um/s: "
            "10 um/s; expected 0 m/s where Surroundings is cell: nothing enters")
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_release_without_factors(folder, run):
    start, end = TINY.index("subsection Factor"), TINY.index("subsection Transport")
    (folder / "tiny.prm").write_text(TINY[:start] + TINY[end:])
    refused(run("release", "tiny.prm"),
            'tiny.prm: Factor: none; expected a section "Factor NAME" for each factor released')
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_a_factor_of_an_unknown_name_needs_its_diffusivity(folder, run):
    with open(folder / "tiny.prm", "a", encoding="utf-8") as study:
        study.write("subsection Factor BMP7\nend\n")
    refused(run("release", "tiny.prm"), "default: Diffusivity: 0; expected at least 1e-16 m^2/s; only "
            "BMP2, VEGF165, CXCL12, vesicles have a default")


def test_all_ranks_complain_as_one(folder, run):
    refused(run("compare", "tiny.prm", "--set", "Scaffold/Lattice=foam", ranks=2),
            f"--set Scaffold/Lattice=foam: foam; expected {LATTICES}")
    refused(run("cmopress", "tiny.prm", ranks=2),
            f"cmopress; expected {COMMANDS}; did you mean compress")
    refused(run("compare", "none.prm", ranks=2),
            "none.prm: cannot be read: no such file; expected a parameter file")
    assert [path.name for path in folder.iterdir()] == ["tiny.prm"]


def test_help_at_two_ranks_is_said_once(run):
    assert run("--help", ranks=2) == run("--help")


@pytest.mark.parametrize("ranks", [1, 2])
@pytest.mark.parametrize("lattice", [
    ("Scaffold/Lattice=spheres",),                                       # apart from each other
    ("Scaffold/Lattice=cylinders", "Scaffold/Strand spacing=50 mm"),     # none in the envelope
])
def test_nothing_between_the_platens(run, lattice, ranks):
    sets = [word for override in lattice for word in ("--set", override)]
    refused(run("compress", "tiny.prm", *sets, ranks=ranks),
            "no part of the scaffold connects the platens: nothing touches the lower platen", FAILED)


@pytest.mark.parametrize("name, content, message", [
    (None, None, "none: no such folder; expected the results of a study"),
    ("note.txt", "", "results.json: cannot read: No such file"),
    ("results.json", "{", "results.json:1: not valid JSON"),
])
def test_a_report_on_no_results(folder, run, name, content, message):
    if name:
        (folder / "none").mkdir()
        (folder / "none" / name).write_text(content)
    done = run("report", "none")
    assert done.code == WRONG_INPUT
    assert done.out == ""
    assert message in done.err and done.err.count("\n") == 1
