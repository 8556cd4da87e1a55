# SPDX-License-Identifier: LGPL-2.1-or-later
"""Every room has a README of at most 80 lines whose table names its files; every link leads somewhere."""

import re
from pathlib import Path

import pytest
from include_order import ROOMS, SUFFIXES

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 80

# Folders whose README has a table of files: rooms, what holds rooms, and those that are no stage.
FOLDERS = sorted({"params/reader", "meshes/geometry", "postprocess", "postprocess/batch", "postprocess/optimization",
                  "postprocess/sweep", "postprocess/sweep_report", "tests",
                  *(f"{stage}/{room}" for stage, rooms in ROOMS.items() for room in rooms)})

FENCED = re.compile(r"^```.*?^```|^(?: {4}|\t).*?$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def units(folder):
    """Names of what a folder holds: files without their endings, folders with a slash."""
    sources = SUFFIXES | {".py"}
    files = {path.stem for path in folder.iterdir() if path.suffix in sources and path.stem != "__init__"}
    folders = {f"{path.name}/" for path in folder.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}
    return files | folders


def named(text):
    """What the tables of files of a page name, in code or as links, in their first column."""
    names, in_table = [], False
    for line in text.split("\n"):
        if not line.startswith("|"):
            in_table = False
            continue
        first = line.split("|")[1].strip()
        if first == "File":
            in_table = True
        elif in_table:
            names += re.findall(r"`([^`]+)`", first)
    return names


def pages(root=ROOT):
    """All of the project, but not of what was built or computed in it."""
    return sorted(path for path in root.rglob("*.md")
                  if not path.relative_to(root).parts[0].startswith(("build", "results", ".")))


def anchors(text):
    """The names by which headings of a page can be linked to."""
    headings = HEADING.findall(FENCED.sub("", text))
    plain = (re.sub(r"[`*]", "", LINK.sub(lambda link: link[0][1:link[0].index("]")], heading)) for heading in headings)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in plain}


def broken_links(page):
    text = CODE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page.parent / path if path else page
        if not file.exists():
            yield target
        elif anchor and anchor not in anchors(file.read_text(encoding="utf-8")):
            yield target


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_room_has_a_page_that_names_its_files(folder):
    page = ROOT / folder / "README.md"
    assert page.is_file(), f"{folder}: no README.md"
    text = page.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    names = named(text)
    assert len(names) == len(set(names)), "named twice"
    there = units(ROOT / folder)
    assert set(names) - there == set(), "named, but gone"
    assert there - set(names) == set(), "there, but not named"


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    assert list(broken_links(page)) == []


def test_every_page_can_be_reached_from_the_first_ones():
    """Follows links from README.md and CONTRIBUTING.md."""
    found, new = set(), {ROOT / "README.md", ROOT / "CONTRIBUTING.md"}
    while new:
        page = new.pop()
        found.add(page)
        targets = LINK.findall(CODE.sub("", FENCED.sub("", page.read_text(encoding="utf-8"))))
        linked = {(page.parent / target.partition("#")[0]).resolve() for target in targets if ":" not in target}
        new |= {path for path in linked if path.suffix == ".md" and path.is_file()} - found
    assert [str(page.relative_to(ROOT)) for page in pages() if page not in found] == []


def test_faults_are_found(tmp_path):
    """The checks themselves, on a page that breaks each rule."""
    (tmp_path / "there.cc").write_text("")
    (tmp_path / "other.md").write_text("# Other page\n\n    # not a heading\n")
    page = tmp_path / "page.md"
    page.write_text("| File | What |\n| --- | --- |\n| `gone`, `sub/` | x |\n| [`there`](there.cc) | x |\n\n"
                    "[a](other.md#other-page) [b](other.md#not-a-heading) [c](none.md)\n"
                    "`[d](nowhere)` [e](https://x.y)\n")
    assert named(page.read_text()) == ["gone", "sub/", "there"]
    assert units(tmp_path) == {"there"}
    assert list(broken_links(page)) == ["other.md#not-a-heading", "none.md"]
