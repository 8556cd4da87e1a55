# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is inferred from whole studies: pairs of prints, numerical errors, corrections."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from postprocess.analysis import analyse
from postprocess.errors import InputError
from postprocess.numerical_errors import own_errors
from postprocess.paired_tests import compare_prints, signed_ranks
from postprocess.results import load

MODULUS, STRENGTH = "youngs_modulus_Pa", "compressive_strength_Pa"
THREE = {"BCP": "", "mig-BCP": "coat = on", "adsorbed": "coat = burst"}


def amend(folder, **sections):
    path = folder / "results.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | sections))
    return load(folder)


def test_prints_in_common_are_compared_print_by_print(study):
    results = load(study(common=True))
    modulus = analyse(results)[MODULUS]
    values = [results.of_group(group)[MODULUS] for group in results.groups]
    assert modulus.comparison.test == "paired t"
    assert modulus.comparison.p == pytest.approx(stats.ttest_rel(*values).pvalue)
    assert modulus.equivalences["mig-BCP"].test == "TOST, paired t"
    assert modulus.equivalences["mig-BCP"].verdict == "equivalent"


def test_prints_are_matched_by_seed_not_by_row(study):
    folder = study(common=True)
    before = analyse(load(folder))[MODULUS].comparison.p
    table = pd.read_csv(folder / "specimens.csv").sample(frac=1, random_state=1)
    table.to_csv(folder / "specimens.csv", index=False)
    assert analyse(load(folder))[MODULUS].comparison.p == pytest.approx(before)


def test_a_print_without_a_value_in_one_group_is_left_out(study):
    folder = study(common=True)
    table = pd.read_csv(folder / "specimens.csv")
    table.loc[0, STRENGTH] = None
    table.to_csv(folder / "specimens.csv", index=False)
    parts = [table.loc[table["group"] == group, STRENGTH].to_numpy()[1:] for group in ("BCP", "mig-BCP")]
    assert analyse(load(folder))[STRENGTH].comparison.p == pytest.approx(stats.ttest_rel(*parts).pvalue)


def test_other_prints_are_independent(study):
    assert analyse(load(study()))[MODULUS].comparison.test == "Student t"


def test_signed_ranks_are_scipys_and_exact_with_ties():
    difference = np.array([1.1, -0.4, 2.0, 0.7, 3.1, 1.6, -0.2])
    assert signed_ranks(difference) == pytest.approx(stats.wilcoxon(difference, mode="exact").pvalue)
    # |d| = 1, 1, 2, 0: ranks 1.5, 1.5, 3 positive; 2 of 8 ways to choose signs are as extreme.
    assert signed_ranks(np.array([1.0, 1.0, 2.0, 0.0])) == 0.25


def test_each_two_of_three_groups_are_paired_with_holm():
    random = np.random.default_rng(2)
    samples = {name: random.normal(5 + shift, 0.5, 7) for name, shift in zip("abc", (0, 0.4, 1.5))}
    result = compare_prints(samples)
    raw = [stats.ttest_rel(samples[x], samples[y]).pvalue for x, y in ("ab", "ac", "bc")]
    assert [pair.p for pair in result.pairs] == pytest.approx(multipletests(raw, method="holm")[1])
    assert (result.test, result.posthoc) == ("paired t, each two groups", "paired t with Holm")
    assert result.p == min(pair.p for pair in result.pairs)


def test_equal_shifts_of_all_prints_are_not_tested():
    values = np.array([1.0, 2.0, 4.0])
    assert compare_prints({"a": values, "b": values + 1}).reason == "every print changes by the same amount"


@pytest.mark.parametrize("method, adjust", [("Holm", "holm"), ("Benjamini-Hochberg", "fdr_bh")])
def test_p_is_corrected_over_the_quantities(study, method, adjust):
    folder = study()
    plain = analyse(load(folder))
    corrected = analyse(amend(folder, statistics={"correction": method}))
    for p_of in (lambda a: a.comparison.p, lambda a: a.equivalences["mig-BCP"].p,
                 lambda a: a.comparison.pairs[0].p):
        raw = {c: p_of(a) for c, a in plain.items() if p_of(a) is not None}
        expected = multipletests(list(raw.values()), method=adjust)[1]
        assert [p_of(corrected[c]) for c in raw] == pytest.approx(list(expected))


def test_the_margin_is_the_studys_by_quantity(study):
    results = amend(study(), statistics={"equivalence_margin": 0.2, "margins_by_quantity": {
        "compressive_strength": 0.4, "released": 0.3}})
    margin = {c: a.equivalences["mig-BCP"].margin for c, a in analyse(results).items()}
    assert (margin[MODULUS], margin[STRENGTH], margin["BMP2_released_mol"]) == (0.2, 0.4, 0.3)


@pytest.mark.parametrize("section", [{"equivalence_margin": 2}, {"correction": "Sidak"},
                                     {"margins_by_quantity": {"porosity": "2 %"}}])
def test_faulty_statistics_are_refused(study, section):
    with pytest.raises(InputError, match="statistics: expected margins between 0 and 1"):
        amend(study(), statistics=section)


def test_errors_count_unless_groups_share_them(study):
    """Bars of 0.8 % each; all corrected by one specimen, only what one has beyond that counts."""
    folder = study()
    table = pd.read_csv(folder / "specimens.csv")
    table.loc[7, "youngs_modulus_error_Pa"] = 0.014 * table.loc[7, MODULUS]
    table.to_csv(folder / "specimens.csv", index=False)
    assert own_errors(load(folder), MODULUS, "BCP", "mig-BCP") == pytest.approx((0.008, 0.009))
    nested = json.loads((folder / "results.json").read_text())["specimens"]
    for entry in nested[1:]:
        entry["numerics"] = {"corrected_by": ["BCP-1"]}
    shared = amend(folder, specimens=nested)
    assert own_errors(shared, MODULUS, "BCP", "mig-BCP") == pytest.approx((0, 0.001), abs=1e-12)
    assert own_errors(shared, "porosity", "BCP", "mig-BCP") == (0, 0)


def test_three_groups_are_compared_with_the_first(study):
    for analysis in analyse(load(study(groups=THREE, n=5))).values():
        assert list(analysis.equivalences) == ["mig-BCP", "adsorbed"]


def test_few_specimens_beside_none_are_undecided(study):
    """p of 3 + 3 ranks is 0.1 at least, and no margin follows from a mean of 0."""
    released = analyse(load(study(n=3)))["BMP2_released_mol"]
    assert (released.comparison.p, released.equivalences["mig-BCP"].verdict) == (pytest.approx(0.1), "undecided")
