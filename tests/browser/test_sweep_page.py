# SPDX-License-Identifier: LGPL-2.1-or-later
"""The report of a sweep as Chromium shows and prints it, from file://: views that are linked."""

import re
import subprocess

import pytest

from postprocess.sweep_report import knowledge
from postprocess.sweep_report.report import write_sweep_report
from synthetic_sweep import write_sweep
from webdriver import Browser

N = 24


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:  # rough indices are soon there
        patch.setattr(knowledge, "ROWS_OF_DRAWS", 200)
        return write_sweep_report(write_sweep(tmp_path_factory.mktemp("reports") / "sweep", N, failed=(3,)))


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    with Browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def page(report, window):
    """The report, opened anew in the one window."""
    window.devtools("Emulation.clearDeviceMetricsOverride")
    window.devtools("Emulation.setEmulatedMedia", media="", features=[])
    window.open(report)
    return window


def mouse(page, kind, x, y, buttons=0):
    page.devtools("Input.dispatchMouseEvent", type=kind, x=x, y=y, buttons=buttons,
                  button="left" if kind != "mouseMoved" else "none", clickCount=1)


def key(page, name, shift=False):
    for kind in ("keyDown", "keyUp"):
        page.devtools("Input.dispatchKeyEvent", type=kind, key=name, modifiers=8 if shift else 0)


def centre(page, script):
    """Where an element is, after it was scrolled into view."""
    return page.run(f"""const element = {script};
        element.scrollIntoView({{ block: "center" }});
        const box = element.getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2, box.height];""")


def lit(page):
    """Number of the lit point in the table, lit lines and dots, what the card says."""
    return page.run("""return [[...document.querySelectorAll("#points tr.lit th")].map((th) => th.textContent),
        document.querySelectorAll("#parallel .lit").length, document.querySelectorAll("#front .lit").length,
        document.querySelector("#card h3").textContent, document.querySelector("#card img").naturalWidth]""")


def left_in_table(page):
    return page.run("""return [...document.querySelectorAll("#points tbody tr")].filter((row) => row.offsetParent)
        .map((row) => row.cells[0].textContent)""")


def test_a_point_under_the_pointer_is_lit_in_all_views(page):
    assert page.errors() == []
    x, y, _ = centre(page, "sweep.marks[6][2].querySelector('.dot')")
    mouse(page, "mouseMoved", x, y)
    assert lit(page) == [["7"], 1, 1, "Point 7", 2]
    mouse(page, "mouseMoved", 2, 2)
    assert lit(page)[:3] == [[], 0, 0]
    x, y, _ = centre(page, "document.querySelectorAll('#points tbody tr')[11].cells[2]")
    mouse(page, "mouseMoved", x, y)
    assert lit(page) == [["12"], 1, 1, "Point 12", 2]
    mouse(page, "mousePressed", x, y)
    mouse(page, "mouseReleased", x, y)
    mouse(page, "mouseMoved", 2, 2)
    assert lit(page)[0] == ["12"]  # it is held


def test_infeasible_points_are_hollow_and_those_of_the_front_stand_out(page):
    seen = page.run("""return sweep.data.points.map((point, i) => [point.state, point.front,
        sweep.marks[i][2] ? getComputedStyle(sweep.marks[i][2].querySelector(".dot")).fill : ""])""")
    fills = {state: {fill for one, front, fill in seen if (one, front) == (state, False)} for state, *_ in seen}
    front = {fill for _, is_front, fill in seen if is_front}
    assert fills["infeasible"] == {"none"} and fills["failed"] == {""}
    assert len(front) == len(fills["done"]) == 1 and front != fills["done"] and "none" not in front | fills["done"]
    assert page.run("return document.querySelectorAll('#front .error').length") >= N


