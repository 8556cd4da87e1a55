# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables as testing machines and plate readers export them."""

import os

import numpy as np
import pytest

from postprocess.compression_curve import EXAMPLE, NEEDED, QUANTITIES
from postprocess.errors import InputError
from postprocess.measured_table import read_tables
from postprocess.release_curve import read_release

# Displacements of 0, 0.1 and 0.25 mm; forces of 0, 120.5 and 1300 N.
SPELLINGS = {
    "comma": "Displacement (mm),Force (N)\n0,0\n0.1,120.5\n0.25,1300\n",
    "lines above": 'Sample 7; load cell 5 kN\n\n"Displacement [mm]";"Force [kN]"\n'
                   "0;0\n0.1;0.1205\n0.25;1.3\n",
    "decimal comma": "Standardweg in mm;Standardkraft in N\n0,00;0,0\n0,10;120,5\n0,25;1300,0\n",
    "units below": "Time\tExtension\tLoad\n(s)\t(mm)\t(N)\n\n0\t0\t0\n1\t0.1\t120.5\n"
                   "2\t0.25\t1,300.0\n",
    "quoted": 'Extension (mm),Load (N)\n"0,0","0"\n"0,1","120,5"\n"0,25","1300"\n',
    "own names": "time_s,displacement_m,force_N,work_J\n0,0,0,0\n1,1e-4,120.5,0\n2,2.5e-4,1300,0\n",
    "micrometres": "Crosshead / µm;Load rate / N;Force / N\n0;9;0\n100;9;120.5\n250;9;1300\n",
    "blank end": "Displacement (mm),Force (N)\n0,0\n0.1,120.5\n0.25,1300\n,\n\n",
}


def columns(path):
    found, = read_tables(path, QUANTITIES, NEEDED, EXAMPLE).values()
    return {column.quantity.name: column.values for column in found}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_spellings(tmp_path, spelling, encoding):
    path = tmp_path / "curve.csv"
    path.write_bytes(SPELLINGS[spelling].encode(encoding))
    found = columns(path)
    assert found["displacement"] == pytest.approx([0, 1e-4, 2.5e-4])
    assert found["force"] == pytest.approx([0, 120.5, 1300])


@pytest.mark.parametrize("written, read", [
    (["998", "1,002", "1,007.5"], [998, 1002, 1007.5]),
    (["0,5", "998", "1,002"], [0.5, 998, 1.002]),
    (["998", "1.002", "12.345.678"], [998, 1002, 12345678]),
    (["0", "1 002", "1 234 567,5"], [0, 1002, 1234567.5]),
    (["1300", "1,002", "998"], [1300, 1.002, 998]),
    (["0,500", "1,002", "1,25"], [0.5, 1.002, 1.25]),
    (["1e3", "1.002", "1.5"], [1e3, 1.002, 1.5]),
])
def test_decimal_and_thousands_are_judged_by_the_column(tmp_path, written, read):
    path = tmp_path / "curve.csv"
    path.write_text("Extension (m);Load (N)\n" + "".join(f"{i};{n}\n" for i, n in enumerate(written)))
    assert columns(path)["force"] == pytest.approx(read)


def test_an_ambiguous_column_is_read_as_the_others_are(tmp_path):
    path = tmp_path / "curve.csv"
    path.write_text('"Extension","Load"\n"(mm)","(N)"\n"0.5","998"\n"0.75","1,002"\n')
    assert columns(path)["force"] == pytest.approx([998, 1002])


@pytest.mark.parametrize("rows, message", [
    ("0;998\n1;1,002\n", ":3: Load (N): 1,002; expected numbers that tell the decimal sign: "
     "1.002 or 1002?"),
    ("0;998\n1;1.002\n", ":3: Load (N): 1.002; expected numbers that tell the decimal sign: "
     "1.002 or 1002?"),
    ("0;1.5\n1;2,5\n", ":3: Load (N): 2,5; expected the decimal sign of line 2: 1.5"),
    ("0;1.5\n1;2,50,1.5\n", ":3: Load (N): 2,50,1.5; expected a number with a decimal point"),
])
def test_what_may_be_read_two_ways_is_refused(tmp_path, rows, message):
    path = tmp_path / "curve.csv"
    path.write_text("Extension (m);Load (N)\n" + rows)
    with pytest.raises(InputError) as error:
        columns(path)
    assert str(error.value) == f"{path}{message}"


