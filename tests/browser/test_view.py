# SPDX-License-Identifier: LGPL-2.1-or-later
"""The 3D view, in software, from file://."""

import pytest

import fields
from postprocess.report import write_report
from postprocess.scene_page import LIBRARY
from synthetic_study import write_study

pytestmark = pytest.mark.skipif(not LIBRARY.is_dir(), reason="no three.js")

# The number of pixels whose colour is not that of the ceramic, and a hash of all.
SEEN = """
const done = arguments[arguments.length - 1];
requestAnimationFrame(() => requestAnimationFrame(() => {
  const canvas = document.querySelector("#view canvas"), copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0);
  const data = context.getImageData(0, 0, copy.width, copy.height).data;
  let solid = 0, coloured = 0, hash = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3]) ++solid;
    if (data[i + 3] && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 40) ++coloured;
    hash = (hash * 31 + data[i] + 7 * data[i + 1] + 13 * data[i + 2]) | 0;
  }
  done({ solid, coloured, hash, frames: Number(document.getElementById("view").dataset.frames) });
}));"""
SET = """
const control = document.querySelector(`#view [name="${arguments[0]}"]`);
control.value = arguments[1];
control.dispatchEvent(new Event(control.tagName === "SELECT" && arguments[0] !== "map" ? "change" : "input"));"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    folder = write_study(tmp_path_factory.mktemp("drawn") / "study", n=3)
    for home in ("BCP/BCP-1", "mig-BCP/mig-BCP-1"):
        fields.write_solid(folder / home)
        fields.write_surface(folder / home)
    fields.write_pore(folder / "mig-BCP/mig-BCP-1", peaks=(0.0, 1e-7, 2e-7))
    return write_report(folder)


@pytest.fixture
def page(report, browser):
    """The 3D view, started."""
    opened = browser(report)
    assert opened.run("return document.querySelector('#view canvas') === null && typeof THREE === 'undefined'")
    opened.run("document.querySelector('#view button.start').click()")
    opened.run_async("""const done = arguments[0], wait = () => document.querySelector("#view canvas")
        && document.getElementById("view").dataset.frames ? done() : setTimeout(wait, 50); wait()""")
    return opened


def choose(page, name, value):
    page.run(SET, name, value)
    return page.run_async(SEEN)


def options(page, name):
    return page.run(f"return [...document.querySelector('#view [name={name}]').options].map((o) => o.text)")


def test_a_coloured_specimen_is_drawn(page):
    seen = page.run_async(SEEN)
    assert seen["frames"] > 0 and seen["solid"] > 10000
    assert seen["coloured"] > 0.3 * seen["solid"]
    assert page.errors() == []


def test_the_cut_moves(page):
    whole, first, last = (choose(page, "cut", at) for at in (0, 3, 8))
    assert len({whole["hash"], first["hash"], last["hash"]}) == 3
    assert last["solid"] < whole["solid"]


def test_fields_times_and_colours_switch(page):
    stress = page.run_async(SEEN)
    assert options(page, "specimen") == ["BCP-1", "mig-BCP-1"]
    choose(page, "specimen", 1)
    names = options(page, "field")
    assert names == ["Largest principal stress at 1 % strain", "BMP2 concentration"]
    late = choose(page, "field", 1)
    assert "BMP2 concentration, after 2" in page.run(
        "return document.querySelector('#view canvas').getAttribute('aria-label')")
    early, magma = choose(page, "time", 0), choose(page, "map", "magma")
    assert len({stress["hash"], late["hash"], early["hash"], magma["hash"]}) == 4


def test_a_specimen_can_be_turned(page):
    before = page.run_async(SEEN)
    page.run("""const canvas = document.querySelector("#view canvas"), box = canvas.getBoundingClientRect();
      const at = (type, x) => canvas.ownerDocument.defaultView && canvas.dispatchEvent(new MouseEvent(type,
        { bubbles: true, button: 0, clientX: box.left + x, clientY: box.top + 100 }));
      at("mousedown", 100);
      const move = new MouseEvent("mousemove", { bubbles: true, clientX: box.left + 260, clientY: box.top + 100 });
      document.dispatchEvent(move); canvas.dispatchEvent(move);""")
    after = page.run_async(SEEN)
    assert after["frames"] > before["frames"] and after["hash"] != before["hash"]


def test_tables_lead_into_the_view(page):
    page.run("document.querySelector('button[data-field=\"BMP2 concentration\"]').click()")
    page.run_async(SEEN)
    chosen = page.run("""return ["specimen", "field"].map((name) =>
        document.querySelector(`#view [name=${name}]`).selectedOptions[0].text)""")
    assert chosen == ["mig-BCP-1", "BMP2 concentration"]
