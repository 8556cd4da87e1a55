# SPDX-License-Identifier: LGPL-2.1-or-later
"""crack.py SPECIMEN: a crack.pvd as a collapse writes it, which takes long: two steps of a crack that
grows from the side into the solid of solid.pvd."""

import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "postprocess")]

import fields
from postprocess.grids import read_snapshot

home = Path(sys.argv[1])
fields.write_crack(read_snapshot(home / "solid.pvd", None).grid, home, tips=np.array([0.3, 0.8]))
