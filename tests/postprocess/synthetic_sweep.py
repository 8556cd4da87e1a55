# SPDX-License-Identifier: LGPL-2.1-or-later
"""A finished sweep of made-up woodpiles and gyroids, as lacuna sweep leaves it: for reports."""

import base64
import json

import numpy as np
from scipy.stats import qmc

GOALS = (("compressive_strength_Pa", "maximise", None, None),
         ("BMP2_exposure_mean_mol_s_per_m3", "maximise", None, None),
         ("youngs_modulus_Pa", "", None, 9e9), ("pore_throat_z_m", "", 250e-6, None))
VARIABLES = (("d", "d_m", "um", 250, 500, False, (250e-6, 500e-6)),
             ("gap", "gap_m", "um", 200, 700, False, (200e-6, 700e-6)),
             ("cargo", "cargo", "", 100, 10000, True, (100, 10000)))
LATTICES = ("woodpile", "gyroid")
# 2 × 2 pixels.
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNwaGA48B8ABcUCgFiWOssAAAAASUVORK5CYII=")


def compute(d, gap, cargo, is_gyroid, rng):
    """Columns of a specimen: powers of the solid fraction (Gibson & Ashby), 2 % scatter."""
    solid = min(np.pi / 4 * d / (d + gap) * 1.25, 0.95) * (0.9 if is_gyroid else 1)
    scatter = 1 + 0.02 * rng.normal(size=4)
    return {"porosity": 1 - solid, "youngs_modulus_Pa": scatter[0] * 3e10 * solid**2,
            "youngs_modulus_error_Pa": 3e8, "compressive_strength_Pa": scatter[1] * 8e7 * solid**1.6,
            "pore_throat_z_m": gap, "seed": 1,
            "BMP2_exposure_mean_mol_s_per_m3": scatter[2] * 1e-9 * cargo**0.8 * (1 - solid)}


def write_sweep(folder, n=24, goals=GOALS, specimens=2, failed=(), with_files=True):
    """Write the folder of a sweep of `n` points; the `failed` ones have nothing but a reason."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(1)
    lines = ["point,identity,d_m,gap_m,cargo,lattice"]
    for number, unit in enumerate(qmc.Sobol(4, seed=2).random_base2(8)[:n], 1):
        d, gap = (low + u * (high - low) for u, (*_, (low, high)) in zip(unit, VARIABLES[:2]))
        cargo, lattice = 100 * 100 ** unit[2], LATTICES[int(2 * unit[3])]
        lines.append(f"{number},{number:016x},{d:.6g},{gap:.6g},{cargo:.6g},{lattice}")
        found = [compute(d, gap, cargo, lattice == "gyroid", rng) for _ in range(specimens)]
        write_point(folder / "points" / f"{number:04}", found, number in failed, lattice, with_files)
    (folder / "plan.csv").write_text("\n".join(lines) + "\n")
    variables = [dict(zip(("name", "column", "unit", "low", "high", "log", "si"), one)) for one in VARIABLES]
    variables.append({"name": "lattice", "column": "lattice", "levels": list(LATTICES)})
    (folder / "plan.json").write_text(json.dumps({
        "study": "made up", "lacuna": "0", "group": "BCP", "seed": 1, "variables": variables,
        "goals": [dict(zip(("column", "sense", "low", "high"), goal)) for goal in goals],
        "points": [{"point": k + 1, "memory_B": 1, "time_s": 1} for k in range(n)],
        "common": {"Groups/Seed": "1"}, "executable": "lacuna", "command": ["compare", "--tables-only"],
        "time_limit_s": 0, "free_memory_B": 1e9}))
    return folder


def write_point(home, found, is_failed, lattice, with_files):
    home.mkdir(parents=True)
    (home / "point.prm").write_text("# a point\n")
    state, reason = ("failed", "the solver gave up") if is_failed else ("done", "")
    (home / "attempts.jsonl").write_text("\n".join(map(json.dumps, (
        {"begun": "2026-01-31 12:00:00"},
        {"ended": "2026-01-31 12:01:00", "state": state, "reason": reason, "seconds": 60.0, "log": []}))))
    if is_failed:
        return
    rows = [",".join(["specimen", "group", *found[0]])]
    rows += [",".join([f"BCP-{k}", "BCP", *(f"{value:.9g}" for value in one.values())]) for k, one in enumerate(found, 1)]
    (home / "specimens.csv").write_text("\n".join(rows) + "\n")
    if with_files:
        specimen = home / "BCP" / "BCP-1"
        specimen.mkdir(parents=True)
        (specimen / "surface.png").write_bytes(PICTURE)
        (specimen / "surface.stl").write_text("solid\nendsolid\n")
        (specimen / "study.prm").write_text(f"subsection Scaffold\n  set Lattice = {lattice}\nend\n"
                                            "subsection Envelope\n  set Shape = box\nend\n")
