#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Draws the rooms in their order, with the includes between them as arrows: rooms.svg.

    draw_rooms.py            writes rooms.svg beside this script
    draw_rooms.py --check    fails where rooms.svg is not what would be written

A room stands below all that it includes. An include that follows from others by way of a third room is
left out. Each stage is a band of columns; which column a room gets is found by trying out, so that
few lines cross each other or pass behind a room.
"""

import sys
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from xml.sax.saxutils import escape

from include_order import ROOMS, STAGES, includes_of_units, room_of, sources_below

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "rooms.svg"

# All in pixels.
WIDTH, HEIGHT = 132, 30  # of a room
STEP_X, STEP_Y = 146, 58  # from a room to the next
TOP, MARGIN, GAP = 64, 14, 26  # above the first layer, around a band, between bands
STARTS = 10  # of the search for columns
COLUMNS = {"params": 1, "meshes": 3, "solver": 3}
COLOURS = {"params": ("#eef3ee", "#4d7c5a"), "meshes": ("#eaf1f8", "#3b6ea5"), "solver": ("#f8efe6", "#b0632a")}
SUBTITLES = {"params": "a study in words", "meshes": "scaffold = signed distance; octree",
             "solver": "forms, physics, results"}


def includes_of_rooms(root):
    """{(stage, room): {(stage, room) that it includes}}, in the order of the rooms."""
    edges = {(stage, room): set() for stage in STAGES for room in ROOMS.get(stage, ["reader"])}
    for unit, targets in includes_of_units(root, list(sources_below(root))).items():
        here = room_of(f"{unit}.h")
        edges.setdefault(here, set()).update({room_of(f"{target}.h") for target in targets} - {here})
    return edges


def reachable(edges, start, without=None):
    """All rooms that are included by way of others, the direct include of `without` left out."""
    found, new = set(), [room for room in edges[start] if room != without]
    while new:
        room = new.pop()
        if room not in found:
            found.add(room)
            new += edges[room]
    return found


def reduced(edges):
    """The includes that do not follow from others."""
    return {room: sorted(target for target in targets if target not in reachable(edges, room, target))
            for room, targets in edges.items()}


def layers(edges):
    """How many rooms lie one above the other at the most, above each room."""
    depth = {}

    def of(room):
        if room not in depth:
            depth[room] = 1 + max((of(target) for target in edges[room]), default=-1)
        return depth[room]

    for room in edges:
        of(room)
    return depth


# --- Layout -------------------------------------------------------------------------------------


def left_of(stage):
    """Where the band of a stage begins."""
    before = STAGES[:STAGES.index(stage)]
    return 10 + sum(COLUMNS[other] * STEP_X - (STEP_X - WIDTH) + 2 * MARGIN + GAP for other in before)


def place(room, column, layer):
    """The upper left corner of a room."""
    return left_of(room[0]) + MARGIN + column * STEP_X, TOP + layer * STEP_Y


def curve(start, end):
    """Control points from the top of one room to the bottom of another."""
    (x1, y1), (x2, y2) = (start[0] + WIDTH / 2, start[1]), (end[0] + WIDTH / 2, end[1] + HEIGHT)
    bend = min(0.5 * (y1 - y2), 60.)
    return (x1, y1), (x1, y1 - bend), (x2, y2 + bend), (x2, y2)


def points(control, n):
    for i in range(n + 1):
        t = i / n
        weights = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t ** 3
        yield tuple(sum(w * p[axis] for w, p in zip(weights, control)) for axis in (0, 1))


@lru_cache(None)
def passes_behind(start, end, other):
    """Whether the line between two rooms comes within a few pixels of another."""
    return any(other[0] - 6 < x < other[0] + WIDTH + 6 and other[1] - 6 < y < other[1] + HEIGHT + 6
               for x, y in points(curve(start, end), 30))


@lru_cache(None)
def cross(a, b, c, d):
    """Whether the straight lines a b and c d cross."""
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def cost(places, edges):
    """Lines behind rooms count most, then crossings, then how far lines go aside."""
    lines = [(places[room], places[target]) for room in edges for target in edges[room]]
    total = 0.
    for i, (start, end) in enumerate(lines):
        total += 0.01 * abs(start[0] - end[0])
        total += 50. * sum(passes_behind(start, end, other) for other in places.values() if other not in (start, end))
        total += 3. * sum(cross(start, end, *other) for other in lines[:i])
    return total


def layout(edges):
    """{room: upper left corner}; rooms of a band in one layer have different columns."""
    depth = layers(edges)

    def places(columns):
        return {room: place(room, column, depth[room]) for room, column in columns.items()}

    def changed(columns, room, column):
        """The columns with this room there, and what stood there in its place."""
        result = dict(columns)
        for other in edges:
            if other[0] == room[0] and depth[other] == depth[room] and columns[other] == column:
                result[other] = columns[room]
        result[room] = column
        return result

    def start(number):
        columns = {}
        for stage, layer in sorted({(room[0], depth[room]) for room in edges}):
            rooms = [room for room in edges if room[0] == stage and depth[room] == layer]
            if len(rooms) > COLUMNS[stage]:
                sys.exit(f"{len(rooms)} rooms of {stage} side by side; give it more COLUMNS")
            orders = list(permutations(range(COLUMNS[stage]), len(rooms)))
            columns.update(zip(rooms, orders[(number * (layer + 1) + number // 3) % len(orders)]))
        return columns

    def improved(columns):
        """Moves one room at a time, as long as that helps."""
        best, before = cost(places(columns), edges), None
        while before != best:
            before = best
            for room in edges:
                for column in range(COLUMNS[room[0]]):
                    candidate = changed(columns, room, column)
                    value = cost(places(candidate), edges)
                    if value < best - 1e-9:
                        columns, best = candidate, value
        return best, sorted(columns.items())

    return places(dict(min(improved(start(number)) for number in range(STARTS))[1]))


# --- Picture ------------------------------------------------------------------------------------


def svg(edges):
    shown = reduced(edges)
    places = layout(shown)
    last = STAGES[-1]
    width = left_of(last) + COLUMNS[last] * STEP_X - (STEP_X - WIDTH) + 2 * MARGIN + 10
    bottom = max(y for _, y in places.values()) + HEIGHT + MARGIN
    height = bottom + 44
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Helvetica, Arial, sans-serif" role="img">',
        "<title>Rooms of Lacuna in their order</title>",
        "<defs>",
        *(f'<marker id="{stage}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
          f'<path d="M0 0.5 L8 4 L0 7.5 z" fill="{colour}"/></marker>' for stage, (_, colour) in COLOURS.items()),
        "</defs>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    for stage in STAGES:
        x, (fill, colour) = left_of(stage), COLOURS[stage]
        wide = COLUMNS[stage] * STEP_X - (STEP_X - WIDTH) + 2 * MARGIN
        lines += [f'<rect x="{x}" y="10" width="{wide}" height="{bottom - 10}" rx="10" fill="{fill}"/>',
                  f'<text x="{x + MARGIN}" y="32" font-size="16" font-weight="bold" fill="{colour}">{stage}</text>',
                  f'<text x="{x + MARGIN}" y="48" font-size="11" fill="#555555">{SUBTITLES[stage]}</text>']
    for room, targets in shown.items():
        for target in targets:
            a, b, c, d = (f"{x:.0f} {y:.0f}" for x, y in curve(places[room], places[target]))
            lines.append(f'<path d="M{a} C{b} {c} {d}" fill="none" stroke="{COLOURS[room[0]][1]}" stroke-width="1.3" '
                         f'stroke-opacity="0.75" marker-end="url(#{room[0]})"/>')
    for room, (x, y) in places.items():
        stage, name = room
        lines += [f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff" '
                  f'stroke="{COLOURS[stage][1]}"/>',
                  f'<text x="{x + WIDTH / 2:.0f}" y="{y + 19}" font-size="11.5" text-anchor="middle" fill="#222222">'
                  f"{escape(name)}</text>"]
    n_all, n_shown = (sum(map(len, graph.values())) for graph in (edges, shown))
    lines += [f'<text x="10" y="{bottom + 20}" font-size="11" fill="#555555">An arrow leads to a room that is '
              f"included; {n_all - n_shown} of {n_all} includes follow from others and are not drawn.</text>",
              f'<text x="10" y="{bottom + 36}" font-size="11" fill="#555555">postprocess (Python) includes nothing of '
              "this: it reads result files only.</text>", "</svg>", ""]
    return "\n".join(lines)


def main():
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    picture = svg(includes_of_rooms(HERE.parents[1]))
    if not sys.argv[1:]:
        PICTURE.write_text(picture, encoding="utf-8")
    elif not PICTURE.is_file() or PICTURE.read_text(encoding="utf-8") != picture:
        sys.exit(f"{PICTURE}: not as the includes are now; write it again by {Path(__file__).name}")


if __name__ == "__main__":
    main()
