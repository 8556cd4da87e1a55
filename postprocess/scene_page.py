# SPDX-License-Identifier: LGPL-2.1-or-later
"""The 3D view as text inside the report: three.js of Debian, a head of JSON, compressed numbers.

Numbers are one block of bytes, each array at its offset: positions of 16 bits over the bounds, corners
of 32 bits, values of 8 bits, 0 where a plane has none.
"""

import base64
import gzip
import json
from pathlib import Path
from typing import Any, Optional

import matplotlib
import numpy as np

from .field_range import colours_of, range_of
from .page import inline
from .results import Results
from .scene_3d import PIXELS, PLANES, Body, Field, bodies
from .units import choose_scale, number

LIBRARY = Path("/usr/share/javascript/three")
SCRIPTS = ("three.min.js", "examples/js/controls/OrbitControls.js")
MAPS = ("viridis", "cividis", "magma", "coolwarm")


def scene_parts(results: Results) -> Optional[dict[str, Any]]:
    """`library`, `head`, `data` of the view; None where nothing can be drawn or three.js is missing."""
    library = [LIBRARY / name for name in SCRIPTS]
    if not all(path.is_file() for path in library):
        return None
    found = bodies(results)
    if not found:
        return None
    block, head = _Block(), {"pixels": PIXELS, "planes": PLANES, "maps": _colour_maps()}
    ranges = {title: range_of(_values([b.fields[title] for b in found if title in b.fields]))
              for title in dict.fromkeys(title for b in found for title in b.fields)}
    head["specimens"] = [_describe(body, ranges, block) for body in found]
    return {"fields": _fields_of_columns(results, list(ranges)), "drawn": [body.name for body in found],
            "library": [inline(path.read_text(encoding="utf-8")) for path in library],
            "head": inline(json.dumps(head, separators=(",", ":"), allow_nan=False)),
            "data": base64.b64encode(gzip.compress(block.bytes(), 6, mtime=0)).decode("ascii")}


def _fields_of_columns(results: Results, titles: list[str]) -> dict[str, str]:
    """By which field a quantity of the main table is seen."""
    wanted = {"compressive_strength_Pa": "principal stress", "first_crack_stress_Pa": "principal stress"}
    for factor in results.factors():
        wanted |= {f"{factor}_peak_concentration_mol_per_m3": f"{factor} concentration",
                   f"{factor}_exposure_mean_mol_s_per_m3": f"{factor} exposure",
                   f"{factor}_time_above_threshold_mean_s": f"{factor} time above threshold"}
    return {column: part for column, part in wanted.items() if any(part in title for title in titles)}


class _Block:
    """Arrays one after the other, each at a multiple of four bytes."""

    def __init__(self):
        self._parts, self._size = [], 0

    def add(self, array: np.ndarray) -> list[int]:
        """[offset, number of entries]."""
        raw = array.tobytes()
        raw += bytes(-len(raw) % 4)
        offset, self._size = self._size, self._size + len(raw)
        self._parts.append(raw)
        return [offset, array.size]

    def bytes(self) -> bytes:
        return b"".join(self._parts)


def _describe(body: Body, ranges: dict[str, tuple[float, float]], block: _Block) -> dict[str, Any]:
    low, high = np.array(body.bounds[::2]), np.array(body.bounds[1::2])
    positions = np.rint((body.points - low) / (high - low) * 65535).astype("<u2")
    return {"name": body.name, "group": body.group, "bounds": [1e3 * b for b in body.bounds],
            "positions": block.add(positions), "corners": block.add(body.triangles.astype("<u4")),
            "heights": (1e3 * body.heights).tolist(),
            "fields": [_describe_field(f, *ranges[f.title], block) for f in body.fields.values()]}


def _describe_field(shown: Field, low: float, high: float, block: _Block) -> dict[str, Any]:
    scale = choose_scale(shown.column, [low, high])
    return {"title": shown.title, "unit": scale.symbol, "map": colours_of(low, high),
            "low": number(scale.of(low)), "high": number(scale.of(high)),
            "states": [{"time": _time(state.time), "surface": block.add(_bytes(state.surface, low, high)),
                        "planes": block.add(_bytes(state.planes, low, high))} for state in shown.states]}


def _time(seconds: Optional[float]) -> str:
    if seconds is None:
        return ""
    scale = choose_scale("time_s", [seconds])
    return f"{number(scale.of(seconds))} {scale.symbol}"


def _values(fields: list[Field]) -> np.ndarray:
    """All of them, on surfaces and planes, at all times."""
    return np.concatenate([np.concatenate([s.surface, s.planes[np.isfinite(s.planes)]])
                           for f in fields for s in f.states])


def _bytes(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """1 … 255 from `low` to `high`, 0 for NaN."""
    share = np.clip((np.nan_to_num(values) - low) / (high - low), 0, 1)
    return np.where(np.isfinite(values), np.rint(1 + 254 * share), 0).astype(np.uint8)


def _colour_maps() -> dict[str, list[int]]:
    return {name: (255 * matplotlib.colormaps[name](np.linspace(0, 1, 64))[:, :3]).astype(int).ravel().tolist()
            for name in MAPS}
