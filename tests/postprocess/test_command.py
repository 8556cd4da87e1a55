# SPDX-License-Identifier: LGPL-2.1-or-later
"""The command line, as a user meets it."""

import pytest

from postprocess.__main__ import main


def change(name, old, new):
    """A spoiler that replaces text in a file of the results."""
    def spoil(folder):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
    return spoil


def remove(name):
    return lambda folder: (folder / name).unlink()


def test_report(study, run):
    folder = study(n=3)
    done = run("report", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == str(folder / "report.html")
    assert all((folder / name).is_file() for name in ("report.html", "statistics.csv", "view.py"))


@pytest.mark.parametrize("spoil, words", [
    (remove("results.json"), "results.json: cannot read: No such file"),
    (remove("specimens.csv"), "specimens.csv: cannot read: No such file"),
    (change("results.json", '"study"', "study"), "results.json:1: not valid JSON"),
    (change("results.json", '"groups": {', '"groups": 3, "g": {'), "groups: expected an object"),
    (change("specimens.csv", "specimen,group", "specimen,design"), "column group is missing"),
    (change("specimens.csv", "\nBCP-1,BCP,1,", "\nBCP-1,BCP,1,abc"), "expected a number"),
    (change("specimens.csv", "\nBCP-2,", "\nBCP-1,"), "specimen BCP/BCP-1 appears twice"),
    (change("specimens.csv", "\nBCP-1,BCP", "\nBCP-1,../x"), "group: ../x; expected a name"),
    (change("specimens.csv", "\nBCP-1,", "\nBCP-9,"), "not in both this file and"),
    (change("BCP/BCP-1/curve.csv", "strain", "stretch"), "column strain is missing"),
])
def test_wrong_input_is_one_line_and_exit_code_2(study, capsys, spoil, words):
    folder = study(n=3)
    spoil(folder)
    assert main(["report", str(folder)]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and words in said.err
    assert said.out == ""


@pytest.mark.parametrize("arguments", [(), ("report",), ("reprot", "x"), ("report", "/nowhere")])
def test_wrong_arguments(run, arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
