# SPDX-License-Identifier: LGPL-2.1-or-later
"""Measured specimens in the tables, figures and tests of a computed study."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from postprocess.analysis import analyse
from postprocess.bland_altman import agreement, pairs_of
from postprocess.errors import InputError
from postprocess.report import write_report
from postprocess.results import load

MODULUS, STRENGTH = "youngs_modulus_Pa", "compressive_strength_Pa"


@pytest.fixture
def measured(study):
    """Returns make(table, **options): a study's folder with measured/bench.csv."""
    def make(table, name="bench", **options):
        folder = study(**options)
        (folder / "measured").mkdir()
        (folder / "measured" / f"{name}.csv").write_text(table)
        return folder
    return make


TABLE = "Modulus (GPa),Strength (MPa),Porosity (%)\n" + "".join(
    f"{5 + 0.1 * i},{29 + i},{50 + 0.2 * i}\n" for i in range(5))


def test_a_table_is_a_group_among_the_others(measured):
    results = load(measured(TABLE))
    assert (results.groups, results.computed) == (["BCP", "mig-BCP", "bench"], ["BCP", "mig-BCP"])
    assert results.samples(MODULUS)["bench"] == pytest.approx(5e9 + 1e8 * np.arange(5))
    assert results.samples("porosity")["bench"] == pytest.approx(0.5 + 0.002 * np.arange(5))
    analysis = analyse(results)[STRENGTH]
    assert len(analysis.comparison.pairs) == 3
    assert analysis.equivalences["bench"].ratio is not None


def test_decimal_commas_and_other_words_are_read(measured):
    table = "Probe;E-Modul (GPa);Druckfestigkeit (MPa)\nP1;5,2;28,1\nP2;5,0;30,4\nP3;5,1;29,9\n"
    results = load(measured(table))
    assert results.of_group("bench")["specimen"].tolist() == ["P1", "P2", "P3"]
    assert results.samples(STRENGTH)["bench"] == pytest.approx([28.1e6, 30.4e6, 29.9e6])


def test_specimens_of_the_same_names_are_the_same_prints(measured):
    folder = measured("", groups={"BCP": ""})
    predicted = pd.read_csv(folder / "specimens.csv")[MODULUS].to_numpy()
    taken = predicted * np.array([1.02, 0.99, 1.05, 1.01, 0.97, 1.04])
    rows = "".join(f"BCP-{i + 1},{value / 1e9:.9g}\n" for i, value in reversed(list(enumerate(taken))))
    (folder / "measured/bench.csv").write_text("Specimen,Modulus (GPa)\n" + rows)
    results = load(folder)
    comparison = analyse(results)[MODULUS].comparison
    assert comparison.test == "paired t"
    assert comparison.p == pytest.approx(stats.ttest_rel(predicted, taken).pvalue, rel=1e-6)
    found = pairs_of(results, "bench", MODULUS)
    assert found.bias == pytest.approx(np.mean((taken - predicted) / (taken + predicted) * 2), rel=1e-6)


def test_limits_of_agreement_by_hand():
    """Differences of 0, 2/11, −2/11 of the means: SD 2/11, limits ± 1.96 · 2/11, t(2) = 4.3027."""
    found = agreement(np.array([10.0, 10.0, 12.0]), np.array([10.0, 12.0, 10.0]))
    assert found.bias == pytest.approx(0)
    assert found.limits == pytest.approx((-1.96 * 2 / 11, 1.96 * 2 / 11))
    assert found.interval[1] == pytest.approx(4.302653 * 2 / 11 / 3**0.5)


def test_the_report_has_it(measured):
    rows = "".join(f"BCP-{i + 1},{5 + 0.1 * i},{29 + i}\n" for i in range(6))
    html = write_report(measured("Specimen,Modulus (GPa),Strength (MPa)\n" + rows)).read_text()
    assert "Measured against predicted" in html and "bench / BCP" in html
    assert 'href="./measured/bench.csv"' in html


@pytest.mark.parametrize("table, words", [
    ("Colour\nred\n", "no column of modulus"),
    ("Modulus\n5\n", "Modulus: no unit"),
    ("Modulus (GPa)\n-5\n", "modulus -5e+09; expected a number above 0"),
    ("Modulus (GPa),E-modulus (GPa)\n5,6\n", "a second column of modulus"),
    ("Specimen,Modulus (GPa)\na,5\na,6\n", "a has 2 rows; expected one row a specimen"),
])
def test_faulty_tables_are_refused_in_one_line(measured, table, words):
    with pytest.raises(InputError) as refused:
        load(measured(table))
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_a_name_of_a_computed_group_is_refused(measured):
    with pytest.raises(InputError, match="BCP is a computed group"):
        load(measured(TABLE, name="BCP"))
