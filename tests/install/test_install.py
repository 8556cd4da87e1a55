# SPDX-License-Identifier: LGPL-2.1-or-later
"""What `cmake --install` makes is whole, and may be moved."""

import re
import shutil
import subprocess

import pytest

from conftest import BUILD, ENVIRONMENT, ROOT

# Two strands of two layers, by a design that is installed.
STUDY = """\
include designs/bcp_woodpile.prm
subsection Envelope
  set Shape = box
  set Size  = 0.8 mm, 0.8 mm, 0.64 mm
end
subsection Discretization
  set Degree           = 1
  set Cell size        = 100 um
  set Neck refinements = 0
  set Max refinements  = 0
end
subsection Mechanics
  set Strength = none
end
subsection Groups
  set Specimens = 1
end
"""
COMPARE = ("compare", "own.prm", "--output", "out", "--set", "Migrasomes/Enabled=false")


def test_a_study_with_report(run, tmp_path):
    """By a design that is installed, in a place where nothing else of the project is."""
    (tmp_path / "own.prm").write_text(STUDY)
    done = run(*COMPARE)
    assert (done.code, done.err) == (0, ""), done
    for name in ("report.html", "statistics.csv", "view.py", "picture.png"):
        assert (tmp_path / "out" / name).stat().st_size > 0


def test_an_installed_study_is_found_by_its_name(run, prefix):
    done = run("check", "coatings.prm", "--set", "Scaffold/Lattice=gyroit")
    place = prefix / "share/lacuna/params/studies/coatings.prm"
    assert done.err.startswith(f"lacuna: coatings.prm is not here; taken from {place}\n")
    assert done.code == 2 and "did you mean gyroid" in done.err


def test_a_study_of_that_name_here_goes_before(run, tmp_path):
    (tmp_path / "coatings.prm").write_text("sett\n")
    done = run("check", "coatings.prm")
    assert (done.code, done.err) == (2, "lacuna: coatings.prm:1: sett; expected subsection, set, include or end; "
                                        "did you mean set\n")


def test_no_file_names_source_or_build(prefix):
    for path in filter(lambda path: path.is_file(), prefix.rglob("*")):
        content = path.read_bytes()
        assert str(ROOT).encode() + b"/" not in content, path
        assert str(BUILD).encode() not in content, path


def test_links_lead_nowhere_outside(prefix):
    assert [path for path in prefix.rglob("*") if path.is_symlink() and path.readlink().is_absolute()] == []


def test_python_that_lacks_a_module(run, tmp_path):
    """Before anything is computed."""
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\nexec /usr/bin/python3 -S "$@"\n')
    python.chmod(0o755)
    (tmp_path / "own.prm").write_text(STUDY)
    done = run(*COMPARE, LACUNA_PYTHON=str(python))
    assert done.code == 1
    assert re.fullmatch(r"lacuna: \S+: no module numpy, pandas, \S.*; LACUNA_PYTHON names one\n", done.err)
    assert not (tmp_path / "out").exists()


def test_python_that_is_none(run, tmp_path):
    (tmp_path / "own.prm").write_text(STUDY)
    done = run(*COMPARE, LACUNA_PYTHON="/nonexistent/python")
    assert done.code == 1
    assert done.err == "lacuna: /nonexistent/python: cannot be started; expected a Python, see LACUNA_PYTHON\n"


def test_the_package_is_imported(prefix, tmp_path):
    (tmp_path / "specimens.csv").write_text("specimen,group,seed\nA-1,A,1\n")
    (tmp_path / "results.json").write_text('{"study": "made"}')
    code = "import lacuna; print(lacuna.load('.').specimens['specimen'][0])"
    said = subprocess.run(["/usr/bin/python3", "-c", code], cwd=tmp_path, text=True, check=True,
                          env=ENVIRONMENT | {"PYTHONPATH": str(prefix / "share/lacuna/python")},
                          stdout=subprocess.PIPE).stdout
    assert said == "A-1\n"


def pages(prefix):
    return sorted((prefix / "share/man").glob("man?/*"))


def test_every_command_has_a_manual_page(prefix, run):
    commands = re.findall(r"^  ([a-z]+)  ", run("--help").out.partition("Subcommands:")[2], re.MULTILINE)
    assert len(commands) > 12
    assert {page.name for page in pages(prefix)} == {"lacuna.1", "lacuna.5", *(f"lacuna-{name}.1" for name in commands)}


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not installed")
def test_manual_pages_are_without_fault(prefix):
    for page in pages(prefix):
        done = subprocess.run(["groff", "-man", "-Kutf8", "-Tutf8", "-P-cbou", "-ww", page], capture_output=True,
                              text=True, check=True)
        assert done.stderr == ""
        assert "NAME" in done.stdout


def test_all_parameters_are_in_the_manual(prefix, run):
    page = (prefix / "share/man/man5/lacuna.5").read_text(encoding="utf-8")
    assert page.count("\n.TP\n") == run("params", "--format", "json").out.count('"key":')
    assert "Young\\(aqs modulus" in page


COMPLETE = """\
source "$1"; shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_lacuna
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize("words, expected", [
    (["comp"], ["compress", "compare"]),
    (["params", "--format", ""], ["text", "prm", "md", "json"]),
    (["compare", "x.prm", "--set", "Scaffold/Strand\\ di"],
     ["Scaffold/Strand\\ diameter=", "Scaffold/Strand\\ diameter=400\\ um"]),
    (["compare", "x.prm", "--set", '"Mat'], None),
    (["compare", "x.prm", "--set", '"Scaffold/Lattice=gy'], ["Scaffold/Lattice=gyroid"]),
    (["compare", "x.prm", "--set", "Scaffold/Lattice", "=", "gy"], ["gyroid"]),
    (["compare", "x.prm", "--tab"], ["--tables-only"]),
])
def test_bash_completes(prefix, words, expected):
    script = prefix / "share/bash-completion/completions/lacuna"
    done = subprocess.run(["bash", "-c", COMPLETE, "bash", script, "lacuna", *words], capture_output=True,
                          text=True, check=True)
    found = done.stdout.splitlines()
    assert done.stderr == ""
    assert found == expected if expected else "Material/Young's modulus=" in found


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
def test_zsh_reads_its_completion(prefix):
    subprocess.run(["zsh", "-n", prefix / "share/zsh/site-functions/_lacuna"], check=True)
