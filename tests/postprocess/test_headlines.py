# SPDX-License-Identifier: LGPL-2.1-or-later
"""Headlines of what is released: beside the threshold, by contact, over what is assumed."""

import pandas as pd
import pytest

from postprocess.analysis import analyse
from postprocess.headlines import headlines
from postprocess.results import load
from postprocess.study_parameters import concentration, read_parameters

PRM = """\
subsection Migrasomes
  # Whether the scaffold is coated with migrasomes
  # boolean; default false
  set Enabled = true

  # Migrasomes per area that they cover
  # areal density in 1/m^2, from 0 to 1e7 /mm^2; default 1e4
  # /mm^2; source: assumed: 3e3–3e4 /mm^2
  set Areal density = 2e4 /mm^2

  # Molecules of each factor in a migrasome, their mean
  # number, from 0 to 1e9; default 1000; source: assumed
  set Cargo = 1000
end
subsection Factor BMP2
  set Threshold = {threshold}
  set Binding sites = {sites}
  set Uptake half-saturation = 10 nM
end
"""


@pytest.fixture
def lines(study):
    """Returns make(**values of PRM): headlines by subject."""
    def make(threshold="2 nM", sites="0", contact=None):
        folder = study()
        for path in folder.glob("mig-BCP/*/study.prm"):
            path.write_text(PRM.format(threshold=threshold, sites=sites))
        if contact:
            table = pd.read_csv(folder / "specimens.csv")
            table["BMP2_contact_dose_per_cell"] = contact * (table["group"] == "mig-BCP")
            table.to_csv(folder / "specimens.csv", index=False)
        results = load(folder)
        found = {line.subject: line for line in headlines(results, analyse(results))}
        peak = results.samples("BMP2_peak_concentration_mol_per_m3")["mig-BCP"].mean()
        return found, peak
    return make


def test_concentration_stands_beside_its_threshold(lines):
    found, peak = lines()
    verdict = found["BMP2 peak concentration"].verdict
    assert f"mig-BCP {2e-6 / peak:.0f} times below the threshold from which cells respond (2 nM)" in verdict


def test_a_threshold_can_be_exceeded(lines):
    found, peak = lines(threshold="1 pM")
    assert f"mig-BCP {peak / 1e-9:.1f} times above the threshold" in found["BMP2 peak concentration"].verdict


def test_the_range_over_an_assumed_load_is_given(lines):
    """Areal density 2e4, assumed 3e3–3e4: 0.15 to 1.5 times as much."""
    found, peak = lines()
    verdict = found["BMP2 peak concentration"].verdict
    assert f"{0.15 * peak / 1e-9:.1f} to {1.5 * peak / 1e-9:.0f} pM over what is assumed of Migrasomes" in verdict
    assert "in proportion to Cargo (1000) of Migrasomes, assumed without a range" in verdict


def test_no_range_where_binding_saturates(lines):
    assert "assumed" not in lines(sites="0.75 uM")[0]["BMP2 peak concentration"].verdict


def test_no_dose_by_contact_without_one(lines):
    assert "BMP2 by contact" not in lines()[0]


def test_the_dose_by_contact_has_its_number(lines):
    assert lines(contact=34.0)[0]["BMP2 by contact"].values == "mig-BCP 34.0 molecules a cell"


def test_without_parameters_the_verdict_is_that_of_the_test(study):
    results = load(study())
    found = {line.subject: line for line in headlines(results, analyse(results))}
    assert found["BMP2 peak concentration"].verdict == "different from BCP"


def test_parameters_are_read_with_their_sources(tmp_path):
    path = tmp_path / "study.prm"
    path.write_text(PRM.format(threshold="1.9 nM", sites="0"))
    parameters = read_parameters(path)
    density = parameters["Migrasomes", "Areal density"]
    assert (density.value, density.source) == ("2e4 /mm^2", "assumed: 3e3–3e4 /mm^2")
    assert density.assumed_range() == pytest.approx((0.15, 1.5))
    assert parameters["Migrasomes", "Cargo"].is_assumed
    assert concentration(parameters["Factor BMP2", "Threshold"]) == pytest.approx(1.9e-6)
    assert concentration(parameters["Migrasomes", "Cargo"]) is None
    assert read_parameters(tmp_path / "none.prm") == {}
