# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the 3D view holds, on small fields that are known at every place."""

import base64
import gzip
import json

import numpy as np
import pytest

import fields
from postprocess import scene_3d
from postprocess.grids import read_snapshot
from postprocess.report import write_report
from postprocess.results import load
from postprocess.scene_3d import PIXELS, PLANES, bodies
from postprocess.scene_page import LIBRARY, scene_parts

LARGEST_REPORT = 8e6


@pytest.fixture
def drawn(study):
    """A study of twelve specimens a group, with fields in the first ones."""
    folder = study(n=12)
    for home in ("BCP/BCP-1", "mig-BCP/mig-BCP-1"):
        fields.write_solid(folder / home)
        fields.write_surface(folder / home)
    fields.write_pore(folder / "mig-BCP/mig-BCP-1", peaks=(0.0, 1e-7, 2e-7))
    return folder


def test_planes_hold_the_field_where_it_is(drawn):
    """Concentration peak · (1 − z / 2 SIZE), in the pores only."""
    body = bodies(load(drawn))[1]
    states = body.fields["BMP2 concentration"].states
    assert [state.time for state in states] == [0, 86400, 2 * 86400]
    planes = states[-1].planes
    assert planes.shape == (PLANES, PIXELS, PIXELS)
    heights = (np.arange(PIXELS) + 0.5) / PIXELS
    expected = np.broadcast_to(2e-7 * (1 - heights / 2)[:, np.newaxis], planes.shape)
    inside = np.isfinite(planes)
    assert planes[inside] == pytest.approx(expected[inside], rel=1e-3)
    stress = body.fields["Largest principal stress at 1 % strain"].states[0].planes
    assert 0.4 < inside.mean() < 0.6
    # Every place is in the solid or in the pores, those on the faces between perhaps in both.
    assert (inside | np.isfinite(stress)).all()
    assert (inside & np.isfinite(stress)).mean() < 0.01


def test_the_surface_carries_the_field(drawn):
    body = bodies(load(drawn))[1]
    seen = body.fields["BMP2 concentration"].states[-1].surface
    assert seen == pytest.approx(2e-7 * (1 - body.points[:, 2] / fields.SIZE / 2), rel=1e-3)


def test_cracks_are_seen_growing(drawn):
    home = drawn / "BCP/BCP-1"
    fields.write_crack(read_snapshot(home / "solid.pvd", None).grid, home, tips=(0.2, 0.9))
    states = bodies(load(drawn))[0].fields["Damage"].states
    assert [state.time for state in states] == [10, 20]
    broken = [np.mean(state.surface > 0.5) for state in states]
    assert 0 < broken[0] < broken[1]


def test_the_surface_is_made_light(drawn, monkeypatch):
    whole = bodies(load(drawn))[0]
    monkeypatch.setattr(scene_3d, "TRIANGLES", 1000)
    light = bodies(load(drawn))[0]
    assert len(light.triangles) <= 500 < len(whole.triangles)
    assert light.triangles.max() < len(light.points)
    assert np.ptp(light.points, axis=0) == pytest.approx(np.ptp(whole.points, axis=0), rel=0.15)


@pytest.mark.skipif(not LIBRARY.is_dir(), reason="no three.js")
def test_the_page_gives_the_numbers_back(drawn):
    parts = scene_parts(load(drawn))
    head, block = json.loads(parts["head"]), gzip.decompress(base64.b64decode(parts["data"]))
    one, body = head["specimens"][1], bodies(load(drawn))[1]
    offset, count = one["positions"]
    low, high = np.array(one["bounds"][::2]), np.array(one["bounds"][1::2])
    points = low + np.frombuffer(block, "<u2", count, offset).reshape(-1, 3) / 65535 * (high - low)
    assert points == pytest.approx(1e3 * body.points, abs=1e-4)
    offset, count = one["corners"]
    assert np.array_equal(np.frombuffer(block, "<u4", count, offset).reshape(-1, 3), body.triangles)
    shown = next(f for f in one["fields"] if f["title"] == "BMP2 concentration")
    assert (shown["unit"], shown["low"], [s["time"] for s in shown["states"]]) == (
        "pM", "0", ["0 h", "24.0 h", "2.00 d"])
    offset, count = shown["states"][-1]["planes"]
    planes = np.frombuffer(block, np.uint8, count, offset).reshape(PLANES, PIXELS, PIXELS)
    known = body.fields["BMP2 concentration"].states[-1].planes
    assert np.array_equal(planes == 0, ~np.isfinite(known))


@pytest.mark.skipif(not LIBRARY.is_dir(), reason="no three.js")
def test_a_report_of_many_specimens_stays_small(drawn):
    assert write_report(drawn).stat().st_size < LARGEST_REPORT


def test_nothing_is_drawn_without_surfaces(study):
    assert scene_parts(load(study())) is None