def test_a_brushed_range_leaves_its_points_everywhere(page):
    """The upper half of the first variable's axis, dragged from the middle to the top."""
    x, y, height = centre(page, "document.querySelector('#parallel .axis > line:last-of-type')")
    mouse(page, "mouseMoved", x, y)
    mouse(page, "mousePressed", x, y, buttons=1)
    mouse(page, "mouseMoved", x, y - height / 4, buttons=1)
    mouse(page, "mouseMoved", x, y - height / 2, buttons=1)
    mouse(page, "mouseReleased", x, y - height / 2)
    values = page.run("return sweep.data.points.map((point) => point.values[0])")
    middle = (min(values) + max(values)) / 2
    expected = [str(i + 1) for i, value in enumerate(values) if value > middle]
    assert left_in_table(page) == expected and 5 < len(expected) < N - 5
    assert page.run("return document.querySelectorAll('#parallel path.line:not(.out)').length") == len(expected)
    assert page.run("return document.querySelector('.count').textContent") == f"{len(expected)} of {N} points"
    page.run("document.getElementById('clear').click()")
    assert len(left_in_table(page)) == N


def test_a_range_is_chosen_and_a_point_stepped_to_by_keys(page):
    page.run("document.querySelectorAll('#parallel .axis')[1].focus()")
    for name, shift in (("ArrowUp", False), ("ArrowUp", True)):
        key(page, name, shift)
    low, high = page.run("""return document.activeElement.getAttribute("aria-valuetext").split(" to ").map(Number)""")
    values = page.run("return sweep.data.points.map((point) => point.values[1])")
    assert left_in_table(page) == [str(i + 1) for i, value in enumerate(values) if low - 1 < value < high + 1]
    key(page, "Escape")
    assert len(left_in_table(page)) == N
    page.run("document.getElementById('front').focus()")
    key(page, "ArrowRight")
    first = lit(page)[0]
    key(page, "ArrowRight")
    assert lit(page)[0] != first and lit(page)[1] == 1


def test_the_table_sorts_by_value_both_ways(page):
    column = """[...document.querySelectorAll("#points tbody tr")].map((row) => row.cells[6].dataset.value)"""
    for down in (False, True):
        page.run("document.querySelectorAll('#points thead button')[6].click()")
        cells = page.run(f"return {column}")
        assert cells[-1] == ""  # the point that failed
        numbers = [float(cell) for cell in cells[:-1]]
        assert numbers == sorted(numbers, reverse=down)
    assert page.run("return document.querySelectorAll('#points thead th')[6].ariaSort") == "descending"


def test_other_quantities_are_drawn_against_each_other(page):
    page.run("""const select = document.querySelector("#views [name=x]");
        select.value = 0;
        select.dispatchEvent(new Event("change"));""")
    assert "d (µm)" in page.run("return document.getElementById('front').getAttribute('aria-label')")
    assert page.run("return document.querySelectorAll('#front .mark').length") == N - 1


def test_a_narrow_dark_page_has_no_text_that_is_cut_or_faint(page):
    page.devtools("Emulation.setDeviceMetricsOverride", width=420, height=800, deviceScaleFactor=1, mobile=False)
    page.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    assert page.run("return document.documentElement.scrollWidth") <= 420
    assert page.run("return getComputedStyle(document.querySelector('#parallel text')).fill") == "rgb(228, 231, 236)"


def test_every_figure_fits_on_a_page(page):
    """A4 across within margins of 12 mm, at 96 dots an inch."""
    page.devtools("Emulation.setDeviceMetricsOverride", width=1032, height=703, deviceScaleFactor=1, mobile=False)
    page.devtools("Emulation.setEmulatedMedia", media="print")
    heights = page.run("return [...document.querySelectorAll('svg')].map((e) => e.getBoundingClientRect().height)")
    assert len(heights) == 5 and all(100 < height < 700 for height in heights)


def test_no_table_is_cut_on_paper(page, tmp_path):
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(page.pdf())
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    width, height = map(float, re.search(r'page width="([\d.]+)" height="([\d.]+)"', boxes).groups())
    words = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)<', boxes)
    margin = 0.4 / 25.4 * 72
    assert all(float(left) > margin and float(right) < width - margin and float(bottom) < height - margin
               for left, top, right, bottom, word in words)
    cells = page.run("return [...document.querySelectorAll('#points td')].map((e) => e.textContent)")
    printed = "".join(word for *_, word in words)
    assert [cell for cell in cells for word in cell.split() if len(word) > 2 and word not in printed] == []
