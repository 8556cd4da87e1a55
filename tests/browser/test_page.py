# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report as Chromium shows and prints it, from file://."""

import re
import subprocess

import pytest

from postprocess.report import write_report
from synthetic_study import write_study

GROUPS = {"BCP": "", "mig-BCP": "Migrasomes/Areal density = 1e4 /mm^2"}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Returns make(**options): the path of a report on made-up results, made once for the same options."""
    made = {}

    def make(**options):
        if repr(options) not in made:
            made[repr(options)] = write_report(write_study(tmp_path_factory.mktemp("report") / "study", **options))
        return made[repr(options)]
    return make


def test_nothing_is_reported_as_wrong(report, browser):
    page = browser(report())
    assert page.errors() == []
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [400, 1280])
def test_only_tables_scroll_sideways(report, browser, width):
    page = browser(report(), width=width)
    page.devtools("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1,
                  mobile=False)
    page.run("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert page.run("return document.documentElement.scrollWidth") <= width
    cut = page.run("""return [...document.querySelectorAll("main *")].filter((e) => !e.closest(".wide, svg")
        && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))""")
    assert cut == []


def test_definitions_are_on_hover_and_one_key_away(report, browser):
    page = browser(report())
    terms = page.run("""return [...document.querySelectorAll("a.term")].map(
        (a) => [a.title, document.getElementById(a.hash.slice(1))?.nextElementSibling.textContent])""")
    assert len(terms) > 8
    assert all(title and title == definition for title, definition in terms)
    assert page.run("return [...document.querySelectorAll('a.term, summary, .wide')].every((e) => e.tabIndex === 0)")


def test_tables_are_told_to_a_screen_reader(report, browser):
    page = browser(report())
    assert page.run("""return [...document.querySelectorAll("thead th")].every((th) => th.scope === "col")""")
    assert page.run("""return [...document.querySelectorAll(".wide")].every((e) => e.getAttribute("aria-label"))""")
    assert page.run("""return [...document.querySelectorAll("svg")].every((e) => e.getAttribute("aria-label"))""")


def contrast(page, selector):
    return page.run("""
      const luminance = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255).map(
        (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce(
        (sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
      const front = luminance(getComputedStyle(document.querySelector(arguments[0])).color);
      const back = luminance(getComputedStyle(document.body).backgroundColor);
      return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)""", selector)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_in_both_schemes(report, browser, scheme):
    page = browser(report())
    page.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    assert page.run("return matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
    for selector in ("body", ".quiet", ".term", ".verdict.equivalent", ".verdict.different"):
        assert contrast(page, selector) >= 4.5, selector


@pytest.mark.parametrize("n, groups", [(6, GROUPS), (20, GROUPS | {"adsorbed": "coat = burst"})])
def test_no_table_is_cut_on_paper(report, browser, tmp_path, n, groups):
    """Every word of every cell is in the PDF, within the page."""
    page = browser(report(n=n, groups=groups))
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(page.pdf())
    cells = page.run("""return [...document.querySelectorAll("th, td")].map((e) => e.innerText)""")
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r'page width="([\d.]+)" height="([\d.]+)"', boxes).groups())
    assert width > height  # A4 across
    words = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', boxes)
    margin = 0.4 / 25.4 * 72
    assert all(float(left) > margin and float(right) < width - margin and float(bottom) < height - margin
               for left, top, right, bottom, word in words)
    printed = "".join(word for *_, word in words).replace("\u202f", "")
    missing = [cell for cell in cells for word in cell.replace("\u202f", "").split()
               if len(word) > 2 and not re.search("[<>&\"']", word) and word not in printed]
    assert missing == []
