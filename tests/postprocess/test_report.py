# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report is built from synthetic results, whole and incomplete."""

import json
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import matplotlib.image
import pandas as pd
import pytest

from postprocess.errors import InputError
from postprocess.report import write_report
from synthetic_study import write_study

VOID = {"meta", "img", "br", "link", "input", "hr"}
THREE = {"BCP": "", "mig-BCP": "coat = on", "adsorbed": "coat = burst"}


class Page(HTMLParser):
    """Checks nesting and collects texts, ids and addresses."""

    def __init__(self, html):
        super().__init__()
        self.open, self.ids, self.addresses, self.texts = [], [], [], []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]
        self.addresses += [value for name, value in attrs
                           if name in ("href", "src", "xlink:href", "data", "srcset", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        self.texts.append(data)

    def text(self):
        return " ".join("".join(self.texts).split())


def build(folder):
    html = write_report(folder).read_text(encoding="utf-8")
    return html, Page(html)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The folder, HTML and page of a report that has everything; for reading only."""
    folder = write_study(tmp_path_factory.mktemp("whole") / "study")
    return folder, *build(folder)


def test_a_whole_study(whole):
    folder, html, page = whole
    text = page.text()
    assert "Apparent modulus: BCP 5." in text and "Student t" in text
    assert "Porosity: " in text and "the groups hold the same values" in text
    assert "BMP2 released: BCP 0 fmol, mig-BCP 0.9" in text and "Kruskal–Wallis" in text
    assert "Migrasomes/Areal density = 1e4 /mm^2" in text
    assert html.count("<svg") == 5
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b", text)


def test_the_report_loads_nothing(whole):
    folder, html, page = whole
    for address in page.addresses:
        assert address.startswith(("#", "./", "data:image/png;base64,")), address
    assert not re.search(r"url\((?!#)|@import|<script [^>]*src|<link|https?://", html)


def test_ids_are_unique_and_found(study):
    html, page = build(study(groups=THREE, factors=("BMP2", "VEGF"), n=4))
    referred = set(re.findall(r'(?:href="#|url\(#)([^")]+)', html))
    assert referred <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_links_lead_to_files(whole):
    folder, _, page = whole
    relative = [address for address in page.addresses if address.startswith("./")]
    assert {"./mig-BCP/mig-BCP-1/curve.csv", "./figures/forest.pdf", "./figures/curves.csv"} <= set(relative)
    assert all((folder / address).is_file() for address in relative)


def test_figures_are_of_a_journals_columns(whole):
    """85 or 174 mm wide at 300 dpi, letters of 7 points or more, and what the page shows."""
    folder, html, _ = whole
    names = {path.stem for path in (folder / "figures").iterdir()}
    assert names == {"comparison", "curves", "forest", "balance-BMP2", "concentration-BMP2"}
    for name in names:
        stem = folder / "figures" / name
        width = matplotlib.image.imread(stem.with_suffix(".png")).shape[1]
        assert min(abs(width - mm / 25.4 * 300) for mm in (85, 174)) <= 1, name
        assert stem.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
        svg = stem.with_suffix(".svg").read_text()
        ElementTree.fromstring(svg)
        sizes = [float(size) for size in re.findall(r"font(?:-size)?: ([\d.]+)px", svg)]
        assert sizes and min(sizes) >= 7, name
        assert f'id="{name}-' in html


def test_numbers_of_figures_are_those_of_the_study(whole):
    folder = whole[0]
    drawn = pd.read_csv(folder / "figures/comparison.csv").query("quantity == 'Apparent modulus'")
    known = pd.read_csv(folder / "specimens.csv")
    assert drawn["unit"].unique().tolist() == ["GPa"]
    assert (1e9 * drawn["value"]).tolist() == pytest.approx(known["youngs_modulus_Pa"].tolist())
    assert (1e9 * drawn["numerical error"]).tolist() == pytest.approx(known["youngs_modulus_error_Pa"].tolist())
    curve = pd.read_csv(folder / "figures/curves.csv").query("specimen == 'BCP-1'")
    stress = pd.read_csv(folder / "BCP/BCP-1/curve.csv")["stress_Pa"]
    assert (1e6 * curve["stress (MPa)"]).tolist() == pytest.approx(stress.tolist())


def test_a_file_where_figures_belong_is_refused(study):
    folder = study(n=1)
    (folder / "figures").write_text("")
    with pytest.raises(InputError, match="figures: cannot be made: File exists; expected a folder"):
        write_report(folder)


def test_equivalence_is_told(whole):
    folder, _, page = whole
    text = page.text()
    assert "equivalent to BCP (within 10 %)" in text
    assert "TOST, Welch t" in text and "not corrected for the number of quantities" in text
    table = pd.read_csv(folder / "statistics.csv").query("record == 'equivalence'")
    row = table.set_index("quantity").loc["youngs_modulus_Pa"]
    assert row["verdict"] == "equivalent" and 0.9 < row["ratio_ci90_low"] < row["ratio_ci90_high"] < 1.1


def test_a_correction_and_common_prints_are_told(study):
    folder = study(common=True)
    path = folder / "results.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"statistics": {"correction": "Holm"}}))
    text = build(folder)[1].text()
    assert "corrected for the number of quantities by Holm" in text
    assert "compared print by print" in text and "TOST, paired t" in text


def test_nothing_is_shown_that_was_not_asked_for(study):
    _, page = build(study(factors=()))
    assert not re.search("released|threshold|Mass balance|diffusivity|concentration", page.text())


def test_transport_alone(study):
    _, page = build(study(mechanics=False))
    assert "BMP2 released" in page.text()
    assert not re.search("modulus|strength|Stiffness", page.text())


def test_three_groups_and_two_factors(study):
    _, page = build(study(groups=THREE, factors=("BMP2", "VEGF"), n=5))
    assert "Mann–Whitney (exact) with Holm" in page.text() and "VEGF released" in page.text()


def test_one_specimen(study):
    _, page = build(study(groups={"BCP": ""}, n=1))
    assert "Statistics" not in page.text() and "(n = 1)" in page.text()


def test_missing_values_and_unknown_columns(study):
    folder = study()
    path = folder / "specimens.csv"
    table = pd.read_csv(path)
    table.loc[[0, 1, 2, 3, 9], "compressive_strength_Pa"] = None
    table["first_crack_stress_Pa"] = None
    table["strand_thickness_mean_m"] = 3.9e-4
    table["remark"] = "<b>sintered</b>"
    table.to_csv(path, index=False)
    (folder / "BCP/BCP-2/curve.csv").unlink()
    html, page = build(folder)
    assert "not tested: n < 3 in BCP" in page.text()
    assert "Strand thickness" in page.text() and "390" in page.text()
    assert "First-crack" not in page.text() and "<b>" not in html


def test_corrected_specimens_are_told(study):
    folder = study()
    assert "first grid" not in build(folder)[1].text()
    path = folder / "results.json"
    results = json.loads(path.read_text())
    for entry in results["specimens"]:
        if entry["specimen"] != "BCP-1":
            entry["numerics"] = {"corrected_by": ["BCP-1"]}
    path.write_text(json.dumps(results))
    text = build(folder)[1].text()
    assert "Compressed on the first grid only" in text
    assert "BCP-2 (by BCP-1), BCP-3 (by BCP-1)" in text
    assert " BCP-1 (by" not in text


def test_a_picture_is_embedded(study):
    folder = study()
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "data:image/png;base64,iVBORw0KGgo=" in build(folder)[0]


def test_statistics_file(whole):
    folder = whole[0]
    table = pd.read_csv(folder / "statistics.csv")
    assert set(table["record"]) == {"group", "weibull", "comparison", "pair", "equivalence"}
    values = pd.read_csv(folder / "specimens.csv").groupby("group")["youngs_modulus_Pa"]
    rows = table[(table["quantity"] == "youngs_modulus_Pa") & (table["record"] == "group")]
    assert rows["mean"].tolist() == pytest.approx(values.mean().tolist())
    assert rows["sd"].tolist() == pytest.approx(values.std().tolist())
    left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    assert left == []
