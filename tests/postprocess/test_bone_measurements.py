# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tables of measured bone volume."""

import pytest

from postprocess.bone_measurements import read_bone
from postprocess.errors import InputError
from postprocess.units import DAY

GROUPS = ("empty", "BCP")
TABLE = "Group,Week,BV/TV (%),SD (%),n\nBCP,8,12.5,2,6\nempty,8,7,1.5,5\nempty,4,3,1,5\n"


def read(tmp_path, text):
    path = tmp_path / "bone.csv"
    path.write_text(text)
    return read_bone(path, GROUPS)


def test_means_come_by_group_and_time(tmp_path):
    rows = read(tmp_path, TABLE)
    assert [(one.group, one.time / DAY, one.mean, one.sd, one.n) for one in rows] == [
        ("empty", 28, 0.03, 0.01, 5), ("empty", 56, 0.07, 0.015, 5), ("BCP", 56, 0.125, 0.02, 6)]
    assert rows[2].error == pytest.approx(0.02 / 6**0.5)


@pytest.mark.parametrize("text", [
    TABLE.replace(",", ";").replace(".", ","),
    TABLE.replace("Group,Week", "Defect,Time (weeks)").replace("SD (%)", "BV/TV SD [%]"),
    TABLE.replace("Week", "Time (d)").replace(",8,", ",56,").replace("empty,4", "empty,28")])
def test_other_spellings(tmp_path, text):
    assert read(tmp_path, text) == read(tmp_path, TABLE)


@pytest.mark.parametrize("old, new, message", [
    ("Group,", "Animal,", "no column of group; expected a header such as Group, Week, BV/TV (%), SD (%), n"),
    ("SD (%)", "Note", "no column of SD; expected a header such as Group, Week, BV/TV (%), SD (%), n"),
    ("BV/TV (%)", "BV/TV", "BV/TV: unknown unit TV; expected one of %"),
    ("\nBCP", "\nBC", "BC: no group of the study; expected empty or BCP"),
    (",12.5,", ",125,", "BCP: BV/TV 125; expected a share from 0 to 100 %"),
    (",12.5,", ",,", "BCP: BV/TV empty; expected a share from 0 to 100 %"),
    (",2,6", ",0,6", "BCP: SD 0; expected one above 0 %: it weighs the mean"),
    (",2,6", ",2,1", "BCP: n 1; expected a whole number of animals, at least 2"),
    ("BCP,8", "BCP,0", "BCP: week 0; expected a time after the operation"),
    ("empty,4", "empty,8", "empty: week 8 twice; expected one mean a week")])
def test_what_is_refused(tmp_path, old, new, message):
    with pytest.raises(InputError) as refused:
        read(tmp_path, TABLE.replace(old, new))
    assert str(refused.value) == f"{tmp_path / 'bone.csv'}: {message}"
