# SPDX-License-Identifier: LGPL-2.1-or-later
"""The figure of predictions against measurements."""

import pytest

HEADER = "study,case,unit,measured,measured_sd,predicted,predicted_error,calibrated\n"


def test_a_panel_each_study(tmp_path, run):
    (tmp_path / "table.csv").write_text(HEADER + "a,x,MPa,3,1,3,0.1,True\na,y,MPa,4,1,5,0.1,False\n"
                                        "b,x,MPa,86,9,50,20,False\n")
    done = run("agreement", tmp_path / "table.csv", tmp_path / "out.png")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("text, words", [
    (None, "cannot be read"), ("", "cannot be read"), ("study,case\n", "column unit is missing")])
def test_a_faulty_table(tmp_path, run, text, words):
    if text is not None:
        (tmp_path / "table.csv").write_text(text)
    done = run("agreement", tmp_path / "table.csv", tmp_path / "out.png")
    assert done.returncode == 2 and words in done.stderr and done.stderr.count("\n") == 1