@pytest.mark.parametrize("text, message", [
    ("", ": empty; expected a table with a header and numbers"),
    (" ;\n\n", ": empty; expected a table with a header and numbers"),
    ("Displacement (mm),Time (s)\n0,0\n", f": no column of force; expected {EXAMPLE}"),
    ("a,b\n0,0\n", f": no column of displacement or force; expected {EXAMPLE}"),
    ("0,0\n1,1\n", f": no column of displacement or force; expected {EXAMPLE}"),
    ("Displacement (mm),Force (N)\n", f": no numbers below the header; expected {EXAMPLE}"),
    ("Displacement,Force (N)\n0,0\n", f": Displacement: no unit; expected {EXAMPLE}"),
    ("Displacement (furlong),Force (N)\n0,0\n",
     ": Displacement (furlong): unknown unit furlong; expected one of m, cm, mm, um, nm, in"),
    ("Displacement (mm),Force (N)\n0,0\n0,1,120,5\n", ":3: more cells than the header has; "
     "expected numbers without a decimal comma where commas part the cells"),
    ("Displacement (mm),Force (N)\n0,0\n1,many\n", ":3: Force (N): many; expected a number"),
])
def test_what_is_no_curve(tmp_path, text, message):
    path = tmp_path / "curve.csv"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        columns(path)
    assert str(error.value) == f"{path}{message}"


def test_a_table_that_has_no_end(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputError, match="pipe.csv: cannot read: a pipe or device; expected a file"):
        columns(tmp_path / "pipe.csv")
    with open(tmp_path / "large.csv", "wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(InputError, match="large.csv: 300000000 bytes; expected at most 200000000"):
        columns(tmp_path / "large.csv")


def test_a_missing_file(tmp_path):
    with pytest.raises(InputError, match="none.csv: cannot read: No such file"):
        columns(tmp_path / "none.csv")


@pytest.mark.parametrize("text, kind, first", [
    ("Time (d),Released (%)\n0,0\n1,10\n2,20\n4,30\n7,35\n14,40\n21,45\n", "share", 0.1),
    ("Day;Release (ng)\n0;0\n1;0,5\n2;1\n4;1,5\n7;2\n14;3\n21;3\n", "kg", 0.5e-12),
    ("time_s,released_mol\n0,0\n86400,1e-15\n2e5,2e-15\n3e5,3e-15\n4e5,3e-15\n5e5,4e-15\n6e5,4e-15\n", "mol",
     1e-15),
])
def test_releases(tmp_path, text, kind, first):
    path = tmp_path / "release.csv"
    path.write_text(text)
    curve, = read_release(path)
    assert curve.kind == kind
    assert curve.time[1] == 86400
    assert curve.released[1] == pytest.approx(first)


def test_replicates_are_columns_and_may_have_gaps(tmp_path):
    path = tmp_path / "release.csv"
    path.write_text("Time (h),Replicate 1 (%),Replicate 2 (%),SD (%)\n"
                    "1,5,6,1\n2,9,,1\n4,15,16,1\n8,20,21,1\n24,30,31,1\n48,40,41,1\n72,45,46,1\n")
    first, second = read_release(path)
    assert first.time == pytest.approx(3600 * np.array([1, 2, 4, 8, 24, 48, 72]))
    assert second.time == pytest.approx(3600 * np.array([1, 4, 8, 24, 48, 72]))
    assert second.released == pytest.approx([0.06, 0.16, 0.21, 0.31, 0.41, 0.46])


@pytest.mark.parametrize("rows, message", [
    ("1,1\n2,2\n3,3\n", "3 times after the start; expected at least 6"),
    ("1,1\n3,2\n2,3\n4,4\n5,5\n6,6\n", "times go back; expected them in order, from 0 on"),
    ("1,0\n2,0\n3,0\n4,0\n5,0\n6,0\n", "nothing or less is released; expected positive numbers"),
    ("1,50\n2,20\n3,20\n4,60\n5,60\n6,60\n", "falls by more than 10% of its largest value; expected what "
     "is released in all until each time"),
    ("1,50\n2,90\n3,100\n4,120\n5,150\n6,160\n", "1.6 times the load; expected at most 100 %"),
])
def test_what_is_no_cumulative_release(tmp_path, rows, message):
    path = tmp_path / "release.csv"
    path.write_text("Time (d),Released (%)\n" + rows)
    with pytest.raises(InputError) as error:
        read_release(path)
    assert str(error.value) == f"{path}: Released (%): {message}"
